"""A run so small that all its measures can be worked out by hand, with a few lines of ``math``.

The embedding is silenced but for the positions, x_i = (sin i, cos i). One head with
W_Q = diag(4, 0) and W_K = 1 then scores s_ij = 4 · sin i · sin j / √2 over 8 steps. With c = 1,
U = u = 3.
"""

import math
from pathlib import Path

import pandas as pd
import torch

from informer.config import DataConfig, ModelConfig, RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.forecasting.evaluate import evaluate
from informer.model.informer import Informer
from informer.training.checkpoint import save_weights
from informer.training.records import ScalerRecord
from informer.training.runs import RunFolder, RunStore

LENGTH, SELECTED = 8, 3


def make_run(root: Path) -> RunFolder:
    """The run, as if it had been trained."""
    series = _series()
    config = RunConfig(data=DataConfig(targets=("load",)), model=_sizes(), preset="hand")
    folder = RunStore(root).create(series, config, "by hand")
    windows = Windows(series, config)
    model = _model(config.model)
    save_weights(folder.best_weights, model)
    scaler = ScalerRecord(mean=tuple(windows.scaler.mean), std=tuple(windows.scaler.std))
    result = evaluate(model, windows, config)
    folder.update(status="done", scaler=scaler, result=result, steps=1, seconds=0.0)
    return folder


def score(query: int, key: int) -> float:
    """s_ij = q_i·k_j / √2"""
    return 4 * math.sin(query) * math.sin(key) / math.sqrt(2)


def kl(query: int) -> float:
    """KL(uniform‖p) = Σ_j 1/8 · ln((1/8) / p_j), from the definition."""
    e = [math.exp(score(query, key)) for key in range(LENGTH)]
    return sum(math.log(sum(e) / (LENGTH * one)) / LENGTH for one in e)


def selected(seed: int) -> set[int]:
    """The three queries with the largest max − mean over the keys that this seed draws."""
    drawn = torch.randint(LENGTH, (LENGTH, 3), generator=torch.Generator().manual_seed(seed))
    measure = {}
    for query, keys in enumerate(drawn.tolist()):
        s = [score(query, key) for key in keys]
        measure[query] = max(s) - sum(s) / len(s)
    return set(sorted(measure, key=measure.__getitem__)[-SELECTED:])


def best() -> set[int]:
    """The three queries with the largest KL."""
    return set(sorted(range(LENGTH), key=kl)[-SELECTED:])


def _series() -> TimeSeries:
    time = pd.date_range("2024-01-01", periods=96, freq="h")
    values = torch.sin(torch.arange(96.0)).double().numpy()[:, None] * 10 + 50
    filled = values < 0
    return TimeSeries("by hand", time, values, ("load",), "h", filled, "0" * 64, rows_read=96)


def _sizes() -> ModelConfig:
    return ModelConfig(
        enc_in=1, dec_in=1, c_out=1, seq_len=LENGTH, label_len=4, pred_len=2, d_model=2,
        n_heads=1, d_ff=2, e_layers=2, sampling_factor=1, instance_norm=False, dropout=0.0,
    )  # fmt: skip


def _model(sizes: ModelConfig) -> Informer:
    torch.manual_seed(0)
    model = Informer(sizes).eval()
    silent = (model.encoder_embedding.value, model.encoder_embedding.calendar)
    attention = model.encoder.replicas[0].layers[0].attention
    with torch.no_grad():
        for layer in (*silent, attention.query, attention.key):
            for parameter in layer.parameters():
                parameter.zero_()
        attention.query.weight[0, 0] = 4.0
        attention.key.weight.copy_(torch.eye(2))
    return model
