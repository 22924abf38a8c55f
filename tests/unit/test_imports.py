"""Directions of the imports that import-linter can't see: app.py, and what loading a page loads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_entry_file_only_lays_out_the_pages() -> None:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {"streamlit", "pathlib", "pages"}


@pytest.mark.parametrize(
    "module",
    [
        "informer.config",
        "informer.costing.launch",
        "informer.data.reading",
        "informer.figures",
        "informer.forecasting.answers",
        "informer.forecasting.results",
        "informer.forecasting.scenario_store",
        "informer.inspection.results",
        "informer.plan",
        "informer.training.runs",
    ],
)
def test_what_a_page_loads_does_not_load_torch(module: str) -> None:
    """Importing torch costs seconds before the first page shows; a process of its own tells."""
    code = f"import sys, {module}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
