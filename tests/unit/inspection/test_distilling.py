import numpy as np
import pytest
import torch
import torch.nn.functional as F

from informer.inspection.distilling import cell_spans, pooling_winners, receptive_field


@pytest.mark.parametrize("length", [2, 7, 8])
def test_winners_hold_the_values_that_max_pooling_returns(length: int) -> None:
    activated = torch.randn(length, 5, generator=torch.Generator().manual_seed(2))
    pooled = F.max_pool1d(activated.T[None], 3, stride=2, padding=1)[0].T
    winners = pooling_winners(activated.numpy())
    chosen = np.take_along_axis(activated.numpy(), winners, axis=0)
    np.testing.assert_array_equal(chosen, pooled.numpy())
    assert (abs(winners - 2 * np.arange(len(winners))[:, None]) <= 1).all()


def test_padding_never_wins() -> None:
    winners = pooling_winners(np.full((4, 1), -5, dtype=np.float32))
    assert winners.ravel().tolist() == [0, 1]


def test_spans_cover_every_step_once() -> None:
    for level in range(4):
        spans = cell_spans(48, 49, level)
        steps = np.concatenate([np.arange(a, b + 1) for a, b in spans])
        np.testing.assert_array_equal(steps, np.arange(48, 97))
        assert len(spans) == -(-49 // 2**level)


@pytest.mark.parametrize("length", [12, 13])
@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_receptive_field_is_what_the_gradient_reaches(length: int, position: int) -> None:
    x = torch.randn(1, 1, length, requires_grad=True)
    y, kernel = x, torch.ones(1, 1, 3)
    for _ in range(2):
        y = F.conv1d(F.pad(y, (1, 1), mode="circular"), kernel)
        # the mean of the three stands for their maximum: it lets every gradient through
        y = F.avg_pool1d(y, 3, stride=2, padding=1)
    y[0, 0, position].backward()
    field = receptive_field(position, 2, length)
    np.testing.assert_array_equal(field.levels[0], (x.grad[0, 0] != 0).numpy())
    ends = field.levels[0][0] and field.levels[0][-1]
    assert field.wraps == ends
