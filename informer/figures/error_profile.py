"""Mean absolute errors in groups, every forecaster's: by step of the horizon, hour, weekday."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.style import Style, plain
from informer.forecasting.profile import By, Profile
from informer.forecasting.rolled import INFORMER

DASHES = {"naive": "dot", "seasonal_naive": "dash", "linear": "dashdot"}
"""Baselines share their colour and differ by their dashes."""
_AXIS: dict[By, str] = {
    "step": "step of the horizon",
    "hour": "hour of the day that is forecast",
    "weekday": "day of the week that is forecast",
    "month": "month that is forecast",
    "week": "hour of the day that is forecast",
}
_FEW = 8
_FAR = 4
"""How many times the model's largest error a baseline's may be, to be drawn at first."""


def error_profile(
    found: Profile,
    style: Style,
    *,
    names: Mapping[str, str],
    column: str,
    unit: str = "",
    height: int = 360,
) -> go.Figure:
    """One line a forecaster; ``names`` says what each is called, in the order of drawing.

    A baseline far above the others waits in the legend: beside it the others could not be told
    apart.
    ``unit`` is added to the label of the axis of errors, which is in units of ``column``.
    """
    figure = go.Figure()
    colour, count = style.colour, len(found.labels)
    numeric = found.by == "step"
    x: Sequence[object] = list(range(1, count + 1)) if numeric else list(found.labels)
    place = "step %{x}" if numeric else "%{x}"
    for name, words in sorted(names.items(), key=lambda item: item[0] == INFORMER):
        if name not in found.mae:
            continue
        own = name == INFORMER
        line = (
            {"color": colour.forecast, "width": 2.6}
            if own
            else {"color": colour.baseline, "width": 1.6, "dash": DASHES.get(name, "dash")}
        )
        far = not own and _far(found.mae[name], found.mae[INFORMER])
        figure.add_scatter(
            x=x,
            y=found.mae[name],
            visible="legendonly" if far else True,
            mode="lines+markers" if (own and count <= 48) or count == 1 else "lines",
            name=f"{words}: far above, click to show" if far else words,
            line=line,
            marker={"color": line["color"], "size": 5},
            hovertemplate=f"{words}: %{{y:,.4~g}}<extra></extra>",
        )
    style.finish(figure, height=height, revision=f"profile {found.by} {column}")
    style.header(figure, f"Mean absolute error of {plain(column, 28)}")
    figure.update_layout(hovermode="x unified")
    figure.update_yaxes(title_text=f"MAE, {plain(column, 18)}{unit}", rangemode="tozero", nticks=6)
    ticks = {"nticks": _FEW} if numeric else {"type": "category", **_every(count)}
    figure.update_xaxes(
        title_text=_AXIS[found.by], showgrid=False, zeroline=False, tickangle=0, **ticks
    )
    figure.update_xaxes(unifiedhovertitle_text=place)
    return figure


def _far(mae: NDArray[np.float64], own: NDArray[np.float64]) -> bool:
    """Whether drawing it would press the model's line flat."""
    return bool(np.nanmax(mae) > _FAR * np.nanmax(own))


def _every(count: int) -> dict[str, int]:
    """A label every so many categories, so that they stand upright on a phone."""
    return {"dtick": 6} if count > 12 else {}


def week_map(
    found: Profile, style: Style, *, column: str, unit: str = "", height: int = 300
) -> go.Figure:
    """The model's error by weekday and hour, ``[7, 24]``; each cell says the best simple one's."""
    mine = found.mae[INFORMER]
    simple = np.stack([mae for name, mae in found.mae.items() if name != INFORMER] or [mine])
    figure = go.Figure()
    figure.add_heatmap(
        z=mine,
        x=[f"{hour:02d}:00" for hour in range(24)],
        y=list(found.labels),
        name="MAE of the Informer",
        customdata=_lowest(simple),
        colorscale="Cividis",
        hoverongaps=False,
        xgap=1,
        ygap=1,
        colorbar={
            "title": {"text": "MAE", "side": "right", "font": {"size": 12}},
            "thickness": 10,
            "outlinewidth": 0,
            "nticks": 5,
            "tickfont": {"size": 12, "color": style.colour.muted},
        },
        hovertemplate="%{y} %{x}: <b>%{z:,.4~g}</b><br>best simple forecast: %{customdata:,.4~g}"
        "<extra></extra>",
    )
    style.finish(figure, height=height, revision=f"profile week {column}", legend=False)
    style.header(figure, f"Mean absolute error of {plain(column, 28)}{unit}")
    figure.update_xaxes(
        title_text=_AXIS["week"], type="category", dtick=6, showgrid=False, tickangle=0
    )
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    return figure


def _lowest(simple: NDArray[np.float64]) -> NDArray[np.float64]:
    """The lowest along the first axis; NaN where no forecast lies."""
    return np.where(np.isnan(simple).all(axis=0), np.nan, np.nan_to_num(simple, nan=np.inf).min(0))
