"""Batch normalisation of the global batch: where one process has it all, it is torch's own."""

import pytest
import torch
from torch import Tensor, nn

from informer.training.batch_norm import GlobalBatchNorm, share_batch_norms
from tests.unit.training.test_step_waits import Waits


def _whole(tensor: Tensor) -> Tensor:
    return tensor


@pytest.mark.parametrize("shape", [(5, 3, 7), (1, 3, 2), (6, 3)])
def test_it_computes_what_torch_computes(shape: tuple[int, ...]) -> None:
    reference, ours = nn.BatchNorm1d(3), nn.Sequential(nn.BatchNorm1d(3))
    share_batch_norms(ours, _whole)
    assert isinstance(ours[0], GlobalBatchNorm)
    outputs, gradients = [], []
    for norm in (reference, ours):
        x = 10 + torch.randn(shape, generator=torch.Generator().manual_seed(0))
        x.requires_grad_()
        for _ in range(2):
            output = norm(x)
        (output * torch.arange(output.numel()).reshape(shape)).sum().backward()
        norm.eval()
        outputs += [output, norm(x)]
        gradients.append(x.grad)
    torch.testing.assert_close(outputs[2:], outputs[:2], rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(gradients[1], gradients[0], rtol=1e-4, atol=1e-3)
    state = {f"0.{name}": value for name, value in reference.state_dict().items()}
    torch.testing.assert_close(ours.state_dict(), state)


def test_it_keeps_bfloat16_and_waits_for_nothing() -> None:
    norm = GlobalBatchNorm(nn.BatchNorm1d(3).to("meta"), _whole)
    x = torch.randn(4, 3, 5, device="meta", dtype=torch.bfloat16, requires_grad=True)
    with Waits() as waits:
        output = norm(x)
        output.sum().backward()
    assert waits.seen == []
    assert output.dtype == torch.bfloat16
