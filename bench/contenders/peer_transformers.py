"""The Informer of Hugging Face's transformers, driven by a bare loop without its trainer."""

import torch
from torch import nn
from transformers import InformerConfig, InformerForPrediction
from transformers.models.informer.modeling_informer import InformerProbSparseAttention

from bench.contenders.contender import (
    AttentionTask,
    Contender,
    StepTask,
    count_parameters,
    training_step,
)
from bench.contenders.ours import heads

MARKS = 4


def training(**fields: object) -> Contender:
    """One training step with its own likelihood loss.

    Its decoder has no start token: it reads the rows of the horizon alone. ``pred_len`` is the
    horizon, as its users would set it, so it decodes fewer rows than the others.
    """
    return _training(StepTask(**fields), 0)  # type: ignore[arg-type]


def training_as_long(**fields: object) -> Contender:
    """The same, with a decoder as long as everybody's: start token and horizon."""
    task = StepTask(**fields)  # type: ignore[arg-type]
    return _training(task, task.label_len)


def _training(task: StepTask, label_len: int) -> Contender:
    horizon = label_len + task.pred_len
    config = InformerConfig(
        prediction_length=horizon,
        context_length=task.seq_len,
        lags_sequence=[1],
        num_time_features=MARKS,
        d_model=task.d_model,
        encoder_ffn_dim=task.d_ff,
        decoder_ffn_dim=task.d_ff,
        encoder_attention_heads=task.n_heads,
        decoder_attention_heads=task.n_heads,
        encoder_layers=task.e_layers,
        decoder_layers=task.d_layers,
        dropout=task.dropout,
        attention_dropout=task.dropout,
        activation_dropout=task.dropout,
        encoder_layerdrop=0.0,  # it would leave out whole layers
        decoder_layerdrop=0.0,
        attention_type="prob",
        sampling_factor=task.sampling_factor,
        distil=True,
        use_cache=False,
    )
    model = InformerForPrediction(config)
    past = task.seq_len + 1
    batch = {
        "past_values": torch.randn(task.batch, past),
        "past_time_features": torch.randn(task.batch, past, MARKS),
        "past_observed_mask": torch.ones(task.batch, past),
        "future_values": torch.randn(task.batch, horizon),
        "future_time_features": torch.randn(task.batch, horizon, MARKS),
    }
    return Contender(training_step(model, lambda: model(**batch).loss), count_parameters(model))


def prob_sparse(**fields: object) -> Contender:
    """Its ProbSparse attention without the four projections, forward and backward."""
    task = AttentionTask(**fields)  # type: ignore[arg-type]
    width = task.n_heads * task.d_head
    layer = InformerProbSparseAttention(
        width, task.n_heads, sampling_factor=task.sampling_factor
    ).train()
    for projection in ("q_proj", "k_proj", "v_proj", "out_proj"):
        setattr(layer, projection, nn.Identity())
    query, key, _ = (x.detach().transpose(1, 2).flatten(2).clone() for x in heads(task))
    query, key = query.requires_grad_(), key.requires_grad_()

    def step() -> None:
        torch.autograd.backward(layer(query, key_value_states=key)[0], query)

    return Contender(step)
