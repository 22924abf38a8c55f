from dataclasses import replace

import numpy as np
import pytest

from informer.inspection.spread import forecast_fan
from tests.unit.figures.test_others import made_up_forecast


def test_spread_and_error_are_apart() -> None:
    base = made_up_forecast(("load", "price"))
    values = np.zeros((10, 2))
    actual = np.full((10, 2), 5.0)
    forecasts = [
        replace(base, sampling_seed=i, values=values + move, actual=actual)
        for i, move in enumerate((1.0, 2.0, 6.0))
    ]
    fan = forecast_fan(forecasts, "price")
    assert fan.seeds == (0, 1, 2)
    np.testing.assert_array_equal(fan.mean, np.full(10, 3.0))
    assert fan.moved == pytest.approx((2 + 1 + 3) / 3)
    assert fan.widest == 5
    assert fan.error == 2  # |3 − 5|, whatever moves around 3


def test_what_was_not_observed_has_no_error() -> None:
    one = made_up_forecast(actual=False)
    fan = forecast_fan([one, one], "load")
    assert fan.error is None
    assert fan.moved == 0


def test_a_fan_is_of_one_window_and_a_column_it_has() -> None:
    one = made_up_forecast()
    for bad in ([], [one, replace(one, window=3)]):
        with pytest.raises(ValueError, match="one window"):
            forecast_fan(bad, "load")
    with pytest.raises(ValueError, match="not in tuple"):
        forecast_fan([one], "price")
