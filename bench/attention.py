"""Attention alone: forms of ProbSparse and full attention, and how their cost grows with length."""

import math
from collections.abc import Sequence

from bench.contenders.contender import AttentionTask
from bench.race import BenchError, Entry, Result, race
from bench.report import table

LENGTHS = (96, 192, 384, 720, 1440, 2880, 5760)
MOST_ROWS = 5760
"""Windows of a batch times their length: at most so many, and at most 8 windows."""
GROWTH_FROM = 720
"""Exponents are fitted from this length on: below it, overheads count most."""
FORMS = {
    "this project, ProbSparse": "ours:prob_sparse",
    "this project, full": "ours:full",
    "public code's gather": "gathered:prob_sparse",
    "transformers": "peer_transformers:prob_sparse",
}


def attention(threads: int, seconds: float) -> str:
    """Two tables, milliseconds and memory, each for about so many seconds a length."""
    times: list[list[object]] = []
    memory: list[list[object]] = []
    costs: dict[str, list[tuple[float, float]]] = {form: [] for form in FORMS}
    missing: list[str] = []
    for length in LENGTHS:
        print(f"attention: {length}", flush=True)
        task = AttentionTask(length, batch=batch_of(length))
        results = _measure(task, threads, seconds, missing)
        medians = {form: result.median / task.batch for form, result in results.items()}
        for form, median in medians.items():
            costs[form].append((length, median))
        labels = [length, task.batch]
        shown = [f"{1e3 * medians[form]:.1f}" if form in medians else "–" for form in FORMS]
        times.append([*labels, *shown])
        held = [f"{results[form].increment:.0f}" if form in results else "–" for form in FORMS]
        memory.append([*labels, *held])
    fits = [_shown_exponent(costs[form]) for form in FORMS]
    times.append([f"grows with L to the power of (from {GROWTH_FROM})", "", *fits])
    header = ("L", "batch", *FORMS)
    parts = [
        "Milliseconds a window, forward and backward:", table(header, times),
        "Memory added by the steps at its peak, MiB, of the whole batch:", table(header, memory),
        *missing,
    ]  # fmt: skip
    return "\n\n".join(parts)


def batch_of(length: int) -> int:
    """As many windows as keep every form within the memory of a small machine.

    >>> [batch_of(length) for length in LENGTHS]
    [8, 8, 8, 8, 4, 2, 1]
    """
    return max(1, min(8, MOST_ROWS // length))


def exponent(costs: Sequence[tuple[float, float]]) -> float:
    """The b of cost = a·lengthᵇ, by least squares on logarithms. Raises ValueError below 2 points.

    >>> round(exponent([(10, 3.0), (100, 300.0), (1000, 30000.0)]), 6)
    2.0
    """
    if len(costs) < 2:
        raise ValueError("a growth needs at least two lengths")
    logs = [(math.log(length), math.log(cost)) for length, cost in costs]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def _shown_exponent(costs: Sequence[tuple[float, float]]) -> str:
    long = [(length, cost) for length, cost in costs if length >= GROWTH_FROM]
    return f"{exponent(long):.2f}" if len(long) > 1 else "–"


def _measure(
    task: AttentionTask, threads: int, seconds: float, missing: list[str]
) -> dict[str, Result]:
    """All forms in turns; if that fails, each alone, and what fails is said in ``missing``."""
    entries = {
        form: Entry(f"bench.contenders.{adapter}", task.fields) for form, adapter in FORMS.items()
    }
    try:
        return race(entries, threads=threads, seconds=seconds)
    except BenchError as error:
        print(f"{error} Each form is measured alone.", flush=True)
    results: dict[str, Result] = {}
    for form, entry in entries.items():
        try:
            results |= race({form: entry}, threads=threads, seconds=seconds / len(entries))
        except BenchError as error:
            missing.append(f"L = {task.length}: {error}")
    return results
