"""The Decoder page of every kind of run."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from informer.data.series import TimeSeries
from informer.plan import plan_run
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run
from tests.pages.conftest import TINY, Open, shown, words
from tests.pages.test_views import figure

SECTIONS = ["cross", "causal", "mix", "race"]


def says(app: AppTest, text: str) -> bool:
    return text in words(app)


def variant(runs: Path, series: TimeSeries, targets: list[str], **changes: object) -> RunFolder:
    """A run of another kind, hardly trained."""
    known = [] if "event" in targets else changes.pop("known_future", ["event"])
    config = plan_run(
        series,
        targets=targets,
        known_future=known,
        features=changes.pop("features", "MS"),
        overrides=TINY | {"max_steps": 2} | changes,
    )
    folder = RunStore(runs).create(series, config)
    train_run(folder)
    return folder


@pytest.mark.parametrize(
    ("targets", "changes"),
    [
        (["load"], {"attention": "full", "d_layers": 2, "distil": False}),
        (["load"], {"e_layers": (3, 2, 1), "label_len": 0}),
        (["load"], {"mix": True, "lazy_rows": "sum", "linear_draft": True, "e_layers": 1}),
        (["event", "load"], {"features": "M", "instance_norm": False}),
        (["load"], {"known_future": [], "pred_len": 1}),
    ],
)
def test_every_kind_of_run(
    open_page: Open,
    runs: Path,
    hourly_series: TimeSeries,
    targets: list[str],
    changes: dict[str, object],
) -> None:
    folder = variant(runs, hourly_series, targets, **dict(changes))
    model = folder.record().config.model
    for section in SECTIONS:
        layer = f"decoder.{model.d_layers - 1}"
        app = open_page("decoder", run=folder.path.name, section=section, layer=layer, window="380")
        assert not app.error
        assert figure(app, "decoder_strip")["data"]
        if section == "cross":
            rows = [one for one in figure(app, "cross_focus")["data"] if one["type"] == "bar"]
            assert len(rows) == len(model.encoder_layers)
        if section == "causal":
            assert says(app, "no row is lazy") == (model.attention == "full")
            assert says(app, "the **sum**: it stands") == (model.lazy_rows == "sum")
        if section == "mix":
            assert says(app, "**This run uses mix**") == model.mix
        if section == "race":
            assert says(app, "nothing to cut") == (model.pred_len == 1)
        if model.label_len == 0:
            assert says(app, "no start token")
        assert says(app, "**linear draft**") == model.linear_draft
        if len(targets) > 1:
            assert app.selectbox(key="decoder_target").value == 0
            app.selectbox(key="decoder_target").set_value(1)
            shown(app)
            assert app.query_params["target"] == "1"


def test_monthly_data(open_page: Open, runs: Path, hourly_series: TimeSeries) -> None:
    monthly = replace(
        hourly_series,
        time=pd.date_range("1985-01-01", periods=480, freq="MS"),
        freq="MS",
    )
    folder = variant(runs, monthly, ["load"])
    for section in SECTIONS:
        app = open_page("decoder", run=folder.path.name, section=section)
        assert not app.error
        assert [
            one["name"] for one in figure(app, "decoder_strip")["data"] if one["type"] == "heatmap"
        ] == ["event", "month"]
    assert says(open_page("decoder", run=folder.path.name), "looks most at **")
