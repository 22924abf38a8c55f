import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from informer.inspection.store import InspectionError, load_inspection, save_inspection
from tests.unit.inspection import made_up


def assert_same(a: object, b: object) -> None:
    assert type(a) is type(b)
    if dataclasses.is_dataclass(a):
        for field in dataclasses.fields(a):
            assert_same(getattr(a, field.name), getattr(b, field.name))
    elif isinstance(a, tuple):
        assert len(a) == len(b)
        for x, y in zip(a, b, strict=True):
            assert_same(x, y)
    elif isinstance(a, np.ndarray):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)
    elif isinstance(a, pd.DatetimeIndex):
        assert list(a) == list(b)
    else:
        assert a == b


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    inspection = made_up.inspection(columns=("load", "<b>Größe</b>"))
    full = made_up.attention(24, 2, name="encoder.0", full=True)
    inspection = dataclasses.replace(inspection, attention=(full, *inspection.attention[1:]))
    save_inspection(tmp_path / "inside.npz", inspection)
    assert_same(load_inspection(tmp_path / "inside.npz"), inspection)


def test_the_file_has_the_documented_arrays(tmp_path: Path) -> None:
    inspection = made_up.inspection(24, 2, width=8)
    save_inspection(tmp_path / "out", inspection)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    with np.load(tmp_path / "out", allow_pickle=False) as file:
        shapes = {name: file[name].shape for name in file.files}
    u, n_sampled = 8, 8
    for name, length in (("encoder.0", 24), ("encoder.1", 12)):
        u = n_sampled = {24: 8, 12: 6}[length]
        assert shapes[f"{name}.query"] == (2, length, 4)
        assert shapes[f"{name}.key"] == shapes[f"{name}.value"] == (2, length, 4)
        assert shapes[f"{name}.sampled_keys"] == (length, n_sampled)
        for measure in ("exact", "max_mean", "sampled"):
            assert shapes[f"{name}.measure_{measure}"] == (2, length)
        assert shapes[f"{name}.selected"] == (2, u)
        assert shapes[f"{name}.weights"] == (2, u, length)
    assert shapes["distilling.0.input"] == (24, 8)
    assert shapes["distilling.0.output"] == (12, 8)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_file_that_is_none_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    with pytest.raises(InspectionError, match=r"'bad\.npz' holds no inspection"):
        load_inspection(path)


def test_other_arrays_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", time=np.arange(3))
    np.save(tmp_path / "other.npy", np.arange(3))
    for name in ("other.npz", "other.npy"):
        with pytest.raises(InspectionError, match="holds no inspection"):
            load_inspection(tmp_path / name)


def test_pickles_are_never_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "pickle.npz", about=np.array([{"a": 1}], dtype=object))
    with pytest.raises(InspectionError):
        load_inspection(tmp_path / "pickle.npz")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InspectionError, match="no file 'none.npz'"):
        load_inspection(tmp_path / "none.npz")
