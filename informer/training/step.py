"""One step of training: forecast, mean squared error, gradients, Adam."""

import math

import torch
from torch import Tensor, nn

from informer.config import RunConfig
from informer.data.windows import Batch
from informer.model.informer import Informer
from informer.model.sampling import SampledKeys
from informer.training.precision import choose_precision, computing_in
from informer.training.randomness import derived_seed, seeded


class TrainingStep:
    """The optimiser of one model, called once for every batch.

    Nothing in a step waits for a GPU: what it returns are tensors that nobody has read yet.
    """

    def __init__(self, model: Informer, config: RunConfig) -> None:
        self.model, self.config = model, config
        self.device = next(model.parameters()).device
        self.precision = choose_precision(
            config.training.precision, self.device, config.model.d_model
        )
        self._optimiser = torch.optim.AdamW(
            model.parameters(),
            lr=config.training.learning_rate,
            weight_decay=config.training.weight_decay,
            fused=self.device.type in ("cpu", "cuda"),
        )

    def __call__(self, batch: Batch, step: int, rate: float) -> tuple[Tensor, Tensor]:
        """Step number ``step`` with learning rate ``rate``: the batch's loss, and the gradient's
        norm before clipping.
        """
        seeds, model = self.config.seeds, self.model
        keys = SampledKeys(derived_seed(seeds.sampling, step))
        model.train()
        with (
            seeded(derived_seed(seeds.weights, step), self.device),
            computing_in(self.precision, self.device),
        ):
            forecast = model(batch.x_enc, batch.marks_enc, batch.x_dec, batch.marks_dec, keys)
        loss = nn.functional.mse_loss(forecast.float(), batch.target)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        clip = self.config.training.grad_clip or math.inf
        norm = nn.utils.clip_grad_norm_(model.parameters(), clip)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        return loss.detach(), norm
