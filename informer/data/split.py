"""Train, validation and test windows, cut by time."""

from dataclasses import dataclass
from typing import Self

from informer.config import RunConfig
from informer.data.series import DataError


@dataclass(frozen=True)
class Split:
    """The window numbers of each part, and the rows the scaler may see.

    Train windows lie whole inside the train rows. A validation or test window has its *forecast*
    rows inside its part; its context may reach ``seq_len`` rows back (the published protocol).
    """

    train: range
    validation: range
    test: range
    train_rows: int
    """The first so many rows are the train part."""

    @classmethod
    def of(cls, n_rows: int, config: RunConfig) -> Self:
        """The split of ``n_rows`` rows. Raises :class:`DataError` when a part has no window."""
        rows = split_rows(n_rows, config.data.split)
        seq_len, pred_len = config.model.seq_len, config.model.pred_len
        _check("train", rows[0], n_rows, {"seq_len": seq_len, "pred_len": pred_len})
        _check("validation", rows[1], n_rows, {"pred_len": pred_len})
        _check("test", rows[2], n_rows, {"pred_len": pred_len})
        ends = (rows[0], rows[0] + rows[1], sum(rows))
        starts = (0, ends[0] - seq_len, ends[1] - seq_len)
        train, validation, test = (
            range(start, end - seq_len - pred_len + 1)
            for start, end in zip(starts, ends, strict=True)
        )
        return cls(train, validation, test, train_rows=rows[0])


def _check(part: str, rows: int, n_rows: int, lengths: dict[str, int]) -> None:
    needed = sum(lengths.values())
    if rows >= needed:
        return
    raise DataError(
        f"The {part} part has {rows} of the {n_rows} rows, but one window needs {needed} "
        f"({' + '.join(f'{name} {length}' for name, length in lengths.items())}): shorten "
        f"{' or '.join(lengths)}, give this part a larger share of the split, or use more data."
    )


def split_rows(
    n_rows: int, split: tuple[int, int, int] | tuple[float, float, float]
) -> tuple[int, int, int]:
    """Rows of each part: numbers are taken as they are, shares as in the reference.

    With shares the train and test part are rounded down and validation takes what is left. Raises
    :class:`DataError` when the parts need more rows than there are.
    """
    if all(isinstance(part, int) for part in split):
        train, validation, test = (int(part) for part in split)
        if train + validation + test > n_rows:
            raise DataError(
                f"The split {train},{validation},{test} needs {train + validation + test} rows, "
                f"but there are {n_rows}: make its parts smaller."
            )
        return train, validation, test
    # 0.7 * 90 is 62.99...: the tiny surplus keeps whole numbers whole.
    train, test = int(n_rows * split[0] + 1e-9), int(n_rows * split[2] + 1e-9)
    return train, n_rows - train - test, test
