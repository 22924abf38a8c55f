"""The forecast itself: figures, what was assumed, and every value."""

import math

import numpy as np
from numpy.typing import NDArray

from informer.figures.forecast import forecast_figure
from informer.figures.style import Style
from informer.forecasting.baselines import seasonal_naive
from informer.forecasting.results import Forecast
from informer.reporting.material import Material
from informer.reporting.parts import Drawn, Numbers, Part, Section, Table, Words
from informer.reporting.words import moment, number, plural

FIGURES = 6
"""Targets that are drawn; all of them are in the table."""
_UNFOLDED = 12
_HORIZONS_BACK = 4
_NAME = 44


def in_short(material: Material) -> Numbers:
    """What the forecast of the target in focus says, and how far off such forecasts are."""
    result, freq = material.forecast, material.series.freq
    values = result.values[:, material.target]
    high, low = int(values.argmax()), int(values.argmin())
    items = [
        ("On average", _cell(float(values.mean())), f"in all {_cell(float(values.sum()))}"),
        ("Highest", _cell(float(values[high])), moment(result.time[high], freq)),
        ("Lowest", _cell(float(values[low])), moment(result.time[low], freq)),
    ]
    if len(values) == 1:
        items = [("Forecast", _cell(float(values[0])), moment(result.time[0], freq))]
    scored = material.record.result
    single = len(result.columns) == 1  # else it mixes columns, whose units may differ
    if scored is not None and single and not material.record.config.standardise_metrics:
        off = number(scored.metrics.mae, 3)
        own = material.record.config.model.pred_len
        over = f"mean over {scored.n_windows:,} test forecasts"
        other = "" if len(values) == own else f" of {plural(own, 'step')}"
        items.append(("Off by, typically", off, over + other))
    return Numbers(tuple(items))


def forecast_section(material: Material) -> Section:
    """The section."""
    result, freq = material.forecast, material.series.freq
    parts: list[Part] = [in_short(material)]
    for target in material.targets[:FIGURES]:
        name = result.columns[target]
        parts.append(
            Drawn(
                forecast_figure(
                    result,
                    Style(),
                    target=name,
                    history=max(_HORIZONS_BACK * len(result.time), 48),
                    baseline=_seasonal(material, name),
                    title=f"{_short(name)}, from {moment(result.time[0], freq)}",
                ),
                f"Forecast of {name} from {result.time[0]} to {result.time[-1]}, after its context",
            )
        )
    if len(material.targets) > FIGURES:
        parts.append(
            Words(f"The first {FIGURES} targets are drawn; all are in the table.", "small")
        )
    parts += _reading(material)
    parts += [Words(note, "small") for note in result.notes]
    if material.known_future:
        parts.append(Words(material.known_future, "small"))
    parts.append(values_table(material))
    return Section("Forecast", tuple(parts))


def values_table(material: Material) -> Table:
    """Every step: the forecast of each target, its bounds, and what was observed where it is."""
    result, freq = material.forecast, material.series.freq
    head, columns = ["time"], []
    for target in material.targets:
        name = result.columns[target]
        head.append(name)
        columns.append(result.values[:, target])
        if result.actual is not None:
            head.append(f"{name}, observed")
            columns.append(result.actual[:, target])
        if (bounds := result.intervals) is not None:
            for level, share in enumerate(bounds.levels):
                head += [f"{name}, {100 * share:g} % from", "to"]
                columns += [bounds.lower[level, :, target], bounds.upper[level, :, target]]
    rows = tuple(
        (moment(time, freq), *(_cell(float(column[step])) for column in columns))
        for step, time in enumerate(result.time)
    )
    many = len(rows) > _UNFOLDED
    return Table(tuple(head), rows, fold=f"All {plural(len(rows), 'step')}" if many else "")


def _cell(value: float) -> str:
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    return number(value).replace("-", "−")


def _reading(material: Material) -> list[Part]:
    """How far off a past forecast was, and how the bands are read."""
    result = material.forecast
    name = result.columns[material.target]
    parts: list[Part] = []
    if result.actual is not None:
        error = np.abs(result.values - result.actual)[:, material.target]
        off = number(float(np.nanmean(error)), 3)
        parts.append(Words(f"On average {off} off what was observed ({_short(name)})."))
    if result.intervals is not None:
        levels = " / ".join(f"{100 * level:g} %" for level in result.intervals.levels)
        parts.append(
            Words(
                f"Bands: {levels} of such values should lie within, judged by how far off "
                f"{result.intervals.n_residuals:,} earlier forecasts of this run were.",
                "small",
            )
        )
    return parts


def _seasonal(material: Material, name: str) -> NDArray[np.float64] | None:
    """What repeating the season before would say."""
    scored, result = material.record.result, material.forecast
    period = material.period or (scored.period if scored is not None else None)
    start = result.window + material.record.config.model.seq_len
    if period is None or start < period:
        return None
    values = material.series.column(name)[:, None]
    return seasonal_naive(values, np.array([start]), len(result.time), period)[0, :, 0]


def span(result: Forecast, freq: str) -> str:
    """From when to when."""
    first, last = moment(result.time[0], freq), moment(result.time[-1], freq)
    return first if first == last else f"{first} to {last}"


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _NAME else line[: _NAME - 1].rstrip() + "…"
