"""A backtest as a table."""

import numpy as np
import pandas as pd

from informer.forecasting.rolled import Backtest


def test_part(backtest: Backtest, time: pd.DatetimeIndex) -> pd.DataFrame:
    """The test part: one row for each start, step and column; ``time`` is the series'.

    Columns: ``start``, ``step`` (from 1), ``time``, ``column``, ``actual``, then one for each
    forecaster.
    """
    test = backtest.test
    _, horizon, c = test.actual.shape
    first = time.get_indexer(test.start)
    index = pd.MultiIndex.from_product(
        [test.start, range(1, horizon + 1), backtest.columns], names=["start", "step", "column"]
    )
    frame = index.to_frame(index=False)
    rows = np.repeat(first[:, None] + np.arange(horizon), c)
    frame.insert(2, "time", time[rows])
    frame["actual"] = test.actual.ravel()
    for name, forecast in test.forecasts.items():
        frame[name] = forecast.ravel()
    return frame
