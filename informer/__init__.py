"""Informer Lab: train an Informer on a time series, forecast with it, and look inside it.

To read it as an annotated paper, start with :mod:`informer.model`. To use it from Python, in order:

>>> from informer.data.reading import read_csv           # a file -> TimeSeries
>>> from informer.plan import plan_run                   # -> RunConfig
>>> from informer.training.runs import RunStore          # -> a run folder
>>> from informer.training.train import train_run        # train and score it
>>> from informer.training.checkpoint import load_run    # -> TrainedRun
>>> from informer.forecasting.forecast import forecast_window
>>> from informer.inspection.inspect import inspect_window

Nothing is imported here: pages and figures use parts of the library that need no torch.
"""

VERSION = "0.5"
"""Of the app: reports and exported runs say it."""
