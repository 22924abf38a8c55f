"""What Streamlit's collection of garbage after each change of a control has to walk through."""

import gc

import pytest

from pages import _memory
from tests.pages.conftest import Open


def test_loaded_modules_are_set_aside(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.unfreeze()
    monkeypatch.setattr(_memory, "_set_aside", _memory._set_aside.__wrapped__)
    open_page("start")
    aside, walked = gc.get_freeze_count(), len(gc.get_objects())
    assert aside > 4 * walked, (aside, walked)
