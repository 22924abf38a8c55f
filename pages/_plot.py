"""The one way to show a figure: Plotly in a component that keeps its zoom and returns clicks.

``st.plotly_chart`` rebuilds a chart on every change of its data (zoom lost) and reports no click on
a heatmap or a line. Here the figure is handed to ``Plotly.react``: what did not change stays, zoom
is kept while ``uirevision`` stays the same, any trace can be clicked, and the figure follows the
theme in the browser: its colours are exchanged there, without asking the server.
"""

import json
import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

import streamlit as st

from informer.figures.dark import dark_colours
from informer.figures.library import javascript
from pages import _state

_STATIC = Path(__file__).resolve().parent.parent / "static"
_HERE = Path(__file__).resolve().parent
_component = st.components.v2.component(
    "informer_plot",
    html="<div class='informer-frame'><div class='informer-plot'></div></div>",
    css=(_HERE / "_plot.css").read_text(encoding="utf-8"),
    js="".join(
        (_HERE / name).read_text(encoding="utf-8")
        for name in ("_plot_save.js", "_plot_draw.js", "_plot.js")
    ),
    isolate_styles=False,
)


class Figure(Protocol):
    """A plotly figure, as far as a page knows it."""

    def to_json(self) -> str | None: ...

    def add_vrect(self, **kwargs: Any) -> Any: ...

    def update_layout(self, **kwargs: Any) -> Any: ...


@dataclass(frozen=True)
class Click:
    """One clicked point: its trace, place and index (``[row, column]`` on maps)."""

    trace: str
    x: Any
    y: Any
    index: Any
    custom: Any


@dataclass(frozen=True)
class Zoom:
    """What a person has zoomed to: the ends of each axis, ``None`` of one left alone."""

    x: tuple[Any, Any] | None
    y: tuple[Any, Any] | None


Stroke = tuple[tuple[str, float], ...]
"""What a pen went over: each step's time and the height drawn there, in units, in order."""


@cache
def provide_library() -> Path:
    """Copy plotly's JavaScript next to the app, where the server hands it out; the copy's path."""
    source = javascript()
    target = _STATIC / "plotly.min.js"
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        _STATIC.mkdir(exist_ok=True)
        part = target.with_suffix(".part")
        shutil.copyfile(source, part)
        part.replace(target)
    return target


def show(
    figure: Figure | str,
    key: str,
    *,
    alt: str,
    marks: Sequence[Mapping[str, Any]] = (),
    highlights: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    min_width: int = 0,
    on_click: Callable[[Click], None] | None = None,
    on_zoom: Callable[[Zoom], None] | None = None,
    pen: Literal["line", "span"] | None = None,
    on_pen: Callable[[Stroke], None] | None = None,
) -> None:
    """Draw ``figure``, or one that is JSON already; it can be saved as PNG, SVG, HTML and CSV.

    ``alt`` says in words what it shows, ``marks`` are Plotly shapes over it that can move without
    the figure being drawn again, ``highlights`` shapes that are there while the part of the page
    with that key is pointed at or focused. A figure of ``min_width`` pixels scrolls sideways, by
    itself, where the page is narrower. ``on_click`` hears of each click on a point, ``on_zoom``
    of each zoom on the first pair of axes. With a ``pen``, dragging over the first pair of axes
    draws a line or picks a span, over the steps of the trace whose ``meta`` is ``pen``; ``on_pen``
    hears of it on release.
    """
    provide_library()

    def clicked() -> None:
        point = getattr(_state.value(key), "click", None)
        if on_click is not None and point:
            on_click(
                Click(
                    trace=str(point.get("trace") or ""),
                    x=point.get("x"),
                    y=point.get("y"),
                    index=point.get("index"),
                    custom=point.get("custom"),
                )
            )

    def zoomed() -> None:
        ends = getattr(_state.value(key), "zoom", None)
        if on_zoom is not None and ends:
            x, y = (tuple(ends[axis]) if ends.get(axis) else None for axis in ("x", "y"))
            on_zoom(Zoom(x, y))

    def penned() -> None:
        stroke = _stroke(getattr(_state.value(key), "pen", None))
        if on_pen is not None and stroke:
            on_pen(stroke)

    _component(
        key=key,
        data={
            "figure": figure if isinstance(figure, str) else figure.to_json(),
            "marks": json.dumps(marks),
            "dark": dark_colours(),
            "highlights": highlights or {},
            "alt": alt,
            "name": f"informer-{key.replace('_', '-')}",
            "clickable": on_click is not None,
            "zoomable": on_zoom is not None,
            "min_width": min_width,
            "pen": pen,
        },
        on_click_change=clicked,
        on_zoom_change=zoomed,
        on_pen_change=penned,
    )


def _stroke(told: Any) -> Stroke:
    """The readable part of what the browser tells of a stroke."""
    points = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    return tuple(
        (str(point[0]), float(point[1]))
        for point in points
        if isinstance(point, Sequence)
        and len(point) == 2
        and isinstance(point[1], int | float)
        and math.isfinite(point[1])
    )
