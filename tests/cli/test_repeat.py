"""The exported command line: run elsewhere, with only the CSV, it gives the same forecast."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.__main__ import main, parser
from informer.commands.train import plan
from informer.config import RunConfig, Seeds
from informer.data.reading import read_csv
from informer.forecasting.edits import Scale
from informer.forecasting.scenario import Scenario, write_scenario
from informer.plan import plan_run
from informer.reporting.command_line import Asked, again, forecast_command, train_command
from informer.reporting.shell import script
from informer.training.records import RunRecord
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run

ROOT = Path(__file__).parents[2]
AWKWARD = ("-dash first", 'it\'s "quoted", $HOME `x` =1', "Größe 🚗", "plain")
SETTINGS: dict[str, object] = {
    "seq_len": 24, "label_len": 10, "pred_len": 6, "d_model": 8, "n_heads": 2, "d_ff": 16,
    "e_layers": (2, 1), "max_steps": 8, "eval_every": 3, "device": "cpu", "dropout": 0.15,
    "learning_rate": 3.7e-3, "grad_clip": None, "lazy_rows": "sum", "embed": "timeF",
    "weight_averaging": 0.5, "sampling_factor": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose name and columns a shell or an option parser would stumble over."""
    rng = np.random.default_rng(1)
    time = pd.date_range("2024-01-01", periods=400, freq="h")
    frame = pd.DataFrame(rng.normal(10, 2, (400, 4)), columns=list(AWKWARD))
    frame["plain"] = (time.day_of_week == 6).astype(int)
    frame.insert(0, "time", time)
    path = tmp_path_factory.mktemp("awkward") / "-my data; echo.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def run(awkward: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of several roles and other than usual settings, as the app makes one."""
    series = read_csv(awkward)
    config = plan_run(
        series,
        targets=[AWKWARD[2], AWKWARD[0]],
        covariates=[AWKWARD[1]],
        known_future=["plain"],
        overrides=SETTINGS,
        seeds=Seeds(data=3, weights=2**62, sampling=7),
        split=(0.6, 0.2, 0.2),
    )
    folder = RunStore(tmp_path_factory.mktemp("runs")).create(series, config, "it's mine")
    train_run(folder)  # with one thread, as every test
    return folder


def _shell(text: str, folder: Path) -> None:
    """Run a script in a folder as a person would, with nothing there but what it needs."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("INFORMER_RUNS", None)
    text = text.replace("python -m", f"'{sys.executable}' -m")
    done = subprocess.run(
        ["sh", "-e", "-c", text], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_script_gives_the_same_forecasts_byte_for_byte(
    run: RunFolder, awkward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = run.record()
    (tmp_path / record.source).write_bytes(awkward.read_bytes())
    coming = run.series().future_time(15)
    known = pd.DataFrame({"time": coming, "plain": [0, 1, 1] * 5})
    known.to_csv(tmp_path / "-known 'future'.csv", index=False)
    edits = [Scale(column=AWKWARD[1], first="2024-01-15", last="2024-01-15T12:00", factor=2)]
    scenario = Scenario(name="it's twice", start="2024-01-16T00:00:00", edits=edits)
    (tmp_path / "what if.json").write_text(write_scenario(scenario), encoding="utf-8")
    asked = {
        "after the data.csv": Asked(threads=1),
        "-past.csv": Asked(start="2024-01-15T03:00:00", seed=11, threads=1),
        "far.csv": Asked(steps=15, levels=(0.5, 0.95), threads=1),
        "told.csv": Asked(steps=15, known_future="-known 'future'.csv", seed=2, threads=1),
        "what if.csv": Asked(start="2024-01-16T00:00:00", scenarios=("what if.json",), threads=1),
        "new rows.csv": Asked(rows=record.source, steps=3, threads=1),
    }
    commands = [train_command(record)]
    commands += [forecast_command(again(record), one, out=file) for file, one in asked.items()]
    _shell(script(*commands), tmp_path)
    repeated = RunFolder(tmp_path / "runs" / again(record))
    assert repeated.best_weights.read_bytes() == run.best_weights.read_bytes()
    assert repeated.record().name == record.name
    monkeypatch.chdir(tmp_path)  # where the files are that the commands name
    for file, one in asked.items():
        here = tmp_path / "here.csv"
        command = forecast_command(str(run.path), one, out=str(here))
        assert main(command[3:]) == 0
        assert (tmp_path / file).read_bytes() == here.read_bytes()
    first = (tmp_path / "after the data.csv").read_text(encoding="utf-8")
    assert first.splitlines()[0] == f"time,{AWKWARD[2]},{AWKWARD[0]}"
    assert len({(tmp_path / file).read_bytes() for file in asked}) == len(asked)


def _repeated(record: RunRecord, csv: Path) -> RunConfig:
    """The configuration that the exported words ask for."""
    words = train_command(record, csv=str(csv))
    args = parser().parse_args(words[words.index("informer") + 1 :])
    return plan(args, read_csv(csv))


@pytest.mark.parametrize(
    ("targets", "covariates", "preset", "split", "overrides"),
    [
        (["plain"], [], "paper", None, {}),
        ([AWKWARD[0]], None, "balanced", (240, 60, 60), {"max_steps": None, "e_layers": (3,)}),
        (list(AWKWARD), [], "quick", (0.7, 0.1, 0.2), {"learning_rate": 1e-5, "distil": False}),
    ],
)
def test_every_choice_is_in_the_words(
    awkward: Path, run: RunFolder, targets: list[str], covariates: list[str] | None, preset: str,
    split: tuple[int, int, int] | tuple[float, float, float] | None, overrides: dict[str, object],
) -> None:  # fmt: skip
    config = plan_run(
        read_csv(awkward),
        targets=targets,
        covariates=covariates,
        preset=preset,
        overrides={"seq_len": 24, "pred_len": 6, "device": "cpu"} | overrides,
        split=split,
        standardise_metrics=preset == "paper",
    )
    record = run.record().model_copy(update={"config": config, "precision": "auto"})
    assert _repeated(record, awkward) == config


def test_what_auto_came_to_is_said(run: RunFolder, awkward: Path) -> None:
    """Another machine may have another device: then it must not be taken."""
    record = run.record()
    training = record.config.training.model_copy(update={"device": "auto"})
    record = record.model_copy(
        update={"config": record.config.model_copy(update={"training": training})}
    )
    repeated = _repeated(record, awkward).training
    assert (repeated.device, repeated.precision) == ("cpu", "float32")


def test_defaults_that_change_do_not_change_the_words(run: RunFolder) -> None:
    """No setting is left to its default: each field of the configuration is in the words."""
    words = " ".join(train_command(run.record()))
    config = run.record().config
    for part in (config.model, config.training):
        for name in type(part).model_fields:
            if name not in ("enc_in", "dec_in", "c_out", "n_known_future", "freq", "n_devices"):
                assert f"{name}=" in words or f"--{name.replace('_', '-')} " in words, name


def test_another_file_is_refused(
    run: RunFolder, csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = train_command(run.record(), csv=str(csv))
    assert main([*words[words.index("informer") + 1 :], "--runs", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "'hourly.csv' is not the file the run was trained on" in said
    assert not list(tmp_path.iterdir())


def test_an_id_that_is_taken_is_refused(
    run: RunFolder, awkward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = train_command(run.record(), csv=str(awkward), run_id=run.path.name)
    runs = str(run.path.parent)
    assert main([*words[words.index("informer") + 1 :], "--runs", runs]) == 2
    assert f"There is a run '{run.path.name}'" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "../x", "A", "-x", "x" * 65, "ä"])
def test_an_id_that_can_be_none_is_refused(
    text: str, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["train", str(csv), "--target", "load", f"--id={text}"])
    assert "can't be the id of a run" in capsys.readouterr().err
