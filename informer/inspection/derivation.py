"""From KL to max-mean, line by line, with one query's own numbers (PAPER, steps 1 to 10).

Each line computes its value from its own formula, so that two equal lines are a check and not a
copy. q is the uniform distribution 1/L over the L keys the query may see, p its softmax, s its
scores.
"""

import numpy as np
from numpy.typing import NDArray

from informer.inspection.results import DerivationStep

Scores = NDArray[np.float64]


def log_sum_exp(scores: Scores) -> float:
    """ln Σ e^s, stable for large scores."""
    top = scores.max()
    return float(top + np.log(np.exp(scores - top).sum()))


def log_softmax(scores: Scores) -> Scores:
    """ln(e^s / Σ e^s), finite for scores of any size."""
    shifted = scores - scores.max()
    logs: Scores = shifted - np.log(np.exp(shifted).sum())
    return logs


def derivation(scores: Scores, query: int) -> tuple[DerivationStep, ...]:
    """The exact part: from the definition of KL to M, its bound and max-mean."""
    n = len(scores)
    log_p, q = log_softmax(scores), np.full(n, 1 / n)
    log_sum, mean, top, log_n = log_sum_exp(scores), scores.mean(), scores.max(), np.log(n)
    kl = float((q * (np.log(q) - log_p)).sum())
    put_in = float(((1 / n) * ((np.log(1 / n) - scores) + log_sum)).sum())
    split = float(((log_sum - scores - log_n) / n).sum())
    joined = float(log_sum - mean - log_n)
    measure, max_mean = float(log_sum - mean), float(top - mean)
    bound = max_mean + log_n
    p_i, sum_exp = f"p_{{{query}}}", r"\sum_j e^{s_j}"
    return (
        DerivationStep(
            "Distance of this query's attention p from the uniform q, which gives each of "
            f"{n} keys 1/{n}",
            f"KL(q‖p) = Σ q ln(q / p) = {_n(kl)}",
            rf"\mathrm{{KL}}(q\,\|\,{p_i}) = \sum_j q_j \ln\frac{{q_j}}{{p_j}} = {_n(kl)}",
            kl,
            ("weights", "uniform"),
        ),
        DerivationStep(
            "Put in q = 1/L and p = softmax of the scores",
            f"Σ (1/{n}) · ln( (1/{n}) / (e^s / Σ e^s) ) = {_n(put_in)}",
            rf"\sum_j \frac{{1}}{{{n}}} \ln\frac{{1/{n}}}{{e^{{s_j}} / \sum_l e^{{s_l}}}}"
            rf" = {_n(put_in)}",
            put_in,
            ("scores", "uniform"),
        ),
        DerivationStep(
            "Split the logarithm",
            f"Σ (1/{n}) · [ln Σ e^s − s − ln {n}] = {_n(split)}",
            rf"\sum_j \frac{{1}}{{{n}}} \left[ \ln \sum_l e^{{s_l}} - s_j - \ln {n} \right]"
            rf" = {_n(split)}",
            split,
            ("scores", "log_sum"),
        ),
        DerivationStep(
            "First term: the same in all summands, so it is there once",
            f"ln Σ e^s = {_n(log_sum)}",
            rf"\ln {sum_exp} = {_n(log_sum)}",
            log_sum,
            ("scores", "log_sum"),
        ),
        DerivationStep(
            "Second term: the mean of the scores",
            f"mean s = {_n(mean)}",
            rf"\frac{{1}}{{{n}}} \sum_j s_j = {_n(mean)}",
            float(mean),
            ("scores", "mean"),
        ),
        DerivationStep(
            "Together",
            f"KL = ln Σ e^s − mean s − ln {n} = {_n(log_sum)} − {_signed(mean)} − {_n(log_n)}"
            f" = {_n(joined)}",
            rf"\mathrm{{KL}} = {_n(log_sum)} - {_signed(mean)} - {_n(log_n)} = {_n(joined)}",
            joined,
            ("log_sum", "mean"),
        ),
        DerivationStep(
            "Drop the constant: the sparsity measure",
            f"M = ln Σ e^s − mean s = {_n(log_sum)} − {_signed(mean)} = {_n(measure)}",
            rf"M(q_{{{query}}}, K) = \ln {sum_exp} - \frac{{1}}{{{n}}} \sum_j s_j"
            rf" = {_n(log_sum)} - {_signed(mean)} = {_n(measure)}",
            measure,
            ("log_sum", "mean"),
        ),
        DerivationStep(
            "M needs every score; it lies between two bounds (Lemma 1)",
            f"ln {n} ≤ M ≤ max s − mean s + ln {n}: {_n(log_n)} ≤ {_n(measure)} ≤ {_n(bound)}",
            rf"\ln {n} \le M \le \max_j s_j - \frac{{1}}{{{n}}} \sum_j s_j + \ln {n}:\quad"
            rf" {_n(log_n)} \le {_n(measure)} \le {_n(bound)}",
            float(bound),
            ("log_sum", "mean", "bound"),
        ),
        DerivationStep(
            "So rank by the bound: the max-mean measure",
            f"M̄ = max s − mean s = {_n(top)} − {_signed(mean)} = {_n(max_mean)}",
            rf"\bar M(q_{{{query}}}, K) = \max_j s_j - \frac{{1}}{{{n}}} \sum_j s_j"
            rf" = {_n(top)} - {_signed(mean)} = {_n(max_mean)}",
            max_mean,
            ("largest", "mean"),
        ),
    )


def sampled_step(
    drawn: Scores, query: int, *, d_head: int, n_keys: int, reference: bool
) -> DerivationStep:
    """The last line: max-mean over the keys that were drawn, with repeats, as the model ranks."""
    n = len(drawn)
    if reference:
        raw = drawn * np.sqrt(d_head)
        top, rest = float(raw.max()), float(raw.sum() / n_keys)
        text, divisor, sign = "q·k, sum over all keys' number", n_keys, r"q \cdot k_j"
        label = f"Estimated from {n} drawn keys as the public code does: unscaled, sum / {n_keys}"
    else:
        top, rest = float(drawn.max()), float(drawn.mean())
        text, divisor, sign = "s", n, "s_j"
        label = f"Estimated from {n} keys drawn at random: what the model ranks by"
    value = top - rest
    formula = f"max − sum/{divisor} of {text}" if reference else "max s − mean s over drawn keys"
    return DerivationStep(
        label,
        f"M̄ sampled = {formula} = {_n(top)} − {_signed(rest)} = {_n(value)}",
        rf"\hat{{\bar M}}(q_{{{query}}}) = \max_{{j \in S}} {sign} - \frac{{1}}{{{divisor}}}"
        rf" \sum_{{j \in S}} {sign} = {_n(top)} - {_signed(rest)} = {_n(value)}",
        value,
        ("drawn",),
    )


def _n(number: float) -> str:
    """Three decimals; what rounds to zero has no sign."""
    return f"{round(number, 3) + 0.0:.3f}"


def _signed(number: float) -> str:
    """A number as a subtrahend: negative ones in brackets."""
    text = _n(number)
    return f"({text})" if text.startswith("-") else text
