"""A training lets every other program go first."""

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no nice values")
def test_a_training_goes_behind_the_pages() -> None:
    code = (
        "import os; from informer.training.priority import give_way\n"
        "give_way(); print(os.nice(0)); give_way(); print(os.nice(0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        start_new_session=True,
    )
    first, second = map(int, done.stdout.split())
    assert first == second
    assert first > os.nice(0)
