"""The decode race: time against error, error by step, and one chunked forecast over one-shot."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from informer.figures.forecast import forecast_figure
from informer.figures.style import Style, plain
from informer.forecasting.results import Forecast
from informer.inspection.decoder_results import Chunked, DecodeRace

_CHUNKED = 0
"""Which of the scenario colours a chunked forecast has."""


def chunk_name(entry_chunk: int, pred_len: int) -> str:
    """``one-shot``, ``12 a pass``, ``step by step``."""
    if entry_chunk >= pred_len:
        return "one-shot"
    return "step by step" if entry_chunk == 1 else f"{entry_chunk} steps a pass"


def race_figure(
    race: DecodeRace, style: Style, *, target: int = 0, unit: str = "", height: int = 360
) -> go.Figure:
    """Every size of chunk as a point: milliseconds across, mean absolute error up.

    ``unit`` is the target's name, for the axis. ``customdata`` is the size of the chunk.
    """
    figure, colour = go.Figure(), style.colour
    entries, length = race.entries, race.one_shot.chunk
    milliseconds = np.array([1e3 * entry.seconds for entry in entries])
    error = np.array([entry.mae(target) for entry in entries])
    quartiles = 1e3 * np.array([entry.quartiles for entry in entries])
    figure.add_scatter(
        x=milliseconds,
        y=error,
        error_x={
            "type": "data",
            "array": quartiles[:, 1] - milliseconds,
            "arrayminus": milliseconds - quartiles[:, 0],
            "color": colour.muted,
            "thickness": 1.2,
            "width": 4,
        },
        mode="lines+markers+text",
        name="chunked",
        showlegend=False,
        line={"color": colour.lazy, "width": 1.2},
        marker={
            "size": 12,
            "color": [colour.forecast, *[colour.scenarios[_CHUNKED]] * (len(entries) - 1)],
        },
        text=[_short(entry, length) for entry in entries],
        textposition="bottom center",
        cliponaxis=False,
        customdata=[entry.chunk for entry in entries],
        hovertext=[f"{chunk_name(e.chunk, length)}, {e.passes} passes" for e in entries],
        hovertemplate="<b>%{hovertext}</b><br>%{x:.1f} ms a forecast<br>off by %{y:,.4~g}<br>"
        "click to see its forecast<extra></extra>",
    )
    style.finish(figure, height=height, revision=f"race {length} {target}", legend=False)
    tops = list(error)
    if race.baseline is not None:
        naive = float(race.baseline[..., target].mean())
        tops.append(naive)
        figure.add_hline(y=naive, line={"color": colour.baseline, "width": 1.6, "dash": "dash"})
        figure.add_annotation(
            text="seasonal naive",
            xref="paper",
            x=1,
            xanchor="right",
            y=naive,
            yanchor="bottom",
            showarrow=False,
            font={"size": 12, "color": colour.muted},
        )
    room = 0.18 * ((max(tops) - min(tops)) or max(tops) or 1.0)
    style.header(figure, "Further left: faster; further down: more accurate")
    figure.update_xaxes(title_text="time for one forecast (ms)", rangemode="tozero")
    figure.update_yaxes(
        title_text=f"mean absolute error ({plain(unit, 16)})",
        range=[min(tops) - 1.5 * room, max(tops) + room],
    )
    return figure


def race_by_step(
    race: DecodeRace,
    style: Style,
    *,
    target: int = 0,
    unit: str = "",
    focus: int | None = None,
    height: int = 360,
) -> go.Figure:
    """Mean absolute error at each step of the horizon; ``focus`` is the chunk in colour."""
    figure, colour = go.Figure(), style.colour
    length = race.one_shot.chunk
    steps = np.arange(1, length + 1)
    ordered = sorted(race.entries, key=lambda e: (e.chunk == focus, e.chunk == length))
    others = False
    for entry in ordered:
        name, width, line = chunk_name(entry.chunk, length), 2.4, colour.forecast
        if entry.chunk == focus != length:
            line = colour.scenarios[_CHUNKED]
        elif entry.chunk != length:
            width, line = 1.2, colour.lazy
        grey = line == colour.lazy
        figure.add_scatter(
            x=steps,
            y=entry.errors[..., target].mean(axis=0),
            mode="lines",
            name=name,
            legendgroup="other" if grey else name,
            showlegend=not grey,
            line={"color": line, "width": width},
            hovertemplate=f"step %{{x}}, {name}<br>off by %{{y:,.4~g}}<extra></extra>",
        )
        others |= grey
    if others:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            name="other sizes",
            legendgroup="other",
            line={"color": colour.lazy, "width": 1.2},
        )
    if race.baseline is not None:
        figure.add_scatter(
            x=steps,
            y=race.baseline[..., target].mean(axis=0),
            mode="lines",
            name="seasonal naive",
            line={"color": colour.baseline, "width": 1.6, "dash": "dash"},
            hovertemplate="step %{x}, seasonal naive<br>off by %{y:,.4~g}<extra></extra>",
        )
    style.finish(figure, height=height, revision=f"race steps {length} {target}")
    style.header(figure, "Error at each step of the horizon")
    figure.update_xaxes(title_text="step of the horizon", range=[0.5, length + 0.5])
    figure.update_yaxes(title_text=f"mean absolute error ({plain(unit, 16)})", rangemode="tozero")
    return figure


def chunk_forecast(
    one_shot: Forecast,
    chunked: NDArray[np.float64],
    chunk: int,
    style: Style,
    *,
    target: str,
    history: int,
    title: str,
) -> go.Figure:
    """One window: the chunked forecast ``[L_y, c_out]`` over the one-shot one, and what came."""
    figure = forecast_figure(one_shot, style, target=target, history=history, title=title)
    figure.update_traces(name="one-shot", selector={"name": "forecast"})
    length = len(one_shot.time)
    if chunk < length:
        starts = np.arange(0, length, chunk)
        figure.add_scatter(
            x=one_shot.time,
            y=chunked[:, one_shot.columns.index(target)],
            mode="lines+markers",
            name=chunk_name(chunk, length),
            line={"color": style.colour.scenarios[_CHUNKED], "width": 2},
            # a dot where a new pass begins
            marker={
                "size": np.where(np.isin(np.arange(length), starts), 9, 0).tolist(),
                "line": {"color": style.colour.surface, "width": 1.2},
            },
            hovertemplate="%{y:,.5~g}",
        )
    return figure


def _short(entry: Chunked, length: int) -> str:
    if entry.chunk == length:
        return "one-shot"
    return "step by step" if entry.chunk == 1 else str(entry.chunk)
