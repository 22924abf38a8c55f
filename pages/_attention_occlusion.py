"""Occlusion: a block of the input is masked; how much does the forecast change?"""

from informer.inspection.results import AttentionInspection, Inspection
from pages._opened import Opened


def occlusion(
    run: Opened, inspection: Inspection, layer: AttentionInspection, head: int, query: int
) -> None:
    """The section."""
