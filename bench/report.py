"""Tables of measured figures, written between the markers of docs/BENCHMARKS.md."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from informer.costing.machine import cpu_name

_PACKAGES = ("torch", "streamlit", "neuralforecast", "transformers")
REPORT = Path(__file__).parents[1] / "docs" / "BENCHMARKS.md"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers are set with three decimals and to the right."""
    lines = ["| " + " | ".join(header) + " |"]
    lines.append(
        "|" + "|".join(" ---: " if column else " --- " for column in range(len(header))) + "|"
    )
    for row in rows:
        cells = (f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def machine() -> str:
    """What the figures were measured on."""
    versions = ", ".join(filter(None, map(_version, _PACKAGES)))
    return f"{cpu_name()}, {os.cpu_count()} cores; Python {platform.python_version()}, {versions}"


def write(section: str, text: str) -> None:
    """Replace what stands between the markers of ``section``. Raises ValueError without them."""
    start, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    report = REPORT.read_text(encoding="utf-8")
    if start not in report or end not in report:
        raise ValueError(f"{REPORT.name} has no section marked {section}")
    before, rest = report.split(start, 1)
    after = rest.split(end, 1)[1]
    REPORT.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # the peers are in the environment of the benchmarks alone
        return ""
