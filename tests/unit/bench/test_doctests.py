"""The examples in the docstrings of the benchmarks; the peers' adapters can't be imported here."""

import doctest
import importlib

import pytest

MODULES = ("accuracy", "attention", "contenders.contender", "race", "trials")


@pytest.mark.parametrize("name", MODULES)
def test_every_example_holds(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"bench.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
