"""What might have been measured, made up."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from informer.config import ModelConfig
from informer.costing.machine import Machine
from informer.costing.plan import chunks, encoder_batch, encoder_layers, tasks
from informer.costing.results import (
    FULL,
    HELD,
    SPARSE,
    WHOLE,
    CostRecord,
    Observation,
    Quantity,
    Subject,
)

TINY = ModelConfig(
    enc_in=1,
    dec_in=1,
    c_out=1,
    seq_len=16,
    label_len=4,
    pred_len=4,
    d_model=8,
    n_heads=2,
    d_ff=8,
    e_layers=2,
)
MACHINE = Machine(cpu="Abacus", cores=2, threads=1, torch="2.0")
WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def observed(
    subject: Subject, value: float, *, quantity: Quantity = "time", spread: float = 0.01
) -> Observation:
    """One, with quartiles that much to either side."""
    low, high = value * (1 - spread), value * (1 + spread)
    return Observation(subject, quantity, value, low, high, 5, WHEN)


def attention(
    times: Mapping[str, Sequence[tuple[int, float]]],
    *,
    backward: bool = False,
    spread: float = 0.01,
) -> list[Observation]:
    """Times of forms at lengths."""
    return [
        observed(Subject("attention", form, length, backward), value, spread=spread)
        for form, points in times.items()
        for length, value in points
    ]


def record(
    model: ModelConfig = TINY, machine: Machine = MACHINE, *, faster_from: int = 720
) -> CostRecord:
    """Everything measured: full attention takes L² / 1000, ProbSparse less from a length on."""
    record = CostRecord(machine=machine, model=model, device="CPU", batch=encoder_batch(model))
    for task in tasks(model):
        record = record.with_(task.name, [])
    found = []
    for length in (96, 384, 720, 2880):
        values = {FULL: length**2, SPARSE: 0.9 * length * faster_from, HELD: 2 * length**2}
        for form, value in values.items():
            for backward in (False, True):
                subject = Subject("attention", form, length, backward)
                found.append(observed(subject, value / 1000))
                found.append(observed(subject, value / 10_000, quantity="memory"))
    layers = encoder_layers(model)
    for n in range(layers):
        for i in range(layers):
            found.append(observed(Subject("encoder", f"attention {i + 1}", n), 8 / 2 ** min(i, n)))
        for i in range(n):
            found.append(observed(Subject("encoder", f"distilling {i + 1}", n), 1 / 2**i))
        for backward in (False, True):
            whole = Subject("encoder", WHOLE, n, backward)
            found.append(observed(whole, 10 - n, quantity="memory"))
        found.append(observed(Subject("encoder", WHOLE, n, True), 30 - n))
    found += [observed(Subject("decoding", WHOLE, c), 100 / c) for c in chunks(model)]
    return record.with_("made up", found)
