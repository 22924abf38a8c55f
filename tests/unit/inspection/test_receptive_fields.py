"""Receptive fields against brute force: what changes when one input step is changed."""

import numpy as np
import pytest
import torch

from informer.config import ModelConfig
from informer.inspection.distilling import map_lengths, readers, receptive_field, steps_read
from informer.model.embedding import InputEmbedding
from informer.model.encoder import DistillingLayer
from informer.model.modes import evaluating

WIDTH = 48


@pytest.mark.parametrize(
    ("level", "plain", "with_tokens"), [(0, 1, 3), (1, 5, 7), (2, 13, 15), (3, 29, 31)]
)
def test_receptive_fields_grow_as_they_should(level: int, plain: int, with_tokens: int) -> None:
    middle = 128 // 2**level // 2
    field = receptive_field(middle, level, 128)
    assert field.levels[0].sum() == plain
    assert not field.wraps
    steps, around = steps_read(field.levels[0], 0, 128)
    assert steps.sum() == with_tokens
    assert not around


def changed_by(length: int, n_levels: int) -> list[list[set[int]]]:
    """Per level and input position, the positions that change when that input is disturbed.

    A maximum hides small changes: so many features, and disturbances both up and down.
    """
    torch.manual_seed(length)
    layers = [DistillingLayer(WIDTH) for _ in range(n_levels)]

    def maps(x: torch.Tensor) -> list[torch.Tensor]:
        found = [x]
        for layer in layers:
            with evaluating(layer):
                found.append(layer(found[-1])[0])
        return found

    x = torch.randn(1, length, WIDTH)
    usual = maps(x)
    changed: list[list[set[int]]] = [[set() for _ in range(length)] for _ in range(n_levels + 1)]
    for step in range(length):
        for change in (9.0, -9.0, *torch.randn(4, WIDTH) * 9):
            other = x.clone()
            other[0, step] += change
            for level, (a, b) in enumerate(zip(usual, maps(other), strict=True)):
                changed[level][step] |= set((a != b).any(-1)[0].nonzero()[:, 0].tolist())
    return changed


@pytest.mark.parametrize("length", [2, 5, 8, 12, 13, 24])
@pytest.mark.parametrize("n_levels", [1, 2])
def test_a_field_is_what_changes_the_position(length: int, n_levels: int) -> None:
    changed = changed_by(length, n_levels)
    for level, size in enumerate(map_lengths(length, n_levels)):
        for position in range(size):
            field = receptive_field(position, level, length)
            assert [len(mask) for mask in field.levels] == list(map_lengths(length, level))
            read = {step for step in range(length) if position in changed[level][step]}
            assert set(np.flatnonzero(field.levels[0])) == read, (level, position)


@pytest.mark.parametrize("length", [2, 5, 8, 12, 13, 24])
def test_readers_are_those_that_change(length: int) -> None:
    changed = changed_by(length, 2)
    for step in range(length):
        reading = readers(step, 0, 2, length)
        for level in range(3):
            assert set(np.flatnonzero(reading.levels[level])) == changed[level][step]


@pytest.mark.parametrize("length", [13, 24, 49])
def test_readers_are_the_fields_read_backwards(length: int) -> None:
    lengths = map_lengths(length, 3)
    for level in range(4):
        for position in range(lengths[level]):
            reading = readers(position, level, 3, length)
            for deeper in range(level, 4):
                there = reading.levels[deeper - level]
                for other in range(lengths[deeper]):
                    field = receptive_field(other, deeper, length)
                    assert there[other] == field.levels[level][position]


def test_it_wraps_where_the_ends_are_joined() -> None:
    first = receptive_field(0, 2, 24)
    assert first.levels[0][-1]
    assert first.wrapped == (True, True, False)
    # position 1 of the last map reads 1 to 3 of the one before, convolved 0 to 4: no wrap there,
    # but what that one pools begins at the first step
    assert receptive_field(1, 2, 24).wrapped == (True, False, False)
    assert receptive_field(3, 2, 24).wrapped == (False, False, False)
    assert readers(23, 0, 2, 24).wrapped == (True, True, False)
    assert readers(23, 0, 2, 24).levels[2][0]


@pytest.mark.parametrize("start", [0, 12])
def test_the_token_convolution_wraps_around_the_whole_input(start: int) -> None:
    """Also for a replica that reads its end only: the embedding came before."""
    config = ModelConfig(
        enc_in=1, dec_in=1, c_out=1, seq_len=24, label_len=4, d_model=16, n_heads=2
    )
    embedding = InputEmbedding(config, 1)
    x, marks = torch.randn(1, 24, 1), torch.zeros(1, 24, embedding.calendar.in_features)
    length = 24 - start
    for position in range(length):
        expected = set()
        for step in range(24):
            other = x.clone()
            other[0, step] += 1
            with evaluating(embedding):
                moved = (embedding(x, marks) != embedding(other, marks)).any(-1)[0, start:]
            if moved[position]:
                expected.add(step)
        field = receptive_field(position, 0, length)
        steps, around = steps_read(field.levels[0], start, 24)
        assert set(np.flatnonzero(steps)) == expected
        assert around == ({0, 23} <= expected)
