"""A :class:`TimeSeries` as one file, and back: numbers and dates, no pickle."""

from pathlib import Path

import numpy as np
import orjson
import pandas as pd

from informer.data.series import TimeSeries

_TEXTS = ("name", "freq", "fingerprint", "time_column")


def save_series(path: Path, series: TimeSeries) -> None:
    """Write it to ``path``; what was found while reading is left out."""
    about = {name: getattr(series, name) for name in _TEXTS} | {"columns": series.columns}
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            about=np.frombuffer(orjson.dumps(about), dtype=np.uint8),
            time=series.time.to_numpy(),
            values=series.values,
            filled=series.filled,
        )


def load_series(path: Path) -> TimeSeries | None:
    """The series in ``path``; ``None`` when there is no such file or it is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            about = orjson.loads(arrays["about"].tobytes())
            time = pd.DatetimeIndex(arrays["time"])
            values, filled = arrays["values"], arrays["filled"]
        return TimeSeries(
            time=time,
            values=values,
            filled=filled,
            columns=tuple(about["columns"]),
            rows_read=len(time),
            **{name: about[name] for name in _TEXTS},
        )
    except Exception:  # a cut zip raises whatever it stumbles over: zlib, zipfile, numpy, JSON
        return None
