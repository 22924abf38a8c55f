"""The Data page: what a file becomes, what is refused, and that nothing is lost by a refusal."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, shown, words


def hourly_csv(rows: int = 300, **columns: object) -> bytes:
    time = pd.date_range("2024-03-01", periods=rows, freq="h")
    rng = np.random.default_rng(1)
    wave = np.sin(2 * np.pi * time.hour / 24) + rng.normal(0, 0.1, rows)
    frame = pd.DataFrame({"time": time, **(columns or {"flag": time.hour % 2, "load": wave})})
    return frame.to_csv(index=False).encode()


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader(key="upload").upload(name, content, "text/csv")
    return shown(app)


def test_an_upload_is_described_and_can_be_trained(open_page: Open) -> None:
    app = upload(open_page("data"), "load.csv", hourly_csv())
    facts = {metric.label: metric.value for metric in app.metric}
    assert (facts["Rows"], facts["One row every"]) == ("300", "1 hour")
    assert app.multiselect(key="roles_targets").value == ["load"]
    assert not app.button(key="to_train").disabled
    app.button(key="to_train").click()
    shown(app)
    assert app.title[0].value == "Train"
    assert "load\\.csv" in words(app)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("no_time.csv", b"a,b\n" + b"1,2\n3,5\n" * 40),
        ("short.csv", hourly_csv(30)),
        ("empty.csv", b""),
    ],
)
def test_a_refusal_is_one_sentence_and_keeps_the_data_before(
    open_page: Open, name: str, content: bytes
) -> None:
    app = upload(open_page("data"), "load.csv", hourly_csv())
    app = upload(app, name, content)
    assert len(app.error) == 1
    assert "\n" not in app.error[0].value
    assert "load\\.csv" in words(app)
    assert not app.button(key="to_train").disabled


def test_a_target_that_never_changes_is_refused_before_training(open_page: Open) -> None:
    late = np.where(np.arange(300) < 250, 1.0, np.arange(300) % 5)
    app = upload(open_page("data"), "late.csv", hourly_csv(load=np.arange(300) % 24, late=late))
    assert app.multiselect(key="roles_targets").value == ["late"]
    assert "never changes" in app.error[0].value
    assert app.button(key="to_train").disabled
    app.multiselect(key="roles_targets").set_value(["load"])
    shown(app)
    assert not app.error
    assert not app.button(key="to_train").disabled


def test_a_file_whose_only_column_never_changes_is_refused(open_page: Open) -> None:
    app = upload(open_page("data"), "flat.csv", hourly_csv(flat=np.ones(300)))
    assert len(app.error) == 1
    assert "flat" in app.error[0].value


def test_a_column_has_one_role(open_page: Open) -> None:
    app = upload(open_page("data"), "load.csv", hourly_csv())
    assert app.multiselect(key="roles_covariates").value == ["flag"]
    app.multiselect(key="roles_known_future").set_value(["flag"])
    shown(app)
    assert app.multiselect(key="roles_covariates").value == []
    app.multiselect(key="roles_targets").set_value([])
    shown(app)
    assert "Choose at least one column" in app.info[0].value
    assert app.button(key="to_train").disabled


def test_names_from_a_file_are_never_markup(open_page: Open) -> None:
    hostile = "![x](http://host.invalid/i.png) $\\frac{1}{2}$ <b>*bold*"
    content = hourly_csv(**{hostile: np.arange(300) % 24 + np.arange(300) % 7})
    app = upload(open_page("data"), f"{hostile}.csv", content)
    for text in (words(app), "".join(metric.label for metric in app.metric)):
        assert "![x](" not in text
        assert "http://" not in text
    app.button(key="to_train").click()
    assert "![x](" not in words(shown(app))


def test_a_sample_is_in_the_address(open_page: Open) -> None:
    app = open_page("data", data="us_employment_monthly")
    assert {metric.label: metric.value for metric in app.metric}["One row every"] == "1 month"
    assert app.selectbox(key="sample").value == "us_employment_monthly"
    app = upload(app, "load.csv", hourly_csv())
    assert "data" not in app.query_params
    assert app.selectbox(key="sample").value is None


def test_a_flag_is_suggested_as_known_ahead(open_page: Open) -> None:
    app = upload(open_page("data"), "load.csv", hourly_csv())
    assert app.multiselect(key="roles_covariates").value == ["flag"]
    assert "will ask for their coming values" not in words(app)
    app.button(key="suggest_known_0").click()
    shown(app)
    assert app.multiselect(key="roles_known_future").value == ["flag"]
    assert app.multiselect(key="roles_covariates").value == []
    assert "will ask for their coming values" in words(app)
    assert not [button for button in app.button if button.key == "suggest_known_0"]
