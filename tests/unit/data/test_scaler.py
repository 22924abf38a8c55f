"""Standardisation: fitted to the train rows alone, and undone exactly."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from informer.data.scaler import Scaler
from informer.data.series import DataError
from informer.data.windows import Windows
from tests.unit.data import made_up
from tests.unit.data.made_up import SEQ


def test_later_rows_change_neither_scaler_nor_any_train_batch() -> None:
    series = made_up.series(300)
    windows = Windows(series, made_up.config())
    changed = series.values.copy()
    changed[windows.split.train_rows :] = 1e6
    other = Windows(replace(series, values=changed), made_up.config())
    np.testing.assert_array_equal(other.scaler.mean, windows.scaler.mean)
    np.testing.assert_array_equal(other.scaler.std, windows.scaler.std)
    numbers = torch.arange(len(windows.split.train))
    for mine, theirs in zip(windows.batch(numbers), other.batch(numbers), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=0, atol=0)


def test_scaler_returns_the_units_and_keeps_constant_columns() -> None:
    rows = np.array([[1.0, 5.0, 0.1], [3.0, 5.0, 0.1], [5.0, 5.0, 0.1]])
    scaler = Scaler.fit(rows)
    np.testing.assert_allclose(scaler.transform(rows).mean(axis=0), 0, atol=1e-12)
    np.testing.assert_array_equal(scaler.std[1:], [1, 1])
    np.testing.assert_allclose(scaler.inverse(scaler.transform(rows)), rows)
    assert scaler.last(2).mean.tolist() == [5.0, pytest.approx(0.1)]


def test_a_given_scaler_is_used_as_it_is() -> None:
    series = made_up.series(300)
    scaler = Scaler(np.zeros(3), np.ones(3))
    batch = Windows(series, made_up.config(), scaler).batch(torch.tensor([0]))
    np.testing.assert_allclose(batch.x_enc[0, :, 2], series.column("target")[:SEQ], rtol=1e-6)


def test_a_target_constant_over_the_train_rows_is_refused() -> None:
    series = made_up.series(300)
    values = series.values.copy()
    values[:210, 2] = 4.2
    with pytest.raises(DataError, match="The target 'target' never changes in the 210 train rows"):
        Windows(replace(series, values=values), made_up.config())
    values = series.values.copy()
    values[:210, 0] = 4.2  # a covariate may rest
    assert Windows(replace(series, values=values), made_up.config()).scaler.std[1] == 1
