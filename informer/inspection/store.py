"""An :class:`Inspection` as one ``.npz`` file, and back; arrays and a line of JSON, no pickle.

Names in the file: ``<layer>.<field>`` for arrays of each attention and distilling layer (for
example ``encoder.0.measure_exact``), ``time``, ``observed``, and ``about``, which holds the rest.
Fields that a layer does not have (the sample, in full attention) are absent.
"""

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import orjson
import pandas as pd
from numpy.typing import NDArray

from informer.inspection.results import AttentionInspection, DistillingInspection, Inspection

_ATTENTION = (
    "query",
    "key",
    "value",
    "visible",
    "measure_exact",
    "measure_max_mean",
    "measure_sampled",
    "sampled_keys",
    "selected",
    "weights",
    "precision_at_u",
)
_DISTILLING = ("input", "output", "winners", "span_in", "span_out")


class InspectionError(ValueError):
    """A file holds no inspection; the message is one sentence a person can act on."""


def save_inspection(path: Path, inspection: Inspection) -> None:
    """Write it to exactly this path, whatever its suffix. Raises OSError."""
    arrays: dict[str, NDArray[np.generic]] = {
        "time": _nanoseconds(inspection.time),
        "observed": inspection.observed,
    }
    for layer in inspection.attention:
        arrays[f"{layer.name}.time"] = _nanoseconds(layer.time)
        for field in _ATTENTION:
            value = getattr(layer, field)
            if value is not None:
                arrays[f"{layer.name}.{field}"] = value
    for distilling in inspection.distilling:
        arrays |= {f"{distilling.name}.{name}": getattr(distilling, name) for name in _DISTILLING}
    about = {
        "window": inspection.window,
        "sampling_seed": inspection.sampling_seed,
        "columns": inspection.columns,
        "attention": [
            {"name": a.name, "causal": a.causal, "reference_measure": a.reference_measure}
            for a in inspection.attention
        ],
        "distilling": [layer.name for layer in inspection.distilling],
    }
    arrays["about"] = np.frombuffer(orjson.dumps(about), dtype=np.uint8)
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def load_inspection(path: Path) -> Inspection:
    """Read what :func:`save_inspection` wrote. Raises :class:`InspectionError`."""
    try:
        # opened here: numpy leaves a file open when it can't read it
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays: dict[str, Any] = dict(file)
        about = orjson.loads(arrays["about"].tobytes())
        return Inspection(
            window=about["window"],
            sampling_seed=about["sampling_seed"],
            time=_time(arrays["time"]),
            observed=arrays["observed"],
            columns=tuple(about["columns"]),
            attention=tuple(_attention(layer, arrays) for layer in about["attention"]),
            distilling=tuple(
                DistillingInspection(
                    name=name, **{field: arrays[f"{name}.{field}"] for field in _DISTILLING}
                )
                for name in about["distilling"]
            ),
        )
    except FileNotFoundError as error:
        raise InspectionError(f"There is no file '{path.name}'.") from error
    except (OSError, EOFError, ValueError, LookupError, TypeError, BadZipFile) as error:
        raise InspectionError(f"'{path.name}' holds no inspection of a run.") from error


def _attention(about: dict[str, Any], arrays: dict[str, Any]) -> AttentionInspection:
    """One layer; a field that is not in the file is one that the layer does not have."""
    name = about["name"]
    fields: dict[str, Any] = {field: arrays.get(f"{name}.{field}") for field in _ATTENTION}
    return AttentionInspection(**about, **fields, time=_time(arrays[f"{name}.time"]))


def _nanoseconds(time: pd.DatetimeIndex) -> NDArray[np.generic]:
    return time.to_numpy().astype("datetime64[ns]").astype(np.int64)


def _time(nanoseconds: NDArray[np.generic]) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(nanoseconds.astype("datetime64[ns]"))
