from pathlib import Path

import numpy as np

from informer.inspection.store import load_inspection
from pages._inspection_download import npz_bytes
from tests.unit.inspection import made_up


def test_the_file_holds_the_whole_inspection(tmp_path: Path) -> None:
    inspection = made_up.inspection(13)
    path = tmp_path / "inside.npz"
    path.write_bytes(npz_bytes(inspection))
    again = load_inspection(path)
    assert (again.window, again.columns) == (inspection.window, inspection.columns)
    for before, after in zip(inspection.attention, again.attention, strict=True):
        np.testing.assert_array_equal(before.measure_exact, after.measure_exact)
    for one, other in zip(inspection.distilling, again.distilling, strict=True):
        np.testing.assert_array_equal(one.winners, other.winners)
        np.testing.assert_array_equal(one.output, other.output)
