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
        f"{percent(scores['random'].precision)})."
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


def price(rungs: tuple[Rung, ...], ranked_by: str) -> str:
    """Of the output's error, what any u queries cost, and what the sample adds to it."""
    scores = {rung.name: rung.score for rung in rungs}
    mine, least = scores[ranked_by].error, scores["harm"].error
    if mine == 0:
        return "The head's output is that of full attention."
    return (
        f"The head's output is **{percent(mine)}** off full attention. The best choice of as many "
        f"queries would still be {percent(least)} off: that is the price of leaving queries out, "
        f"and the ranking adds {percent(mine - least)}."
    )
