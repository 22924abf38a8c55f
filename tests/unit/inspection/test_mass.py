"""Attention mass above uniform, against numbers by hand and the definition written out."""

from dataclasses import replace

import numpy as np
import pytest

from informer.inspection import mass
from informer.inspection.mass import attention_mass, share_of_mass
from tests.unit.inspection import made_up


def test_a_hand_computed_case() -> None:
    """One key scores ln 3, three score 0: p = (1/2, 1/6, 1/6, 1/6), 1/4 of it above uniform."""
    layer = made_up.attention(4, 1, width=1, full=True)
    layer = replace(
        layer,
        query=np.float32([[[1], [0], [0], [0]]]),
        key=np.float32([[[np.log(3)], [0], [0], [0]]]),
    )
    np.testing.assert_allclose(attention_mass(layer, 0), [0.25, 0, 0, 0], atol=1e-7)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("length", [1, 7, 40])
def test_is_the_distance_from_uniform(
    causal: bool, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass, "_BLOCK_SCORES", 3 * length)  # several blocks, the last one shorter
    layer = made_up.attention(length, 2, causal=causal, factor=1)
    found = attention_mass(layer, 1)
    for i in range(length):
        n = i + 1 if causal else length
        s = layer.key[1, :n].astype(float) @ layer.query[1, i].astype(float) / 2
        p = np.exp(s - s.max()) / np.exp(s - s.max()).sum()
        # both forms of the total variation distance
        assert found[i] == pytest.approx(np.abs(p - 1 / n).sum() / 2, abs=1e-6)
    assert (found >= 0).all()
    assert (found <= 1 - 1 / layer.visible + 1e-6).all()


def test_shares() -> None:
    layer = made_up.attention(24, 1)
    a = attention_mass(layer, 0)
    assert share_of_mass(a, np.arange(24)) == 1
    kept = share_of_mass(a, layer.active(0))
    assert kept + share_of_mass(a, ~layer.active(0)) == pytest.approx(1)
    assert share_of_mass(np.zeros(3, dtype=np.float32), np.array([0])) == 1
