"""The Informer of Nixtla's neuralforecast: driven by a bare loop without its trainer."""

import torch
from neuralforecast.losses.pytorch import MSE
from neuralforecast.models import Informer
from torch import nn

from bench.contenders.contender import Contender, StepTask, count_parameters, training_step

MARKS = ["hour", "weekday", "day", "dayofyear"]


def training(**fields: object) -> Contender:
    """One training step; mean squared error, as everywhere in this project."""
    task = StepTask(**fields)  # type: ignore[arg-type]
    model = Informer(
        h=task.pred_len,
        input_size=task.seq_len,
        # it rounds up: half a step less gives the length that is meant
        decoder_input_size_multiplier=(task.label_len - 0.5) / task.seq_len,
        futr_exog_list=MARKS,
        hidden_size=task.d_model,
        conv_hidden_size=task.d_ff,
        n_head=task.n_heads,
        factor=task.sampling_factor,
        encoder_layers=task.e_layers,
        decoder_layers=task.d_layers,
        dropout=task.dropout,
        distil=True,
        loss=MSE(),
    )
    assert model.label_len == task.label_len
    batch = {
        "insample_y": torch.randn(task.batch, task.seq_len, 1),
        "futr_exog": torch.randn(task.batch, task.seq_len + task.pred_len, len(MARKS)),
    }
    target = torch.randn(task.batch, task.pred_len, 1)
    step = training_step(model, lambda: nn.functional.mse_loss(model(batch), target))
    return Contender(step, count_parameters(model))
