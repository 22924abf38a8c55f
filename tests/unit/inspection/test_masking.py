"""Blocks of the context: each step in one of them, and masked exactly where asked."""

import numpy as np
import pytest

from informer.inspection.masking import block_sizes, block_spans, fill_block, usual_block


@pytest.mark.parametrize("seq_len", [4, 7, 21, 168])
@pytest.mark.parametrize("block", [1, 3, 5])
def test_blocks_cover_each_step_once(seq_len: int, block: int) -> None:
    spans = block_spans(seq_len, block)
    steps = [step for first, last in spans for step in range(first, last + 1)]
    assert steps == list(range(seq_len))
    lengths = spans[:, 1] - spans[:, 0] + 1
    assert set(lengths[1:]) <= {block}
    assert 1 <= lengths[0] <= block


@pytest.mark.parametrize(
    ("freq", "seq_len", "expected"),
    [
        ("h", 168, 12),
        ("h", 96, 6),
        ("D", 90, 7),
        ("MS", 36, 3),
        ("30min", 336, 24),
        ("7min", 48, 3),
    ],
)
def test_a_block_is_a_round_stretch_of_time(freq: str, seq_len: int, expected: int) -> None:
    sizes = block_sizes(freq, seq_len)
    assert usual_block(sizes, seq_len) == expected
    assert all(seq_len / size >= 4 for size in sizes)


def test_interpolation_masks_exactly_the_rows_asked_for() -> None:
    rows = np.random.default_rng(0).normal(size=(10, 3))
    masked = fill_block(rows, 4, 6, "interpolate", channel=1)
    others = np.setdiff1d(np.arange(10), [4, 5, 6])
    np.testing.assert_array_equal(masked[others], rows[others])
    np.testing.assert_array_equal(masked[:, 0], rows[:, 0])
    np.testing.assert_allclose(masked[3:8, 1:], np.linspace(rows[3, 1:], rows[7, 1:], 5))


def test_at_the_ends_the_one_neighbour_is_held() -> None:
    rows = np.arange(12.0).reshape(6, 2) ** 2
    np.testing.assert_array_equal(fill_block(rows, 0, 1, "interpolate")[:2], rows[[2, 2]])
    np.testing.assert_array_equal(fill_block(rows, 4, 5, "interpolate")[4:], rows[[3, 3]])
    whole = fill_block(rows, 0, 5, "interpolate")
    np.testing.assert_allclose(whole, np.broadcast_to(rows.mean(0), rows.shape))


def test_the_mean_is_the_windows() -> None:
    rows = np.random.default_rng(1).normal(size=(9, 2))
    masked = fill_block(rows, 2, 3, "mean", channel=1)
    np.testing.assert_allclose(masked[2:4, 1], rows[:, 1].mean())
    np.testing.assert_array_equal(masked[:, 0], rows[:, 0])
