"""What ``backtest`` prints: errors beside the baselines', by column and step, the worst windows."""

import numpy as np

from informer.forecasting.bad_windows import BadWindow, worst_windows
from informer.forecasting.metrics import By, Errors
from informer.forecasting.results import TestResult
from informer.forecasting.rolled import Backtest
from informer.forecasting.scores import result_of
from informer.training.records import RunError, RunRecord

_N_WORST = 5


def print_report(record: RunRecord, backtest: Backtest) -> None:
    """The tables, for people."""
    errors, result = backtest.errors(), _result(record, backtest)
    test = backtest.test
    thinned = f" (one in {backtest.stride})" if backtest.stride > 1 else ""
    print(
        f"{record.name}: {backtest.horizon} steps of {backtest.freq} ahead from "
        f"{len(test.windows):,} moments of the test part{thinned}, "
        f"{test.start[0]} to {test.start[-1]}; a season is {backtest.period} steps"
    )
    several = len(backtest.columns) > 1
    _print(
        "mean of the columns" if several else backtest.columns[0],
        ("MAE", "RMSE", "MASE", "WAPE"),
        {
            name: [
                _number(one.mae()),
                _number(one.rmse()),
                f"{one.mase():.3f}",
                f"{one.wape():.2%}",
            ]
            for name, one in errors.items()
        },
    )
    best = result.best_baseline
    print(f"\nskill against {best}: {result.skill:+.1%} (share of its error that is gone)")
    if several:
        _print("MAE", backtest.columns, _cells(errors, "column"))
    shown = sorted({round(step) for step in np.linspace(1, backtest.horizon, 6)})
    by_step = {
        name: [one[step - 1] for step in shown] for name, one in _cells(errors, "step").items()
    }
    _print("MAE by step", [str(step) for step in shown], by_step)
    print("\nworst windows (of those that overlap, the worst)")
    for bad in worst_windows(test, _N_WORST):
        mae = ", ".join(_number(value) for value in bad.mae)
        print(
            f"  {bad.start}  window {bad.window:>7}  MAE {mae}  {bad.times_typical:.1f} × typical"
        )


def summary(record: RunRecord, backtest: Backtest) -> dict[str, object]:
    """What ``--json`` prints; what is not a number is null."""
    result, test = _result(record, backtest), backtest.test
    return {
        "run": record.id,
        "horizon": backtest.horizon,
        "n_windows": len(test.windows),
        "stride": backtest.stride,
        "first": test.start[0].isoformat(),
        "last": test.start[-1].isoformat(),
        "period": backtest.period,
        "sampling_seed": backtest.sampling_seed,
        "columns": backtest.columns,
        "best_baseline": result.best_baseline,
        "skill": result.skill,
        "errors": {name: _measures(one) for name, one in backtest.errors().items()},
        "worst": [_bad(bad) for bad in worst_windows(test, _N_WORST)],
    }


def _result(record: RunRecord, backtest: Backtest) -> TestResult:
    if record.scaler is None:
        raise RunError(f"Run '{record.id}' has not been trained yet.")
    deviation = record.scaler.scaler().last(len(backtest.columns)).std
    return result_of(
        backtest.errors(), deviation, standardise=False, period=backtest.period,
        n_windows=len(backtest.test.windows),
    )  # fmt: skip


def _measures(errors: Errors) -> dict[str, object]:
    measures = {"mae": errors.mae, "rmse": errors.rmse, "mase": errors.mase, "wape": errors.wape}
    return {name: float(measure()) for name, measure in measures.items()} | {
        f"{name}_by_{by}": measure(by).tolist()
        for name, measure in measures.items()
        for by in ("column", "step")
    }


def _bad(bad: BadWindow) -> dict[str, object]:
    return {
        "window": bad.window,
        "start": bad.start.isoformat(),
        "mae": bad.mae.tolist(),
        "times_typical": bad.times_typical,
    }


def _cells(errors: dict[str, Errors], by: By) -> dict[str, list[str]]:
    return {name: [_number(value) for value in one.mae(by)] for name, one in errors.items()}


def _print(title: str, columns: "tuple[str, ...] | list[str]", rows: dict[str, list[str]]) -> None:
    """A table with a title above its first column."""
    first = max(len(title), *(len(name) for name in rows))
    widths = [
        max(10, len(column), *(len(cells[i]) for cells in rows.values()))
        for i, column in enumerate(columns)
    ]
    print()
    for name, cells in {title: list(columns), **rows}.items():
        line = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        print(f"{name.replace('_', ' ') if name in rows else name:<{first}}  {line}")


def _number(value: float | np.ndarray) -> str:
    """With four digits that count, thousands apart."""
    size = abs(float(value))
    if size == 0 or not np.isfinite(size):
        return f"{float(value):g}"
    digits = max(0, 3 - int(np.floor(np.log10(size))))
    return f"{float(value):,.{digits}f}" if digits < 8 else f"{float(value):.4g}"
