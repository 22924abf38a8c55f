"""How good is the estimate? What the sampled measure gets right, and what luck decides."""

from informer.inspection.results import AttentionInspection, Inspection
from pages._opened import Opened


def estimate(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The section."""
