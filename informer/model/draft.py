"""A linear draft of the forecast, which the network corrects (not in the Informer paper).

On many series a linear map from context to horizon is hard to beat (Zeng et al., AAAI 2023, "Are
Transformers effective for time series forecasting?"). So it is made first: the draft stands in the
decoder's placeholders, where the paper has zeros, and what the network says is added to it.
"""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from informer.config import ModelConfig


class LinearDraft(nn.Module):
    """y = W x + b: each target's horizon from its own context, with a W for each target.

    It is zero until it is fitted (``informer.training.draft``), and is trained with the rest.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        shape = (config.c_out, config.pred_len, config.seq_len)
        self.weight = nn.Parameter(torch.zeros(shape))
        self.bias = nn.Parameter(torch.zeros(shape[:2]))

    def forward(self, x: Float[Tensor, "B Lx c_out"]) -> Float[Tensor, "B Ly c_out"]:
        """The draft of ``x``, the targets over the context, in the same units."""
        by_target = torch.baddbmm(self.bias.unsqueeze(1), x.permute(2, 0, 1), self.weight.mT)
        return by_target.permute(1, 2, 0)
