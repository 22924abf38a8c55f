"""What the estimate section says of one head, in words, with its numbers."""

from informer.figures.panels import percent
from informer.inspection.estimate import Resampling, Rung


def verdict(rungs: tuple[Rung, ...], ranked_by: str, length: int) -> str:
    """How many of the queries that the exact measure would choose the sample finds."""
    scores = {rung.name: rung.score for rung in rungs}
    selected = next(len(r.selected) for r in rungs if r.selected is not None)
    if selected == length:
        return f"All **{length}** queries are selected: nothing is left to the sample."
    found = round(scores[ranked_by].precision * selected)
    return (
        f"The sample finds **{found} of the {selected} queries** that the exact measure would "
        f"choose ({percent(scores[ranked_by].precision)}; chance "
        f"{percent(scores['random'].precision)}).{_by_kl(rungs, ranked_by)}"
    )


def _by_kl(rungs: tuple[Rung, ...], ranked_by: str) -> str:
    """With a mask, M grows with the keys that a query sees, however evenly it attends to them."""
    chosen = {rung.name: set(rung.selected.tolist()) for rung in rungs if rung.selected is not None}
    if "kl" not in chosen:
        return ""
    both = len(chosen["kl"] & chosen[ranked_by])
    return (
        " Under the mask M favours late queries, which see more keys: of those with the largest "
        f"KL = M − ln(keys seen), it finds {both}."
    )


def luck(drawn: Resampling) -> str:
    """How much of the choice is decided by the seed."""
    always, sometimes, never = (
        int(band.sum()) for band in (drawn.always, drawn.sometimes, drawn.never)
    )
    first = f"{_queries(always)} always selected, {sometimes} sometimes, {never} never."
    return f"In {drawn.n_draws} draws {first}"


def _queries(count: int) -> str:
    return {0: "no query is", 1: "1 query is"}.get(count, f"{count} queries are")


_EVEN = 1.3
"""Up to so many times an even share of the mass, the best queries don't stand out."""


def price(rungs: tuple[Rung, ...], ranked_by: str, best_mass: float) -> str:
    """Of the output's error, what any u queries cost, and what the ranking adds to it.

    ``best_mass`` is the share of attention mass that the u queries with most of it carry.
    """
    scores = {rung.name: rung.score for rung in rungs}
    mine, least = scores[ranked_by].error, scores["harm"].error
    if mine == 0:
        return "The head's output is that of full attention."
    even = scores["random"].mass
    tail = (
        "This head has no long tail: no query stands out, and even the best choice carries "
        f"{percent(best_mass)} of the attention mass, where an even share is {percent(even)}. "
    )
    return (tail if best_mass < _EVEN * even else "") + (
        f"The head's output is **{percent(mine)}** off full attention. The best choice of as many "
        f"queries would still be {percent(least)} off: that is the price of leaving queries out, "
        f"and the ranking adds {percent(mine - least)}."
    )
