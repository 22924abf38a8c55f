"""The outcome of the decode race in words, from its numbers; a tie is called one."""

import math

from informer.figures.decoder_race import chunk_name
from informer.inspection.decoder_results import Chunked, DecodeRace
from pages import _format


def verdict(found: DecodeRace, target: int) -> str:
    """What is fastest and most accurate, from the numbers."""
    length = found.one_shot.chunk
    fastest = min(found.entries, key=lambda one: one.seconds)
    slowest = max(found.entries, key=lambda one: one.seconds)
    best = min(found.entries, key=lambda one: one.mae(target))
    rival = found.one_shot if best is not found.one_shot else found.entries[-1]
    text = (
        f"**Fastest: {chunk_name(fastest.chunk, length)}**, {1e3 * fastest.seconds:.1f} ms"
        f"{_hardly(fastest, found.one_shot)}; "
        f"{chunk_name(slowest.chunk, length)} takes {slowest.passes} passes and "
        f"{slowest.seconds / fastest.seconds:.1f} times as long. "
        f"**Most accurate: {chunk_name(best.chunk, length)}**, off by "
        f"{_format.number(best.mae(target), 3)} on average; "
        f"{chunk_name(rival.chunk, length)} by {_format.number(rival.mae(target), 3)}"
        f"{_clearly(best, rival, target)}."
    )
    if found.baseline is not None:
        naive = float(found.baseline[..., target].mean())
        text += f" Seasonal naive is off by {_format.number(naive, 3)}."
    return text


def _hardly(fastest: Chunked, one_shot: Chunked) -> str:
    """Whether one-shot took as long, as far as the repeats tell: their middle halves overlap."""
    if fastest is one_shot or one_shot.quartiles[0] > fastest.quartiles[1]:
        return ""
    return " (too close to one-shot to tell apart)"


def _clearly(best: Chunked, rival: Chunked, target: int) -> str:
    """Whether the difference, window by window, is more than chance: two standard errors."""
    if _format.number(best.mae(target), 3) == _format.number(rival.mae(target), 3):
        return ": the same to three digits"
    apart = (rival.errors[..., target] - best.errors[..., target]).mean(axis=1)
    if len(apart) > 1 and apart.mean() < 2 * apart.std(ddof=1) / math.sqrt(len(apart)):
        return f", too close to tell apart on {len(apart)} windows"
    return ""
