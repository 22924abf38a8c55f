"""Time zones written into the cells: kept as wall clock where constant, else brought to UTC."""

import re

import pandas as pd

from informer.data.series import DataError, Finding
from informer.data.wording import listed, quoted

_ZONE = re.compile(
    r"(?P<rest>.*\d:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?)\s*"
    r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?|(?!AM$|PM$)[A-Z]{3,5})"
)
_MAY_BE_ZONE = r":\d\d.*(?:Z|[A-Z]{3,5}|[+-]\d\d(?::?\d\d)?)$"
"""Cheap to look for in a million cells."""
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d|[a-z])", re.IGNORECASE)
_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1,
    "MESZ": 2, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "JST": 9,
}  # fmt: skip


def bare(cell: str) -> str:
    """The cell without the name of the weekday before it and the zone after it."""
    text = _WEEKDAY.sub("", cell.strip())
    match = _ZONE.fullmatch(text)
    return match["rest"] if match else text


def split_zones(cells: pd.Series, findings: list[Finding]) -> tuple[pd.Series, pd.Series | None]:
    """Cells without zones, and what to subtract to come to UTC (None: keep the wall clock).

    Raises :class:`DataError` for changing zones of unknown offset.
    """
    text = cells.str.strip()
    if text.str.contains("^[A-Za-z]").any():
        text = text.str.replace(_WEEKDAY, "", regex=True)
    if not text.str.contains(_MAY_BE_ZONE).any():
        return text, None
    parts = text.str.extract(_ZONE)
    zones = parts["zone"].dropna()
    if zones.empty:
        return text, None  # it was AM or PM
    # A cell without a zone among cells with one can't be placed.
    rest = parts["rest"].where(parts["zone"].notna(), text if len(zones) < 0.5 * len(text) else "")
    names = tuple(zones.unique())
    if len(names) == 1:
        name = "UTC" if names[0] == "Z" else names[0]
        message = f"The time zone {quoted(name)} was noted; times are shown as written in the file."
        findings.append(Finding("info", "zone", message, choices=("Convert to UTC",)))
        return rest, None
    offsets = {name: _offset(name) for name in names}
    unknown = [name for name, offset in offsets.items() if offset is None]
    if unknown:
        raise DataError(
            f"The time zone changes within the file and {listed(map(quoted, unknown))} is not "
            "known: write the times with offsets (+01:00) or in UTC."
        )
    message = f"The time zone changes within the file ({listed(names)}): times were brought to UTC."
    findings.append(Finding("info", "zones", message, choices=("Keep the times as written",)))
    return rest, parts["zone"].map(offsets)


def _offset(zone: str) -> pd.Timedelta | None:
    if zone in _HOURS:
        return pd.Timedelta(hours=_HOURS[zone])
    if zone[0] not in "+-":
        return None
    minutes = 60 * int(zone[1:3]) + int(zone[3:].lstrip(":") or 0)
    return pd.Timedelta(minutes=-minutes if zone[0] == "-" else minutes)
