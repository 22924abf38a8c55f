"""Numbers and times as a person reads them."""

import math

from informer.data.wording import counted as plural
from informer.data.wording import number, step_name
from informer.forecasting.edit_words import when as moment
from informer.forecasting.results import TestResult

BASELINES = {
    "naive": "naive (last value)",
    "seasonal_naive": "seasonal naive",
    "linear": "linear",
}
__all__ = [
    "BASELINES",
    "duration",
    "moment",
    "number",
    "plural",
    "skill",
    "steps_in_words",
]


def steps_in_words(steps: int, freq: str) -> str:
    """How long so many steps are.

    >>> steps_in_words(12, "h"), steps_in_words(48, "30min"), steps_in_words(3, "MS")
    ('12 hours', '1 day', '3 months')
    """
    alias = freq.lstrip("0123456789")
    count = steps * int(freq[: len(freq) - len(alias)] or 1)
    for finer, coarser, many in (("s", "min", 60), ("min", "h", 60), ("h", "D", 24)):
        if alias == finer and count % many == 0:
            alias, count = coarser, count // many
    return step_name(f"{count}{alias}")


def duration(seconds: float) -> str:
    """``8 s``, ``2 min 05 s``, ``1 h 10 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def skill(result: TestResult) -> str:
    """The model against the best baseline, in words that hide nothing."""
    name = BASELINES.get(result.best_baseline, result.best_baseline)
    if not math.isfinite(result.skill):
        return f"can't be compared with {name}"
    percent = round(100 * abs(result.skill))
    if percent == 0:
        return f"as good as {name}"
    return f"{percent} % {'better' if result.skill > 0 else 'worse'} than {name}"
