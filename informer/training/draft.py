"""The linear draft's first weights, in closed form."""

import numpy as np
import torch

from informer.data.windows import Windows
from informer.forecasting.linear import Facts, fit_linear
from informer.model.informer import Informer


def fit_draft(model: Informer, windows: Windows) -> None:
    """Give ``model.draft`` the weights of a ridge regression on the train windows.

    Training starts from there. A model without a draft is left alone.
    """
    if model.draft is None:
        return
    facts = Facts.of(windows)
    # [seq_len, pred_len] and [pred_len] for each target
    weights, bias = zip(*fit_linear(facts, windows.split, facts.context), strict=True)
    with torch.no_grad():
        model.draft.weight.copy_(torch.from_numpy(np.stack(weights)).mT)
        model.draft.bias.copy_(torch.from_numpy(np.stack(bias)))
