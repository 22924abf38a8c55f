"""One length in words and numbers: what is counted, and what was measured."""

import pandas as pd
import streamlit as st

from informer.config import ModelConfig
from informer.costing.counts import HERE, Counts, counted
from informer.costing.results import FULL, HELD, LEAST_MEMORY, SPARSE, CostRecord, Quantity
from informer.costing.verdict import nearest
from informer.figures.cost import NAMES
from informer.model.sizes import n_sampled_keys, n_selected_queries
from pages import _format

_WORDS: tuple[tuple[Quantity, str, str, str], ...] = (
    ("time", "ms", "faster", "slower"),
    ("memory", "MiB", "less", "more"),
)


def at_length(
    model: ModelConfig, record: CostRecord | None, length: int, *, backward: bool
) -> None:
    """The sampled keys, the queries that attend, and what both forms cost there."""
    st.subheader(f"At L = {length:,}", anchor=False)
    counts = counted(model, length)
    measured_at = None
    if record is not None:
        times = record.curve("time", "attention", SPARSE, backward=backward)
        measured_at = nearest(times, length)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.markdown(_selection(model, length))
        st.markdown(_saving(counts))
        st.markdown(_measured(record, measured_at, length, backward=backward))
    with right:
        _table(record, counts, length, measured_at, backward=backward)


def _selection(model: ModelConfig, length: int) -> str:
    n_sampled = n_sampled_keys(model.sampling_factor, length)
    n_selected = n_selected_queries(model.sampling_factor, length)
    skipped = length - n_selected
    rest = "none is skipped: at this length there is nothing to save."
    if skipped:
        rest = f"{skipped:,} are skipped ({_percent(skipped, length)}) and get the mean of V."
    return (
        f"Each query is measured on **U = {n_sampled}** sampled keys, U/L = "
        f"{_percent(n_sampled, length)}. The **u = {n_selected}** most selective of {length:,} "
        f"queries attend, u/L = {_percent(n_selected, length)}; {rest}"
    )


def _saving(counts: dict[str, Counts]) -> str:
    full, needed, here = (counts[form] for form in (FULL, SPARSE, HERE))
    change = _percent(abs(needed.dot_products - full.dot_products), full.dot_products)
    word = "fewer" if needed.dot_products < full.dot_products else "more"
    return (
        f"*Counted:* the algorithm needs {needed.dot_products:,} dot products instead of "
        f"{full.dot_products:,}, **{change} {word}**. With the weighted values added, this program "
        f"computes {_percent(here.products, full.products)} of what full attention does."
    )


def _measured(record: CostRecord | None, at: int | None, length: int, *, backward: bool) -> str:
    if record is None or at is None:
        return "*Measured:* nothing yet."
    where = "" if at == length else f" at L = {at:,}, the nearest length measured"
    said = []
    for quantity, unit, less, more in _WORDS:
        sparse, full = _both(record, quantity, at, backward)
        if sparse is None or full is None:
            said.append("not measured")
            continue
        numbers = f"{_number(sparse, quantity)} against {_number(full, quantity)} {unit}"
        said.append(f"{numbers}, **{_compared(sparse, full, quantity, less, more)}**")
    return f"*Measured*{where}: ProbSparse takes {said[0]}. Memory: {said[1]}."


def _compared(sparse: float, full: float, quantity: Quantity, less: str, more: str) -> str:
    """``2.1 × faster``, said the way round that is above 1."""
    low, high = sorted((sparse, full))
    if quantity == "memory" and high < LEAST_MEMORY:
        return "too little to tell"
    word = less if sparse < full else more
    if quantity == "memory" and low < LEAST_MEMORY:
        return word
    return "about the same" if high < 1.05 * low else f"{high / low:.1f} × {word}"


def _both(
    record: CostRecord, quantity: Quantity, at: int, backward: bool
) -> tuple[float | None, float | None]:
    sparse, full = (
        record.curve(quantity, "attention", form, backward=backward).value(at)
        for form in (SPARSE, FULL)
    )
    return sparse, full


def _table(
    record: CostRecord | None,
    counts: dict[str, Counts],
    length: int,
    at: int | None,
    *,
    backward: bool,
) -> None:
    """A row for each form; what was not measured stays empty."""
    forms = (FULL, SPARSE, HERE) if at is None else (FULL, HELD, SPARSE, HERE)
    rows = []
    for form in forms:
        count = counts[FULL if form == HELD else form]
        row: dict[str, object] = {
            "form": NAMES[form],
            "dot products, counted": f"{count.dot_products:,}",
            "values weighted, counted": f"{count.weighted:,}",
        }
        if record is not None and at is not None:
            note = "" if at == length else f" (L = {at:,})"
            # the algorithm is only counted; what was timed is the way this program computes it
            timed = {SPARSE: None, HERE: SPARSE}.get(form, form)
            for quantity, unit, _, _ in _WORDS:
                value = None
                if timed is not None:
                    curve = record.curve(quantity, "attention", timed, backward=backward)
                    value = curve.value(at)
                row[f"{unit}, measured{note}"] = "—" if value is None else _number(value, quantity)
        rows.append(row)
    st.dataframe(pd.DataFrame(rows), key="cost_table", hide_index=True)
    st.caption("Counts are of one head; times and memory of all heads of the run.")


def _number(value: float, quantity: Quantity) -> str:
    if quantity == "memory" and value < LEAST_MEMORY:
        return f"< {LEAST_MEMORY}"
    return _format.number(value, 3)


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}\u00a0%"
