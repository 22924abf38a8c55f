"""Windows of a series, gathered a whole batch at once by index arithmetic on one tensor."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import torch
from jaxtyping import Float, Int
from numpy.typing import NDArray
from torch import Tensor

from informer.config import ModelConfig, RunConfig
from informer.data.beyond import assumption, repeat_season
from informer.data.calendar import calendar_marks
from informer.data.scaler import Scaler, refuse_constant
from informer.data.series import DataError, TimeSeries
from informer.data.split import Split
from informer.data.window_number import window_number


class Batch(NamedTuple):
    """What the model reads, and what it should say; ``n`` is the number of calendar marks."""

    x_enc: Float[Tensor, "B seq_len enc_in"]
    marks_enc: Float[Tensor, "B seq_len n"]
    x_dec: Float[Tensor, "B dec_len dec_in"]
    """Start token, then placeholders: zeros, but real values in the known-future channels."""
    marks_dec: Float[Tensor, "B dec_len n"]
    target: Float[Tensor, "B pred_len c_out"]
    """Scaled; NaN beyond the end of the data."""


def to_batch(
    values: Float[Tensor, "B T C"], marks: Float[Tensor, "B T n"], model: ModelConfig
) -> Batch:
    """Rows of context and horizon, T = seq_len + pred_len, as the model reads them."""
    x_dec = values[:, model.seq_len - model.label_len :].clone()
    x_dec[:, model.label_len :, model.n_known_future :] = 0
    return Batch(
        x_enc=values[:, : model.seq_len],
        marks_enc=marks[:, : model.seq_len],
        x_dec=x_dec,
        marks_dec=marks[:, model.seq_len - model.label_len :],
        target=values[:, model.seq_len :, -model.c_out :],
    )


class Windows:
    """All windows of a series: window ``n`` reads rows ``n .. n + seq_len - 1``.

    The channels are ``known_future + covariates + targets`` of the config, standardised by the
    train rows alone (or by the given ``scaler``). Window ``T - seq_len`` is the last: it forecasts
    the ``pred_len`` rows past the end. Raises :class:`DataError` when a column is missing, a part
    of the split has no window, or a target is constant over the train rows.
    """

    def __init__(
        self,
        series: TimeSeries,
        config: RunConfig,
        scaler: Scaler | None = None,
        device: torch.device | str = "cpu",
    ) -> None:
        model = config.model
        self.series, self.config = series, config
        self.channels = config.data.channels
        self.split = Split.of(len(series), config)
        self.n_windows = len(series) - model.seq_len + 1
        values = series.matrix(self.channels)
        if scaler is None:
            train_rows = values[: self.split.train_rows]
            refuse_constant(train_rows[:, -model.c_out :], config.data.targets)
            scaler = Scaler.fit(train_rows)
        self.scaler = scaler
        self._time = pd.DatetimeIndex(series.time.append(series.future_time(model.pred_len)))
        rows = np.concatenate([scaler.transform(values), self._beyond(scaler.transform(values))])
        marks = calendar_marks(self._time, series.freq, model.embed)
        self._values = torch.tensor(rows, dtype=torch.float32, device=device)
        self._marks = torch.tensor(marks, device=device)
        self._offsets = torch.arange(model.seq_len + model.pred_len, device=device)

    def batch(self, windows: Int[Tensor, " B"]) -> Batch:
        """The windows of these numbers, in one gather each of values and marks."""
        rows = windows.to(self._offsets.device)[:, None] + self._offsets
        return to_batch(self._values[rows], self._marks[rows], self.config.model)

    def rows(
        self, windows: Int[Tensor, " B"], ahead: int, before: int = 0
    ) -> tuple[Float[Tensor, "B T C"], Float[Tensor, "B T n"]]:
        """Scaled values and marks of the context, ``ahead`` rows after and ``before`` rows before.

        Raises :class:`DataError` when they start before the data or end more than ``pred_len``
        past them.
        """
        device = self._offsets.device
        offsets = torch.arange(-before, self.config.model.seq_len + ahead, device=device)
        rows = windows.to(device)[:, None] + offsets
        if len(windows) and not 0 <= int(rows.min()) <= int(rows.max()) < len(self._time):
            raise DataError(f"{ahead} steps after these windows reach too far past the data.")
        return self._values[rows], self._marks[rows]

    def resolve(self, window: int | str) -> int:
        """The window of a number (negative from the end) or of an ISO time its forecast starts at.

        Raises :class:`DataError` when there is no such window.
        """
        return window_number(self.series, self.config.model.seq_len, window)

    def time(self, window: int) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
        """Times of the context rows ``[seq_len]`` and of the forecast rows ``[pred_len]``."""
        middle = window + self.config.model.seq_len
        end = middle + self.config.model.pred_len
        return pd.DatetimeIndex(self._time[window:middle]), pd.DatetimeIndex(self._time[middle:end])

    def future_assumption(self, window: int) -> str | None:
        """What had to be assumed of the known-future columns for this window; None: nothing."""
        past_end = window + self._offsets.shape[0] - len(self.series)
        names = self.config.data.known_future
        if past_end <= 0 or not names:
            return None
        return assumption(names, self.series.time[-1], len(self.series), self.series.freq)

    def _beyond(self, scaled: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows past the end: NaN, but known-future channels repeat the last season."""
        rows = np.full((self.config.model.pred_len, scaled.shape[1]), np.nan)
        known = self.config.model.n_known_future
        rows[:, :known] = repeat_season(scaled[:, :known], len(rows), self.series.freq)
        return rows
