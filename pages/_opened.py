"""The run in focus: which window and which sampling seed of it are looked at."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from informer.data.series import TimeSeries
from informer.data.split import Split
from informer.training.records import RunError, RunRecord
from informer.training.runs import RunFolder
from pages import _library, _state
from pages._text import md


@dataclass(frozen=True)
class Opened:
    """The run in focus, with the window and the seed that are looked at."""

    id: str
    folder: RunFolder
    record: RunRecord
    window: int
    seed: int

    @property
    def last_window(self) -> int:
        """The window that forecasts past the end of the data."""
        return self.record.n_rows - self.record.config.model.seq_len

    @property
    def target(self) -> int:
        """The number of the target in focus; read anew, for a fragment may have moved the focus."""
        return min(_state.focus().target or 0, len(self.record.config.data.targets) - 1)

    @property
    def target_name(self) -> str:
        """Its name, which is text from a file."""
        return self.record.config.data.targets[self.target]

    @property
    def series(self) -> TimeSeries:
        """The run's data."""
        return _library.series_of(self.folder)

    def start(self, window: int | None = None) -> pd.Timestamp:
        """The first forecast time of a window."""
        row = (self.window if window is None else window) + self.record.config.model.seq_len
        series = self.series
        return series.time[row] if row < len(series) else series.future_time(1)[0]

    def part(self) -> str:
        """Which part of the data the forecast of this window lies in, in words."""
        if self.window >= self.last_window:
            return "past the end of the data"
        split = Split.of(self.record.n_rows, self.record.config)
        for name in ("test", "validation", "train"):
            if self.window in getattr(split, name):
                return {"train": "training"}.get(name, name) + " part"
        horizon = self.window + self.record.config.model.seq_len
        if horizon + self.record.config.model.pred_len > self.record.n_rows:
            return "reaches past the end of the data"
        return "between two parts"


def opened() -> Opened | None:
    """The run in focus, or ``None``; says so when the URL names a run that isn't there."""
    now = _state.focus()
    if now.run is None:
        return None
    try:
        folder = _library.open_run(now.run)
        record = folder.record()
    except RunError as error:
        st.warning(f"{md(error)} Choose another run.", icon=":material/help:")
        return None
    last = record.n_rows - record.config.model.seq_len
    window = last if now.window is None else min(now.window, last)
    seed = record.config.seeds.sampling if now.seed is None else now.seed
    return Opened(now.run, folder, record, window, seed)
