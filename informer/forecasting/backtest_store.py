"""A backtest as a file, and back; needs no torch.

The file holds the forecasts of the model and of the linear baseline, scaled, in the precision in
which they were made. All else follows from the series.
"""

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.scaler import Scaler
from informer.data.series import TimeSeries
from informer.data.split import split_rows
from informer.forecasting.rolled import INFORMER, LINEAR, Backtest, Rolled
from informer.forecasting.season import mase_scale, simple_forecasts
from informer.training.atomic import replacing
from informer.training.records import RunError

Doubles = NDArray[np.float64]


def save_backtest(path: Path, backtest: Backtest, scaler: Scaler) -> None:
    """Write it; ``scaler`` is that of the run, its last channels the targets."""
    targets = scaler.last(len(backtest.columns))
    arrays: dict[str, NDArray[np.generic]] = {
        "horizon": np.array(backtest.horizon),
        "stride": np.array(backtest.stride),
        "period": np.array(backtest.period),
        "sampling_seed": np.array(backtest.sampling_seed),
    }
    for name, part in _parts(backtest).items():
        arrays[f"{name}_windows"] = part.windows
        for forecaster in (INFORMER, LINEAR):
            if forecaster in part.forecasts:
                scaled = targets.transform(part.forecasts[forecaster])
                arrays[f"{name}_{forecaster}"] = scaled.astype(np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load_backtest(path: Path, series: TimeSeries, config: RunConfig, scaler: Scaler) -> Backtest:
    """The backtest in the file, of a run with these data, choices and scaler.

    Raises :class:`RunError` when there is none, it is damaged, or it does not fit the run.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            return _backtest(dict(file), series, config, scaler)
    except FileNotFoundError as error:
        raise RunError("This run has no backtest yet.") from error
    except (OSError, EOFError, ValueError, KeyError, IndexError, BadZipFile) as error:
        raise RunError(f"The file {path.name} is damaged: run the backtest again.") from error


def _parts(backtest: Backtest) -> dict[str, Rolled]:
    return {"validation": backtest.validation, "test": backtest.test}


def _backtest(
    file: dict[str, NDArray[Any]], series: TimeSeries, config: RunConfig, scaler: Scaler
) -> Backtest:
    values, seq_len = series.matrix(config.data.targets), config.model.seq_len
    targets = scaler.last(config.model.c_out)
    horizon, period = int(file["horizon"]), int(file["period"])

    def rolled(name: str) -> Rolled:
        windows = file[f"{name}_windows"].astype(np.int64)
        starts = windows + seq_len
        forecasts = {
            forecaster: targets.inverse(file[f"{name}_{forecaster}"].astype(np.float64))
            for forecaster in (INFORMER, LINEAR)
            if f"{name}_{forecaster}" in file
        }
        if name == "test":
            forecasts |= simple_forecasts(values, starts, horizon, period)
        actual = values[starts[:, None] + np.arange(horizon)]
        if any(forecast.shape != actual.shape for forecast in forecasts.values()):
            raise ValueError("not of this run")
        return Rolled(windows, pd.DatetimeIndex(series.time[starts]), actual, forecasts)

    return Backtest(
        columns=config.data.targets,
        freq=series.freq,
        horizon=horizon,
        sampling_seed=int(file["sampling_seed"]),
        stride=int(file["stride"]),
        period=period,
        mase_scale=mase_scale(values, split_rows(len(series), config.data.split)[0], period),
        validation=rolled("validation"),
        test=rolled("test"),
    )
