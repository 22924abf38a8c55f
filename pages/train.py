"""Train: choose a size and a horizon, start, and watch it learn. Only run folders are read here."""

from collections.abc import Mapping

import streamlit as st

from informer.config import RunConfig
from informer.data.series import DataError
from informer.data.split import Split
from informer.plan import ConfigError, plan_run
from informer.presets import PRESETS
from pages import _format, _library, _loading, _settings, _state
from pages._opened import Opened
from pages._page import head, nothing
from pages._text import md, short
from pages._training import watch


def main() -> None:
    """The page."""
    run = head("Train", view=False)
    if run is not None and run.id != _library.SAMPLE:
        watch(run)
        st.divider()
        if run.record.active:
            st.caption("To train something else meanwhile, choose its data: it will wait its turn.")
            st.page_link("pages/data.py", label="Choose data", icon=":material/table_chart:")
            return
        st.subheader("Train another", anchor=False)
    _set_up(run)


def _set_up(run: Opened | None) -> None:
    """The form: what to train, how large, how far."""
    _loading.prepare(run, default=True)
    draft = _state.draft()
    if draft.series is None:
        nothing("There are no data to train on yet.")
        return
    targets = ", ".join(md(short(name, 40)) for name in draft.targets) or "nothing yet"
    with st.container(horizontal=True, vertical_alignment="center", key="train_data"):
        st.markdown(
            f"Forecast **{targets}** of {md(short(draft.series.name, 60))}.", width="content"
        )
        st.page_link("pages/data.py", label="Change data", icon=":material/table_chart:")
    if draft.change:
        st.info(
            f"As {md(short(draft.origin.removeprefix('run:'), 60))} was trained, with one change: "
            f"**{md(short(draft.change, 80))}**.",
            icon=":material/healing:",
        )
    _presets()
    try:
        plain, config = _plan({}), _plan(draft.overrides or {})
        problem = ""
    except (DataError, ConfigError) as error:
        config, problem = None, str(error)
        try:
            plain = _plan({})
        except (DataError, ConfigError):
            st.error(md(problem), icon=":material/error:")
            st.page_link("pages/data.py", label="Choose other data or columns")
            return
    _settings.lengths(config or plain)
    _settings.all_settings(config or plain)
    if config is None:
        st.error(md(problem), icon=":material/error:")
    else:
        _summary(config)
    others = run is not None and run.id != _library.SAMPLE
    if st.button(
        "Train",
        type="secondary" if others else "primary",
        icon=":material/model_training:",
        key="train_start",
        disabled=config is None,
    ):
        assert config is not None
        folder = _library.start_training(draft.series, config)
        _state.redraft(change="")
        _state.move(run=folder.path.name)
        st.rerun()


def _plan(overrides: Mapping[str, object]) -> RunConfig:
    draft = _state.draft()
    assert draft.series is not None
    return plan_run(
        draft.series,
        targets=draft.targets,
        covariates=draft.covariates,
        known_future=draft.known_future,
        preset=draft.preset,
        overrides=overrides,
    )


def _presets() -> None:
    """One card a preset, with what it is honestly for."""
    chosen = _state.draft().preset
    for column, (name, preset) in zip(st.columns(len(PRESETS)), PRESETS.items(), strict=True):
        with column.container(border=True, height="stretch", key=f"card_{name}"):
            mark = ":primary[:material/check_circle:] " if name == chosen else ""
            st.markdown(f"{mark}**{preset.label}**")
            st.markdown(preset.summary)
            sizes = preset.model
            st.caption(
                f"width {sizes.get('d_model')} · {sizes.get('n_heads')} heads · "
                f"{sizes.get('e_layers')} encoder layers"
            )
            st.button(
                "Chosen" if name == chosen else f"Choose {preset.label}",
                key=f"preset_{name}",
                disabled=name == chosen,
                on_click=_choose,
                args=(name,),
            )


def _choose(name: str) -> None:
    """Another preset: lengths and seeds stay, sizes are the preset's."""
    kept = {setting.name for setting in _settings.LENGTHS} | {
        "data_seed",
        "weight_seed",
        "sampling_seed",
    }
    overrides = _state.draft().overrides or {}
    _state.redraft(
        preset=name,
        change="",
        overrides={key: value for key, value in overrides.items() if key in kept},
    )


def _summary(config: RunConfig) -> None:
    """What will happen, in one line."""
    series = _state.draft().series
    assert series is not None
    split = Split.of(len(series), config)
    steps = -(-len(split.train) // config.training.batch_size) * config.training.epochs
    steps = min(steps, config.training.max_steps or steps)
    horizon = config.model.pred_len
    st.caption(
        f"Forecasts {_format.plural(horizon, 'step')} of {_format.step_name(series.freq)} from "
        f"{config.model.seq_len} before, learning from "
        f"{_format.plural(len(split.train), 'window')} in at most "
        f"{_format.plural(steps, 'step')}; scored on "
        f"{_format.plural(len(split.test), 'later window')}."
    )


main()
