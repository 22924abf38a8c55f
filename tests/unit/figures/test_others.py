import numpy as np
import pandas as pd
import pytest

from informer.data.series import DataError, TimeSeries
from informer.figures.distilling import distilling_maps, length_strip
from informer.figures.forecast import forecast_figure
from informer.figures.series import extremes, series_figure
from informer.figures.style import Style
from informer.figures.training import loss_figure
from informer.forecasting.results import Forecast
from tests.unit.inspection import made_up

STYLE = Style()


def made_up_forecast(columns: tuple[str, ...] = ("load",), actual: bool = True) -> Forecast:
    rng = np.random.default_rng(0)
    time = pd.date_range("2024-03-01", periods=40, freq="h")
    values = rng.normal(size=(40, len(columns)))
    return Forecast(
        window=0,
        sampling_seed=0,
        columns=columns,
        context_time=time[:30],
        context=values[:30],
        time=time[30:],
        values=values[30:] + 0.1,
        actual=values[30:] if actual else None,
    )


def test_the_forecast_is_drawn_at_its_times() -> None:
    result = made_up_forecast(("load", "price"))
    baseline = np.arange(10.0)
    figure = forecast_figure(result, STYLE, target="price", baseline=baseline, history=12)
    traces = {trace.name: trace for trace in figure.data}
    np.testing.assert_array_equal(traces["forecast"].y, result.values[:, 1])
    assert list(traces["forecast"].x) == list(result.time)
    np.testing.assert_array_equal(traces["observed afterwards"].y, result.actual[:, 1])
    np.testing.assert_array_equal(traces["observed (context)"].y, result.context[-12:, 1])
    np.testing.assert_array_equal(traces["seasonal naive"].y, baseline)


def test_past_the_end_nothing_is_observed_afterwards() -> None:
    figure = forecast_figure(made_up_forecast(actual=False), STYLE)
    assert [trace.name for trace in figure.data] == ["observed (context)", "forecast"]


def test_decimation_keeps_the_extremes_of_every_bucket() -> None:
    values = np.random.default_rng(0).normal(size=10_007)
    rows = extremes(values, 100)
    assert len(rows) <= 206
    assert (np.diff(rows) > 0).all()
    assert rows[0] == 0
    assert rows[-1] == 10_006
    for start in range(0, 10_007, 101):
        block = values[start : start + 101]
        assert {start + block.argmin(), start + block.argmax()} <= set(rows)


def test_short_series_are_drawn_whole(hourly_series: TimeSeries) -> None:
    figure = series_figure(hourly_series, ["load"], STYLE)
    np.testing.assert_array_equal(figure.data[0].y, hourly_series.column("load"))


def test_repairs_are_marked_and_bands_follow_the_split(hourly_series: TimeSeries) -> None:
    filled = hourly_series.filled.copy()
    filled[[7, 300], 1] = True
    series = TimeSeries(**{**vars(hourly_series), "filled": filled})
    figure = series_figure(series, ["load", "event"], STYLE, split=(300, 80, 100))
    marked = next(trace for trace in figure.data if trace.mode == "markers")
    assert list(marked.x) == [series.time[7], series.time[300]]
    edges = [(pd.Timestamp(shape.x0), pd.Timestamp(shape.x1)) for shape in figure.layout.shapes]
    rows = [(series.time.get_loc(a), series.time.get_loc(b)) for a, b in edges]
    assert rows == [(0, 300), (300, 380), (380, 479)]


def test_no_such_column(hourly_series: TimeSeries) -> None:
    with pytest.raises(DataError, match="column 'none'"):
        series_figure(hourly_series, ["none"], STYLE)


def test_the_best_validation_is_marked() -> None:
    figure = loss_figure(
        ([1, 2, 3], [3.0, 1.0, 0.1]), ([1, 2, 3], [2.0, 0.5, 0.7]), STYLE, baselines={"linear": 0.4}
    )
    best = next(trace for trace in figure.data if trace.name.startswith("best"))
    assert (list(best.x), list(best.y)) == ([2], [0.5])
    line = next(trace for trace in figure.data if trace.name.startswith("linear"))
    assert list(line.y) == [0.4, 0.4]
    assert figure.layout.yaxis.type == "log"


def test_losses_of_one_size_need_no_logarithm() -> None:
    figure = loss_figure(([1, 2], [1.0, 0.9]), ([2], [0.8]), STYLE)
    assert figure.layout.yaxis.type is None


def test_a_training_that_has_just_begun_can_be_drawn() -> None:
    assert len(loss_figure(([], []), ([], []), STYLE).data) == 2


def test_maps_are_the_feature_maps_on_the_steps_they_stand_for() -> None:
    inspection = made_up.inspection(25)
    figure = distilling_maps(inspection, STYLE)
    layer = inspection.distilling[0]
    before, after = figure.data
    np.testing.assert_array_equal(before.z, layer.input.T)
    np.testing.assert_array_equal(after.z, layer.output.T)
    assert (len(before.x), len(after.x)) == (26, 14)
    np.testing.assert_array_equal(after.x[:-1], before.x[:-1:2])
    assert after.x[-1] == before.x[-1]
    assert before.zmin == -before.zmax == after.zmin
    titles = [note.text for note in figure.layout.annotations]
    assert "Into distilling 1: 25 × 8, 800 B" in titles[0]
    assert "Out of distilling 1: 13 × 8, 416 B" in titles[1]


def test_long_maps_are_averaged_over_neighbours() -> None:
    inspection = made_up.inspection(1030, 1)
    before = distilling_maps(inspection, STYLE).data[0]
    assert before.z.shape == (8, 344)
    mean = inspection.distilling[0].input[3:6].mean(axis=0)
    np.testing.assert_allclose(before.z[:, 1], mean, rtol=1e-5)
    assert len(before.x) == 345


def test_an_encoder_that_does_not_distil_says_so() -> None:
    figure = distilling_maps(made_up.inspection(), STYLE, replica=1)
    assert "no distilling layer" in figure.layout.annotations[0].text


def test_lengths_are_bars() -> None:
    figure = length_strip([("input", 96), ("after layer 1", 48)], STYLE)
    assert list(figure.data[0].x) == [96, 48]


def test_times_are_written_no_finer_than_the_data() -> None:
    def written(freq: str) -> str:
        return Style("light").dated(pd.date_range("2020-01-01", periods=9, freq=freq)).time_format

    assert written("MS").endswith("%Y")
    assert written("h").endswith("%H:%M")
    assert written("30s").endswith("%H:%M:%S")
