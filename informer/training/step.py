"""One step of training: forecast, mean squared error, gradients, Adam."""

import math

import torch
from jaxtyping import Int
from torch import Tensor, nn

from informer.config import RunConfig
from informer.data.windows import Batch
from informer.model.informer import Informer
from informer.model.sampling import KeySource, SampledKeys
from informer.training.device import send
from informer.training.precision import choose_precision, computing_in
from informer.training.randomness import derived_seed, seeded
from informer.training.ranks import ALONE, Ranks


class TrainingStep:
    """The optimiser of one model, called once for every batch.

    Nothing in a step waits for a GPU: what it returns are tensors that nobody has read yet.
    """

    def __init__(self, model: Informer, config: RunConfig, ranks: Ranks = ALONE) -> None:
        self.model, self.config, self.ranks = model, config, ranks
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

    def __call__(
        self, batch: Batch, step: int, rate: float, weight: float = 1.0
    ) -> tuple[Tensor, Tensor]:
        """Step number ``step`` with learning rate ``rate``: the batch's loss, and the gradient's
        norm before clipping.

        ``batch`` may be this process's part of a global batch, with its ``weight`` in the mean;
        loss and gradients are the global ones.
        """
        seeds, model = self.config.seeds, self.model
        keys = _SentKeys(derived_seed(seeds.sampling, step), self.device)
        model.train()
        with (
            seeded(derived_seed(seeds.weights, step, *self.ranks.seed_path), self.device),
            computing_in(self.precision, self.device),
        ):
            forecast = model(batch.x_enc, batch.marks_enc, batch.x_dec, batch.marks_dec, keys)
        loss = nn.functional.mse_loss(forecast.float(), batch.target)
        self._optimiser.zero_grad()
        loss = self.ranks.backward(loss, weight, model)
        clip = self.config.training.grad_clip or math.inf
        norm = nn.utils.clip_grad_norm_(model.parameters(), clip)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        return loss, norm


class _SentKeys(KeySource):
    """Sampled keys, drawn on the CPU: the same on every device, to which they are sent."""

    def __init__(self, seed: int, device: torch.device) -> None:
        self._keys, self._device = SampledKeys(seed), device

    def __call__(
        self, n_queries: int, n_keys: int, n_sampled: int, *, causal: bool
    ) -> Int[Tensor, "LQ U"]:
        return send(self._keys(n_queries, n_keys, n_sampled, causal=causal), self._device)
