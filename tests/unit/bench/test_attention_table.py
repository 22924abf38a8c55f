"""The table of attention alone, when something does not fit."""

import pytest

from bench import attention as section
from bench.race import BenchError, Result


def test_what_does_not_fit_is_named_and_the_rest_is_shown(monkeypatch) -> None:
    def race(entries, *, threads, seconds):
        for form, entry in entries.items():
            if form == "transformers" and entry.task["length"] == 5760:
                raise BenchError("The process of transformers was ended.")
        length = next(iter(entries.values())).task["length"]
        batch = next(iter(entries.values())).task["batch"]
        return {form: Result("", 0.0, 7.0, [1e-6 * length**2 * batch]) for form in entries}

    monkeypatch.setattr(section, "race", race)
    times, memory = section.attention(1, 0).split("Memory added")
    assert "| 5760 | 1 | 33177.6 | 33177.6 | 33177.6 | – |" in times
    assert "| 96 | 8 | 9.2 |" in times
    assert "| 2.00 | 2.00 | 2.00 | 2.00 |" in times
    assert "| 2880 | 2 | 7 | 7 | 7 | 7 |" in memory
    assert memory.endswith("L = 5760: The process of transformers was ended.")


def test_a_growth_needs_two_lengths() -> None:
    with pytest.raises(ValueError, match="two lengths"):
        section.exponent([(96, 1.0)])
