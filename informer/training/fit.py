"""Training (paper, section 4): mean squared error, Adam, early stopping; a generator of reports."""

import math
import time
from collections.abc import Generator

import torch
from torch import Tensor

from informer.config import RunConfig
from informer.data.windows import Windows
from informer.forecasting.predict import mean_squared_error
from informer.model.informer import Informer
from informer.training.randomness import derived_seed, seeded
from informer.training.records import RunError
from informer.training.reports import Report
from informer.training.schedule import count_steps, learning_rate
from informer.training.step import TrainingStep

_SECONDS_BETWEEN_REPORTS = 0.1


class TrainingError(RunError):
    """Training can't go on; the message is one sentence a person can act on."""


def new_model(config: RunConfig, device: torch.device) -> Informer:
    """An Informer whose initial weights follow the weight seed, the same on every device."""
    with seeded(config.seeds.weights, torch.device("cpu")):
        model = Informer(config.model)
    return model.to(device)


def fit(model: Informer, windows: Windows, config: RunConfig) -> Generator[Report, None, None]:
    """Train ``model`` on the train windows, reporting as it goes.

    Yields a report of a step at most ten times a second, and one after each validation, when the
    model holds the weights that were validated. However it ends, also when its reader closes it,
    the model is left with the weights of the best validation. Same seeds, same device: same
    weights. Raises :class:`TrainingError` when the loss is no longer a number.
    """
    best = _Best(config.training.patience)
    try:
        yield from _train(model, windows, config, best)
    finally:
        if best.weights:
            model.load_state_dict(best.weights)


class _Best:
    """The best weights so far, and whether it is worth going on."""

    def __init__(self, patience: int) -> None:
        self.weights: dict[str, Tensor] = {}
        self._loss = math.inf
        self._left = self._patience = patience

    def offer(self, model: Informer, loss: float) -> bool:
        """Keep these weights if they are better than all before."""
        if not loss < self._loss:
            self._left -= 1
            return False
        self._loss, self._left = loss, self._patience
        self.weights = {name: value.clone() for name, value in model.state_dict().items()}
        return True

    @property
    def exhausted(self) -> bool:
        return self._left <= 0


def _train(
    model: Informer, windows: Windows, config: RunConfig, best: _Best
) -> Generator[Report, None, None]:
    training = config.training
    per_epoch, n_steps = count_steps(training, len(windows.split.train))
    eval_every = training.eval_every or per_epoch
    make_step = TrainingStep(model, config)
    started = reported = time.monotonic()
    losses: list[Tensor] = []
    order = torch.empty(0)
    for step in range(n_steps):
        epoch, place = divmod(step, per_epoch)
        if place == 0:
            order = _order(windows.split.train, config.seeds.data, epoch)
        batch = windows.batch(order[place * training.batch_size :][: training.batch_size])
        rate = learning_rate(training, step, per_epoch, n_steps)
        loss, norm = make_step(batch, step, rate)
        losses.append(loss)
        done, clock = step + 1, time.monotonic()
        validate = done % eval_every == 0 or done == n_steps
        if not validate and step > 0 and clock - reported < _SECONDS_BETWEEN_REPORTS:
            continue  # reading the loss would make the CPU wait for a GPU
        reported = clock
        train_loss = (torch.stack(losses).mean() if validate else loss).item()
        if not math.isfinite(train_loss):
            raise TrainingError(
                f"The loss became infinite or not a number at step {done}: "
                "lower the learning rate, or set grad_clip to 1."
            )
        validation_loss, is_best = None, False
        if validate:
            losses.clear()
            validation_loss = mean_squared_error(
                model, windows, _validated(windows, config), config.seeds.sampling
            )
            is_best = best.offer(model, validation_loss)
        seconds = time.monotonic() - started
        yield Report(
            kind="validation" if validate else "step",
            step=done,
            epoch=epoch + 1,
            n_steps=n_steps,
            train_loss=train_loss,
            learning_rate=rate,
            gradient_norm=norm.item(),
            seconds=seconds,
            seconds_left=seconds * (n_steps - done) / done,
            validation_loss=validation_loss,
            best=is_best,
        )
        if best.exhausted:
            return


def _validated(windows: Windows, config: RunConfig) -> range:
    """The windows that are validated on: all, or every n-th."""
    validation = windows.split.validation
    limit = config.training.validation_windows or len(validation)
    return validation[:: math.ceil(len(validation) / limit)]


def _order(train: range, data_seed: int, epoch: int) -> Tensor:
    """All train windows, each epoch in an order of its own."""
    generator = torch.Generator().manual_seed(derived_seed(data_seed, epoch))
    return train.start + torch.randperm(len(train), generator=generator)
