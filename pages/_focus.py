"""What every page looks at: the names and meanings of what stands in the URL."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Focus:
    """What is looked at; ``None`` means the natural choice (last window, first layer, ...)."""

    run: str | None = None
    window: int | None = None
    target: int | None = None
    layer: str | None = None
    head: int | None = None
    query: int | None = None
    seed: int | None = None
    position: int | None = None
    """Distilling page: a position of the feature map ``level``."""
    data: str | None = None
    """The sample file on the Data page."""
    section: str | None = None
    """Which part of a page is open, below its first figure."""
    map: str | None = None
    """Attention page: ``own`` or ``exact``."""
    zoom: str | None = None
    """Attention page: the part of the map that is looked at, in steps."""
    grid: str | None = None
    """Attention page, all layers and heads: what each small picture shows."""
    derivation: int | None = None
    """Attention page: 1 when the derivation is open."""
    factor: int | None = None
    """The sampling factor c that is tried out; ``None``: the run's own."""
    draws: int | None = None
    """How many sampling seeds are tried."""
    fan: int | None = None
    """1 when the forecasts under many seeds were asked for, on a long window."""
    block: int | None = None
    """Occlusion: steps in a masked block."""
    masked: int | None = None
    """Occlusion: the masked block that is looked at."""
    fill: str | None = None
    """Occlusion: what a masked block holds, ``interpolate`` or ``mean``."""
    over: str | None = None
    """Occlusion: ``all`` for the attention of the whole encoder, else of the head in focus."""
    level: int | None = None
    """Distilling page: which feature map ``position`` is of, from 0; ``None``: the last."""
    replica: int | None = None
    """Distilling page: which replica of a stacked encoder."""
    step: int | None = None
    """Decoder page: a step of the horizon, from 0."""
    chunk: int | None = None
    """Decoder page: steps that each pass of the race decodes."""
    moment: str | None = None
    """Embedding page: what the calendar is changed to."""
    length: int | None = None
    """Cost page: the length of attention that is looked at."""
    backward: int | None = None
    """Cost page: 1 when the pass for the gradients is in the times, too."""
    steps: int | None = None
    """Forecast page: how many steps are forecast; ``None``: the model's horizon."""
    rows: str | None = None
    """Forecast page: other data that are forecast from, by the start of their fingerprint."""
    known: str | None = None
    """Forecast page: coming values of known-future columns that a person gave, by their key."""
    period: int | None = None
    """Forecast page: steps in a season, for the seasonal naive forecast; ``None``: as found."""
    by: str | None = None
    """Forecast page, backtest: what the errors are looked at by."""
    scenario: str | None = None
    """What-if page: the scenario that is edited."""
    shown: str | None = None
    """What-if page: other scenarios that are drawn, by their ids; ``None``: the first few."""
    part: str | None = None
    """What-if page: the block of the past that is edited, first and last step of the context."""
    column: int | None = None
    """What-if page: the column of the past that is edited; ``None``: the target in focus."""


TEXT_FIELDS = {
    "run", "layer", "data", "section", "map", "zoom", "grid", "fill", "over", "moment", "rows",
    "known", "by", "scenario", "shown", "part",
}  # fmt: skip
NAMES = tuple(field.name for field in fields(Focus))
