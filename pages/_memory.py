"""What stays in memory for good is taken out of the garbage collector's way.

After every run of a page Streamlit collects garbage in full, and the last messages to the browser
wait for it: over the objects of torch, pandas and plotly that takes 100 to 170 ms, measured, each
time a control is changed. Objects of loaded modules never become garbage, so they are set aside.
"""

import gc
import sys
from functools import cache


def set_modules_aside() -> None:
    """Set aside what is alive now, if modules were loaded since the last time."""
    _set_aside(len(sys.modules))


@cache
def _set_aside(n_modules: int) -> None:
    gc.collect()  # first: garbage that is set aside would stay for ever
    gc.freeze()
