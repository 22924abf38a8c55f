"""Number for number the public Informer2020, and only tensors are ever loaded."""

import json
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from informer.__main__ import main
from informer.model.reference import CheckpointError, import_checkpoint
from informer.model.reference_case import verify_case

CASES = sorted((Path(__file__).parents[1] / "fixtures" / "reference_cases").glob("*.safetensors"))


def read(path):
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return tensors, file.metadata()


def settings_of(path):
    return json.loads(read(path)[1]["config"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_recorded_case(path):
    fidelity = verify_case(path)
    assert fidelity.passed, fidelity
    assert fidelity.n_gradients > 70


@pytest.mark.parametrize(
    "name",
    ["eval.forecast", "train.forecast", "train.loss", "eval.selected_queries.1", "grad.projection"],
)
def test_any_changed_number_fails(name, tmp_path, capsys):
    tensors, metadata = read(next(p for p in CASES if "nomix" in p.stem))
    changed = next(key for key in tensors if key.startswith(name))
    tensors[changed].view(-1)[0] += 1
    save_file(tensors, tmp_path / "case.safetensors", metadata=metadata)
    assert main(["verify-reference", str(tmp_path / "case.safetensors")]) == 1
    assert capsys.readouterr().out.startswith("FAIL")


def test_our_own_form_of_the_measure_selects_otherwise(monkeypatch):
    """The cases do tell the reference's measure from the paper's."""
    from informer.model import reference

    plain = reference.model_config
    monkeypatch.setattr(
        reference,
        "model_config",
        lambda settings: plain(settings).model_copy(update={"reference_compatible": False}),
    )
    assert verify_case(next(p for p in CASES if "nomix" in p.stem)).wrong_selections > 0


def test_command_line(capsys, tmp_path):
    (tmp_path / "no_case.safetensors").write_bytes(b"nonsense")
    assert main(["verify-reference", *map(str, CASES), "--json"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed[:-1]] == ["PASS"] * 5
    assert json.loads(printed[-1])["passed"]
    assert main(["verify-reference", str(CASES[0]), str(tmp_path / "no_case.safetensors")]) == 1
    assert "can't be read" in capsys.readouterr().out


def test_a_users_checkpoint_is_imported(tmp_path):
    tensors, _ = read(CASES[0])
    weights = {k.removeprefix("weight."): v for k, v in tensors.items() if k.startswith("weight.")}
    torch.save({f"module.{name}": tensor for name, tensor in weights.items()}, tmp_path / "c.pth")
    model = import_checkpoint(tmp_path / "c.pth", settings_of(CASES[0]))
    torch.testing.assert_close(model.projection.weight, weights["projection.weight"])


def test_wrong_settings_are_named(tmp_path):
    tensors, _ = read(CASES[0])
    weights = {k.removeprefix("weight."): v for k, v in tensors.items() if k.startswith("weight.")}
    save_file(weights, tmp_path / "c.safetensors")
    with pytest.raises(CheckpointError, match="don't fit these settings"):
        import_checkpoint(tmp_path / "c.safetensors", settings_of(CASES[0]) | {"d_ff": 128})


class Hostile:
    def __reduce__(self):
        return (Path.touch, (Path("pwned"),))


def test_pickled_objects_are_never_loaded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    torch.save({"projection.weight": Hostile()}, "c.pth")
    with pytest.raises(CheckpointError, match="never loaded"):
        import_checkpoint(Path("c.pth"), settings_of(CASES[0]))
    assert not Path("pwned").exists()
