"""Sentences that never say more than was measured."""

import pytest

from informer.costing.results import FULL, SPARSE, CostRecord
from informer.costing.verdict import compare, faster_from, is_noisy, verdict
from tests.unit.costing import made_up

Points = list[tuple[int, float]]
FLAT: Points = [(96, 10.0), (384, 10.0), (720, 10.0)]


def measured(sparse: Points, full: Points = FLAT, spread: float = 0.01) -> CostRecord:
    found = made_up.attention({FULL: full, SPARSE: sparse}, spread=spread)
    return made_up.record().model_copy(update={"observations": tuple(found)})


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (
            (20, 20, 5),
            "faster than full attention at L = 720, the longest measured, and not clearly below",
        ),
        ((20, 5, 5), "faster than full attention from L = 384 on"),
        ((5, 5, 5), "at every length measured, L = 96 to 720"),
        ((20, 20, 20), "not faster than full attention up to L = 720"),
        ((20, 5, 20), "at L = 384, but not at L = 720"),
        ((20, 5, 10), "not clearly faster than full attention up to L = 720"),
    ],
)
def test_each_outcome_has_its_sentence(times: tuple[float, ...], words: str) -> None:
    record = measured([(length, t) for (length, _), t in zip(FLAT, times, strict=True)])
    assert words in (verdict(record, backward=False) or "")
    assert verdict(record, backward=True) is None  # of which nothing was measured


def test_a_difference_within_the_quartiles_is_none() -> None:
    record = measured([(96, 9.0), (384, 9.0), (720, 9.0)], spread=0.2)
    curves = [record.curve("time", "attention", form) for form in (FULL, SPARSE)]
    assert set(compare(*curves).values()) == {"even"}
    assert faster_from(*curves) is None


def test_only_lengths_measured_of_both_are_compared() -> None:
    record = measured([(96, 5.0), (5760, 1.0)])
    assert verdict(record, backward=False) is None


def test_a_busy_machine_is_told_by_wide_quartiles() -> None:
    assert not is_noisy(measured(FLAT))
    assert is_noisy(measured(FLAT, spread=0.5))
