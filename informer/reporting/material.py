"""What a report is made from."""

from dataclasses import dataclass, field
from datetime import datetime

from informer.data.series import TimeSeries
from informer.forecasting.answers import Answers
from informer.forecasting.results import Forecast
from informer.forecasting.rolled import Backtest
from informer.reporting.versions import versions
from informer.training.records import RunRecord, now


@dataclass(frozen=True)
class Material:
    """All that a report tells; what is ``None`` or empty is left out of it."""

    record: RunRecord
    series: TimeSeries
    """The data the forecast starts from: the run's own, or other rows."""
    forecast: Forecast
    target: int = 0
    """The number of the target that comes first."""
    period: int | None = None
    """Steps in a season, for the seasonal naive forecast; ``None``: as the run found it."""
    known_future: str = ""
    """Where the coming values of the known-future columns are from, when they were given."""
    backtest: Backtest | None = None
    """Of the run's own data, at this horizon or the model's."""
    answers: Answers | None = None
    script: str = ""
    """The command lines that make the forecast again."""
    needs: str = ""
    """What they need, in a sentence."""
    made: datetime = field(default_factory=now)
    versions: tuple[tuple[str, str], ...] = field(default_factory=versions)

    @property
    def targets(self) -> tuple[int, ...]:
        """The numbers of all targets, the one in focus first."""
        others = [i for i in range(len(self.forecast.columns)) if i != self.target]
        return (self.target, *others)

    @property
    def others(self) -> bool:
        """Whether the forecast is of other data than the run was trained on."""
        return self.series.fingerprint != self.record.fingerprint
