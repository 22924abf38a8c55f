"""What every test stands on: checked shapes, one thread, fixed seeds."""

from jaxtyping import install_import_hook

# Shapes and types of the tensor code are checked on every call. Must come before any such import.
install_import_hook(
    [
        "informer.model",
        "informer.data.windows",
        "informer.training.fit",
        "informer.forecasting",
        "informer.inspection",
        "informer.costing.attention",
    ],
    "beartype.beartype",
)

import numpy as np
import pandas as pd
import pytest
import torch

from informer.data.series import TimeSeries


@pytest.fixture(autouse=True)
def _repeatable() -> None:
    """One thread, so that sums are taken in one order, and the same global seed for each test."""
    torch.set_num_threads(1)
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def hourly_series() -> TimeSeries:
    """480 hours: ``load`` follows the day, and ``event``, which is known in the future."""
    rng = np.random.default_rng(0)
    time = pd.date_range("2024-01-01", periods=480, freq="h")
    event = (time.day_of_week == 6).astype(float)
    load = 50 + 10 * np.sin(2 * np.pi * time.hour / 24) - 8 * event + rng.normal(0, 1, len(time))
    values = np.stack([event, load], axis=1)
    return TimeSeries(
        name="hourly",
        time=time,
        values=values,
        columns=("event", "load"),
        freq="h",
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="0" * 64,
        rows_read=len(time),
    )
