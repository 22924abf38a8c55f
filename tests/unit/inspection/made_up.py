"""Inspections made up for tests: the right shapes and invariants, from random queries and keys."""

import numpy as np
import pandas as pd
import torch

from informer.inspection.agreement import precision_at_u
from informer.inspection.distilling import cell_spans, pooling_winners
from informer.inspection.exact import exact_measures
from informer.inspection.results import AttentionInspection, DistillingInspection, Inspection
from informer.model.sparsity import (
    n_sampled_keys,
    n_selected_queries,
    sampled_max_mean_measure,
    scores,
)


def attention(
    length: int = 24,
    heads: int = 2,
    *,
    name: str = "encoder.0",
    causal: bool = False,
    full: bool = False,
    spread: float = 1.0,
    time: pd.DatetimeIndex | None = None,
    seed: int = 0,
    factor: int = 2,
    width: int = 4,
) -> AttentionInspection:
    """One attention layer as ``inspect_window`` would report it."""
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(seed)
    size = (heads, length, width)
    query, key, value = (torch.randn(size, generator=generator) for _ in range(3))
    query = query * spread * (1 + 3 * torch.rand((heads, length, 1), generator=generator) ** 6)
    visible = np.arange(1, length + 1) if causal else np.full(length, length)
    measure, max_mean = exact_measures(query, key, causal=causal)
    sampled = selected = weights = ranked = precision = None
    if not full:
        keys = torch.randint(length, (length, n_sampled_keys(factor, length)), generator=generator)
        if causal:
            keys = keys % torch.arange(1, length + 1)[:, None]
        found = sampled_max_mean_measure(query, key, keys, causal=causal)
        chosen = found.topk(n_selected_queries(factor, length), -1).indices.sort(-1).values
        s = scores(query, key)
        if causal:
            s = s.masked_fill(torch.ones(length, length).triu(1).bool(), -torch.inf)
        rows = chosen[..., None].expand(-1, -1, length)
        weights = s.softmax(-1).gather(1, rows).numpy()
        sampled, selected, ranked = keys.numpy(), chosen.numpy(), found.numpy()
        precision = precision_at_u(selected, measure.numpy())
    return AttentionInspection(
        name=name,
        causal=causal,
        query=query.numpy(),
        key=key.numpy(),
        value=value.numpy(),
        visible=visible,
        measure_exact=measure.numpy(),
        measure_max_mean=max_mean.numpy(),
        measure_sampled=ranked,
        sampled_keys=sampled,
        selected=selected,
        weights=weights,
        time=pd.date_range("2024-01-01", periods=length, freq="h") if time is None else time,
        precision_at_u=precision,
    )


def inspection(
    length: int = 24, heads: int = 2, *, columns: tuple[str, ...] = ("load",), width: int = 8
) -> Inspection:
    """A plain encoder of two layers with distilling between, and one decoder layer."""
    rng = np.random.default_rng(0)
    time = pd.date_range("2024-01-01", periods=length, freq="h")
    hours = np.arange(length)[:, None] + 3.0 * np.arange(len(columns))
    half = -(-length // 2)
    activated = rng.normal(size=(length, width)).astype(np.float32)
    winners = pooling_winners(activated)
    span_out = cell_spans(0, length, 1)
    return Inspection(
        window=5,
        sampling_seed=0,
        time=time,
        observed=100 + 40 * np.sin(hours / 24 * 2 * np.pi) + rng.normal(size=hours.shape),
        columns=columns,
        attention=(
            attention(length, heads, time=time),
            attention(half, heads, name="encoder.1", time=time[span_out[:, 1]], seed=1),
            attention(
                half + 6,
                heads,
                name="decoder.0",
                causal=True,
                time=pd.date_range(time[length - half], periods=half + 6, freq="h"),
                seed=2,
            ),
        ),
        distilling=(
            DistillingInspection(
                name="distilling.0",
                input=rng.normal(size=(length, width)).astype(np.float32),
                output=np.take_along_axis(activated, winners, axis=0),
                winners=winners,
                span_in=cell_spans(0, length, 0),
                span_out=span_out,
            ),
        ),
    )
