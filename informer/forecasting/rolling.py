"""Forecasts of any length: pass after pass, each taking the forecast before as its past.

Within ``pred_len`` steps there is one pass, and the forecast is the one-shot decoder's own
(paper, section 3.4). Further on, the context is moved along by ``pred_len`` steps at a time.
"""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float, Int
from numpy.typing import NDArray
from torch import Tensor

from informer.config import ModelConfig
from informer.data.beyond import season_steps
from informer.data.calendar import calendar_marks
from informer.data.scaler import Scaler
from informer.data.windows import Windows, to_batch
from informer.forecasting.predict import block_size, predict_batch
from informer.forecasting.situation import Situation
from informer.model.informer import Informer

Doubles = NDArray[np.float64]


def roll(
    model: Informer, scaler: Scaler, situations: Sequence[Situation], sampling_seed: int
) -> Doubles:
    """Forecasts ``[N, steps, c_out]`` of situations of equal lengths, in units.

    The items of a batch share the sampled keys and nothing else: each forecast is the one it would
    be alone.
    """
    config, parts = model.config, []
    size = block_size(config)
    for start in range(0, len(situations), size):
        values, marks = situation_rows(config, scaler, situations[start : start + size])
        device = next(model.parameters()).device
        parts.append(roll_rows(model, values.to(device), marks.to(device), sampling_seed))
    scaled = torch.cat(parts)[:, : situations[0].steps].double().cpu().numpy()
    return scaler.last(config.c_out).inverse(scaled)


def situation_rows(
    config: ModelConfig, scaler: Scaler, situations: Sequence[Situation]
) -> tuple[Float[Tensor, "N T C"], Float[Tensor, "N T M"]]:
    """Scaled rows of context and steps ahead (targets ahead: zero), and their calendar marks."""
    rows = []
    for one in situations:
        ahead = np.concatenate(
            [one.ahead, np.tile(scaler.last(config.c_out).mean, (len(one.ahead), 1))], axis=1
        )
        rows.append(scaler.transform(np.concatenate([one.context, ahead])))
    marks = np.stack([calendar_marks(s.calendar, s.freq, config.embed) for s in situations])
    return torch.tensor(np.stack(rows), dtype=torch.float32), torch.tensor(marks)


def roll_windows(
    model: Informer, windows: Windows, numbers: Int[Tensor, " B"], steps: int, sampling_seed: int
) -> Float[Tensor, "B steps c_out"]:
    """Scaled forecasts of ``steps`` steps of many windows, as they would have been made then.

    Nothing after a window's context is read, but for known-future columns and the calendar.
    """
    config = model.config
    n_ahead = -(-steps // config.pred_len) * config.pred_len
    season = season_steps(int(numbers.min()) + config.seq_len, windows.series.freq)
    before = max(0, season - config.seq_len)
    rows, marks = windows.rows(numbers, n_ahead, before)
    values = rows[:, before:].clone()
    known, targets = config.n_known_future, config.enc_in - config.c_out
    last = rows[:, before + config.seq_len - season : before + config.seq_len]
    repeated = torch.arange(n_ahead, device=values.device) % season
    values[:, config.seq_len :, known:targets] = last[:, repeated, known:targets]
    values[:, config.seq_len :, targets:] = 0
    return roll_rows(model, values, marks[:, before:], sampling_seed)[:, :steps]


def roll_rows(
    model: Informer,
    values: Float[Tensor, "N T C"],
    marks: Float[Tensor, "N T M"],
    sampling_seed: int,
) -> Float[Tensor, "N Ly c_out"]:
    """Fill in the targets of the rows ahead, ``pred_len`` at a time; T − seq_len is a multiple."""
    config = model.config
    values = values.clone()
    length = config.seq_len + config.pred_len
    for first in range(0, values.shape[1] - config.seq_len, config.pred_len):
        span = slice(first, first + length)
        batch = to_batch(values[:, span], marks[:, span], config)
        forecast = predict_batch(model, batch, sampling_seed)
        values[:, first + config.seq_len : first + length, -config.c_out :] = forecast
    return values[:, config.seq_len :, -config.c_out :]
