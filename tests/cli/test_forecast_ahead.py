"""``forecast`` beyond the horizon, from other data, with a told future and with intervals."""

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.__main__ import main
from informer.data.series import TimeSeries
from informer.training.records import RunRecord

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def ask(trained: RunRecord, runs: Path, capsys: Captured):  # type: ignore[no-untyped-def]
    """Run the command; the table it prints, and what it says to people."""

    def run(*options: str) -> tuple[pd.DataFrame, str]:
        assert main(["forecast", trained.id, "--runs", str(runs), *options]) == 0
        said = capsys.readouterr()
        return pd.read_csv(StringIO(said.out), parse_dates=["time"]), said.err

    return run


@pytest.fixture
def refused(trained: RunRecord, runs: Path, capsys: Captured):  # type: ignore[no-untyped-def]
    """Run the command, which must say no and forecast nothing; the sentence."""

    def run(*options: str) -> str:
        assert main(["forecast", trained.id, "--runs", str(runs), *options]) == 2
        said = capsys.readouterr()
        assert not said.out
        assert "Traceback" not in said.err
        return said.err

    return run


def test_a_longer_horizon_is_rolled_and_said(ask) -> None:  # type: ignore[no-untyped-def]
    plain, _ = ask()
    longer, said = ask("--horizon", "15")
    assert len(longer) == 15
    assert (longer["time"].diff().dropna() == pd.Timedelta("1h")).all()
    np.testing.assert_allclose(longer["load"][:6], plain["load"], rtol=1e-6)
    assert "3 passes" in said
    assert "event is assumed to repeat" in said


def test_the_told_future_decides(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    plain, _ = ask()
    file = tmp_path / "coming.csv"
    values = {}
    for flag in (0, 1):
        pd.DataFrame({"time": plain["time"], "event": flag}).to_csv(file, index=False)
        told, said = ask("--known-future", str(file))
        assert "assumed" not in said
        values[flag] = told["load"]
    assert (values[0] != values[1]).any()
    pd.testing.assert_series_equal(values[1], plain["load"])  # a Sunday, as a week before


def test_bounds_hold_the_forecast_and_widen_with_the_level(ask) -> None:  # type: ignore[no-untyped-def]
    table, _ = ask("--levels", "80,50")
    assert list(table.columns) == [
        "time", "load", "load lower 50", "load upper 50", "load lower 80", "load upper 80",
    ]  # fmt: skip
    inner, outer = (table[f"load upper {n}"] - table[f"load lower {n}"] for n in (50, 80))
    assert (inner > 0).all()
    assert (outer >= inner).all()
    np.testing.assert_allclose((table["load upper 80"] + table["load lower 80"]) / 2, table["load"])


def test_a_longer_forecast_has_wider_intervals_of_its_own(  # type: ignore[no-untyped-def]
    ask, trained: RunRecord, runs: Path
) -> None:
    table, _ = ask("--horizon", "12", "--levels", "50")
    assert table["load upper 50"].notna().all()
    assert (runs / trained.id / "backtest-12.npz").is_file()


def test_the_same_rows_from_a_file_give_the_same_forecast(  # type: ignore[no-untyped-def]
    ask, csv: Path, tmp_path: Path
) -> None:
    own, _ = ask("--window", "2024-01-17 07:00")
    frame = pd.read_csv(csv, parse_dates=["timestamp"])
    new = tmp_path / "new.csv"
    frame[frame["timestamp"] < "2024-01-17 07:00"].iloc[-30:].to_csv(new, index=False)
    there, said = ask("--csv", str(new))
    assert "event" in said
    np.testing.assert_allclose(there["load"], own["load"], rtol=1e-6)
    again, _ = ask("--csv", str(csv), "--window", "2024-01-17 07:00")
    pd.testing.assert_frame_equal(again, own)


def test_what_does_not_fit_is_refused(  # type: ignore[no-untyped-def]
    refused, csv: Path, tmp_path: Path, hourly_series: TimeSeries
) -> None:
    frame, new = pd.read_csv(csv), tmp_path / "new.csv"
    frame.drop(columns="event").to_csv(new, index=False)
    assert "lacks 'event'" in refused("--csv", str(new))
    frame.iloc[::2].to_csv(new, index=False)
    assert "one row every 2 hours" in refused("--csv", str(new))
    frame.assign(load=1000 * frame["load"]).to_csv(new, index=False)
    assert "another unit" in refused("--csv", str(new))
    assert "no file" in refused("--csv", str(tmp_path / "not-there.csv"))
    frame[["timestamp", "event"]].iloc[:3].to_csv(new, index=False)
    assert "lacks 6 steps of the 6" in refused("--known-future", str(new))


def test_options_that_make_no_sense(refused) -> None:  # type: ignore[no-untyped-def]
    assert "can't stand beside --scenario" in refused("--scenario", "x.json", "--levels", "50")


@pytest.mark.parametrize("options", [["--levels", "50,100"], ["--levels", "x"], ["--horizon", "0"]])
def test_options_that_are_no_numbers(
    trained: RunRecord, runs: Path, capsys: Captured, options: list[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["forecast", trained.id, "--runs", str(runs), *options])
    assert options[1] in capsys.readouterr().err


def test_json_has_the_bounds(trained: RunRecord, runs: Path, capsys: Captured) -> None:
    main(["forecast", trained.id, "--runs", str(runs), "--levels", "50", "--json"])
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    bounds = told["intervals"]["50"]["load"]
    assert (np.array(bounds["upper"]) > told["values"]["load"]).all()
