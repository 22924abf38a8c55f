"""All layers and heads at a glance: a small picture of each, to click on."""

from informer.inspection.results import AttentionInspection, Inspection
from pages._opened import Opened


def grid(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The section."""
