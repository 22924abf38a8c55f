"""What the command line refuses: one sentence, an exit code, and never a traceback."""

from pathlib import Path

import pandas as pd
import pytest

from informer.__main__ import main
from informer.training.runs import RunStore
from tests.cli.options import TINY

_DAYS = pd.date_range("2024-01-01", periods=90).strftime("%Y-%m-%d")
REFUSED = {
    "no CSV": ("\x89PNG\r\n\x1a\n\0\0\0", "PNG picture"),
    "no time column": ("name,y\n" + "".join(f"row {i * 7 % 5},{i}\n" for i in range(60)), "time"),
    "30 rows": ("time,y\n" + "".join(f"{day},{day[-1]}\n" for day in _DAYS[:30]), "48"),
    "constant": (
        "time,x,y\n" + "".join(f"{day},{day[-1]},5\n" for day in _DAYS),
        "'y' never changes",
    ),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_data_that_cannot_be_used_get_one_sentence(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, word = REFUSED[case]
    path = tmp_path / "data.csv"
    path.write_bytes(content.encode("latin-1"))
    code = main(["train", str(path), "--target", "y", "--runs", str(tmp_path / "runs")])
    output = capsys.readouterr()
    assert code == 2
    assert output.out == ""
    assert len(output.err.strip().splitlines()) == 1
    assert word in output.err
    assert not (tmp_path / "runs").exists()  # no half-made run is left


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--target", "lod"], "'lod'"),
        ([], "target"),
        (["--target", "load", "--set", "d_modle=3"], "did you mean d_model?"),
        (["--target", "load", "--set", "d_model"], "key=value"),
        (["--target", "load", "--set", "data_seed=-1"], "data_seed can't be -1"),
        (["--target", "load", "--split", "1000,10,10"], "there are 480"),
        (["--target", "load", "--seq-len", "400"], "train part"),
        (["--target", "load", "--set", "device=cuda"], "no cuda device"),
    ],
)
def test_choices_that_cannot_be_get_one_sentence(
    csv: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    sentence: str,
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert main(["train", str(csv), *options, "--runs", str(tmp_path)]) == 2
    error = capsys.readouterr().err.strip().splitlines()
    assert sentence in error[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["forecast", "quick-000000"],
        ["forecast", "../../etc"],
        ["train", "not-there.csv", "--target", "y"],
    ],
)
def test_what_is_not_there_is_named(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--runs", str(tmp_path)]) == 2
    assert Path(arguments[1]).name in capsys.readouterr().err


def test_an_unexpected_error_is_told_without_a_traceback(
    csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("informer.training.train.new_model", broken)
    assert main(["train", str(csv), "--target", "load", "--runs", str(tmp_path), *TINY]) == 1
    error = capsys.readouterr().err
    assert "Traceback" not in error
    folder = RunStore(tmp_path).runs()[0]
    assert str(folder.log) in error
    assert "surprise" in folder.log.read_text()
    assert folder.record().status == "failed"


def test_a_seed_that_is_none_is_refused(csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["train", str(csv), "--target", "load", "--seed", "-1"])
    assert "'-1' is no seed" in capsys.readouterr().err
