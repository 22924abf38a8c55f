"""The one-shot decoder: start token and placeholders in, the whole horizon out (section 3.4).

X_de = [X_token ; X_0]: the last L_token known steps, then L_y placeholders      (equation 6)
"""

from jaxtyping import Float
from torch import Tensor, nn

from informer.config import ModelConfig
from informer.model.attention import AttentionLayer
from informer.model.dropout import Dropout
from informer.model.encoder import FeedForward
from informer.model.sampling import KeySource
from informer.model.trace import DecoderLayerTrace, FullAttentionTrace


class DecoderLayer(nn.Module):
    """Causal self-attention, full attention to the encoder's output, feed-forward network."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        sparse = config.attention == "prob_sparse"
        self.self_attention = AttentionLayer(config, causal=True, sparse=sparse, mix=config.mix)
        self.cross_attention = AttentionLayer(config, causal=False, sparse=False)
        self.feed_forward = FeedForward(config)
        self.norm1 = nn.LayerNorm(config.d_model)
        self.norm2 = nn.LayerNorm(config.d_model)
        self.norm3 = nn.LayerNorm(config.d_model)
        self.dropout = Dropout(config.dropout)

    def forward(
        self,
        x: Float[Tensor, "B L D"],
        memory: Float[Tensor, "B M D"],
        keys: KeySource,
        first: int = 0,
    ) -> tuple[Float[Tensor, "B Lout D"], DecoderLayerTrace]:
        """The layer's output from row ``first`` on, and what its two attentions did."""
        attended, self_trace = self.self_attention(x, x, keys)
        # only self-attention reads other rows, so those that nobody asks for can go after it
        x = self.norm1(x[:, first:] + self.dropout(attended[:, first:]))
        answered, cross_trace = self.cross_attention(x, memory, keys)
        x = self.norm2(x + self.dropout(answered))
        assert isinstance(cross_trace, FullAttentionTrace)  # cross-attention is never sparse
        return self.norm3(x + self.feed_forward(x)), DecoderLayerTrace(self_trace, cross_trace)


class Decoder(nn.Module):
    """Decoder layers, one after the other."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config.d_layers))
        self.norm = nn.LayerNorm(config.d_model)

    def forward(
        self,
        x: Float[Tensor, "B L D"],
        memory: Float[Tensor, "B M D"],
        keys: KeySource,
        first: int = 0,
    ) -> tuple[Float[Tensor, "B Lout D"], tuple[DecoderLayerTrace, ...]]:
        """``x`` the embedded start token and placeholders, ``memory`` the encoder's output.

        Output and cross-attention of the last layer begin at row ``first``.
        """
        traces = []
        *before, last = self.layers
        for layer in before:
            x, trace = layer(x, memory, keys)
            traces.append(trace)
        x, trace = last(x, memory, keys, first)
        traces.append(trace)
        return self.norm(x), tuple(traces)
