"""The moments from which a backtest forecasts; needs no torch."""

from dataclasses import dataclass

from informer.config import RunConfig
from informer.data.series import DataError
from informer.data.split import split_rows

MOST_VALUES = 8_000_000
"""Forecast values of both parts together that are kept; more windows than these are thinned out."""
MOST_ROLLED = 512
"""Origins in a part when every forecast takes several passes of the model."""


@dataclass(frozen=True)
class Origins:
    """Window numbers of each part whose whole horizon lies inside it."""

    horizon: int
    train: range
    """May be empty: a long horizon needs no train window, but the linear baseline does."""
    validation: range
    test: range
    train_rows: int
    stride: int
    """1, or every how many-th window is kept."""


def origins(n_rows: int, config: RunConfig, steps: int | None = None) -> Origins:
    """All origins of forecasts of ``steps`` steps (``pred_len``), and how many of them to keep.

    Raises :class:`DataError` when the validation or test part is shorter than the horizon.
    """
    model = config.model
    horizon = model.pred_len if steps is None else steps
    if horizon < 1:
        raise DataError(f"A forecast needs at least one step, not {horizon}.")
    rows = split_rows(n_rows, config.data.split)
    for part, length in zip(("validation", "test"), rows[1:], strict=True):
        if length < horizon:
            raise DataError(
                f"A backtest of {horizon} steps needs as many rows, but the {part} part has "
                f"{length}: choose a horizon of {min(rows[1:])} steps or fewer."
            )
    ends = (rows[0], rows[0] + rows[1], sum(rows))
    starts = (0, ends[0] - model.seq_len, ends[1] - model.seq_len)
    train, validation, test = (
        range(start, max(start, end - model.seq_len - horizon + 1))
        for start, end in zip(starts, ends, strict=True)
    )
    stride = -(-(len(validation) + len(test)) * horizon * model.c_out // MOST_VALUES)
    if horizon > model.pred_len:
        stride = max(stride, -(-max(len(validation), len(test)) // MOST_ROLLED))
    return Origins(horizon, train, validation, test, rows[0], stride)
