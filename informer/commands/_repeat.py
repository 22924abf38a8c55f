"""What a command line needs to name to give the same run again: its id, and the file it is of."""

import argparse
import re

from informer.data.series import DataError, TimeSeries
from informer.data.wording import quoted
from informer.training.records import RUN_ID

_FINGERPRINT = re.compile(r"[0-9a-f]{12,64}")


def run_id(text: str) -> str:
    """An id that a run folder can have; argparse says so when it can't.

    >>> run_id("traffic-again")
    'traffic-again'
    """
    if not RUN_ID.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"'{text}' can't be the id of a run: use up to 64 small letters a-z, digits, - and _, "
            "a letter or digit first"
        )
    return text


def fingerprint(text: str) -> str:
    """The SHA-256 of a file, or its beginning.

    >>> fingerprint("5CAFCDF67D66")
    '5cafcdf67d66'
    """
    if not _FINGERPRINT.fullmatch(text.lower()):
        raise argparse.ArgumentTypeError(
            f"'{text}' is no SHA-256: give its 64 hexadecimal digits, or the first 12 or more"
        )
    return text.lower()


def check_file(series: TimeSeries, expected: str | None) -> None:
    """Raises :class:`DataError` for a file that is not the one with that fingerprint."""
    if expected is not None and not series.fingerprint.startswith(expected):
        raise DataError(
            f"{quoted(series.name)} is not the file the run was trained on: its SHA-256 begins "
            f"with {series.fingerprint[:12]}, not {expected[:12]}."
        )
