"""Which window a person means: by its number, or by the time at which its forecast starts."""

import pandas as pd

from informer.data.series import DataError, TimeSeries


def window_number(series: TimeSeries, seq_len: int, window: int | str) -> int:
    """The window of a number (negative from the end) or of an ISO time its forecast starts at.

    The last window's forecast starts after the last row. Raises :class:`DataError` when there is no
    such window.
    """
    count = len(series) - seq_len + 1
    starts = pd.DatetimeIndex(series.time[seq_len:].append(series.future_time(1)))
    try:
        number = int(window)
    except ValueError:
        number = _starting_at(starts, str(window))
    else:
        number += count if number < 0 else 0
    if 0 <= number < count:
        return number
    raise DataError(
        f"There is no window {window}: windows are numbered 0 to {count - 1}, or given by the "
        f"start of their forecast, {starts[0]} to {starts[-1]} in steps of {series.freq}."
    )


def _starting_at(starts: pd.DatetimeIndex, text: str) -> int:
    try:
        moment = pd.Timestamp(text)
    except ValueError:
        return -1  # which no start has
    return int(starts.get_indexer(pd.DatetimeIndex([moment]))[0])
