"""Measured curves in a word: which form is faster, from which length on, and how sure that is."""

from itertools import takewhile
from typing import Literal

from informer.costing.results import FULL, SPARSE, CostRecord, Curve

Comparison = Literal["faster", "slower", "even"]
_NOISY = 1.5


def compare(full: Curve, sparse: Curve) -> dict[int, Comparison]:
    """ProbSparse against full attention at each length that both were measured at.

    ``even`` where their quartiles overlap: what differs less than a repetition is no difference.
    """
    found: dict[int, Comparison] = {}
    for length in sorted(set(full.at) & set(sparse.at)):
        i, j = full.at.index(length), sparse.at.index(length)
        faster, slower = sparse.high[j] < full.low[i], sparse.low[j] > full.high[i]
        found[length] = "faster" if faster else "slower" if slower else "even"
    return found


def faster_from(full: Curve, sparse: Curve) -> int | None:
    """The length from which ProbSparse is faster at every length measured; ``None``: never."""
    longest_first = reversed(compare(full, sparse).items())
    lengths = [length for length, _ in takewhile(lambda one: one[1] == "faster", longest_first)]
    return lengths[-1] if lengths else None


def verdict(record: CostRecord, *, backward: bool) -> str | None:
    """One sentence on the times of attention, which never says more than was measured.

    ``None`` while fewer than two lengths were measured.
    """
    curves = [record.curve("time", "attention", form, backward=backward) for form in (FULL, SPARSE)]
    compared = compare(*curves)
    if len(compared) < 2:
        return None
    first, last = min(compared), max(compared)
    start = faster_from(*curves)
    faster = [f"{length:,}" for length, how in compared.items() if how == "faster"]
    if start == first:
        said = f"faster than full attention at every length measured, L = {first:,} to {last:,}"
    elif start == last:
        said = (
            f"faster than full attention at L = {last:,}, the longest measured, and not clearly "
            "below"
        )
    elif start is not None:
        said = f"faster than full attention from L = {start:,} on"
    elif compared[last] == "even":
        said = (
            f"not clearly faster than full attention up to L = {last:,}, where the quartiles of "
            "their times overlap"
        )
    elif faster:
        said = (
            f"faster than full attention at L = {', '.join(faster)}, but not at L = {last:,}, the "
            "longest measured"
        )
    else:
        said = f"not faster than full attention up to L = {last:,}"
    return f"On this machine ProbSparse is {said}."


def is_noisy(record: CostRecord) -> bool:
    """Whether the machine was busy: a quarter of the times have quartiles far apart."""
    ratios = sorted(one.high / one.low for one in record.observations if one.quantity == "time")
    return bool(ratios) and ratios[3 * len(ratios) // 4] > _NOISY


def nearest(curve: Curve, length: int) -> int | None:
    """The measured length that is nearest, as a ratio.

    >>> nearest(Curve((48, 96, 192), (1, 2, 3), (1, 2, 3), (1, 2, 3)), 130)
    96
    """
    ratio = {at: max(at / length, length / at) for at in curve.at}
    return min(ratio, key=ratio.__getitem__, default=None)
