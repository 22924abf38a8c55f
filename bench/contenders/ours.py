"""This project, as it is used: its training step, its attentions, its exact inspection."""

import numpy as np
import pandas as pd
import torch

from bench.contenders.contender import AttentionTask, Contender, StepTask, count_parameters
from informer.config import RunConfig
from informer.costing.attention import heads as made_up_heads
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.inspection.inspect import inspect_model
from informer.model.attention import full_attention, prob_sparse_attention
from informer.model.informer import Informer
from informer.model.sampling import SampledKeys
from informer.model.sparsity import n_sampled_keys
from informer.plan import plan_run
from informer.training.precision import choose_precision
from informer.training.step import TrainingStep


def training(**fields: object) -> Contender:
    """The training step of the product on one batch, gathered before the clock starts."""
    task = StepTask(**fields)  # type: ignore[arg-type]
    windows, config = _windows(task)
    model = Informer(config.model)
    batch = windows.batch(torch.arange(task.batch))
    step = TrainingStep(model, config)
    auto = choose_precision("auto", step.device, config.model.d_model)
    chosen = ", what auto takes" if step.precision == auto else ""
    return Contender(lambda: step(batch, 0, 1e-4), f"{count_parameters(model)}{chosen}")


def inspection(**fields: object) -> Contender:
    """The inspection of one window, with the exact measure of every query."""
    windows, config = _windows(StepTask(**fields))  # type: ignore[arg-type]
    model = Informer(config.model)
    return Contender(lambda: inspect_model(model, windows, 0, 0), count_parameters(model))


def prob_sparse(**fields: object) -> Contender:
    """ProbSparse attention alone, forward and backward."""
    task = AttentionTask(**fields)  # type: ignore[arg-type]
    query, key, value = heads(task)
    n_sampled = n_sampled_keys(task.sampling_factor, task.length)

    def step() -> None:
        output, _ = prob_sparse_attention(
            query,
            key,
            value,
            sampling_factor=task.sampling_factor,
            causal=False,
            sampled_keys=SampledKeys(0)(task.length, task.length, n_sampled, causal=False),
        )
        torch.autograd.backward(output, value)

    return Contender(step)


def full(**fields: object) -> Contender:
    """Every query attends: PyTorch's scaled dot product attention, forward and backward."""
    query, key, value = heads(AttentionTask(**fields))  # type: ignore[arg-type]

    def step() -> None:
        torch.autograd.backward(full_attention(query, key, value, causal=False)[0], value)

    return Contender(step)


def heads(task: AttentionTask) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Query, key and value ``[B, H, L, d]``."""
    return made_up_heads(task.length, task.n_heads, task.d_head, batch=task.batch)


def _windows(task: StepTask) -> tuple[Windows, RunConfig]:
    rng = np.random.default_rng(0)
    rows = 3 * (task.seq_len + task.pred_len) + task.batch
    values = rng.normal(size=(rows, 1))
    series = TimeSeries(
        name="noise",
        time=pd.date_range("2024-01-01", periods=rows, freq="h"),
        values=values,
        columns=("y",),
        freq="h",
        filled=np.zeros_like(values, dtype=bool),
        fingerprint="",
    )
    sizes = {name: value for name, value in task.fields.items() if name != "batch"}
    # preset Paper is the network that the peers have too: no draft, no instance normalisation, and
    # a calendar of four numbers
    overrides = sizes | {"device": "cpu", "grad_clip": 1.0}
    parts = (rows - 2 * task.pred_len, task.pred_len, task.pred_len)
    config = plan_run(series, targets=["y"], preset="paper", overrides=overrides, split=parts)
    return Windows(series, config), config
