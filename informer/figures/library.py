"""The JavaScript that draws figures: it comes with plotly, and is never fetched from elsewhere."""

from importlib.util import find_spec
from pathlib import Path


def javascript() -> Path:
    """The file ``plotly.min.js``. Raises ModuleNotFoundError where plotly is not installed."""
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("plotly is not installed: run 'make setup'")
    return Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
