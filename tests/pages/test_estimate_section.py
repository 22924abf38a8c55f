"""How good is the estimate? The section's numbers are the library's, its address is the view."""

import base64
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from informer.data.series import TimeSeries
from informer.forecasting.forecast import forecast_window
from informer.inspection.estimate import most_churned
from informer.inspection.resampling import resample
from informer.plan import plan_run
from informer.training.checkpoint import load_run
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run
from pages import _estimate_words, _library
from tests.pages.conftest import TINY, Open, shown, words
from tests.pages.test_views import figure

FIGURES = (
    "estimate_ladder",
    "factor_curve",
    "bound_scatter",
    "sampled_scatter",
    "selection_bands",
    "forecast_fan",
    "ladder_heads",
)


def opened(open_page: Open, run: RunFolder, **query: str) -> AppTest:
    return open_page("attention", run=run.path.name, section="estimate", **query)


def drawn(app: AppTest, key: str) -> dict[str, dict]:
    return {trace["name"]: trace for trace in figure(app, key)["data"]}


def numbers(values: object) -> np.ndarray:
    """A trace's values, which travel as a list or as bytes."""
    if isinstance(values, dict):
        kind = np.dtype(values["dtype"])
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=kind)
    return np.array(values)


def test_the_numbers_are_the_librarys(open_page: Open, done: RunFolder) -> None:
    app = opened(open_page, done, layer="encoder.0", head="2", draws="60")
    seen = _library.inspect(done, 456, 0)
    layer = seen.layer("encoder.0")
    precision = float(layer.precision_at_u[1])
    ladder = drawn(app, "estimate_ladder")["Precision at u"]
    assert numbers(ladder["x"])[ladder["customdata"].index("sampled")] == pytest.approx(
        100 * precision
    )
    found = round(precision * layer.n_selected)
    assert f"**{found} of the {layer.n_selected} queries**" in words(app)
    again = resample(seen, "encoder.0", 1, 60, 5)
    bands = [int(band.sum()) for band in (again.always, again.sometimes, again.never)]
    assert "In 60 draws {} queries are always selected, {} sometimes, {} never.".format(
        *bands
    ) in words(app)
    share = np.zeros(layer.length)
    for name, trace in drawn(app, "selection_bands").items():
        if name.startswith(("always", "sometimes")):
            share[numbers(trace["customdata"])] = numbers(trace["y"])
    np.testing.assert_allclose(share, 100 * again.counts / 60)
    at = most_churned(again.counts, 60)
    if at is not None:
        assert f"**query {at}**" in words(app)
        app.button(key="focus_churned").click()
        shown(app)
        assert app.query_params["query"] == str(at)


def test_the_fan_is_made_of_the_models_forecasts(open_page: Open, done: RunFolder) -> None:
    app = opened(open_page, done, window="400", seed="3")
    run = load_run(done)
    values = np.stack([forecast_window(run, 400, seed).values[:, 0] for seed in range(3, 23)])
    fan = drawn(app, "forecast_fan")
    np.testing.assert_allclose(numbers(fan["mean forecast"]["y"]), values.mean(0), rtol=1e-9)
    for seed in range(3, 23):
        np.testing.assert_allclose(
            numbers(fan[f"seed {seed} − mean"]["y"]), values[seed - 3] - values.mean(0), atol=1e-9
        )
    assert "the model is off by" in words(app)
    past_the_end = opened(open_page, done)
    assert "Nothing has been observed for this window yet" in words(past_the_end)


def test_another_factor_is_a_what_if(open_page: Open, done: RunFolder) -> None:
    app = opened(open_page, done, layer="encoder.0")
    own = figure(app, "estimate_ladder")
    assert "what-if" not in words(app)
    app.slider(key="estimate_factor").set_value(2)
    shown(app)
    assert app.query_params["factor"] == "2"
    assert "the model itself uses c = 5" in words(app)
    assert figure(app, "estimate_ladder") != own
    assert "Precision at u = 8" in [metric.label for metric in app.metric]
    app.button(key="own_factor").click()
    shown(app)
    assert "factor" not in app.query_params
    assert figure(app, "estimate_ladder") == own
    app.slider(key="estimate_draws").set_value(30)
    shown(app)
    assert app.query_params["draws"] == "30"
    assert "In 30 draws" in words(app)


def test_stepping_a_query_moves_marks_alone(open_page: Open, done: RunFolder) -> None:
    app = opened(open_page, done, query="7")
    before = {key: figure(app, key) for key in FIGURES}
    app.button(key="query_next").click()
    shown(app)
    for key, old in before.items():
        new = figure(app, key)
        assert new["data"] == old["data"]
        assert (new["marks"] != old["marks"]) == (
            key in ("bound_scatter", "sampled_scatter", "selection_bands")
        ), key


@pytest.mark.parametrize(
    "query",
    [
        {"factor": "0", "draws": "3"},
        {"factor": "999", "draws": "99999", "head": "77", "query": "9999"},
        {"factor": "-3", "draws": "many", "layer": "nowhere"},
    ],
)
def test_odd_addresses_show_what_there_is(
    query: dict[str, str], open_page: Open, done: RunFolder
) -> None:
    app = opened(open_page, done, **query)
    assert not app.error
    assert 10 <= app.slider(key="estimate_draws").value <= 500
    for key in FIGURES:
        assert figure(app, key)["data"]


OTHERS = {
    "full": {"attention": "full"},
    "stacked": {"e_layers": (3, 2, 1), "seq_len": 32},
    "plain": {"distil": False, "e_layers": 1, "label_len": 0, "instance_norm": False},
    "reference": {"reference_compatible": True, "lazy_rows": "sum", "mix": True},
}


@pytest.fixture(params=list(OTHERS))
def other(
    request: pytest.FixtureRequest, runs: object, hourly_series: TimeSeries
) -> tuple[str, RunFolder]:
    overrides = TINY | OTHERS[request.param]
    config = plan_run(hourly_series, targets=["event", "load"], overrides=overrides)
    folder = RunStore(runs).create(hourly_series, config)
    train_run(folder)
    return request.param, folder


def test_every_kind_of_run(open_page: Open, other: tuple[str, RunFolder]) -> None:
    kind, folder = other
    for layer in ("encoder.0", "encoder.1.0", "decoder.0"):
        app = opened(open_page, folder, layer=layer, target="1")
        assert not app.error, kind
        if kind == "full":
            assert "nothing is sampled" in words(app)
            assert figure(app, "bound_scatter")["data"]
            assert not [e for e in app.get("bidi_component") if e.key == "estimate_ladder"]
            continue
        for key in FIGURES:
            assert figure(app, key)["data"], (kind, key)
        ranked = [note for note in figure(app, "estimate_ladder")["layout"]["annotations"]
                  if "what the model ranks by" in note["text"]]  # fmt: skip
        assert ("public code" in ranked[0]["text"]) == (kind == "reference")


def test_words_for_few_and_for_all(done: RunFolder) -> None:
    seen = _library.inspect(done, 456, 0)
    one = resample(seen, "encoder.0", 0, 5, 5)
    counts = np.zeros(24, dtype=np.int64)
    counts[3] = 5
    assert _estimate_words.luck(replace(one, counts=counts)) == (
        "In 5 draws 1 query is always selected, 0 sometimes, 23 never."
    )
    counts[3] = 2
    assert "no query is always selected, 1 sometimes, 23 never" in _estimate_words.luck(
        replace(one, counts=counts)
    )
