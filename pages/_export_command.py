"""The command lines that make again what a page shows, and the file that they may need."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from informer.reporting.command_line import Asked, needs, repeat
from informer.training.records import RunRecord
from pages._text import md


def show_command(record: RunRecord, asked: Asked) -> None:
    """Folded: one sentence, and the lines to copy."""
    with st.expander("Command line", icon=":material/terminal:", key="export_command"):
        st.markdown(
            f"Trains this run again and makes this forecast, without the app. "
            f"{md(needs(record, asked))}"
        )
        st.code(repeat(record, asked), language="bash", wrap_lines=True)


def known_future_button(
    time: pd.DatetimeIndex, columns: tuple[str, ...], values: NDArray[np.float64], file_name: str
) -> None:
    """*Known future (CSV)*: the coming values ``[steps, K]`` as the command line reads them."""
    st.download_button(
        "Known future (CSV)",
        data=lambda: known_future_csv(time, columns, values),
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        key="export_known",
        help=f"The coming values this forecast reads, for the command line below: save it as "
        f"{file_name}.",
        on_click="ignore",
    )


def known_future_csv(
    time: pd.DatetimeIndex, columns: tuple[str, ...], values: NDArray[np.float64]
) -> bytes:
    """UTF-8, with the columns called as in the data.

    Names that start like a formula are *not* quoted here, as they are in tables for a spreadsheet
    (``_download.csv_bytes``): this file is read back by its names.
    """
    frame = pd.DataFrame(values, columns=list(columns))
    frame.insert(0, _free("time", columns), time)
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _free(name: str, columns: tuple[str, ...]) -> str:
    """A name that no column has."""
    while name in columns:
        name += "_"
    return name
