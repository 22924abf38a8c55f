import numpy as np
import pytest

from informer.inspection.distilling import cell_spans, pooling_winners, readers, receptive_field
from informer.inspection.reach import feature_maps, reach, runs
from informer.inspection.results import DistillingInspection


def layers(length: int, count: int, start: int = 0) -> tuple[DistillingInspection, ...]:
    """Distilling layers one after the other, as an encoder that starts at ``start`` has them."""
    rng, found = np.random.default_rng(3), []
    for level in range(count):
        size = -(-length // 2**level)
        activated = rng.normal(size=(size, 6)).astype(np.float32)
        winners = pooling_winners(activated)
        found.append(
            DistillingInspection(
                name=f"distilling.{level}",
                input=rng.normal(size=(size, 6)).astype(np.float32),
                output=np.take_along_axis(activated, winners, axis=0),
                winners=winners,
                span_in=cell_spans(start, length, level),
                span_out=cell_spans(start, length, level + 1),
            )
        )
    return tuple(found)


def test_each_map_stands_once_and_in_order() -> None:
    maps = feature_maps(layers(25, 2))
    assert [one.name for one in maps] == [
        "Into distilling 1",
        "Out of distilling 1",
        "Into distilling 2",
        "Out of distilling 2",
    ]
    assert [one.maker for one in maps] == [
        "attention 1",
        "distilling 1",
        "attention 2",
        "distilling 2",
    ]
    assert [(one.level, len(one.values)) for one in maps] == [(0, 25), (1, 13), (1, 13), (2, 7)]


def test_a_step_is_found_in_the_position_that_stands_for_it() -> None:
    for one in feature_maps(layers(25, 2, start=24)):
        for position, (first, last) in enumerate(one.span):
            assert {one.at(step) for step in range(first, last + 1)} == {position}
        assert one.at(0) == 0
        assert one.at(10_000) == len(one.values) - 1


@pytest.mark.parametrize("index", range(4))
def test_above_it_is_the_field_and_below_it_the_readers(index: int) -> None:
    maps = feature_maps(layers(25, 2))
    level = maps[index].level
    for position in range(len(maps[index].values)):
        seen = reach(maps, index, position)
        field, reading = receptive_field(position, level, 25), readers(position, level, 2, 25)
        for number, one in enumerate(maps):
            wanted = (
                field.levels[one.level] if number <= index else reading.levels[one.level - level]
            )
            np.testing.assert_array_equal(seen.masks[number], wanted)
            assert len(seen.masks[number]) == len(one.values)
        assert seen.masks[index].sum() == 1


def test_the_ends_are_joined_in_the_maps_that_are_convolved() -> None:
    maps = feature_maps(layers(24, 2))
    assert reach(maps, 3, 0).wrapped == (True, False, True, False)
    assert reach(maps, 3, 1).wrapped == (True, False, False, False)
    assert not reach(maps, 3, 3).wraps
    # an end itself: nothing was joined to make it, but its readers join it to the other end
    assert reach(maps, 0, 23).wrapped == (True, False, True, False)
    assert reach(maps, 2, 0).wrapped == (True, False, True, False)
    assert not reach(maps, 2, 1).wraps  # it pools 1 to 3, convolved from 0 to 4
    assert reach(maps, 1, 11).wrapped == (True, False, True, False)


def test_runs_are_first_and_last() -> None:
    assert runs(np.array([True, True, False, True])) == [(0, 1), (3, 3)]
    assert runs(np.zeros(3, dtype=np.bool_)) == []
