"""The encoder: attention layers with distilling between them, and its stack (section 3.3)."""

import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, cat, nn

from informer.config import ModelConfig
from informer.model.attention import AttentionLayer
from informer.model.convolution import circular_convolution
from informer.model.dropout import Dropout
from informer.model.sampling import KeySource
from informer.model.trace import AttentionTrace, DistillingTrace, EncoderTrace


class FeedForward(nn.Module):
    """Two linear layers on every position by itself (in the reference: 1x1 convolutions)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.expand = nn.Linear(config.d_model, config.d_ff)
        self.contract = nn.Linear(config.d_ff, config.d_model)
        self.activation = F.gelu if config.activation == "gelu" else F.relu
        self.dropout = Dropout(config.dropout)

    def forward(self, x: Float[Tensor, "B L D"]) -> Float[Tensor, "B L D"]:
        """Dropout after each of the two layers."""
        hidden = self.dropout(self.activation(self.expand(x)))  # [B, L, d_ff]
        output: Tensor = self.dropout(self.contract(hidden))
        return output


class EncoderLayer(nn.Module):
    """Self-attention, then the feed-forward network; each added to its input, then normalised."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        sparse = config.attention == "prob_sparse"
        self.attention = AttentionLayer(config, causal=False, sparse=sparse)
        self.feed_forward = FeedForward(config)
        self.norm1 = nn.LayerNorm(config.d_model)
        self.norm2 = nn.LayerNorm(config.d_model)
        self.dropout = Dropout(config.dropout)

    def forward(
        self, x: Float[Tensor, "B L D"], keys: KeySource
    ) -> tuple[Float[Tensor, "B L D"], AttentionTrace]:
        """The layer's output and what its attention did."""
        attended, trace = self.attention(x, x, keys)
        x = self.norm1(x + self.dropout(attended))
        return self.norm2(x + self.feed_forward(x)), trace


class DistillingLayer(nn.Module):
    """X_{j+1} = MaxPool(ELU(BatchNorm(Conv1d(X_j)))): half the length (equation 5).

    Kernel 3 over time, circular; pooling over 3 with stride 2: L becomes ⌈L/2⌉. (The reference
    can give 96 -> 49; docs/DIFFERENCES.md, 6.)
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(width, width, 3, padding=1, padding_mode="circular")
        self.norm = nn.BatchNorm1d(width)

    def forward(self, x: Float[Tensor, "B L D"]) -> tuple[Tensor, DistillingTrace]:
        """The shorter map ``[B, ⌈L/2⌉, D]`` and the trace of how it came about."""
        convolved = circular_convolution(self.conv, x)
        activated = F.elu(self.norm(convolved.flatten(0, 1))).view_as(convolved)  # [B, L, D]
        output = F.max_pool1d(activated.mT, 3, stride=2, padding=1).mT
        return output, DistillingTrace(x, activated, output)


class Encoder(nn.Module):
    """Attention layers with a distilling layer after each but the last."""

    def __init__(self, config: ModelConfig, n_layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(n_layers))
        n_distilling = n_layers - 1 if config.distil else 0
        self.distilling = nn.ModuleList(
            DistillingLayer(config.d_model) for _ in range(n_distilling)
        )
        self.norm = nn.LayerNorm(config.d_model)

    def forward(
        self, x: Float[Tensor, "B L D"], keys: KeySource, *, start: int = 0
    ) -> EncoderTrace:
        """Encode ``x``, whose first row is input step ``start``; the output is in the trace."""
        attention, distilling = [], []
        for i, layer in enumerate(self.layers):
            x, attention_trace = layer(x, keys)
            attention.append(attention_trace)
            if i < len(self.distilling):
                x, distilling_trace = self.distilling[i](x)
                distilling.append(distilling_trace)
        return EncoderTrace(start, tuple(attention), tuple(distilling), self.norm(x))


class EncoderStack(nn.Module):
    """Replicas of the encoder, replica i reading only the last L / 2^i steps (section 3.3).

    With one layer fewer each, all their outputs are equally long; they are joined along time. One
    replica alone is the plain encoder.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.replicas = nn.ModuleList(Encoder(config, n) for n in config.encoder_layers)

    def forward(
        self, x: Float[Tensor, "B L D"], keys: KeySource
    ) -> tuple[Float[Tensor, "B M D"], tuple[EncoderTrace, ...]]:
        """The joined outputs, and a trace of each replica."""
        length = x.shape[1]
        traces = []
        for i, encoder in enumerate(self.replicas):
            start = length - (length >> i)
            traces.append(encoder(x[:, start:], keys, start=start))
        return cat([trace.output for trace in traces], 1), tuple(traces)
