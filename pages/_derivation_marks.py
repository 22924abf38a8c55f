"""What each line of the derivation uses, as shapes over the scores and the softmax of the query."""

from collections.abc import Callable
from typing import Any

import numpy as np

from informer.figures.style import Style
from informer.figures.time_axis import tight_range
from informer.inspection.derivation import log_sum_exp
from informer.inspection.results import Cells, DerivationStep, FocusedQuery
from pages._focus_marks import Mark, ring

_COLOUR = Style().colour


def on_focus_panel(seen: FocusedQuery, step: DerivationStep) -> list[Mark]:
    """The cells of the focus panel that this line is computed from."""
    return [mark for cells in step.uses for mark in _DRAWN[cells](seen)]


def _all_cells(seen: FocusedQuery, axis: str) -> list[Mark]:
    """A tint over one row of the figure: every key counts."""
    left, right = (str(end) for end in tight_range(seen.key_time))
    row = {"x0": left, "x1": right, "yref": f"{axis} domain", "y0": 0, "y1": 1}
    return [{"type": "rect", **row, "fillcolor": _COLOUR.interval, "line": {"width": 0}}]


def _level(seen: FocusedQuery, y: float, axis: str = "y") -> list[Mark]:
    """A line at one height, over all keys."""
    left, right = (str(end) for end in tight_range(seen.key_time))
    ends = {"x0": left, "x1": right, "y0": y, "y1": y, "yref": axis}
    return [{"type": "line", **ends, "line": {"color": _COLOUR.forecast, "width": 4}}]


def _rings(seen: FocusedQuery, keys: Any) -> list[Mark]:
    times = seen.key_time[keys]
    return [
        ring(time.isoformat(), float(seen.scores[key]), "y")
        for time, key in zip(times, keys, strict=True)
    ]


_DRAWN: dict[Cells, Callable[[FocusedQuery], list[Mark]]] = {
    "weights": lambda seen: _all_cells(seen, "y2"),
    "uniform": lambda seen: _level(seen, seen.uniform, "y2"),
    "scores": lambda seen: _all_cells(seen, "y"),
    "log_sum": lambda seen: _level(seen, log_sum_exp(seen.scores)),
    "mean": lambda seen: _level(seen, float(seen.scores.mean())),
    "largest": lambda seen: _rings(seen, np.array([seen.scores.argmax()])),
    "bound": lambda seen: _level(seen, float(seen.scores.max() + np.log(len(seen.scores)))),
    "drawn": lambda seen: [] if seen.sampled is None else _rings(seen, seen.sampled),
}
