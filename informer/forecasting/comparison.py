"""Is the model better than a simple forecast, or could the difference be chance?

Errors of neighbouring windows are nearly the same number, for the windows share most of their
steps: thousands of windows may be a few dozen independent ones. So the windows are cut into blocks
that hardly overlap, both forecasters are compared block by block, and the blocks are drawn again
and again (the block bootstrap: Künsch, Annals of Statistics 17, 1989).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from informer.forecasting.metrics import skill
from informer.forecasting.rolled import INFORMER, Rolled

Doubles = NDArray[np.float64]
Verdict = Literal["better", "worse", "level", "unsure"]

FEWEST_BLOCKS = 8
"""Of fewer blocks the spread can't be told."""
_DRAWS = 2000
_RANGE = (2.5, 97.5)


@dataclass(frozen=True)
class Comparison:
    """The model's skill against one baseline, and the range within which it may be by chance."""

    baseline: str
    skill: float
    """1 − MAE / MAE of the baseline."""
    low: float
    high: float
    """The middle 95 % of skills over redrawn blocks; NaN when there are too few."""
    n_blocks: int
    block: int
    """Windows in a block."""

    @property
    def verdict(self) -> Verdict:
        """``level``: the range holds 0; ``unsure``: too few blocks to know a range."""
        if self.n_blocks < FEWEST_BLOCKS or not np.isfinite(self.skill):
            return "unsure"
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "level"


def compare(part: Rolled, weights: Doubles) -> Comparison:
    """The model against the baseline with the lowest error. ``weights`` ``[C]`` of each column.

    Ones and a single column compare in units; 1 / deviation compares columns of different units,
    as the skill of a run does. A block is two horizons long, so that the ends which neighbours
    share are a small part of it.
    """
    errors = {
        name: np.abs(forecast - part.actual).mean(axis=1) @ weights / len(weights)
        for name, forecast in part.forecasts.items()
    }
    mine = errors.pop(INFORMER)
    baseline = min(errors, key=lambda name: float(errors[name].mean()))
    block = _block(part)
    sums = np.stack([_sums(mine, block), _sums(errors[baseline], block)])
    low, high = _spread(sums) if sums.shape[1] >= FEWEST_BLOCKS else (np.nan, np.nan)
    return Comparison(
        baseline=baseline,
        skill=skill(float(mine.mean()), float(errors[baseline].mean())),
        low=low,
        high=high,
        n_blocks=sums.shape[1],
        block=block,
    )


def _block(part: Rolled) -> int:
    """Windows of two horizons: fewer where not every window was kept."""
    stride = int(np.median(np.diff(part.windows))) if len(part.windows) > 1 else 1
    return max(1, -(-2 * int(part.actual.shape[1]) // max(1, stride)))


def _sums(errors: Doubles, block: int) -> Doubles:
    """Sums over whole blocks; the windows left over join the last."""
    starts = np.arange(max(1, len(errors) // block)) * block
    return np.asarray(np.add.reduceat(errors, starts))


def _spread(sums: Doubles) -> tuple[float, float]:
    """The range of the skill when as many blocks are drawn with replacement, seed 0."""
    rng = np.random.default_rng(0)
    drawn = rng.integers(sums.shape[1], size=(_DRAWS, sums.shape[1]))
    mine, baseline = sums[:, drawn].sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = np.percentile(1 - mine / baseline, _RANGE)
    return float(low), float(high)
