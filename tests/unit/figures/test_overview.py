"""The strip: every peak, the horizon past the end, the parts of the split."""

import numpy as np
import pandas as pd
import pytest

from informer.data.series import DataError, TimeSeries
from informer.figures.overview import overview
from informer.figures.style import Style


def test_the_strip_holds_the_peaks_and_the_time_ahead(hourly_series: TimeSeries) -> None:
    time = pd.date_range("2020-01-01", periods=20_000, freq="h")
    values = np.random.default_rng(0).normal(size=(20_000, 2))
    values[[7_777, 13_131], 1] = 9, -9
    series = TimeSeries(
        **{
            **vars(hourly_series),
            "time": time,
            "values": values,
            "filled": np.zeros_like(values, dtype=bool),
        }
    )
    figure = overview(series, "load", Style(), split=(14_000, 2_000, 4_000), ahead=24)
    drawn = figure.data[0]
    assert len(drawn.x) < 2_000
    assert {time[7_777], time[13_131]} <= set(pd.DatetimeIndex(drawn.x))
    assert pd.Timestamp(figure.layout.xaxis.range[1]) == time[-1] + pd.Timedelta("24h")
    starts = [pd.Timestamp(shape.x0) for shape in figure.layout.shapes]
    assert starts == [time[0], time[14_000], time[16_000]]
    assert [a.text for a in figure.layout.annotations] == ["load: train", "validation", "test"]
    assert figure.layout.height < 100
    assert figure.layout.dragmode is False


def test_no_such_column(hourly_series: TimeSeries) -> None:
    with pytest.raises(DataError):
        overview(hourly_series, "none", Style(), split=(300, 80, 100), ahead=6)
