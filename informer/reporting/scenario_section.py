"""What-if: every scenario over the forecast as it is, what it changes, and what that does."""

import math

from informer.figures.scenarios import Line, scenario_forecasts
from informer.figures.style import Style
from informer.forecasting.answers import Answer, Answers
from informer.forecasting.edit_words import number, when
from informer.forecasting.scenario import describe
from informer.reporting.material import Material
from informer.reporting.parts import Drawn, Part, Points, Section, Table, Words
from informer.reporting.words import moment

_UNFOLDED = 12


def scenario_section(material: Material) -> Section | None:
    """The section; ``None`` without scenarios."""
    answers = material.answers
    if answers is None or not answers.answers:
        return None
    target, freq = material.target, material.series.freq
    column = answers.baseline.columns[target]
    parts: list[Part] = [_figure(answers, target, column), _summaries(answers, target, freq)]
    for one in answers.answers:
        words = [describe(edit, one.situation.freq) for edit in one.scenario.edits]
        if one.scenario.seed is not None:
            words.append(f"sampling seed {one.scenario.seed}")
        parts.append(Words(f"{one.scenario.name}:"))
        parts.append(Points(tuple(words) or ("nothing is changed",)))
        # what is assumed of the forecast as it is stands beneath that
        notes = [note for note in one.situation.notes if note not in answers.situation.notes]
        parts += [Words(note, "small") for note in notes]
    parts.append(_values(answers, freq))
    return Section("What if", tuple(parts))


def _figure(answers: Answers, target: int, column: str) -> Drawn:
    lines = [
        Line(
            name=one.scenario.name,
            values=one.forecast.values[:, target],
            baseline=one.baseline.values[:, target],
            time=one.forecast.time,
            number=place,
        )
        for place, one in enumerate(answers.answers)
    ]
    baseline = answers.longest
    drawn = scenario_forecasts(
        baseline.time, baseline.values[:, target], lines, Style(), column=column, height=430
    )
    return Drawn(drawn, f"Forecasts of {column} under scenarios, and their differences below")


def _summaries(answers: Answers, target: int, freq: str) -> Table:
    return Table(
        ("scenario", "in all", "on average", "largest change", "when", "queries changed"),
        tuple(_row(one, target, freq) for one in answers.answers),
    )


def _row(one: Answer, target: int, freq: str) -> tuple[str, ...]:
    found = one.summary(target)
    return (
        one.scenario.name,
        number(found.total, sign=True),
        number(found.mean, sign=True),
        number(found.largest, sign=True),
        when(found.largest_at, freq),
        _queries(one),
    )


def _queries(one: Answer) -> str:
    """Of all that the encoder's heads select, how many are others than before."""
    layers = [layer for layer in one.selections if layer.n_selected is not None]
    if not layers:
        return "—"
    selected = sum((layer.n_selected or 0) * layer.n_heads for layer in layers)
    return f"{sum(int(layer.changed.sum()) for layer in layers)} of {selected}"


def _values(answers: Answers, freq: str) -> Table:
    frame = answers.frame()
    rows = tuple(
        (moment(row[0], freq), *("" if math.isnan(cell) else number(cell) for cell in row[1:]))
        for row in frame.itertuples(index=False, name=None)
    )
    fold = f"All {len(rows)} steps" if len(rows) > _UNFOLDED or len(frame.columns) > 4 else ""
    return Table(tuple(str(name) for name in frame.columns), rows, fold=fold)
