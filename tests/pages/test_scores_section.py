"""How good is it: never a bare score, another season at once, and what to do when it is flat."""

from dataclasses import replace

import numpy as np
import pytest

from informer.forecasting.rolled import Backtest
from informer.training.runs import RunFolder
from pages import _library
from tests.pages.conftest import Open, shown, words
from tests.pages.test_views import figure


def of(done: RunFolder) -> Backtest:
    found = _library.backtest(done)
    assert found is not None
    return found


def change(
    monkeypatch: pytest.MonkeyPatch, done: RunFolder, forecast: np.ndarray[tuple[int, ...]]
) -> None:
    """The run as if it had forecast this over the test part, ``[N, H]``."""
    real = of(done)
    forecasts = dict(real.test.forecasts) | {"informer": forecast[:, :, None]}
    made = replace(real, test=replace(real.test, forecasts=forecasts))
    monkeypatch.setattr(_library, "backtest", lambda *_: made)


def test_every_measure_stands_beside_the_simple_forecasts(open_page: Open, done: RunFolder) -> None:
    app = open_page("forecast", run=done.path.name, section="scores")
    table = app.dataframe[0].value
    assert list(table.columns) == ["forecast by", "MAE", "RMSE", "MASE", "WAPE", "skill"]
    assert list(table["forecast by"]) == [
        "Informer", "naive (last value)", "seasonal naive", "linear",
    ]  # fmt: skip
    mae = float(of(done).errors()["informer"].mae())
    assert float(table["MAE"][0]) == pytest.approx(mae, rel=1e-3)
    drawn = {t["name"].split(":")[0] for t in figure(app, "scores_by_step")["data"]}
    assert drawn == set(table["forecast by"])


def test_another_season_changes_seasonal_naive_and_mase_everywhere(
    open_page: Open, done: RunFolder
) -> None:
    app = open_page("forecast", run=done.path.name, section="scores")
    before = app.dataframe[0].value
    app.number_input(key="season_steps").set_value(7)
    shown(app)
    after = app.dataframe[0].value
    assert app.query_params["period"] == "7"
    assert after["MAE"][2] != before["MAE"][2]
    assert list(after["MASE"]) != list(before["MASE"])
    assert list(after["MAE"][[0, 1, 3]]) == list(before["MAE"][[0, 1, 3]])
    lines = [
        next(t for t in figure(page, "forecast_chart")["data"] if t["name"] == "seasonal naive")
        for page in (
            open_page("forecast", run=done.path.name),
            open_page("forecast", run=done.path.name, period="7"),
        )
    ]
    assert lines[0]["y"] != lines[1]["y"]


@pytest.mark.parametrize(
    ("off", "said"), [(0.0, "Clearly better"), (30.0, "Worse: use the simple one")]
)
def test_the_verdict_follows_the_errors(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch, off: float, said: str
) -> None:
    monkeypatch.setattr("informer.forecasting.comparison.FEWEST_BLOCKS", 2)
    change(monkeypatch, done, of(done).test.actual[:, :, 0] + off)
    assert said in words(open_page("forecast", run=done.path.name, section="scores"))


def test_a_flat_forecast_is_called_flat_and_a_remedy_fills_the_train_page(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = of(done).test
    change(monkeypatch, done, np.full(part.actual.shape[:2], float(part.actual.mean())))
    config = done.record().config
    done.update(
        config=config.model_copy(
            update={"model": config.model.model_copy(update={"instance_norm": False})}
        )
    )
    app = open_page("forecast", run=done.path.name, section="scores")
    assert "The forecast is flat" in words(app)
    app.button(key="remedy_instance_norm_").click()
    shown(app)
    assert app.title[0].value == "Train"
    assert "with one change: **Normalise each window**" in words(app)
    assert app.toggle(key="set_instance_norm").value
    assert app.number_input(key="set_seq_len").value == config.model.seq_len
    assert app.number_input(key="set_d_model").value == config.model.d_model


def test_a_good_forecast_gets_one_quiet_line(
    open_page: Open, done: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(monkeypatch, done, of(done).test.actual[:, :, 0])
    said = words(open_page("forecast", run=done.path.name, section="scores"))
    assert "Moves as much as the data: 1.00 of the observed movement, no lag" in said
    assert "What may help" not in said


def test_an_older_run_shows_its_scores_and_offers_a_backtest(
    open_page: Open, done: RunFolder
) -> None:
    done.backtest_file().unlink()
    app = open_page("forecast", run=done.path.name, section="scores")
    assert "seasonal naive" in str(app.dataframe[0].value)
    assert app.button(key="backtest_start").label.startswith("Run the backtest")
