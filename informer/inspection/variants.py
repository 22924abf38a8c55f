"""One window forecast in several variants of its input, under one sampling seed."""

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import NDArray
from torch import Tensor

from informer.forecasting.predict import block_size
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys


def forecast_variants(
    model: Informer,
    x_enc: Float[Tensor, "N Lx C"],
    marks_enc: Float[Tensor, "N Lx M"],
    x_dec: Float[Tensor, "N Ldec C"],
    marks_dec: Float[Tensor, "N Ldec M"],
    sampling_seed: int,
) -> NDArray[np.float64]:
    """Forecasts ``[N, pred_len, c_out]``, scaled; a few variants in each pass.

    Every pass samples the same keys, and the items of a batch share nothing but them.
    """
    size, parts = block_size(model.config), []
    with evaluating(model):
        for start in range(0, len(x_enc), size):
            some = (one[start : start + size] for one in (x_enc, marks_enc, x_dec, marks_dec))
            parts.append(model(*some, SampledKeys(sampling_seed)).double().cpu())
    return np.asarray(torch.cat(parts).numpy())
