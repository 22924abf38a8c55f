"""The replicas of a stacked encoder on the Distilling page: what each reads, how they join."""

import streamlit as st

from informer.figures.distilling_replicas import replica_strips
from informer.figures.style import Style
from informer.inspection import operations
from informer.inspection.results import Inspection
from pages import _format, _plot, _state
from pages._distilling_view import replica_of
from pages._opened import Opened


def replicas(run: Opened, inspection: Inspection) -> None:
    """The strips; a click chooses a replica."""
    model = run.record.config.model
    lengths = [
        operations.layer_lengths(model, i, distil=model.distil)
        for i in range(len(model.encoder_layers))
    ]

    def pick(click: _plot.Click) -> None:
        if isinstance(click.custom, int | float) and 0 <= int(click.custom) < len(lengths):
            _state.move(replica=int(click.custom), level=None, position=None)

    _plot.show(
        replica_strips(lengths, inspection.time, replica_of(run), Style()),
        "replica_strips",
        alt=f"{len(lengths)} encoder replicas and the parts of the input they read",
        on_click=pick,
    )
    handed = [sizes[-1] for sizes in lengths]
    memory, equal = sum(handed), max(handed) - min(handed) < len(handed)
    st.caption(
        "Each replica reads the last half of what the one before reads, with layers of its own"
        f"{': their outputs are about equally long' if equal else ''}. They stand one after the "
        "other in the "
        f"decoder's memory of {_format.plural(memory, 'position')}: the end of the window is there "
        f"{len(lengths)} times, at another detail each time. Click a bar to look at its replica."
    )
