"""Every choice that defines a run, as frozen, validated values.

A :class:`RunConfig` is all that is needed, beside the data, to repeat a run: which columns play
which role (:class:`DataConfig`), the Informer's sizes (:class:`ModelConfig`), how it is trained
(:class:`TrainingConfig`) and the three seeds (:class:`Seeds`). The words are the field's; the
paper's symbol stands beside each (Zhou et al., AAAI 2021).
"""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Precision = Literal["auto", "float32", "bfloat16"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataConfig(_Frozen):
    """Which columns are forecast, which only help, and how time is split.

    Channels are always ordered ``known_future + covariates + targets``: the targets come last, as
    in the reference, so that output channel ``i`` is input channel ``enc_in - c_out + i``.
    """

    targets: tuple[str, ...] = Field(min_length=1)
    covariates: tuple[str, ...] = ()
    known_future: tuple[str, ...] = ()
    split: tuple[int, int, int] | tuple[float, float, float] = (0.7, 0.1, 0.2)
    """Train, validation and test part: shares that sum to 1, or numbers of rows."""

    @property
    def channels(self) -> tuple[str, ...]:
        """All columns the model reads, in the order of its input channels."""
        return self.known_future + self.covariates + self.targets

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = self.channels
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"each column has one role, but {', '.join(twice)} has two")
        if min(self.split) <= 0:
            raise ValueError("each part of the split needs at least one row")
        if all(isinstance(part, float) for part in self.split) and abs(sum(self.split) - 1) > 1e-6:
            raise ValueError("the shares of the split must sum to 1")
        return self


class ModelConfig(_Frozen):
    """The Informer's sizes and options (paper, sections 3 and 4; appendix for the embeddings)."""

    enc_in: int = Field(ge=1)
    """Input channels of the encoder."""
    dec_in: int = Field(ge=1)
    """Input channels of the decoder."""
    c_out: int = Field(ge=1)
    """Output channels: the targets, which are the last input channels."""
    n_known_future: int = Field(default=0, ge=0)
    """The first input channels: known in the future, so they fill their placeholders."""
    freq: str = "h"
    """Pandas alias of the data's step: decides which calendar marks are made."""

    seq_len: int = Field(default=96, ge=4)
    """L_x, the context the encoder reads, in steps."""
    label_len: int = Field(default=48, ge=0)
    """L_token, the known steps the decoder starts from."""
    pred_len: int = Field(default=24, ge=1)
    """L_y, the horizon, in steps."""

    d_model: int = Field(default=64, ge=2)
    n_heads: int = Field(default=4, ge=1)
    d_ff: int = Field(default=256, ge=1)
    e_layers: int | tuple[int, ...] = 2
    """Encoder layers; several numbers make the stacked encoder, replica ``i`` reading the last
    ``1 / 2**i`` of the input (paper, section 3.3)."""
    d_layers: int = Field(default=1, ge=1)
    dropout: float = Field(default=0.05, ge=0, lt=1)
    activation: Literal["relu", "gelu"] = "gelu"
    attention: Literal["prob_sparse", "full"] = "prob_sparse"
    sampling_factor: int = Field(default=5, ge=1)
    """c of U = c·ceil(ln L_K) and u = c·ceil(ln L_Q)."""
    distil: bool = True
    embed: Literal["cyclic", "timeF", "fixed", "learned"] = "cyclic"
    """Calendar features: sine/cosine of each cycle (ours), or one of the reference's three."""
    instance_norm: bool = True
    """Normalise each window by its own mean and deviation (RevIN; not in the paper)."""
    linear_draft: bool = False
    """Put a linear forecast into the placeholders and let the network correct it (not in the
    paper; docs/DIFFERENCES.md, 12)."""

    mix: bool = False
    """The reference's reshape of heads into time in the decoder (docs/DIFFERENCES.md, 5)."""
    lazy_rows: Literal["mean", "sum"] = "mean"
    """What an unselected causal query gets: the cumulative mean of V, or the reference's sum."""
    reference_compatible: bool = False
    """Measure queries as the public code does: unscaled scores, sum / L_K, unmasked keys."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.d_model % self.n_heads:
            raise ValueError(
                f"d_model ({self.d_model}) must be a multiple of n_heads ({self.n_heads})"
            )
        if self.d_model % 2:
            raise ValueError(f"d_model ({self.d_model}) must be even: sine and cosine share it")
        if self.label_len > self.seq_len:
            raise ValueError(
                f"label_len ({self.label_len}) can't exceed seq_len ({self.seq_len}): "
                "the start token is the end of the context"
            )
        if self.c_out > self.enc_in:
            raise ValueError(f"c_out ({self.c_out}) can't exceed enc_in ({self.enc_in})")
        if min(self.encoder_layers) < 1:
            raise ValueError("each encoder needs at least one layer")
        if self.seq_len >> (len(self.encoder_layers) - 1) < 2:
            raise ValueError("seq_len is too short for that many encoder replicas")
        return self

    @property
    def encoder_layers(self) -> tuple[int, ...]:
        """Layers of each encoder replica; one number for the plain encoder."""
        return self.e_layers if isinstance(self.e_layers, tuple) else (self.e_layers,)

    @property
    def d_head(self) -> int:
        """Width of one head, d."""
        return self.d_model // self.n_heads

    @property
    def dec_len(self) -> int:
        """Length of the decoder's input, start token and placeholders."""
        return self.label_len + self.pred_len


class TrainingConfig(_Frozen):
    """How the weights are found: MSE loss, Adam, early stopping on the validation loss."""

    batch_size: int = Field(default=32, ge=1)
    epochs: int = Field(default=10, ge=1)
    max_steps: int | None = Field(default=None, ge=1)
    """Stop after so many steps, however many epochs that is."""
    eval_every: int | None = Field(default=None, ge=1)
    """Validate each so many steps; by default at the end of each epoch."""
    validation_windows: int | None = Field(default=None, ge=1)
    """Validate on so many windows, evenly spread over the validation part; by default on all."""
    patience: int = Field(default=3, ge=1)
    """Validations without a better loss before training stops."""
    learning_rate: float = Field(default=1e-3, gt=0)
    schedule: Literal["constant", "halve", "cosine"] = "cosine"
    """``halve``: half the rate each epoch (the paper); ``cosine``: warm up, then fall to zero."""
    weight_decay: float = Field(default=0.0, ge=0)
    grad_clip: float | None = Field(default=1.0, gt=0)
    weight_averaging: float = Field(default=0.0, ge=0, lt=1)
    """Validate and keep a moving average of the weights with this decay; 0: the last weights."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    n_devices: int = Field(default=1, ge=1)
    """Processes that train together, each on a GPU of its own (docs/SCALING.md)."""
    precision: Precision = "auto"
    """Numbers of the training step; ``auto``: bfloat16 where the device is faster with it."""


class Seeds(_Frozen):
    """Three seeds, kept apart (docs/DIFFERENCES.md, 1): the same three give the same answer."""

    data: int = Field(default=0, ge=0, lt=2**63)
    """Order of the training windows."""
    weights: int = Field(default=0, ge=0, lt=2**63)
    """Initial weights and dropout."""
    sampling: int = Field(default=0, ge=0, lt=2**63)
    """Which keys ProbSparse attention samples."""


class RunConfig(_Frozen):
    """Everything about a run but its data."""

    data: DataConfig
    model: ModelConfig
    training: TrainingConfig = TrainingConfig()
    seeds: Seeds = Seeds()
    preset: str = "custom"
    standardise_metrics: bool = False
    """Report MAE, RMSE and MASE on standardised values, as published protocols do."""
