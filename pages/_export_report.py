"""A report as one file, made when its button is pressed."""

from collections.abc import Callable

import streamlit as st

from informer.reporting.material import Material
from informer.reporting.report import report_html


def report_button(material: Callable[[], Material], file_name: str) -> None:
    """*Report (HTML)*; ``material`` is asked for at the click.

    That is outside of any person's session: what follows from the focus, such as the target, has
    to be read before.
    """
    st.download_button(
        "Report (HTML)",
        data=lambda: report_html(material()).encode(),
        file_name=file_name,
        mime="text/html",
        icon=":material/article:",
        key="export_report",
        help="One file that opens in any browser, without a network: the forecast, how good it is, "
        "the data, all settings, and how to make it again.",
        on_click="ignore",
    )
