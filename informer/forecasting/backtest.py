"""Rolling-origin forecasts over the validation and test part, and the scores of the test part."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray

from informer.config import RunConfig
from informer.data.frequency import seasonal_periods
from informer.data.windows import Windows
from informer.forecasting.baselines import find_period
from informer.forecasting.linear import LinearForecast
from informer.forecasting.metrics import Errors, errors
from informer.forecasting.origins import Origins, origins
from informer.forecasting.predict import block_size, blocks
from informer.forecasting.rolled import INFORMER, LINEAR, Backtest, Rolled
from informer.forecasting.rolling import roll_windows
from informer.forecasting.season import mase_scale, simple_forecasts
from informer.model.informer import Informer
from informer.training.jobs import StoppedError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Forecaster = Callable[[Ints], Mapping[str, Floats]]
"""Window numbers ``[B]`` to forecasts ``[B, H, C]`` in units, by name."""
Progress = Callable[[float, str], None]
"""Told the share of the work that is done, 0 to 1, and what is done next."""
_Item = TypeVar("_Item")


def backtest(
    model: Informer,
    windows: Windows,
    config: RunConfig,
    *,
    steps: int | None = None,
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Backtest:
    """What would have been forecast at every moment of the validation and test part.

    ``steps`` ahead (``pred_len``), by passes one after the other where they are more; from every
    window, or from every so many-th (:func:`~informer.forecasting.origins.origins`). No forecast
    reads what came after its start, but for known-future columns and the calendar; no baseline is
    fitted to the test part. Raises :class:`DataError` when a part is shorter than the horizon, and
    :class:`~informer.training.jobs.StoppedError` soon after ``stop`` says so.
    """
    plan = origins(len(windows.series), config, steps)
    return _backtest(model, windows, config, plan, plan.test[:: plan.stride], on_progress, stop)[0]


def scored_backtest(
    model: Informer, windows: Windows, config: RunConfig
) -> tuple[Backtest, dict[str, Errors]]:
    """The backtest at ``pred_len``, and errors over *all* test windows, from the same forecasts.

    They are the backtest's own, unless it is so large that it keeps only some of the windows.
    """
    plan = origins(len(windows.series), config)
    return _backtest(model, windows, config, plan, plan.test, None, None)


def _backtest(
    model: Informer,
    windows: Windows,
    config: RunConfig,
    plan: Origins,
    tested: range,
    on_progress: Progress | None,
    stop: Callable[[], bool] | None,
) -> tuple[Backtest, dict[str, Errors]]:
    series, seq_len, seed = windows.series, config.model.seq_len, config.seeds.sampling
    values = series.matrix(config.data.targets)
    scaler = windows.scaler.last(config.model.c_out)
    test_start = plan.test.start + seq_len
    period = find_period(
        scaler.transform(values[:test_start]), seasonal_periods(series.freq), plan.horizon
    )
    scale = mase_scale(values, plan.train_rows, period)
    validated = plan.validation[:: plan.stride]
    size = block_size(config.model)
    pace = _Pace(-(-len(validated) // size) + -(-len(tested) // size), on_progress, stop)

    def informer(numbers: Ints) -> dict[str, Floats]:
        scaled = roll_windows(model, windows, torch.from_numpy(numbers), plan.horizon, seed)
        return {INFORMER: scaler.inverse(scaled.cpu().double().numpy())}

    def everyone(numbers: Ints) -> dict[str, Floats]:
        found = informer(numbers)
        found |= simple_forecasts(values, numbers + seq_len, plan.horizon, period)
        if linear is not None:  # in the precision in which it is kept
            found[LINEAR] = scaler.inverse(linear(numbers).astype(np.float32).astype(np.float64))
        return found

    def rolled(
        part: range, forecaster: Forecaster, stride: int, what: str
    ) -> tuple[Rolled, dict[str, Errors]]:
        kept, sums = _Kept(), dict[str, Errors]()
        for block in pace.over(blocks(part, size), what):
            numbers = block.numpy()
            actual = values[numbers[:, None] + seq_len + np.arange(plan.horizon)]
            forecasts = forecaster(numbers)
            for name, forecast in forecasts.items():
                more = errors(forecast, actual, scale)
                sums[name] = sums[name] + more if name in sums else more
            kept.add(numbers, actual, forecasts, (numbers - part.start) % stride == 0)
        return kept.rolled(series.time, seq_len), sums

    validation, _ = rolled(validated, informer, 1, "the validation part")
    pace.begin("the linear baseline")
    linear = LinearForecast.fit(windows, plan) if plan.train else None
    # where all is tested, only some is kept
    test, sums = rolled(tested, everyone, plan.stride // tested.step, "the test part")
    result = Backtest(
        columns=config.data.targets,
        freq=series.freq,
        horizon=plan.horizon,
        sampling_seed=seed,
        stride=plan.stride,
        period=period,
        mase_scale=scale,
        validation=validation,
        test=test,
    )
    return result, sums


@dataclass
class _Pace:
    """Tells how far it has come, block by block, and hears a stop."""

    n_blocks: int
    on_progress: Progress | None
    stop: Callable[[], bool] | None
    done: int = 0

    def over(self, items: Iterator[_Item], what: str) -> Iterator[_Item]:
        for item in items:
            self.begin(what)
            yield item
            self.done += 1

    def begin(self, what: str) -> None:
        if self.stop is not None and self.stop():
            raise StoppedError
        if self.on_progress is not None:
            self.on_progress(self.done / self.n_blocks, what)


@dataclass
class _Kept:
    """The forecasts that are kept, block by block."""

    windows: list[Ints] = field(default_factory=list)
    actual: list[Floats] = field(default_factory=list)
    forecasts: dict[str, list[Floats]] = field(default_factory=dict)

    def add(
        self,
        numbers: Ints,
        actual: Floats,
        forecasts: Mapping[str, Floats],
        keep: NDArray[np.bool_],
    ) -> None:
        self.windows.append(numbers[keep])
        self.actual.append(actual[keep])
        for name, forecast in forecasts.items():
            self.forecasts.setdefault(name, []).append(forecast[keep])

    def rolled(self, time: pd.DatetimeIndex, seq_len: int) -> Rolled:
        windows = np.concatenate(self.windows)
        return Rolled(
            windows=windows,
            start=pd.DatetimeIndex(time[windows + seq_len]),
            actual=np.concatenate(self.actual),
            forecasts={name: np.concatenate(parts) for name, parts in self.forecasts.items()},
        )
