"""Decodings and races made up for tests: the right shapes, random numbers."""

import numpy as np
import pandas as pd

from informer.inspection.decoder_results import (
    Chunked,
    CrossAttention,
    DecodeRace,
    Decoding,
    Memory,
)
from informer.inspection.results import Inspection
from tests.unit.inspection import made_up


def decoding(
    *,
    label: int = 6,
    replicas: int = 1,
    known: int = 1,
    covariates: int = 1,
    drafted: bool = False,
    actual: bool = True,
    name: str = "load",
) -> Decoding:
    """24 steps of context, a start token, 8 placeholders."""
    rng = np.random.default_rng(0)
    context = pd.date_range("2024-01-01", periods=24, freq="h")
    time = pd.date_range(
        context[24 - label] if label else "2024-01-02", periods=label + 8, freq="h"
    )
    spans = [np.stack([np.arange(0, 24, 2), np.arange(1, 24, 2)], 1)]
    if replicas == 2:
        spans.append(np.stack([np.arange(12, 24)] * 2, 1))
    memory = Memory(
        np.concatenate(spans), np.concatenate([np.full(len(s), i) for i, s in enumerate(spans)])
    )
    channels = known + covariates + 1
    values = rng.normal(size=(label + 8, channels))
    values[:, :known] = np.arange(label + 8)[:, None] > label
    return Decoding(
        inside=Inspection(
            window=5,
            sampling_seed=0,
            time=context,
            observed=rng.normal(size=(24, 1)),
            columns=(name,),
            attention=(
                made_up.attention(label + 8, name="decoder.0", causal=True, time=time, seed=2),
            ),
            distilling=(),
        ),
        time=time,
        label_len=label,
        channels=(*[f"k{name}"] * known, *[f"c{name}"] * covariates, name),
        n_known_future=known,
        read=values.astype(np.float32),
        values=values,
        marks=np.zeros((label + 8, 4), dtype=np.float32),
        forecast=rng.normal(size=(8, 1)),
        actual=rng.normal(size=(8, 1)) if actual else None,
        drafted=drafted,
        normalised=True,
        cross=(
            CrossAttention(
                "decoder.0",
                rng.normal(size=(2, 8, 4)).astype(np.float32) * 2,
                rng.normal(size=(2, len(memory.span), 4)).astype(np.float32),
            ),
        ),
        memory=memory,
    )


def race() -> DecodeRace:
    """Three sizes of chunk on five windows."""
    rng = np.random.default_rng(1)
    entries = tuple(
        Chunked(
            chunk, 10 // chunk, 0.1 / chunk, (0.09 / chunk, 0.12 / chunk), rng.random((5, 10, 1))
        )
        for chunk in (10, 5, 1)
    )
    return DecodeRace(0, entries, rng.random((5, 10, 1)), np.arange(5), repeats=3, threads=1)
