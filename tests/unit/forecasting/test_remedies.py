"""What is offered against a flat forecast: only what the run has not got."""

from dataclasses import replace

import numpy as np

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.forecasting.flatness import flatness
from informer.forecasting.remedies import Remedy, remedies
from informer.plan import plan_run
from tests.unit.forecasting.rolled_made_up import PERIOD, daily, rolled

FLAT = flatness(rolled(daily(), lambda rows: np.full(rows.shape, 50.0)), 0, PERIOD)


def offered(
    series: TimeSeries, steps: int = 100, best: int | None = 20, **overrides: object
) -> dict[str, Remedy]:
    config = plan_run(
        series, targets=["load"], overrides={"seq_len": 12, "pred_len": 6} | overrides
    )
    return {r.name: r for r in remedies(FLAT, config, series, steps, best)}


def test_each_remedy_is_offered_where_it_is_missing(hourly_series: TimeSeries) -> None:
    found = offered(hourly_series, instance_norm=False)
    assert found["instance_norm"].settings == {"instance_norm": True}
    assert found["known_future"].known_future == "event"
    assert found["target"].choose_target
    assert "steps" not in found


def test_nothing_is_offered_that_the_run_has(hourly_series: TimeSeries) -> None:
    config: RunConfig = plan_run(
        hourly_series, targets=["load"], known_future=["event"],
        overrides={"seq_len": 24, "pred_len": 6},
    )  # fmt: skip
    names = {r.name for r in remedies(FLAT, config, hourly_series, 100, 20)}
    assert "known_future" not in names
    assert "instance_norm" not in names


def test_a_longer_context_shows_a_whole_season_and_fits(hourly_series: TimeSeries) -> None:
    # 336 train rows have no room for contexts of a week and as many windows, but for those of a day
    assert offered(hourly_series)["seq_len"].settings == {"seq_len": 24}


def test_more_steps_only_where_it_was_still_learning(hourly_series: TimeSeries) -> None:
    more = offered(hourly_series, best=95, max_steps=100, epochs=3)["steps"]
    assert more.settings == {"epochs": 6, "max_steps": 200}


def test_the_linear_draft_where_linear_is_the_witness(hourly_series: TimeSeries) -> None:
    config = plan_run(hourly_series, targets=["load"], overrides={"linear_draft": False})
    names = [r.name for r in remedies(replace(FLAT, witness="linear"), config, hourly_series, 1, 1)]
    assert "linear_draft" in names
    assert "linear_draft" not in [r.name for r in remedies(FLAT, config, hourly_series, 1, 1)]
