"""Files become the draft's series. A refused file changes nothing but the reason shown."""

from collections.abc import Mapping

import streamlit as st

from informer.config import RunConfig
from informer.data.reading import read_csv
from informer.data.series import DataError, TimeSeries
from informer.presets import PRESETS
from pages import _samples, _state
from pages._opened import Opened

MAX_MB = 50
_MANY = 24
_FOLLOWS = {"enc_in", "dec_in", "c_out", "n_known_future", "freq"}


def load_sample(name: str) -> None:
    """Make a sample the draft's series."""
    series = _sample(name, _samples.path(name).stat().st_mtime_ns)
    known = tuple(c for c in _samples.SAMPLES[name].known_future if c in series.columns)
    _take(series, f"sample:{name}", known)


def load_upload(content: bytes, name: str) -> None:
    """Make an uploaded file the draft's series, or keep the one before and say why."""
    if len(content) > MAX_MB * 2**20:
        _state.redraft(refusal=f"The file '{name}' is larger than {MAX_MB} MB: make it smaller.")
        return
    try:
        series = read_csv(content, name)
    except DataError as error:
        _state.redraft(refusal=str(error))
        return
    _take(series, "upload")
    _state.move(data=None)


def prepare(run: Opened | None, *, default: bool = False) -> None:
    """Unless a person has chosen data: those of the open run, or else the default sample."""
    draft = _state.draft()
    if draft.origin == "upload" or draft.origin.startswith("sample:"):
        return
    if run is not None:
        if draft.origin != f"run:{run.id}":
            _take_run(run)
    elif default and draft.series is None and _samples.DEFAULT in _samples.available():
        load_sample(_samples.DEFAULT)
        _state.redraft(origin=f"default:{_samples.DEFAULT}")


def again(
    run: Opened, settings: Mapping[str, object], *, known_future: str | None = None, change: str
) -> None:
    """Make the run's own data and settings the draft, with one change, described by ``change``.

    ``settings`` are those that change; ``known_future`` is a column that gets this role.
    """
    data = run.record.config.data
    _take_run(run, change=change)
    _state.redraft(overrides=_settings_of(run.record.config) | dict(settings))
    if known_future is not None:
        _state.redraft(
            known_future=(*data.known_future, known_future),
            covariates=tuple(c for c in data.covariates if c != known_future),
        )


def _take_run(run: Opened, change: str = "") -> None:
    config = run.record.config
    _state.redraft(
        series=run.series,
        origin=f"run:{run.id}",
        targets=config.data.targets,
        covariates=config.data.covariates,
        known_future=config.data.known_future,
        preset=config.preset if config.preset in PRESETS else "quick",
        overrides=_settings_of(config),
        refusal="",
        change=change,
    )


def _settings_of(config: RunConfig) -> dict[str, object]:
    """Every setting of a run, as changes to a preset; what follows from the data is left out."""
    return {
        **config.model.model_dump(exclude=_FOLLOWS),
        **config.training.model_dump(),
        "data_seed": config.seeds.data,
        "weight_seed": config.seeds.weights,
        "sampling_seed": config.seeds.sampling,
    }


def _take(series: TimeSeries, origin: str, known_future: tuple[str, ...] = ()) -> None:
    target = series.columns[-1:]
    others = tuple(c for c in series.columns if c not in target + known_future)
    if len(others) > _MANY:
        others = ()  # a person names the few that matter; all of them would drown the target
    _state.redraft(
        series=series,
        origin=origin,
        targets=target,
        known_future=known_future,
        covariates=others,
        refusal="",
        overrides=None,
        change="",
    )


@st.cache_resource(max_entries=6, show_spinner="Reading the sample")
def _sample(name: str, stamp: int) -> TimeSeries:
    return read_csv(_samples.path(name))
