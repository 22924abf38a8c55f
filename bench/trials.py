"""Many trainings on ETTh1, some at a time, and a file of results that a broken run goes on from."""

import json
import os
import re
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from bench.race import ROOT, BenchError
from bench.trial import Score, Trial
from informer.config import RunConfig, Seeds
from informer.data.reading import read_csv
from informer.data.series import TimeSeries
from informer.plan import plan_run

SPLIT = (8640, 2880, 2880)
"""The published one: 12, 4 and 4 months of hours."""


class Setting(NamedTuple):
    """Every column from every column (``M``), or the oil temperature from itself (``S``)."""

    features: Literal["M", "S"]
    pred_len: int

    @classmethod
    def of(cls, text: str) -> "Setting":
        """From ``M24`` or ``S168``. Raises :class:`BenchError`.

        >>> Setting.of("S168")
        Setting(features='S', pred_len=168)
        """
        found = re.fullmatch(r"([MS])(\d+)", text.strip())
        if not found or not int(found[2]):
            raise BenchError(f"'{text}' is no setting: give M or S and a horizon, such as M24.")
        return cls("M" if found[1] == "M" else "S", int(found[2]))

    def __str__(self) -> str:
        return f"{self.features}{self.pred_len}"


@dataclass(frozen=True)
class Trials:
    """How trials are made: with what, how many at a time."""

    csv: Path
    preset: str = "balanced"
    seeds: Sequence[int] = (0, 1, 2)
    jobs: int = 1
    threads: int = 1
    overrides: Mapping[str, object] = field(default_factory=dict)
    split: tuple[int, int, int] = SPLIT
    results: Path | None = None
    """JSON lines, ``{"trial": ..., "threads": n, "score": ...}``; read first, then added to."""

    @cached_property
    def series(self) -> TimeSeries:
        """The file, read once."""
        return read_csv(self.csv)

    def plan(self, setting: Setting, seed: int, overrides: Mapping[str, object] = {}) -> RunConfig:
        """The preset's own choice of everything but the horizon; ``overrides`` win, then --set."""
        return plan_run(
            self.series,
            targets=["OT"],
            features=setting.features,
            preset=self.preset,
            overrides={
                "pred_len": setting.pred_len,
                "device": "cpu",
                **overrides,
                **self.overrides,
            },
            seeds=Seeds(data=seed, weights=seed, sampling=seed),
            split=self.split,
            standardise_metrics=True,
        )

    def vary(
        self,
        variants: Mapping[str, Mapping[str, object]],
        settings: Iterable[Setting],
        *,
        test: bool,
    ) -> dict[tuple[str, Setting], list[Trial]]:
        """The preset, under its name, then each variant of it: a trial for each seed."""
        named = {self.preset.capitalize(): {}, **variants}
        return {
            (name, setting): [
                Trial(self.plan(setting, seed, overrides), test=test) for seed in self.seeds
            ]
            for name, overrides in named.items()
            for setting in settings
        }

    def run(self, trials: Iterable[Trial]) -> dict[str, Score]:
        """The score of each trial, by its :meth:`Trial.json`. Raises :class:`BenchError`.

        What the results file holds already is not trained again.
        """
        wanted = list(dict.fromkeys(trial.json() for trial in trials))
        known = self._known()
        scores = {line: known[line] for line in wanted if line in known}
        todo = [line for line in wanted if line not in known]
        lock = threading.Lock()

        def make(line: str) -> None:
            score = self._train(line)
            with lock:
                scores[line] = score
                self._keep(line, score)
                print(f"{len(scores)} of {len(wanted)}: {_said(line, score)}", flush=True)

        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                list(pool.map(make, todo))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return scores

    def describe(self) -> str:
        """A caption: what was trained, and with how many processes and threads."""
        seeds = f"seed{'s' if len(self.seeds) > 1 else ''} {', '.join(map(str, self.seeds))}"
        changed = "".join(f", {name} = {value}" for name, value in self.overrides.items())
        jobs = "one training" if self.jobs == 1 else f"{self.jobs} trainings"
        threads = "one thread" if self.threads == 1 else f"{self.threads} threads"
        return (
            f"Preset {self.preset.capitalize()}{changed}; {seeds}; {jobs} at a time, "
            f"{threads} each."
        )

    def _known(self) -> dict[str, Score]:
        if self.results is None or not self.results.exists():
            return {}
        text = self.results.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1]  # a line without an end was cut off with the run
        if whole != text:
            self.results.write_text(whole, encoding="utf-8")
        entries = [json.loads(line) for line in whole.splitlines()]
        return {
            entry["trial"]: Score(**entry["score"])
            for entry in entries
            if (entry["threads"], entry["jobs"]) == (self.threads, self.jobs)
        }

    def _keep(self, line: str, score: Score) -> None:
        if self.results is None:
            return
        entry = {"trial": line, "threads": self.threads, "jobs": self.jobs, "score": asdict(score)}
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def _train(self, line: str) -> Score:
        done = subprocess.run(
            [sys.executable, "-m", "bench.trial", str(self.csv), str(self.threads)],
            cwd=ROOT,
            env=os.environ | {"OMP_NUM_THREADS": str(self.threads)},
            input=line,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        lines = done.stdout.splitlines()
        if not lines:
            raise BenchError(f"A training was ended with exit code {done.returncode}.")
        answer = json.loads(lines[-1])
        if "error" in answer:
            raise BenchError(f"A training failed: {answer['error']}")
        return Score(**answer)


def mean_and_spread(values: Sequence[float]) -> str:
    """The mean, and the sample deviation where there are several values.

    >>> mean_and_spread([0.5, 0.52, 0.54]), mean_and_spread([0.5])
    ('0.520 ± 0.020', '0.500')
    """
    mean = f"{statistics.fmean(values):.3f}"
    return f"{mean} ± {statistics.stdev(values):.3f}" if len(values) > 1 else mean


def _said(line: str, score: Score) -> str:
    config = Trial.of(line).config
    columns = "M" if len(config.data.targets) > 1 else "S"
    return (
        f"{columns}{config.model.pred_len}, seed {config.seeds.weights}: validation MSE "
        f"{score.validation_mse:.3f} in {score.seconds:.0f} s and {score.steps} steps"
    )
