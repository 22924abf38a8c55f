"""Numbers and times as a person reads them, as :mod:`informer.forecasting.words` writes them."""

from informer.forecasting.words import (
    BASELINES,
    duration,
    moment,
    number,
    plural,
    skill,
    step_name,
    steps_in_words,
)

__all__ = [
    "BASELINES",
    "duration",
    "moment",
    "number",
    "plural",
    "skill",
    "step_name",
    "steps_in_words",
]
