"""What pages ask of the library, kept for as long as it stays true.

Everything is keyed by the run's folder and the time its weights were written, so that a run that
trained on is read anew. Functions that need torch import it when they are called.
"""

from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import streamlit as st

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.forecasting.results import Forecast
from informer.forecasting.rolled import Backtest
from informer.inspection.results import Inspection
from informer.training.records import RunError
from informer.training.runs import RunFolder, RunStore, default_root
from pages import _memory

if TYPE_CHECKING:
    from informer.training.checkpoint import TrainedRun

_warm = Event()

SAMPLE = "sample"
"""The id, in the URL, of the small trained run that ships with the app."""
SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"


def store() -> RunStore:
    """The runs of this machine."""
    return RunStore(default_root())


def sample_run() -> RunFolder | None:
    """The run that ships with the app."""
    folder = RunFolder(SAMPLE_DATA / "run")
    return folder if (folder.path / "run.json").is_file() else None


def open_run(run_id: str) -> RunFolder:
    """The folder of a run, whose id may come from a URL. Raises RunError."""
    sample = sample_run() if run_id == SAMPLE else None
    return sample if sample is not None else store().open(run_id)


def start_training(series: TimeSeries, config: RunConfig) -> RunFolder:
    """Make a run folder and start its worker process."""
    from informer.training.launch import start_worker

    folder = store().create(series, config)
    start_worker(folder)
    return folder


def identity(folder: RunFolder) -> tuple[str, int]:
    """A run at one state of its weights: its place, and the time they were written."""
    file = folder.best_weights
    return str(folder.path), file.stat().st_mtime_ns if file.exists() else 0


def trained(folder: RunFolder) -> "TrainedRun":
    """The run with its weights; the first time, torch is imported."""
    return _trained(*identity(folder))


def series_of(folder: RunFolder) -> TimeSeries:
    """The data of a run."""
    return _series(str(folder.path), folder.record().fingerprint)


def inspect(folder: RunFolder, window: int, seed: int) -> Inspection:
    """What the model does on one window, for one sampling seed."""
    stored = stored_inspection(folder)
    if stored is not None and (stored.window, stored.sampling_seed) == (window, seed):
        return stored
    return _inspection(*identity(folder), window, seed)


def stored_inspection(folder: RunFolder) -> Inspection | None:
    """The inspection that training left in the run folder: it needs no torch."""
    file = folder.inspection_file
    if not file.exists():
        return None
    return _stored_inspection(str(file), file.stat().st_mtime_ns)


def forecast(folder: RunFolder, window: int, seed: int) -> Forecast:
    """The forecast of one window, for one sampling seed."""
    stored = folder.forecast()
    if stored is not None and (stored.window, stored.sampling_seed) == (window, seed):
        return stored
    return _forecast(*identity(folder), window, seed)


def beside(folder: RunFolder) -> Path:
    """Where things that people make for a run are kept; the shipped sample stays as it is."""
    sample = sample_run()
    ours = sample is not None and folder.path == sample.path
    return store().root / ".sample" if ours else folder.path


def backtest(folder: RunFolder, steps: int | None = None) -> Backtest | None:
    """The backtest of so many steps (``pred_len``), if one has been made: it needs no torch.

    Raises RunError when its file is damaged.
    """
    file = folder.backtest_file(steps)
    found = next((f for f in (beside(folder) / file.name, file) if f.exists()), None)
    if found is None:
        return None
    return _backtest(*identity(folder), str(found), found.stat().st_mtime_ns)


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """Load torch behind a page that is drawn already, so that the first other window comes soon."""

    def load() -> None:
        import_module("informer.inspection.inspect")
        _memory.set_modules_aside()
        _warm.set()

    Thread(target=load, daemon=True).start()


def is_warm() -> bool:
    """True when what needs torch can be asked for without waiting for it to load."""
    return _warm.is_set()


@st.cache_resource(max_entries=8, show_spinner=False)
def _series(path: str, fingerprint: str) -> TimeSeries:
    return RunFolder(Path(path)).series()


@st.cache_resource(max_entries=4, show_spinner="Loading the model")
def _trained(path: str, stamp: int) -> "TrainedRun":
    from informer.training.checkpoint import load_run
    from informer.training.device import limit_threads

    limit_threads()
    return load_run(RunFolder(Path(path)))


@st.cache_resource(max_entries=16, show_spinner="Looking inside the model")
def _inspection(path: str, stamp: int, window: int, seed: int) -> Inspection:
    from informer.inspection.inspect import inspect_window

    return inspect_window(_trained(path, stamp), window, seed)


@st.cache_resource(max_entries=8, show_spinner=False)
def _stored_inspection(file: str, stamp: int) -> Inspection:
    from informer.inspection.store import load_inspection

    return load_inspection(Path(file))


@st.cache_resource(max_entries=2, show_spinner="Reading the backtest")
def _backtest(path: str, stamp: int, file: str, file_stamp: int) -> Backtest:
    from informer.forecasting.backtest_store import load_backtest

    record = RunFolder(Path(path)).record()
    if record.scaler is None:
        raise RunError(f"Run '{record.id}' has not been trained yet.")
    series = _series(path, record.fingerprint)
    return load_backtest(Path(file), series, record.config, record.scaler.scaler())


@st.cache_resource(max_entries=256, show_spinner="Forecasting")
def _forecast(path: str, stamp: int, window: int, seed: int) -> Forecast:
    from informer.forecasting.forecast import forecast_window

    return forecast_window(_trained(path, stamp), window, seed)
