"""The input representation: value + position + calendar (paper, section 3.1 and appendix B).

X_i = Conv1d(x_i) + PE(i) + calendar(t_i)
"""

import math
from functools import lru_cache

import torch
from jaxtyping import Float
from torch import Tensor, nn

from informer.config import ModelConfig
from informer.data.calendar import n_marks, table_sizes
from informer.model.convolution import circular_convolution
from informer.model.dropout import Dropout


class InputEmbedding(nn.Module):
    """Rows of numbers and their calendar marks become vectors of width ``d_model``."""

    def __init__(self, config: ModelConfig, channels: int) -> None:
        super().__init__()
        # circular, so that the first and the last step are neighbours, as in the reference
        self.value = nn.Conv1d(channels, config.d_model, 3, padding=1, padding_mode="circular")
        nn.init.kaiming_normal_(self.value.weight, mode="fan_in", nonlinearity="leaky_relu")
        self.calendar = calendar_embedding(config)
        self.dropout = Dropout(config.dropout)

    def forward(
        self, x: Float[Tensor, "B L C"], marks: Float[Tensor, "B L M"]
    ) -> Float[Tensor, "B L D"]:
        """``x`` as the model reads it, ``marks`` from ``informer.data.calendar``."""
        value, position, calendar = self.parts(x, marks)
        embedded: Tensor = self.dropout(value + position + calendar)
        return embedded

    def parts(
        self, x: Float[Tensor, "B L C"], marks: Float[Tensor, "B L M"]
    ) -> tuple[Float[Tensor, "B L D"], Float[Tensor, "L D"], Float[Tensor, "B L D"]]:
        """The three summands: value, position, calendar."""
        value = circular_convolution(self.value, x)
        position = _positions_on(value.device, value.dtype, x.shape[1], value.shape[-1])
        return value, position, self.calendar(marks)


@lru_cache(maxsize=32)
def positions(length: int, width: int) -> Float[Tensor, "L D"]:
    """PE(i, 2j) = sin(i / 10000^{2j/D}), PE(i, 2j + 1) = cos(...), for any length.

    >>> positions(2, 4)
    tensor([[0.0000, 1.0000, 0.0000, 1.0000],
            [0.8415, 0.5403, 0.0100, 0.9999]])
    """
    angle = torch.arange(length).unsqueeze(1) * torch.exp(
        torch.arange(0, width, 2) * (-math.log(10_000) / width)
    )
    return torch.stack((angle.sin(), angle.cos()), -1).flatten(1)


@lru_cache(maxsize=32)
def _positions_on(
    device: torch.device, dtype: torch.dtype, length: int, width: int
) -> Float[Tensor, "L D"]:
    """Copied once: a copy from the CPU in every step would make it wait for the GPU."""
    return positions(length, width).to(device, dtype)


def calendar_embedding(config: ModelConfig) -> nn.Module:
    """The layer that ``config.embed`` asks for: one linear layer, or the reference's tables."""
    if config.embed in ("cyclic", "timeF"):
        return nn.Linear(n_marks(config.freq, config.embed), config.d_model)
    return CalendarTables(table_sizes(config.freq), config.d_model, fixed=config.embed == "fixed")


class CalendarTables(nn.Module):
    """One table per calendar field (month, day, weekday, hour, quarter of the hour), summed.

    ``fixed`` tables are the sine/cosine of :func:`positions` and are not learned.
    """

    def __init__(self, sizes: tuple[int, ...], width: int, *, fixed: bool) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(size, width) for size in sizes)
        if fixed:
            for table, size in zip(self.tables, sizes, strict=True):
                table.weight = nn.Parameter(positions(size, width).clone(), requires_grad=False)

    def forward(self, marks: Float[Tensor, "B L M"]) -> Float[Tensor, "B L D"]:
        """``marks`` hold whole numbers, one column a table."""
        fields = marks.long().unbind(-1)
        looked_up = [table(field) for table, field in zip(self.tables, fields, strict=True)]
        return torch.stack(looked_up).sum(0)
