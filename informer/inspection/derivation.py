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


def softmax(scores: Scores) -> Scores:
    """e^s / Σ e^s"""
    grown = np.exp(scores - scores.max())
    shares: Scores = grown / grown.sum()
    return shares


def derivation(scores: Scores, query: int) -> tuple[DerivationStep, ...]:
    """The exact part: from the definition of KL to M, its bound and max-mean."""
    n = len(scores)
    p, q = softmax(scores), np.full(n, 1 / n)
    log_sum, mean, top, log_n = log_sum_exp(scores), scores.mean(), scores.max(), np.log(n)
    with np.errstate(divide="ignore"):
        kl = float((q * np.log(q / p)).sum())
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
            f"KL(q‖p) = Σ q ln(q / p) = {kl:.3f}",
            rf"\mathrm{{KL}}(q\,\|\,{p_i}) = \sum_j q_j \ln\frac{{q_j}}{{p_j}} = {kl:.3f}",
            kl,
        ),
        DerivationStep(
            "Put in q = 1/L and p = softmax of the scores",
            f"Σ (1/{n}) · ln( (1/{n}) / (e^s / Σ e^s) ) = {put_in:.3f}",
            rf"\sum_j \frac{{1}}{{{n}}} \ln\frac{{1/{n}}}{{e^{{s_j}} / \sum_l e^{{s_l}}}}"
            rf" = {put_in:.3f}",
            put_in,
        ),
        DerivationStep(
            "Split the logarithm",
            f"Σ (1/{n}) · [ln Σ e^s − s − ln {n}] = {split:.3f}",
            rf"\sum_j \frac{{1}}{{{n}}} \left[ \ln \sum_l e^{{s_l}} - s_j - \ln {n} \right]"
            rf" = {split:.3f}",
            split,
        ),
        DerivationStep(
            "First term: the same in all summands, so it is there once",
            f"ln Σ e^s = {log_sum:.3f}",
            rf"\ln {sum_exp} = {log_sum:.3f}",
            log_sum,
        ),
        DerivationStep(
            "Second term: the mean of the scores",
            f"mean s = {mean:.3f}",
            rf"\frac{{1}}{{{n}}} \sum_j s_j = {mean:.3f}",
            float(mean),
        ),
        DerivationStep(
            "Together",
            f"KL = ln Σ e^s − mean s − ln {n} = {log_sum:.3f} − {_signed(mean)} − {log_n:.3f}"
            f" = {joined:.3f}",
            rf"\mathrm{{KL}} = {log_sum:.3f} - {_signed(mean)} - {log_n:.3f} = {joined:.3f}",
            joined,
        ),
        DerivationStep(
            "Drop the constant: the sparsity measure",
            f"M = ln Σ e^s − mean s = {log_sum:.3f} − {_signed(mean)} = {measure:.3f}",
            rf"M(q_{{{query}}}, K) = \ln {sum_exp} - \frac{{1}}{{{n}}} \sum_j s_j"
            rf" = {log_sum:.3f} - {_signed(mean)} = {measure:.3f}",
            measure,
        ),
        DerivationStep(
            "M needs every score; it lies between two bounds (Lemma 1)",
            f"ln {n} ≤ M ≤ max s − mean s + ln {n}: {log_n:.3f} ≤ {measure:.3f} ≤ {bound:.3f}",
            rf"\ln {n} \le M \le \max_j s_j - \frac{{1}}{{{n}}} \sum_j s_j + \ln {n}:\quad"
            rf" {log_n:.3f} \le {measure:.3f} \le {bound:.3f}",
            float(bound),
        ),
        DerivationStep(
            "So rank by the bound: the max-mean measure",
            f"M̄ = max s − mean s = {top:.3f} − {_signed(mean)} = {max_mean:.3f}",
            rf"\bar M(q_{{{query}}}, K) = \max_j s_j - \frac{{1}}{{{n}}} \sum_j s_j"
            rf" = {top:.3f} - {_signed(mean)} = {max_mean:.3f}",
            max_mean,
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
        f"M̄ sampled = {formula} = {top:.3f} − {_signed(rest)} = {value:.3f}",
        rf"\hat{{\bar M}}(q_{{{query}}}) = \max_{{j \in S}} {sign} - \frac{{1}}{{{divisor}}}"
        rf" \sum_{{j \in S}} {sign} = {top:.3f} - {_signed(rest)} = {value:.3f}",
        value,
    )


def _signed(number: float) -> str:
    """A number as a subtrahend: negative ones in brackets."""
    return f"({number:.3f})" if number < 0 else f"{number:.3f}"
