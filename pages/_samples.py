"""The sample files: what they are, and the roles their columns naturally have."""

from dataclasses import dataclass
from pathlib import Path

from pages import _library


@dataclass(frozen=True)
class Sample:
    """One CSV in ``sample_data``; its provenance stands in the README there."""

    title: str
    known_future: tuple[str, ...] = ()


SAMPLES = {
    "traffic_i94_hourly": Sample("Traffic on Interstate 94, hourly", ("is_holiday",)),
    "nyc_flights_hourly": Sample("Departures from New York, hourly, with weather"),
    "household_power_hourly": Sample("Power use of one house, hourly"),
    "sea_surface_temp_30min": Sample("Sea temperature, every 30 minutes"),
    "wikipedia_pageviews_daily": Sample("Page views of eleven articles, daily"),
    "us_employment_monthly": Sample("US employment by sector, monthly"),
}
DEFAULT = "traffic_i94_hourly"


def path(name: str) -> Path:
    """The file of a sample."""
    return _library.SAMPLE_DATA / f"{name}.csv"


def available() -> list[str]:
    """The samples whose files are there."""
    return [name for name in SAMPLES if path(name).is_file()]
