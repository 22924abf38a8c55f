"""Training (paper, section 4): mean squared error, Adam, early stopping; a generator of reports."""

import math
import time
from collections.abc import Generator
from contextlib import nullcontext

import torch
from torch import Tensor

from informer.config import RunConfig
from informer.data.windows import Windows
from informer.forecasting.predict import mean_squared_error
from informer.model.informer import Informer
from informer.training.average import WeightAverage
from informer.training.device import send
from informer.training.draft import fit_draft
from informer.training.randomness import derived_seed, seeded
from informer.training.ranks import ALONE, Ranks
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


def fit(
    model: Informer, windows: Windows, config: RunConfig, ranks: Ranks = ALONE
) -> Generator[Report, None, None]:
    """Train ``model`` on the train windows, together with other ``ranks``, reporting as it goes.

    Yields a report of a step at most ten times a second, and one after each validation, when the
    model holds the weights that were validated. However it ends, also when its reader closes it,
    the model is left with the weights of the best validation. Same seeds, same device: same
    weights. Rank 0 alone yields, and raises :class:`TrainingError` when the loss is no longer a
    number.
    """
    best = _Best(config.training.patience)
    try:
        yield from _train(model, windows, config, best, ranks)
        ranks.end()
    except (GeneratorExit, TrainingError):
        ranks.end()  # other errors may leave an exchange open, after which nothing can be told
        raise
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
    model: Informer, windows: Windows, config: RunConfig, best: _Best, ranks: Ranks
) -> Generator[Report, None, None]:
    training = config.training
    per_epoch, n_steps = count_steps(training, len(windows.split.train))
    eval_every = training.eval_every or per_epoch
    started = reported = time.monotonic()
    fit_draft(model, windows)
    ranks.join(model)
    make_step = TrainingStep(model, config, ranks)
    average = WeightAverage(model, training.weight_averaging)
    losses: list[Tensor] = []
    order = torch.empty(0)

    def validation_loss_on(numbers: range) -> float:
        return mean_squared_error(model, windows, numbers, config.seeds.sampling)

    for step in ranks.steps(n_steps):
        epoch, place = divmod(step, per_epoch)
        if place == 0:
            order = send(_order(windows.split.train, config.seeds.data, epoch), make_step.device)
        drawn = order[place * training.batch_size :][: training.batch_size]
        mine, weight = ranks.share(drawn)
        rate = learning_rate(training, step, per_epoch, n_steps)
        loss, norm = make_step(windows.batch(mine), step, rate, weight)
        average.update()
        losses.append(loss)
        done, clock = step + 1, time.monotonic()
        validate = done % eval_every == 0 or done == n_steps
        if not validate and step > 0 and clock - reported < _SECONDS_BETWEEN_REPORTS:
            continue  # reading the loss would make the CPU wait for a GPU
        with average.in_place() if validate else nullcontext():
            validation_loss, is_best = None, False
            if validate:
                validation_loss = ranks.mean(_validated(windows, config), validation_loss_on)
            if ranks.rank:
                losses.clear()
                continue  # the first process reports and decides
            reported = clock
            train_loss = (torch.stack(losses).mean() if validate else loss).item()
            if not math.isfinite(train_loss):
                raise TrainingError(
                    f"The loss became infinite or not a number at step {done}: "
                    "lower the learning rate, or set grad_clip to 1."
                )
            if validation_loss is not None:
                losses.clear()
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
