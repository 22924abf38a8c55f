"""The decode race: time and error of one-shot decoding against chunks, down to step by step."""

import time
from collections.abc import Callable, Sequence

import numpy as np
import torch

from informer.config import ModelConfig
from informer.data.windows import Batch, Windows
from informer.forecasting.baselines import seasonal_naive
from informer.inspection.chunks import decode_in_chunks, decode_windows
from informer.inspection.decoder_results import Chunked, DecodeRace, Doubles
from informer.inspection.results import Ints
from informer.model.informer import Informer

Progress = Callable[[float, str], None]
"""Told the share that is done, and in words what comes next; may raise to end it all."""
_WORK = 1_500_000
"""Rows of the decoder (times d_model / 64) that the errors may take: some seconds on one core."""
_SWEEP = 250_000
"""The same for one window in all sizes of chunk: a long horizon's smallest ones are left out."""
_REPEATS, _TIMED_ROWS = 15, 400_000


def chunk_sizes(pred_len: int) -> tuple[int, ...]:
    """One-shot, then half of it, and so on to step by step.

    >>> chunk_sizes(24)
    (24, 12, 6, 3, 2, 1)
    """
    sizes = [pred_len]
    while sizes[-1] > 1:
        sizes.append(-(-sizes[-1] // 2))
    return tuple(sizes)


def race_sizes(config: ModelConfig) -> tuple[int, ...]:
    """The :func:`chunk_sizes` whose passes together take seconds; one-shot and a half of it always.

    >>> race_sizes(ModelConfig(enc_in=1, dec_in=1, c_out=1, label_len=48, pred_len=720))
    (720, 360, 180, 90, 45, 23, 12, 6)
    """
    sizes = chunk_sizes(config.pred_len)
    costs = np.cumsum([_cost(config, size) for size in sizes])
    return sizes[: max(2, int((costs <= _SWEEP).sum()))]


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
    decoding takes minutes, is raced on fewer windows, at least 4, and without the smallest chunks.
    """
    sizes = tuple(chunks or race_sizes(model.config))
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
        errors = np.abs(decode_windows(model, windows, numbers, size, sampling_seed) - actual)
        low, middle, high = (float(q) for q in np.quantile(seconds[size], (0.25, 0.5, 0.75)))
        entries.append(Chunked(size, passes, middle, (low, high), errors))
        done += passes
    return DecodeRace(
        sampling_seed=sampling_seed,
        entries=tuple(entries),
        baseline=_baseline_errors(windows, numbers, actual, period),
        windows=numbers,
        repeats=len(seconds[sizes[0]]),
        left_out=tuple(size for size in chunk_sizes(model.config.pred_len) if size < sizes[-1]),
        threads=torch.get_num_threads(),
    )


def race_windows(
    windows: Windows, config: ModelConfig, sizes: Sequence[int], n_windows: int
) -> Ints:
    """Test windows, evenly spread: as many as can be decoded in seconds."""
    affordable = int(_WORK / sum(_cost(config, size) for size in sizes))
    test = windows.split.test
    count = min(n_windows, len(test), max(4, affordable))
    return np.unique(np.linspace(test.start, test.stop - 1, count).round().astype(np.int64))


def _measure(
    model: Informer, batch: Batch, sizes: Sequence[int], seed: int, progress: Progress | None
) -> dict[int, list[float]]:
    """Seconds of each size, in alternation, so that a busy moment hits all of them alike."""
    cost = sum(_cost(model.config, size) for size in sizes)
    repeats = max(3, min(_REPEATS, int(_TIMED_ROWS / cost)))
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


def _cost(config: ModelConfig, chunk: int) -> float:
    """Rows that all passes of the decoder go over, more of them for a wide model."""
    return _passes(config, chunk) * config.dec_len * max(1.0, config.d_model / 64)


def _passes(config: ModelConfig, chunk: int) -> int:
    return -(-config.pred_len // chunk)
