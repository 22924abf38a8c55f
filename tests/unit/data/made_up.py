"""Files, series and configurations made up for the tests of data."""

import numpy as np
import pandas as pd

from informer.config import DataConfig, ModelConfig, RunConfig
from informer.data.reading import read_csv
from informer.data.series import TimeSeries

N = 120
TIME = pd.date_range("2024-01-20", periods=N, freq="h")
LOAD = np.round(1500 + 700 * np.sin(np.arange(N) / 4) + np.arange(N), 2)
TEMP = np.round(10 + 12 * np.cos(np.arange(N) / 9), 1)
SEQ, LABEL, PRED = 12, 6, 5


def table(
    time: object = TIME,
    load: object = LOAD,
    temp: object = TEMP,
    sep: str = ",",
    header: bool = True,
) -> str:
    """A file of three columns, of anything that can be written."""
    rows = zip(list(time), list(load), list(temp), strict=True)  # type: ignore[call-overload]
    lines = [sep.join(("time", "load", "temp"))] if header else []
    return "\n".join([*lines, *(sep.join(str(cell) for cell in row) for row in rows)]) + "\n"


def read(text: str | bytes) -> TimeSeries:
    return read_csv(text.encode() if isinstance(text, str) else text, "made up.csv")


def codes(series: TimeSeries) -> dict[str, str]:
    return {finding.code: finding.level for finding in series.findings}


def comma(values: np.ndarray) -> list[str]:
    return [str(value).replace(".", ",") for value in values]


def steps(freq: str, n: int = 60, start: str = "2010-03-01") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=n, freq=freq)


def series(
    rows: int, columns: tuple[str, ...] = ("other", "known", "target"), freq: str = "h"
) -> TimeSeries:
    values = np.random.default_rng(rows).normal(3, 2, (rows, len(columns)))
    return TimeSeries(
        name="made up",
        time=pd.date_range("2024-01-01", periods=rows, freq=freq),
        values=values,
        columns=columns,
        freq=freq,
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="0" * 64,
    )


def config(
    split: tuple[int, int, int] | tuple[float, float, float] = (0.7, 0.1, 0.2), **sizes: int
) -> RunConfig:
    sizes = {"seq_len": SEQ, "label_len": LABEL, "pred_len": PRED} | sizes
    return RunConfig(
        data=DataConfig(
            targets=("target",), covariates=("other",), known_future=("known",), split=split
        ),
        model=ModelConfig(enc_in=3, dec_in=3, c_out=1, n_known_future=1, **sizes),
    )
