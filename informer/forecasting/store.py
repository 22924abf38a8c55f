"""A :class:`Forecast` as a JSON file, and back."""

from pathlib import Path

import numpy as np
import orjson
import pandas as pd

from informer.forecasting.results import Forecast


def write_forecast(path: Path, forecast: Forecast) -> None:
    """Write it to ``path``; times in ISO form, numbers that are not finite as null."""
    fields = {
        "window": forecast.window,
        "sampling_seed": forecast.sampling_seed,
        "columns": forecast.columns,
        "context_time": [time.isoformat() for time in forecast.context_time],
        "context": forecast.context.tolist(),
        "time": [time.isoformat() for time in forecast.time],
        "values": forecast.values.tolist(),
        "actual": None if forecast.actual is None else forecast.actual.tolist(),
        "notes": forecast.notes,
    }
    path.write_bytes(orjson.dumps(fields))


def read_forecast(path: Path) -> Forecast | None:
    """The forecast in ``path``, or ``None`` when there is no such file."""
    if not path.exists():
        return None
    fields = orjson.loads(path.read_bytes())
    actual = fields["actual"]
    return Forecast(
        window=fields["window"],
        sampling_seed=fields["sampling_seed"],
        columns=tuple(fields["columns"]),
        context_time=pd.DatetimeIndex(pd.to_datetime(fields["context_time"], format="ISO8601")),
        context=np.array(fields["context"], dtype=np.float64),
        time=pd.DatetimeIndex(pd.to_datetime(fields["time"], format="ISO8601")),
        values=np.array(fields["values"], dtype=np.float64),
        actual=None if actual is None else np.array(actual, dtype=np.float64),
        notes=tuple(fields["notes"]),
    )
