"""One training, scored: ``python -m bench.trial CSV THREADS`` reads a :class:`Trial` from its
standard input and ends with one JSON line, a :class:`Score`, or ``{"error": sentence}``.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from informer.config import RunConfig
from informer.data.series import TimeSeries


@dataclass(frozen=True)
class Trial:
    """A training to be made."""

    config: RunConfig
    test: bool
    """Whether the test windows are read at all."""
    published: float | None = None
    """A test MSE: how long until it was reached?"""

    def json(self) -> str:
        """As one line, which also names the trial: same line, same training."""
        config = self.config.model_dump(mode="json")
        return json.dumps({"config": config, "test": self.test, "published": self.published})

    @classmethod
    def of(cls, line: str) -> "Trial":
        """From :meth:`json`."""
        values = json.loads(line)
        return cls(RunConfig.model_validate(values["config"]), values["test"], values["published"])


@dataclass(frozen=True)
class Score:
    """What came of a trial; errors on standardised values."""

    validation_mse: float
    """Over all validation windows, with the weights that validated best."""
    seconds: float
    """Training and its validations, without the scoring for this table."""
    steps: int
    precision: str
    test: dict[str, dict[str, float]]
    """``informer`` and each baseline: ``mse`` and ``mae`` over all test windows; may be empty."""
    seconds_to_published: float | None = None
    """Until a best-so-far checkpoint first had the published test MSE; None: never."""


def train(series: TimeSeries, trial: Trial) -> Score:
    """Make the training as the product does, and score it.

    The test windows of each best-so-far checkpoint are scored outside the clock; nothing of the
    training depends on them.
    """
    import time

    import torch

    from informer.data.windows import Windows
    from informer.forecasting.evaluate import evaluate
    from informer.forecasting.predict import mean_squared_error
    from informer.training.device import choose_device
    from informer.training.fit import fit, new_model
    from informer.training.precision import choose_precision

    config = trial.config
    device = choose_device(config.training.device)
    windows = Windows(series, config, device=device)
    model = new_model(config, device)
    sampling = config.seeds.sampling
    aside = seconds = 0.0
    steps, reached = 0, None
    for report in fit(model, windows, config):
        steps, seconds = report.step, report.seconds - aside  # its clock ran while we scored
        if not (report.best and trial.published and reached is None):
            continue
        began = time.monotonic()
        if mean_squared_error(model, windows, windows.split.test, sampling) <= trial.published:
            reached = seconds
        aside += time.monotonic() - began
    test: dict[str, dict[str, float]] = {}
    if trial.test:
        result = evaluate(model, windows, config)
        scores = {"informer": result.metrics, **result.baselines}
        test = {name: {"mse": s.mse_scaled, "mae": s.mae_scaled} for name, s in scores.items()}
    chosen: torch.dtype = choose_precision(config.training.precision, device, config.model.d_model)
    return Score(
        validation_mse=mean_squared_error(model, windows, windows.split.validation, sampling),
        seconds=seconds,
        steps=steps,
        precision=str(chosen).removeprefix("torch."),
        test=test,
        seconds_to_published=reached,
    )


def main() -> None:
    """Read a trial, make it, say what came of it."""
    import torch

    from informer.data.reading import read_csv

    csv, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    answer: dict[str, Any]
    try:
        answer = asdict(train(read_csv(Path(csv)), Trial.of(sys.stdin.read())))
    except Exception as error:  # the other side tells the person
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
