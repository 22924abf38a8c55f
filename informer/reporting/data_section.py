"""The data: where they are from, what was found in them, and which column plays which role."""

import numpy as np

from informer.data.split import split_rows
from informer.data.wording import every, percent
from informer.reporting.material import Material
from informer.reporting.parts import Facts, Part, Points, Section, Words
from informer.reporting.words import moment, plural

_MANY = 12


def data_section(material: Material) -> Section:
    """The section."""
    series, record = material.series, material.record
    roles, freq = record.config.data, series.freq
    facts = [
        ("File", series.name),
        ("Rows", f"{len(series):,}, one every {every(freq)}"),
        ("Span", f"{moment(series.time[0], freq)} to {moment(series.time[-1], freq)}"),
        ("Time column", series.time_column),
        ("Forecast", _names(roles.targets)),
    ]
    if roles.covariates:
        facts.append(("Also read", _names(roles.covariates)))
    if roles.known_future:
        facts.append(("Known in the future", _names(roles.known_future)))
    if not material.others:
        train, validation, test = split_rows(record.n_rows, roles.split)
        parts_of = (
            f"the first {train:,} rows; the next {validation:,} chose the weights, "
            f"the last {test:,} gave the scores"
        )
        facts.append(("Learned from", parts_of))
    facts += [("Filled in", _filled(material)), ("SHA-256", series.fingerprint)]
    parts: list[Part] = [Facts(tuple(facts))]
    if material.others:
        parts.insert(
            0,
            Words(
                f"These rows are not those the run was trained on, which are {record.source}; the "
                "scores are of the run's own data.",
                "bad",
            ),
        )
    if series.findings:
        parts.append(Points(tuple(finding.message for finding in series.findings[:_MANY])))
    return Section("Data", tuple(parts))


def _names(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MANY])
    return shown if len(names) <= _MANY else f"{shown} and {len(names) - _MANY:,} more"


def _filled(material: Material) -> str:
    """How many values were missing, by the column that the model reads."""
    series, channels = material.series, material.record.config.data.channels
    counts = {
        name: int(np.count_nonzero(series.filled[:, series.columns.index(name)]))
        for name in channels
        if name in series.columns
    }
    counts = {name: count for name, count in counts.items() if count}
    if not counts:
        return "nothing: no value was missing"
    words = [
        f"{plural(count, 'value')} of {name} ({percent(count / len(series))})"
        for name, count in list(counts.items())[:_MANY]
    ]
    rest = len(counts) - len(words)
    return ", ".join(words) + (f", and some of {plural(rest, 'more column')}" if rest else "")
