"""What computed a result: this app, Python, and the libraries whose numbers or figures it uses."""

import platform
from importlib.metadata import PackageNotFoundError, version

from informer import VERSION

_LIBRARIES = ("torch", "numpy", "pandas", "streamlit", "plotly")


def versions() -> tuple[tuple[str, str], ...]:
    """Names and versions, without importing any of them."""
    found = [("Informer Lab", VERSION), ("Python", platform.python_version())]
    for name in _LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)
