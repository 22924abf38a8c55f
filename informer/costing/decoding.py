"""One window's horizon, decoded in one pass and in several: what the one-shot decoder spares.

Several passes are the dynamic decoding of section 3.4: the encoder runs once; each pass of the
decoder reads the start token, what was decoded before, and placeholders for the next few steps.
"""

from collections.abc import Mapping

import torch

from informer.config import ModelConfig
from informer.costing.plan import chunks
from informer.costing.results import WHOLE, Subject
from informer.costing.timing import Work
from informer.data.calendar import n_marks
from informer.model.informer import Informer
from informer.model.sampling import SampledKeys


def works(model: ModelConfig, device: torch.device) -> Mapping[Subject, Work]:
    """Decoding with so many steps in each pass; only its time means anything here."""
    informer = Informer(model).to(device).eval()
    marks = n_marks(model.freq, model.embed)
    x_enc = torch.randn(1, model.seq_len, model.enc_in, device=device)
    x_dec = torch.randn(1, model.dec_len, model.dec_in, device=device)
    marks_enc, marks_dec = (torch.zeros(*x.shape[:2], marks, device=device) for x in (x_enc, x_dec))

    def work(chunk: int) -> Work:
        @torch.no_grad()
        def decode() -> None:
            keys = SampledKeys(0)
            memory, _ = informer.encoder(informer.encoder_embedding(x_enc, marks_enc), keys)
            for first in range(model.label_len, model.dec_len, chunk):
                end = min(first + chunk, model.dec_len)
                embedded = informer.decoder_embedding(x_dec[:, :end], marks_dec[:, :end])
                decoded, _ = informer.decoder(embedded, memory, keys, first)
                informer.projection(decoded)

        return decode

    return {Subject("decoding", WHOLE, chunk): work(chunk) for chunk in chunks(model)}
