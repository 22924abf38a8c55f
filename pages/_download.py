"""Tables as CSV files that a spreadsheet opens without running anything in them."""

import pandas as pd


def csv_bytes(frame: pd.DataFrame) -> bytes:
    r"""The table as UTF-8 CSV; a text cell or a heading that starts like a formula is quoted.

    For spreadsheets. What a program reads back by its names is not quoted: the CSV of the command
    line, and ``_export_command.known_future_csv``.

    >>> csv_bytes(pd.DataFrame({"=A1+1": [-1.5], "note": ["@cmd"]})).decode("utf-8-sig")
    "'=A1+1,note\n-1.5,'@cmd\n"
    """
    safe = frame.rename(columns=lambda name: _plain(str(name)))
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]) and not hasattr(safe[column], "dt"):
            safe[column] = safe[column].map(lambda cell: _plain(str(cell)))
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _plain(text: str) -> str:
    return "'" + text if text[:1] in "=+-@\t\r" else text
