"""The decode race: the whole horizon in one pass, against chunks of k steps down to one by one.

The encoder runs once, the decoder once for each chunk. Placeholders that have been decoded are
filled with the model's own output, in the numbers that the decoder reads (after instance
normalisation); known-future columns keep their values, and a linear draft stays in the placeholders
that are still empty. The weights were trained for one pass, with no placeholder ever filled.
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from informer.config import ModelConfig
from informer.data.windows import Batch, Windows
from informer.forecasting.baselines import seasonal_naive
from informer.forecasting.predict import block_size
from informer.inspection.decoder_results import Chunked, DecodeRace, Doubles
from informer.inspection.results import Ints
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys

Progress = Callable[[float, str], None]
"""Told the share that is done, and in words what comes next; may raise to end it all."""
_WORK = 4_000_000
"""Rows of the decoder (times d_model / 64) that a race may take: some seconds on two cores."""
_REPEATS, _TIMED_ROWS = 9, 400_000


def decode_in_chunks(
    model: Informer, batch: Batch, chunk: int, sampling_seed: int
) -> Float[Tensor, "B pred_len c_out"]:
    """The forecast, scaled, when each pass of the decoder gives the next ``chunk`` steps.

    With ``chunk`` = pred_len it is the model's own, to the last bit. Raises ValueError for a chunk
    below 1.
    """
    if chunk < 1:
        raise ValueError(f"a chunk has at least one step, not {chunk}")
    config, keys = model.config, SampledKeys(sampling_seed)
    with evaluating(model):
        ready = model.prepare(batch.x_enc, batch.x_dec)
        memory, _ = model.encoder(model.encoder_embedding(ready.x_enc, batch.marks_enc), keys)
        drawn = keys.generator.get_state()  # so that each pass samples the keys that one-shot does
        x_dec, parts = ready.x_dec.clone(), []
        for start in range(0, config.pred_len, chunk):
            keys.generator.set_state(drawn)
            said, _ = model.decode(ready, x_dec, batch.marks_dec, memory, keys, config.label_len)
            part = said[:, start : start + chunk]
            first = config.label_len + start
            x_dec[:, first : first + part.shape[1], -config.c_out :] = part
            parts.append(part)
        forecast: Tensor = ready.in_units(torch.cat(parts, 1))
    return forecast


def chunk_sizes(pred_len: int) -> tuple[int, ...]:
    """One-shot, then half of it, and so on to step by step.

    >>> chunk_sizes(24)
    (24, 12, 6, 3, 2, 1)
    """
    sizes = [pred_len]
    while sizes[-1] > 1:
        sizes.append(-(-sizes[-1] // 2))
    return tuple(sizes)


def decode_window(
    model: Informer, windows: Windows, window: int, chunk: int, sampling_seed: int
) -> Doubles:
    """One window's forecast ``[pred_len, c_out]`` in the data's units, decoded in chunks."""
    (values,) = _decoded(model, windows, np.array([window]), chunk, sampling_seed)
    return np.asarray(values)


def decode_race(
    model: Informer,
    windows: Windows,
    sampling_seed: int,
    *,
    period: int | None = None,
    chunks: Sequence[int] | None = None,
    n_windows: int = 64,
    progress: Progress | None = None,
) -> DecodeRace:
    """Time and error of each size of chunk, the errors on evenly spread test windows.

    ``period`` is the season of the naive forecast beside them. A long horizon, whose step by step
    decoding takes minutes, is tried on fewer windows, at least 4.
    """
    sizes = tuple(chunks or chunk_sizes(model.config.pred_len))
    numbers = race_windows(windows, model.config, sizes, n_windows)
    first = windows.batch(torch.from_numpy(numbers[-1:]))
    seconds = _measure(model, first, sizes, sampling_seed, progress)
    actual = _actual(windows, numbers)
    entries = []
    done, everything = 0, sum(_passes(model.config, size) for size in sizes)
    for size in sizes:
        if progress is not None:
            text = f"Decoding {len(numbers)} windows, {size} a pass"
            progress(0.4 + 0.6 * done / everything, text)
        passes = _passes(model.config, size)
        errors = np.abs(_decoded(model, windows, numbers, size, sampling_seed) - actual)
        entries.append(Chunked(size, passes, median(seconds[size]), errors))
        done += passes
    return DecodeRace(
        sampling_seed=sampling_seed,
        entries=tuple(entries),
        baseline=_baseline_errors(windows, numbers, actual, period),
        windows=numbers,
        repeats=len(seconds[sizes[0]]),
        threads=torch.get_num_threads(),
    )


def race_windows(
    windows: Windows, config: ModelConfig, sizes: Sequence[int], n_windows: int
) -> Ints:
    """Test windows, evenly spread: as many as can be decoded in seconds."""
    rows = sum(_passes(config, size) for size in sizes) * config.dec_len
    affordable = int(_WORK / (rows * max(1.0, config.d_model / 64)))
    test = windows.split.test
    count = min(n_windows, len(test), max(4, affordable))
    return np.unique(np.linspace(test.start, test.stop - 1, count).round().astype(np.int64))


def _measure(
    model: Informer, batch: Batch, sizes: Sequence[int], seed: int, progress: Progress | None
) -> dict[int, list[float]]:
    """Seconds of each size, in alternation, so that a busy moment hits all of them alike."""
    rows = sum(_passes(model.config, size) for size in sizes) * model.config.dec_len
    repeats = max(3, min(_REPEATS, _TIMED_ROWS // rows))
    seconds: dict[int, list[float]] = {size: [] for size in sizes}
    decode_in_chunks(model, batch, sizes[0], seed)  # the first call of all is slower
    for repeat in range(repeats):
        for at, size in enumerate(sizes):
            share = (repeat + at / len(sizes)) / repeats
            if progress is not None:
                progress(0.4 * share, f"Timing, repeat {repeat + 1} of {repeats}")
            begin = time.perf_counter()
            decode_in_chunks(model, batch, size, seed).cpu()
            seconds[size].append(time.perf_counter() - begin)
    return seconds


def _decoded(model: Informer, windows: Windows, numbers: Ints, chunk: int, seed: int) -> Doubles:
    blocks = torch.split(torch.from_numpy(numbers), block_size(model.config))
    parts = [decode_in_chunks(model, windows.batch(one), chunk, seed).cpu() for one in blocks]
    return windows.scaler.last(model.config.c_out).inverse(torch.cat(parts).double().numpy())


def _rows_ahead(windows: Windows, numbers: Ints) -> Ints:
    model = windows.config.model
    return np.asarray(numbers[:, None] + model.seq_len + np.arange(model.pred_len))


def _actual(windows: Windows, numbers: Ints) -> Doubles:
    values = windows.series.matrix(windows.config.data.targets)
    return np.asarray(values[_rows_ahead(windows, numbers)])


def _baseline_errors(
    windows: Windows,
    numbers: Ints,
    actual: Doubles,
    period: int | None,
) -> Doubles | None:
    starts = _rows_ahead(windows, numbers)[:, 0]
    if period is None or starts.min() < period:
        return None
    values = windows.series.matrix(windows.config.data.targets)
    said = seasonal_naive(values, starts, windows.config.model.pred_len, period)
    return np.abs(said - actual)


def _passes(config: ModelConfig, chunk: int) -> int:
    return -(-config.pred_len // chunk)
