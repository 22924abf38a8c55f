"""How figures look: the layout they share, in the colours of :mod:`informer.figures.palette`.

Backgrounds are transparent: the page's own colour shows through.
"""

import html
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from informer.figures.palette import DARK, LIGHT, Palette

Theme = Literal["light", "dark"]
TRANSPARENT = "rgba(0,0,0,0)"
LABEL_MARGIN = 60
"""Pixels on the right for the labels of horizontal lines."""
FONT = '"Source Sans", "Source Sans Pro", "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif'


def plain(text: object, limit: int | None = None) -> str:
    """Text of a user's file made safe for Plotly, which renders markup; cut at ``limit`` signs."""
    words = " ".join(str(text).split())
    if limit is not None and len(words) > limit:
        words = words[: limit - 1].rstrip() + "…"
    return html.escape(words)


@dataclass(frozen=True)
class Style:
    """How figures look in one theme: ``Style("light")`` or ``Style("dark")``."""

    theme: Theme = "light"
    time_format: str = "%a %d %b %Y %H:%M"
    """How a time is written, see :meth:`dated`."""

    def dated(self, time: pd.DatetimeIndex) -> "Style":
        """This style with times written no finer than these times need."""
        if (time == time.normalize()).all():
            return replace(self, time_format="%a %d %b %Y")
        seconds = ":%S" if time.second.any() else ""
        return replace(self, time_format=f"%a %d %b %Y %H:%M{seconds}")

    @property
    def colour(self) -> Palette:
        """The colours of this theme, by meaning."""
        return DARK if self.theme == "dark" else LIGHT

    def finish(self, figure: go.Figure, *, height: int, revision: str, legend: bool = True) -> None:
        """Give a figure the shared layout: fonts, margins, a legend below everything.

        ``revision`` names what is drawn: while it stays the same, zoom and hidden traces are kept.
        """
        # Property by property: update_layout walks the whole layout and takes ten times as long.
        for name, value in self._layout(height, revision, legend).items():
            figure.layout[name] = value
        for name in ("xaxis", "yaxis"):
            figure.layout[name] = {**self.axis(), **figure.layout[name].to_plotly_json()}

    def _layout(self, height: int, revision: str, legend: bool) -> dict[str, Any]:
        """All of the shared layout but the axes."""
        colour = self.colour
        return {
            "template": "none",
            "height": height,
            "uirevision": plain(revision),
            "paper_bgcolor": TRANSPARENT,
            "plot_bgcolor": TRANSPARENT,
            "font": {"family": FONT, "size": 13, "color": colour.ink},
            "margin": {"l": 8, "r": 10, "t": 30, "b": 8},
            "showlegend": legend,
            "legend": {
                "orientation": "h",
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "yref": "container",
                "y": 0,
                "yanchor": "bottom",
                "bgcolor": TRANSPARENT,
                "font": {"size": 12, "color": colour.ink},
                "itemwidth": 30,
            },
            "hoverlabel": {
                "bgcolor": colour.surface,
                "bordercolor": colour.muted,
                "font": {"family": FONT, "size": 13, "color": colour.ink},
                "align": "left",
            },
            "hovermode": "closest",
            "dragmode": "zoom",
            "modebar": {"bgcolor": TRANSPARENT, "color": colour.muted, "activecolor": colour.ink},
        }

    def axis(self) -> dict[str, Any]:
        """What both axes share."""
        colour = self.colour
        return {
            "automargin": True,
            "gridcolor": colour.grid,
            "zerolinecolor": colour.grid,
            "linecolor": colour.grid,
            "tickfont": {"size": 12, "color": colour.muted},
            "title_font": {"size": 12, "color": colour.muted},
            "title_standoff": 6,
            "separatethousands": True,
        }

    def header(self, figure: go.Figure, text: str, row_axis: str = "y") -> None:
        """A heading above the left end of one row of a figure."""
        figure.add_annotation(
            text=text,
            xref="paper",
            x=0,
            xanchor="left",
            yref=f"{row_axis} domain",
            y=1,
            yanchor="bottom",
            yshift=3,
            showarrow=False,
            align="left",
            font={"size": 13, "color": self.colour.ink},
        )

    def level_label(self, figure: go.Figure, text: str, y: float, axis: str, colour: str) -> None:
        """Name a horizontal line at its right end, in the margin (see :data:`LABEL_MARGIN`)."""
        figure.add_annotation(
            text=text,
            xref="paper",
            x=1,
            xanchor="left",
            xshift=4,
            yref=axis,
            y=y,
            yanchor="middle",
            showarrow=False,
            align="left",
            font={"size": 12, "color": colour},
        )
