"""The learning rate at each step."""

import math

from informer.config import TrainingConfig


def count_steps(config: TrainingConfig, n_windows: int) -> tuple[int, int]:
    """Steps in an epoch, and in the whole training if it does not stop early.

    >>> count_steps(TrainingConfig(batch_size=32, epochs=3), n_windows=100)
    (4, 12)
    >>> count_steps(TrainingConfig(batch_size=32, epochs=3, max_steps=5), n_windows=100)
    (4, 5)
    """
    per_epoch = math.ceil(n_windows / config.batch_size)
    total = per_epoch * config.epochs
    return per_epoch, min(total, config.max_steps or total)


def learning_rate(config: TrainingConfig, step: int, per_epoch: int, n_steps: int) -> float:
    """The rate for ``step``, counted from 0, of ``n_steps``.

    ``halve`` is the paper's: half the rate each epoch. ``cosine`` rises over the first twentieth of
    the steps and then falls to zero along half a cosine.

    >>> halve = TrainingConfig(learning_rate=1e-4, schedule="halve")
    >>> [learning_rate(halve, step, per_epoch=10, n_steps=60) for step in (0, 9, 10, 20)]
    [0.0001, 0.0001, 5e-05, 2.5e-05]
    >>> cosine = TrainingConfig(learning_rate=1.0, schedule="cosine")
    >>> [round(learning_rate(cosine, step, 10, 100), 3) for step in (0, 4, 52, 99)]
    [0.2, 1.0, 0.5, 0.0]
    """
    if config.schedule == "constant":
        return config.learning_rate
    if config.schedule == "halve":
        return float(config.learning_rate * 0.5 ** (step // per_epoch))
    warm_up = max(1, n_steps // 20)
    if step < warm_up:
        return config.learning_rate * (step + 1) / warm_up
    share = (step + 0.5 - warm_up) / max(1, n_steps - warm_up)
    return config.learning_rate * 0.5 * (1 + math.cos(math.pi * share))
