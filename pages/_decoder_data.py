"""What the Decoder page asks of the library, kept for as long as it stays true."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from informer.inspection.decoder_results import DecodeRace, Decoding
from informer.training.runs import RunFolder
from pages import _library
from pages._opened import Opened

_RACES = 16


def key(run: Opened) -> tuple[str, int, int, int]:
    """What everything about one window depends on."""
    return (*_library.identity(run.folder), run.window, run.seed)


def decoding(run: Opened) -> Decoding:
    """What went into the decoder and came out of it, on the window in focus."""
    return _decoding(*key(run))


def decoded_in_chunks(run: Opened, chunk: int) -> NDArray[np.float64]:
    """The window's forecast when each pass of the decoder gives ``chunk`` steps."""
    return _chunked(*key(run), chunk)


def finished_race(run: Opened) -> DecodeRace | None:
    """The race of this run and sampling seed, if it was run since the server started."""
    return _races().get(_race_key(run))


def run_race(run: Opened, progress: Callable[[float, str], None]) -> DecodeRace:
    """Run it, telling how far it is, and keep the result."""
    from informer.inspection.race import decode_race

    trained = _library.trained(run.folder)
    result = run.record.result
    found = decode_race(
        trained.model,
        trained.windows,
        run.seed,
        period=None if result is None else result.period,
        progress=progress,
    )
    races = _races()
    races[_race_key(run)] = found
    while len(races) > _RACES:
        races.pop(next(iter(races)), None)
    return found


def _race_key(run: Opened) -> tuple[str, int, int]:
    return (*_library.identity(run.folder), run.seed)


@st.cache_resource(show_spinner=False)
def _races() -> dict[tuple[str, int, int], DecodeRace]:
    return {}


@st.cache_resource(max_entries=16, show_spinner="Looking inside the decoder")
def _decoding(path: str, stamp: int, window: int, seed: int) -> Decoding:
    from informer.inspection.decoding import inspect_decoding

    run = _library.trained(RunFolder(Path(path)))
    return inspect_decoding(run.model, run.windows, window, seed)


@st.cache_resource(max_entries=64, show_spinner="Decoding in chunks")
def _chunked(path: str, stamp: int, window: int, seed: int, chunk: int) -> NDArray[np.float64]:
    from informer.inspection.chunks import decode_window

    run = _library.trained(RunFolder(Path(path)))
    return decode_window(run.model, run.windows, window, chunk, seed)
