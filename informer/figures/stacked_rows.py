"""Rows of given heights, one below the other on a shared time axis, each under its heading."""

from collections.abc import Sequence

import plotly.graph_objects as go

from informer.figures.style import Style

_HEADING, _TOP, _FOOT = 34, 30, 78


def stack_rows(
    figure: go.Figure, heights: Sequence[int], style: Style, *, revision: str, legend: bool = True
) -> list[str]:
    """Give the figure one y axis a row, ``heights`` pixels high; returns their names, from above.

    The foot leaves room for the ticks of the time axis and a legend of up to two lines.
    """
    foot = _FOOT if legend else _FOOT - 38
    inner = sum(heights) + _HEADING * (len(heights) - 1)
    style.finish(figure, height=inner + _TOP + foot, revision=revision, legend=legend)
    names = ["y" if index == 0 else f"y{index + 1}" for index in range(len(heights))]
    above = 0
    for name, height in zip(names, heights, strict=True):
        figure.layout[name.replace("y", "yaxis")] = {
            **style.axis(),
            "domain": [max(0.0, 1 - (above + height) / inner), 1 - above / inner],
            "nticks": 4,
        }
        above += height + _HEADING
    figure.update_xaxes(anchor=names[-1], showgrid=False)
    return names
