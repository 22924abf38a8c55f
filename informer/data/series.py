"""What a file becomes: numbers on a regular time grid, and what was found on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.data.wording import listed, quoted


@dataclass(frozen=True)
class Finding:
    """One thing found in a file, or done to it.

    ``rows`` are 0-based data rows of the file (a few examples), ``choices`` what could be done
    instead.
    """

    level: Literal["info", "warning", "error"]
    code: str
    message: str
    rows: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()


class DataError(ValueError):
    """The data can't be used; the message is one sentence a person can act on.

    ``findings`` is what had been found in the file before that.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True)
class TimeSeries:
    """Numeric columns on a regular grid of time.

    ``values`` is ``[T, C]`` float64 without gaps, in the units of the file; ``filled`` is
    ``[T, C]`` and true where a value was missing and has been filled in.
    """

    name: str
    time: pd.DatetimeIndex
    values: NDArray[np.float64]
    columns: tuple[str, ...]
    freq: str
    filled: NDArray[np.bool_]
    fingerprint: str
    """SHA-256 of the file's bytes, hexadecimal."""
    time_column: str = "timestamp"
    """Name of the column that tells the time; several are joined by `` + ``."""
    rows_read: int = 0
    findings: tuple[Finding, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.time)

    @property
    def time_columns(self) -> tuple[str, ...]:
        """The columns that tell the time: one, or a date and a time of day."""
        return tuple(self.time_column.split(" + "))

    def column(self, name: str) -> NDArray[np.float64]:
        """The values ``[T]`` of one column. Raises :class:`DataError` when there is none."""
        if name not in self.columns:
            reasons = [
                f
                for f in self.findings
                if f.code.endswith("_columns") and quoted(name) in f.message
            ]
            if any(f.code == "constant_columns" for f in reasons):
                raise DataError(
                    f"The column {quoted(name)} never changes, so there is nothing to forecast or "
                    f"learn from: choose another one ({listed(self.columns, 12)})."
                )
            reason = f" {reasons[0].message}" if reasons else ""
            raise DataError(
                f"There is no column {quoted(name)} to forecast or learn from; there are: "
                f"{listed(self.columns, 12)}.{reason}"
            )
        return self.values[:, self.columns.index(name)]

    def matrix(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The values ``[T, len(names)]`` of these columns. Raises as :meth:`column`."""
        return np.stack([self.column(name) for name in names], axis=1)

    def future_time(self, steps: int) -> pd.DatetimeIndex:
        """The ``steps`` times that follow the last row."""
        return pd.date_range(self.time[-1], periods=steps + 1, freq=self.freq)[1:]
