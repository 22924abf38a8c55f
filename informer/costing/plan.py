"""What is to be measured for a set of sizes, and about how long each task takes. Needs no torch."""

from collections.abc import Sequence
from typing import NamedTuple

from informer.config import ModelConfig
from informer.costing.results import Part, Quantity

LENGTHS = (48, 96, 192, 384, 720, 1440, 2880)
LONGEST = 5760
"""A run's own length is measured too, up to this one."""
START_SECONDS = 3.0
"""Of a process: importing torch."""
_MOST_WINDOWS = 16
_LAYER_SECONDS, _DECODING_SECONDS = 0.02, 2.0
_MOST_SCORES = 2**25
"""Scores that full attention is made to hold at most, in all heads: 128 MiB."""
_PRODUCTS_A_SECOND = 5e10
_ROUNDS = 5
"""Of a task that is slow: the first, which is thrown away, and the fewest."""
_TURN = 0.45


class Task(NamedTuple):
    """One step of a measurement; its observations are written together."""

    part: Part
    quantity: Quantity
    at: int = 0
    """Length; 0 in the other parts, whose subjects are all measured in turns."""
    backward: bool = False
    seconds: float = 1.0
    """About so long, on two ordinary cores: for the time that is left."""

    @property
    def name(self) -> str:
        """For the list of what is done."""
        return f"{self.part} {self.quantity} {self.at} {'backward' if self.backward else 'forward'}"

    @property
    def words(self) -> str:
        """For people: ``attention at L = 96, forward and backward: time``."""
        place = f" at L = {self.at:,}" if self.at else ""
        way = ", forward and backward" if self.backward else ""
        return f"{self.part}{place}{way}: {self.quantity}"


def default_model() -> ModelConfig:
    """The paper's sizes, for when no run is open: 8 heads of width 64, c = 5."""
    return ModelConfig(
        enc_in=1, dec_in=1, c_out=1, d_model=512, n_heads=8, d_ff=2048, e_layers=3, embed="timeF"
    )


def tasks(model: ModelConfig, lengths: Sequence[int] | None = None) -> tuple[Task, ...]:
    """Everything, times first; :data:`LENGTHS` and the model's own unless others are asked for."""
    both = (False, True)
    at = measured_lengths(model) if lengths is None else lengths
    sizes = [(length, backward) for length in at for backward in both]
    apart = [_attention(model, "memory", *size) for size in sizes]
    apart[:1] = [one._replace(seconds=one.seconds + START_SECONDS / 2) for one in apart[:1]]
    return (
        *(_attention(model, "time", *size) for size in sizes),
        *(_encoder(model, "time", backward) for backward in both),
        Task("decoding", "time", seconds=_ROUNDS * _decoding_seconds(model)),
        *apart,
        *(_encoder(model, "memory", backward) for backward in both),
    )


def measured_lengths(model: ModelConfig) -> tuple[int, ...]:
    """The lengths at which attention is measured."""
    own = {model.seq_len} if model.seq_len <= LONGEST else set()
    return tuple(sorted({*LENGTHS, *own}))


def holds_scores(model: ModelConfig, length: int) -> bool:
    """Whether full attention can be made to hold its scores at that length, in little memory."""
    return model.n_heads * length**2 <= _MOST_SCORES


def encoder_layers(model: ModelConfig) -> int:
    """Attention layers of the encoder that is measured: the model's own, or 3 if it has one."""
    return model.encoder_layers[0] if model.encoder_layers[0] > 1 else 3


def encoder_batch(model: ModelConfig) -> int:
    """Windows in each of its passes: as many as one layer is through with in a moment."""
    affordable = int(_LAYER_SECONDS / _layer_seconds(model, model.seq_len))
    return max(1, min(_MOST_WINDOWS, affordable))


def chunks(model: ModelConfig) -> tuple[int, ...]:
    """Steps decoded in each pass: the whole horizon, a half, a quarter, an eighth, and one.

    Those that would take too long, such as 720 passes of a large decoder, are left out.

    >>> chunks(default_model())
    (24, 12, 6, 3, 1)
    """
    shares = {1, *(-(-model.pred_len // part) for part in (1, 2, 4, 8))}
    most = _DECODING_SECONDS / _decoder_seconds(model)
    return tuple(
        chunk
        for chunk in sorted(shares, reverse=True)
        if chunk == model.pred_len or n_passes(model, chunk) <= most
    )


def n_passes(model: ModelConfig, chunk: int) -> int:
    """Passes of the decoder that give the whole horizon."""
    return -(-model.pred_len // chunk)


def _attention(model: ModelConfig, quantity: Quantity, length: int, backward: bool) -> Task:
    once = 2 * model.n_heads * length**2 * model.d_head / _PRODUCTS_A_SECOND
    once *= (4 if holds_scores(model, length) else 2) * (3 if backward else 1)
    seconds = max(_TURN, _ROUNDS * once) if quantity == "time" else 0.05 + 2 * once
    return Task("attention", quantity, length, backward, seconds)


def _encoder(model: ModelConfig, quantity: Quantity, backward: bool) -> Task:
    rows = encoder_batch(model) * model.seq_len
    once = encoder_layers(model) * _layer_seconds(model, rows) * (3 if backward else 1)
    runs = (_ROUNDS if quantity == "time" else 2) * encoder_layers(model)
    return Task("encoder", quantity, 0, backward, 0.3 + runs * once)


def _layer_seconds(model: ModelConfig, rows: int) -> float:
    """Of one layer's matrix products with its weights."""
    return rows * model.d_model * (4 * model.d_model + 2 * model.d_ff) / _PRODUCTS_A_SECOND


def _decoding_seconds(model: ModelConfig) -> float:
    """Of all chunks once."""
    passes = sum(n_passes(model, chunk) for chunk in chunks(model))
    return passes * _decoder_seconds(model)


def _decoder_seconds(model: ModelConfig) -> float:
    """Of one pass."""
    return 0.002 + model.d_layers * _layer_seconds(model, model.dec_len)
