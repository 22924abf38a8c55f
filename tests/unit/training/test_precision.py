"""In which numbers a step is computed; the hardware is faked."""

import pytest
import torch

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.training.fit import new_model
from informer.training.precision import PAYS_FROM_WIDTH, choose_precision, computing_in
from informer.training.records import RunError
from informer.training.runs import RunStore
from informer.training.step import TrainingStep
from informer.training.train import train_run

CPU, CUDA, MPS = (torch.device(name) for name in ("cpu", "cuda", "mps"))


@pytest.fixture(params=[True, False])
def bfloat16(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether processor and GPU multiply bfloat16."""
    there = bool(request.param)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: there)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_options: there)
    return there


def test_auto_takes_bfloat16_where_it_is_there_and_pays(bfloat16: bool) -> None:
    fast = torch.bfloat16 if bfloat16 else torch.float32
    assert choose_precision("auto", CUDA, d_model=16) == fast
    assert choose_precision("auto", CPU, d_model=PAYS_FROM_WIDTH) == fast
    assert choose_precision("auto", CPU, d_model=PAYS_FROM_WIDTH - 2) == torch.float32
    assert choose_precision("auto", MPS, d_model=512) == torch.float32


def test_bfloat16_by_name_is_refused_by_a_gpu_without_it(bfloat16: bool) -> None:
    assert choose_precision("bfloat16", CPU, d_model=16) == torch.bfloat16
    assert choose_precision("float32", CUDA, d_model=512) == torch.float32
    with pytest.raises(RunError, match="mps device of this machine does not multiply bfloat16"):
        choose_precision("bfloat16", MPS, d_model=16)
    if bfloat16:
        assert choose_precision("bfloat16", CUDA, d_model=16) == torch.bfloat16
    else:
        with pytest.raises(RunError, match="set precision to auto or float32"):
            choose_precision("bfloat16", CUDA, d_model=16)


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_products_are_computed_in_it(precision: torch.dtype) -> None:
    with computing_in(precision, CPU):
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == precision


def test_weights_and_loss_stay_float32(hourly_series: TimeSeries, config: RunConfig) -> None:
    training = config.training.model_copy(update={"precision": "bfloat16"})
    config = config.model_copy(update={"training": training})
    model = new_model(config, CPU)
    loss, norm = TrainingStep(model, config)(
        Windows(hourly_series, config).batch(torch.arange(4)), 0, 1e-3
    )
    assert {loss.dtype, norm.dtype} == {torch.float32}
    assert all(
        p.dtype == p.grad.dtype == torch.float32 for p in model.parameters() if p.grad is not None
    )


def test_a_run_says_what_it_was_computed_in(
    store: RunStore, hourly_series: TimeSeries, config: RunConfig
) -> None:
    training = config.training.model_copy(update={"precision": "bfloat16"})
    folder = store.create(hourly_series, config.model_copy(update={"training": training}))
    record = train_run(folder)
    assert (record.device, record.precision, record.threads) == ("cpu", "bfloat16", 1)
