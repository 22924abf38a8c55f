"""Batch normalisation by the statistics of the global batch, when each process has a part of it.

torch's SyncBatchNorm does the same on GPUs only.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

SumOverProcesses = Callable[[Tensor], Tensor]
"""From a sum over a part of the batch to that over all of it; gradients flow through it."""


class GlobalBatchNorm(nn.BatchNorm1d):
    """As ``nn.BatchNorm1d``, whose weights and buffers it takes over; in evaluation the same.

    Every process ends with the same running statistics.
    """

    def __init__(self, local: nn.BatchNorm1d, sum_over_processes: SumOverProcesses) -> None:
        super().__init__(local.num_features, local.eps, local.momentum)
        self._parameters, self._buffers = local._parameters, local._buffers
        self.training = local.training
        self._sum = sum_over_processes

    def forward(self, input: Tensor) -> Tensor:
        """``[B, C, L]`` or ``[B, C]``, in this process's part of the batch; same shape."""
        if not self.training:
            return super().forward(input)
        x = input.float().movedim(1, -1)  # [..., C]: what each channel is broadcast against
        here = x.flatten(0, -2)
        count = here.new_full((1,), len(here))  # filled on the device: nobody waits for a copy
        total = self._sum(torch.cat([here.sum(0), count]))
        count = total[-1].detach()
        mean = total[:-1] / count
        # a second sum, of squares about the mean: E[x²] − E[x]² would cancel
        variance = self._sum((here - mean).square().sum(0)) / count
        self._follow(mean.detach(), variance.detach() * count / (count - 1))
        scale = (variance + self.eps).rsqrt() * self.weight
        return ((x - mean) * scale + self.bias).movedim(-1, 1).to(input.dtype)

    @torch.no_grad()
    def _follow(self, mean: Tensor, variance: Tensor) -> None:
        """Running statistics move towards these."""
        assert self.running_mean is not None
        assert self.running_var is not None
        assert self.num_batches_tracked is not None
        assert self.momentum is not None
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(variance, self.momentum)
        self.num_batches_tracked.add_(1)


def share_batch_norms(model: nn.Module, sum_over_processes: SumOverProcesses) -> None:
    """Give every batch normalisation of the model the statistics of the global batch."""
    for module in list(model.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.BatchNorm1d):
                setattr(module, name, GlobalBatchNorm(child, sum_over_processes))
