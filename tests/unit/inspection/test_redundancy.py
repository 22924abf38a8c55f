import numpy as np
import pytest

from informer.inspection.redundancy import (
    cosines,
    neighbour_similarity,
    times_kept,
    winner_shares,
)
from tests.unit.inspection import made_up


def test_cosines_are_those_of_each_pair() -> None:
    values = np.random.default_rng(1).normal(size=(7, 5)).astype(np.float32)
    for apart in (1, 2):
        by_hand = [
            float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
            for a, b in zip(values[:-apart], values[apart:], strict=True)
        ]
        np.testing.assert_allclose(cosines(values, apart), by_hand, rtol=1e-5)


def test_what_all_positions_share_can_be_taken_away() -> None:
    values = np.random.default_rng(1).normal(size=(50, 5)).astype(np.float32)
    lifted = values + 40
    assert cosines(lifted).min() > 0.98
    np.testing.assert_allclose(
        cosines(lifted, centred=True), cosines(values, centred=True), atol=1e-4
    )


def test_a_position_that_holds_nothing_is_like_no_other() -> None:
    np.testing.assert_array_equal(cosines(np.zeros((3, 2), dtype=np.float32)), [0, 0])


@pytest.mark.parametrize("length", [24, 25])
def test_before_and_after_are_as_far_apart_in_time(length: int) -> None:
    layer = made_up.inspection(length).distilling[0]
    found = neighbour_similarity(layer)
    half = len(layer.output)
    assert len(found.before) == length - 1
    assert len(found.before_apart) == len(found.after) == half - 1
    thinned = layer.input[::2]
    np.testing.assert_allclose(found.before_apart, cosines(thinned))
    np.testing.assert_allclose(found.after, cosines(layer.output))


@pytest.mark.parametrize("length", [2, 24, 25])
def test_shares_sum_to_one(length: int) -> None:
    shares = winner_shares(made_up.inspection(length).distilling[0])
    for share in (shares.overall, *shares.by_feature, *shares.by_position):
        assert share.sum() == pytest.approx(1)
        assert (share >= 0).all()


def test_shares_are_counted_one_by_one() -> None:
    layer = made_up.inspection(25).distilling[0]
    count = np.zeros((13, 8, 3))
    kept: dict[tuple[int, int], int] = {}
    for i in range(13):
        for feature in range(8):
            winner = int(layer.winners[i, feature])
            count[i, feature, winner - (2 * i - 1)] += 1
            kept[winner, feature] = kept.get((winner, feature), 0) + 1
    shares = winner_shares(layer)
    np.testing.assert_allclose(shares.overall, count.sum((0, 1)) / (13 * 8))
    np.testing.assert_allclose(shares.by_feature, count.sum(0) / 13)
    np.testing.assert_allclose(shares.by_position, count.sum(1) / 8)
    assert shares.kept == pytest.approx(len(kept) / (25 * 8))
    assert shares.kept_twice == pytest.approx(sum(n == 2 for n in kept.values()) / (25 * 8))
    times = times_kept(layer)
    assert {(int(i), int(f)): int(times[i, f]) for i, f in np.argwhere(times)} == kept


def test_the_edges_have_two_candidates() -> None:
    shares = winner_shares(made_up.inspection(25).distilling[0])
    assert shares.by_position[0, 0] == 0  # nothing before the first
    assert shares.by_position[-1, 2] == 0  # an odd length: nothing after the last
