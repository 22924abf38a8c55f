"""In the place of the maps, where an encoder does not distil: why, and what it would save."""

import pandas as pd
import streamlit as st

from informer.config import ModelConfig
from informer.figures import units
from informer.inspection import operations
from informer.inspection.results import Inspection
from pages import _format
from pages._distilling_cost import counted
from pages._distilling_view import replica_of
from pages._opened import Opened


def _lengths(model: ModelConfig) -> None:
    """Of each layer of the first replica, as it is and as it would be."""
    kept, halved = (operations.layer_lengths(model, distil=distil) for distil in (False, True))
    st.dataframe(
        pd.DataFrame(
            {
                "encoder layer": range(1, len(kept) + 1),
                "positions": kept,
                "memory": [units.memory(operations.map_bytes(n, model.d_model)) for n in kept],
                "positions with distilling": halved,
                "memory with distilling": [
                    units.memory(operations.map_bytes(n, model.d_model)) for n in halved
                ],
            }
        ),
        key="length_table",
        hide_index=True,
    )


def explain(run: Opened, inspection: Inspection) -> None:
    """Why nothing is distilled; the cost either way, where there are layers to distil between."""
    model = run.record.config.model
    layers = model.encoder_layers[replica_of(run)]
    if max(model.encoder_layers) == 1:
        st.info(
            "This encoder has one layer, and distilling stands between two: its feature map keeps "
            f"its {_format.plural(model.seq_len, 'position')}, and the decoder attends to all of "
            "them. Counted below: the same encoder with two layers.",
            icon=":material/info:",
        )
        counted(model.model_copy(update={"e_layers": 2}))
    elif not model.distil:
        st.info(
            "This run was trained with distilling switched off: every layer works on all "
            f"{_format.plural(model.seq_len, 'position')}. It has no weights for distilling "
            "layers, so that they can't be tried; what they would save can be counted.",
            icon=":material/info:",
        )
        _lengths(model)
        counted(model)
    else:
        st.info(
            f"This replica of the encoder has {_format.plural(layers, 'layer')}: it distils "
            "nothing. It reads "
            f"{_format.plural(operations.layer_lengths(model, replica_of(run))[0], 'position')}, "
            "and hands on as many. Choose another replica above.",
            icon=":material/info:",
        )
        counted(model)
    st.page_link("pages/train.py", label="Train one that distils", icon=":material/tune:")
