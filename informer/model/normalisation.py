"""Instance normalisation of each window (RevIN, Kim et al., ICLR 2022; not in the Informer paper).

A series that drifts leaves the range the training part had. Normalising each window by its own mean
and deviation, and giving them back to the forecast, takes the drift out of what must be learned.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor


@dataclass(frozen=True)
class WindowScale:
    """Mean and deviation of each channel over one window's context."""

    mean: Float[Tensor, "B 1 C"]
    deviation: Float[Tensor, "B 1 C"]

    @classmethod
    def of(cls, x: Float[Tensor, "B L C"], *, n_known_future: int) -> "WindowScale":
        """Measured over the context ``x``. Known-future channels keep their values: a holiday flag
        that is 0 all over the context must stay 0, and stay comparable with the horizon's.
        """
        mean = x.mean(1, keepdim=True)
        deviation = torch.sqrt(x.var(1, keepdim=True, unbiased=False) + 1e-5)
        mean = torch.cat(
            (torch.zeros_like(mean[..., :n_known_future]), mean[..., n_known_future:]), -1
        )
        deviation = torch.cat(
            (torch.ones_like(deviation[..., :n_known_future]), deviation[..., n_known_future:]), -1
        )
        return cls(mean, deviation)

    def normalise(self, x: Float[Tensor, "B L c"]) -> Float[Tensor, "B L c"]:
        """Into units of the window; ``x`` has all channels or the last ones."""
        n = x.shape[-1]
        return (x - self.mean[..., -n:]) / self.deviation[..., -n:]

    def restore(self, y: Float[Tensor, "B Ly c"]) -> Float[Tensor, "B Ly c"]:
        """Back from units of the window; ``y`` has the last channels, the targets."""
        c_out = y.shape[-1]
        return y * self.deviation[..., -c_out:] + self.mean[..., -c_out:]
