"""What the model did, as values: returned beside every output, never stashed on a module.

Axes: B batch, H heads, L_Q and L_K queries and keys, U sampled keys per query, u selected queries,
d width of a head, D width of the model.
"""

import math
from dataclasses import dataclass

from jaxtyping import Float, Int
from torch import Tensor

from informer.model.blocks import attention_weights


@dataclass(frozen=True)
class ProbSparseTrace:
    """One ProbSparse self-attention (paper, section 3.2 and Algorithm 1)."""

    query: Float[Tensor, "B H LQ d"]
    key: Float[Tensor, "B H LK d"]
    value: Float[Tensor, "B H LK d"]
    sampled_keys: Int[Tensor, "LQ U"]
    """Keys each query was measured on, drawn with replacement; shared by batch and heads."""
    measure: Float[Tensor, "B H LQ"]
    """The sampled max-mean measure by which the queries were ranked."""
    selected: Int[Tensor, "B H u"]
    """The queries that attend, in order of time."""
    causal: bool

    @property
    def weights(self) -> Float[Tensor, "B H u LK"]:
        """Softmax of the selected queries over all (visible) keys; computed when asked for, since
        training never asks. The other rows have none.
        """
        rows = self.selected.unsqueeze(-1).expand(-1, -1, -1, self.query.shape[-1])
        query = self.query.gather(2, rows) / math.sqrt(self.query.shape[-1])
        return attention_weights(query, self.key, self.selected if self.causal else None)


@dataclass(frozen=True)
class FullAttentionTrace:
    """One full attention: its weights are softmax(QKᵀ/√d), computed by whoever asks."""

    query: Float[Tensor, "B H LQ d"]
    key: Float[Tensor, "B H LK d"]
    value: Float[Tensor, "B H LK d"]
    causal: bool


AttentionTrace = ProbSparseTrace | FullAttentionTrace


@dataclass(frozen=True)
class DistillingTrace:
    """One distilling layer (equation 5): convolution, ELU, max-pooling."""

    input: Float[Tensor, "B L D"]
    activated: Float[Tensor, "B L D"]
    """After convolution, batch normalisation and ELU; what the pooling chooses from."""
    output: Float[Tensor, "B Lhalf D"]


@dataclass(frozen=True)
class EncoderTrace:
    """One encoder replica: its layers, and the distilling between them."""

    start: int
    """The first input step this replica reads; 0 for the main one."""
    attention: tuple[AttentionTrace, ...]
    distilling: tuple[DistillingTrace, ...]
    output: Float[Tensor, "B Lout D"]


@dataclass(frozen=True)
class DecoderLayerTrace:
    """One decoder layer: causal self-attention, then attention to the encoder's output."""

    self_attention: AttentionTrace
    cross_attention: FullAttentionTrace


@dataclass(frozen=True)
class InformerTrace:
    """A whole forward pass."""

    encoders: tuple[EncoderTrace, ...]
    memory: Float[Tensor, "B M D"]
    """What the decoder attends to: the outputs of all replicas, one after the other in time."""
    decoder: tuple[DecoderLayerTrace, ...]
    decoder_input: Float[Tensor, "B Ldec C"]
    """Start token and placeholders as the model read them (after instance normalisation)."""
