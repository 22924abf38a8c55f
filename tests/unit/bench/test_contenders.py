"""This project's contenders, small; and the gather that they are measured against."""

import pytest
import torch

from bench.contenders import gathered, ours
from bench.contenders.contender import AttentionTask, StepTask, training_step

SMALL = StepTask(seq_len=16, label_len=8, pred_len=4, d_model=16, d_ff=16, n_heads=2, batch=3)
SHORT = AttentionTask(length=32, batch=2, n_heads=2, d_head=4)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_step_of_ours_trains(precision: str) -> None:
    contender = ours.training(**{**SMALL.fields, "precision": precision})
    first, _ = contender.step()  # type: ignore[misc]
    for _ in range(30):
        loss, _ = contender.step()  # type: ignore[misc]
    assert loss < first
    assert "weights" in contender.note
    assert ("auto" in contender.note) == (precision == "float32")  # of a narrow model


def test_the_exact_inspection_of_ours_runs() -> None:
    inspection = ours.inspection(**SMALL.fields).step()
    assert inspection.attention[0].measure_exact.shape == (2, 16)  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", [ours.prob_sparse, ours.full, gathered.prob_sparse])
def test_each_form_of_attention_runs_forward_and_backward(form, monkeypatch) -> None:
    made = ours.heads(SHORT)
    for module in (ours, gathered):
        monkeypatch.setattr(module, "heads", lambda _: made)
    form(**SHORT.fields).step()
    for leaf in made:
        assert leaf.shape == (2, 2, 32, 4)
        assert leaf.grad.abs().sum() > 0


def test_the_peers_step_lowers_the_loss() -> None:
    model = torch.nn.Linear(2, 1)
    losses: list[float] = []

    def loss() -> torch.Tensor:
        value = model(torch.ones(4, 2)).square().mean()
        losses.append(value.item())
        return value

    step = training_step(model, loss)
    for _ in range(20):
        step()
    assert losses[-1] < losses[0]
