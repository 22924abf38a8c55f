"""The Informer, whole: embeddings, encoder, one-shot decoder (paper, figure 2)."""

from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor, cat, nn, zeros_like

from informer.config import ModelConfig
from informer.model.decoder import Decoder
from informer.model.draft import LinearDraft
from informer.model.embedding import InputEmbedding
from informer.model.encoder import EncoderStack
from informer.model.normalisation import WindowScale
from informer.model.sampling import KeySource
from informer.model.trace import DecoderLayerTrace, InformerTrace


@dataclass(frozen=True)
class Prepared:
    """What encoder and decoder read of a batch."""

    x_enc: Float[Tensor, "B Lx enc_in"]
    x_dec: Float[Tensor, "B Ldec dec_in"]
    draft: Float[Tensor, "B Ly c_out"] | None
    scale: WindowScale | None

    def in_units(self, forecast: Float[Tensor, "B Ly c_out"]) -> Float[Tensor, "B Ly c_out"]:
        """From what the decoder reads and says back to the batch's own (scaled) values."""
        return forecast if self.scale is None else self.scale.restore(forecast)


class Informer(nn.Module):
    """Forecasts ``pred_len`` steps in one pass, and reports how it came to them.

    Trained with the mean squared error of the forecast (section 3.4).
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder_embedding = InputEmbedding(config, config.enc_in)
        self.decoder_embedding = InputEmbedding(config, config.dec_in)
        self.encoder = EncoderStack(config)
        self.decoder = Decoder(config)
        self.projection = nn.Linear(config.d_model, config.c_out)
        self.draft = LinearDraft(config) if config.linear_draft else None
        if self.draft is not None:  # the network starts by agreeing with the draft
            nn.init.zeros_(self.projection.weight)
            nn.init.zeros_(self.projection.bias)

    def forward(
        self,
        x_enc: Float[Tensor, "B Lx enc_in"],
        marks_enc: Float[Tensor, "B Lx M"],
        x_dec: Float[Tensor, "B Ldec dec_in"],
        marks_dec: Float[Tensor, "B Ldec M"],
        keys: KeySource,
    ) -> Float[Tensor, "B Ly c_out"]:
        """The forecast of :meth:`trace`, at less cost: the last decoder layer, once its start token
        has been attended to, goes on with the horizon alone.
        """
        return self._run(x_enc, marks_enc, x_dec, marks_dec, keys, self.config.label_len)[0]

    def trace(
        self,
        x_enc: Float[Tensor, "B Lx enc_in"],
        marks_enc: Float[Tensor, "B Lx M"],
        x_dec: Float[Tensor, "B Ldec dec_in"],
        marks_dec: Float[Tensor, "B Ldec M"],
        keys: KeySource,
    ) -> tuple[Float[Tensor, "B Ly c_out"], InformerTrace]:
        """The forecast ``[B, pred_len, c_out]`` and all that was done on the way.

        ``x_dec`` holds the start token and the placeholders: zeros, but for the known-future
        channels, which come first and hold their real values (docs/DIFFERENCES.md, 11); a linear
        draft takes the place of the targets' zeros. ``keys`` draws the sampled keys of every
        ProbSparse attention.
        """
        return self._run(x_enc, marks_enc, x_dec, marks_dec, keys, 0)

    def _run(
        self,
        x_enc: Tensor,
        marks_enc: Tensor,
        x_dec: Tensor,
        marks_dec: Tensor,
        keys: KeySource,
        first: int,
    ) -> tuple[Tensor, InformerTrace]:
        ready = self.prepare(x_enc, x_dec)
        memory, encoders = self.encoder(self.encoder_embedding(ready.x_enc, marks_enc), keys)
        forecast, decoder = self.decode(ready, ready.x_dec, marks_dec, memory, keys, first)
        forecast = ready.in_units(forecast)
        return forecast, InformerTrace(encoders, memory, decoder, ready.x_dec)

    def prepare(
        self, x_enc: Float[Tensor, "B Lx enc_in"], x_dec: Float[Tensor, "B Ldec dec_in"]
    ) -> Prepared:
        """What encoder and decoder read of a batch: normalised, the draft in its place."""
        draft = None if self.draft is None else self.draft(x_enc[..., -self.config.c_out :])
        scale = None
        if self.config.instance_norm:
            scale = WindowScale.of(x_enc, n_known_future=self.config.n_known_future)
            x_enc = scale.normalise(x_enc)
            x_dec = self._blank_placeholders(scale.normalise(x_dec))
            draft = None if draft is None else scale.normalise(draft)
        if draft is not None:
            x_dec = self._place(draft, x_dec)
        return Prepared(x_enc, x_dec, draft, scale)

    def decode(
        self,
        ready: Prepared,
        x_dec: Float[Tensor, "B Ldec dec_in"],
        marks_dec: Float[Tensor, "B Ldec M"],
        memory: Float[Tensor, "B Lmem D"],
        keys: KeySource,
        first: int = 0,
    ) -> tuple[Float[Tensor, "B Ly c_out"], tuple[DecoderLayerTrace, ...]]:
        """One pass of the decoder over ``x_dec``, which is ``ready.x_dec`` or has more filled in.

        The forecast is in the numbers that the decoder reads: ``ready.in_units`` takes it back.
        """
        embedded = self.decoder_embedding(x_dec, marks_dec)
        decoded, traces = self.decoder(embedded, memory, keys, first)
        forecast = self.projection(decoded[:, -self.config.pred_len :])
        return forecast if ready.draft is None else forecast + ready.draft, traces

    def _blank_placeholders(self, x_dec: Tensor) -> Tensor:
        """A placeholder says nothing: zero must stay zero when the window is normalised."""
        known, rest = x_dec.tensor_split([self.config.n_known_future], -1)
        token, placeholders = rest.tensor_split([-self.config.pred_len], 1)
        return cat((known, cat((token, zeros_like(placeholders)), 1)), -1)

    def _place(self, draft: Tensor, x_dec: Tensor) -> Tensor:
        """The decoder's input with the draft in the targets' placeholders; targets come last."""
        others, targets = x_dec.tensor_split([-self.config.c_out], -1)
        token = targets[:, : -self.config.pred_len]
        return cat((others, cat((token, draft), 1)), -1)
