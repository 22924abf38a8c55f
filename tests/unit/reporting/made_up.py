"""A run that has ended, and its forecast, without any training."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from informer.data.series import Finding, TimeSeries
from informer.forecasting.results import Forecast, Intervals, Scores, TestResult
from informer.plan import plan_run
from informer.reporting.material import Material
from informer.training.records import RunRecord

STEPS = 6
MADE = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


def material(series: TimeSeries, *, target: str | None = None, hostile: str = "") -> Material:
    """What a report is made from; ``hostile`` is the text of all that a person can name."""
    target = target or series.columns[-1]
    series = replace(
        series,
        name=hostile or series.name,
        time_column=hostile or series.time_column,
        findings=(Finding("warning", "made_up", f"Row 3 was dropped {hostile}"),),
    )
    lengths = {"seq_len": 24, "pred_len": STEPS}
    config = plan_run(series, targets=[target], overrides=lengths)
    simple = Scores(0.5, 0.5, 5.0, 6.0, 1.5)
    result = TestResult(
        metrics=Scores(0.4, 0.4, 4.0, 5.0, 1.2),
        baselines={"naive": replace(simple, mae=9.0), "linear": simple},
        best_baseline="linear",
        skill=0.2,
        period=24,
        n_windows=91,
    )
    record = RunRecord(
        id="quick-abc123", name=hostile or "a run", status="done", created=MADE, config=config,
        source=series.name, time_column=series.time_column, columns=series.columns,
        freq=series.freq, n_rows=len(series), fingerprint=series.fingerprint, device="cpu",
        precision="float32", threads=1, seconds=12.0, steps=700, result=result,
    )  # fmt: skip
    values = np.linspace(-1.5, 1234.5, STEPS)[:, None]
    half = np.array([1.0, np.inf])[:, None, None]
    forecast = Forecast(
        window=len(series) - 24,
        sampling_seed=5,
        columns=(target,),
        context_time=series.time[-24:],
        context=series.matrix([target])[-24:],
        time=series.future_time(STEPS),
        values=values,
        actual=None,
        notes=(f"It is assumed that all stays as it is {hostile}",),
        intervals=Intervals((0.5, 0.95), values - half, values + half, 9),
    )
    script = f"python -m informer train {hostile}"
    return Material(record, series, forecast, script=script, needs="the file", made=MADE)
