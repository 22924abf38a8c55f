"""Numbers and times as a person reads them, as :mod:`informer.reporting.words` writes them."""

from informer.data.wording import decimals, number, step_name
from informer.reporting.words import (
    BASELINES,
    duration,
    moment,
    plural,
    skill,
    steps_in_words,
)

__all__ = [
    "BASELINES",
    "decimals",
    "duration",
    "moment",
    "number",
    "plural",
    "skill",
    "step_name",
    "steps_in_words",
]
