"""Runs on disk. Pages and commands only read these folders; the worker alone writes results.

A run folder can live anywhere (:class:`RunFolder`); a :class:`RunStore` is a folder of them. What
each file in it is for: docs/ARCHITECTURE.md, "A run folder".
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import ValidationError

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.forecasting.results import Forecast
from informer.forecasting.store import read_forecast
from informer.training.atomic import replacing
from informer.training.heartbeat import lives
from informer.training.new_folder import new_folder
from informer.training.records import (
    RUN_ID,
    RunError,
    RunRecord,
    Worker,
    default_name,
    now,
)
from informer.training.reports import Report, read_reports


class RunFolder:
    """One run. Every method reads the disk anew: nothing is kept that could go stale."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.best_weights = path / "best.safetensors"
        self.last_weights = path / "last.safetensors"
        self.metrics = path / "metrics.jsonl"
        self.preview_file = path / "preview.json"
        self.forecast_file = path / "forecast.json"
        self.inspection_file = path / "inside.npz"
        self.log = path / "worker.log"
        self.record_file = path / "run.json"
        self.series_file = path / "series.npz"
        self._stop = path / "stop"
        self._heartbeat = path / "heartbeat"

    def record(self) -> RunRecord:
        """The run's record; a run whose worker is gone reads as ``lost``.

        Raises :class:`RunError` when there is none or it can't be read.
        """
        try:
            record = RunRecord.model_validate_json(self.record_file.read_bytes())
        except OSError as error:
            raise RunError(f"There is no run in the folder '{self.path.name}'.") from error
        except ValidationError as error:
            raise RunError(f"The file run.json of '{self.path.name}' is damaged.") from error
        if record.active and not lives(record.worker, self._heartbeat, self.record_file):
            return record.model_copy(update={"status": "lost"})
        return record

    def write(self, record: RunRecord) -> None:
        """Replace the record."""
        with replacing(self.record_file) as temporary:
            temporary.write_text(record.model_dump_json(indent=1))

    def update(self, **changes: object) -> RunRecord:
        """Change fields of the record and write it; for the worker, its only writer."""
        stored = RunRecord.model_validate_json(self.record_file.read_bytes())
        record = RunRecord.model_validate(dict(stored) | changes)
        self.write(record)
        return record

    def reports(self) -> list[Report]:
        """What training has said so far."""
        return read_reports(self.metrics)

    def write_series(self, series: TimeSeries) -> None:
        """Keep the run's data beside it."""
        with replacing(self.series_file) as temporary, temporary.open("wb") as file:
            np.savez(file, time=series.time.to_numpy(), values=series.values, filled=series.filled)

    def series(self) -> TimeSeries:
        """The data of the run. Raises :class:`RunError` when they are missing or damaged."""
        record = self.record()
        try:
            with np.load(self.series_file, allow_pickle=False) as arrays:
                time_index = pd.DatetimeIndex(arrays["time"])
                values, filled = arrays["values"], arrays["filled"]
        except (OSError, ValueError, KeyError) as error:
            raise RunError(f"The data of run '{record.id}' are missing or damaged.") from error
        return TimeSeries(
            name=record.source,
            time=time_index,
            values=values,
            columns=record.columns,
            freq=record.freq,
            filled=filled,
            fingerprint=record.fingerprint,
            time_column=record.time_column,
            rows_read=record.n_rows,
            findings=record.findings,
        )

    def forecast(self) -> Forecast | None:
        """The forecast past the end of the data, once the run has ended."""
        return read_forecast(self.forecast_file)

    def preview(self) -> Forecast | None:
        """The forecast of a validation window by the weights of the latest validation."""
        return read_forecast(self.preview_file)

    def backtest_file(self, steps: int | None = None) -> Path:
        """Where the backtest of so many steps is kept; of ``pred_len`` by default."""
        own = steps is None or steps == self.record().config.model.pred_len
        return self.path / ("backtest.npz" if own else f"backtest-{steps}.npz")

    def request_stop(self) -> None:
        """Ask the worker to finish its step, keep the best weights, evaluate and end."""
        self._stop.touch()

    def stop_requested(self) -> bool:
        """Whether someone asked for it."""
        return self._stop.exists()

    def claim(self) -> None:
        """Say that this process is the run's worker. Raises :class:`RunError` if it had one."""
        record = self.record()
        if record.started is not None:
            raise RunError(f"Run '{record.id}' has been trained before: start a new one.")
        self.update(worker=Worker.here())
        self.beat()

    def beat(self) -> None:
        """Show that the worker lives."""
        self._heartbeat.touch()


class RunStore:
    """A folder of runs."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def runs(self) -> list[RunFolder]:
        """All readable runs, newest first."""
        found = []
        for file in self.root.glob("*/run.json"):
            folder = RunFolder(file.parent)
            try:
                found.append((folder.record().created, file.parent.name, folder))
            except RunError:
                continue  # a damaged run must not hide the others
        return [folder for _, _, folder in sorted(found, key=lambda run: run[:2], reverse=True)]

    def create(
        self,
        series: TimeSeries,
        config: RunConfig,
        name: str | None = None,
        run_id: str | None = None,
    ) -> RunFolder:
        """A new, queued run with its data; its id is like ``quick-7f3a2c`` unless it is given.

        Raises :class:`RunError` for an id that is taken, or is none.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        folder = RunFolder(new_folder(self.root, config.preset, run_id))
        folder.write_series(series)
        record = RunRecord(
            id=folder.path.name,
            name=name or default_name(config),
            status="queued",
            created=now(),
            config=config,
            source=series.name,
            time_column=series.time_column,
            columns=series.columns,
            freq=series.freq,
            n_rows=len(series),
            fingerprint=series.fingerprint,
            findings=series.findings,
        )
        folder.write(record)  # last: a folder without run.json is no run yet
        return folder

    def open(self, run_id: str) -> RunFolder:
        """The run of that id, which may come from a URL. Raises :class:`RunError`."""
        if not RUN_ID.fullmatch(run_id) or not (self.root / run_id / "run.json").is_file():
            raise RunError(f"There is no run '{run_id[:64]}' in the folder '{self.root.name}'.")
        return RunFolder(self.root / run_id)


def default_root() -> Path:
    """Where runs are kept: the folder named by ``INFORMER_RUNS``, else ``runs``."""
    return Path(os.environ.get("INFORMER_RUNS") or "runs")
