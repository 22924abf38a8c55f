"""Context, start token and horizon that suit a frequency, before anyone has chosen them."""

from informer.data.frequency import DAY, step_seconds, unit_of

_LENGTHS = {"D": (56, 14), "B": (60, 10), "W": (104, 13), "M": (36, 12), "Q": (24, 8), "Y": (20, 5)}


def suggest_lengths(freq: str, n_rows: int) -> tuple[int, int, int]:
    """Context, start token and horizon in steps: ``(seq_len, label_len, pred_len)``.

    A day ahead from a week back for hours, a year ahead from three for months; shorter when
    ``n_rows`` are few, so that the default split leaves windows in each part.

    >>> suggest_lengths("h", 17520), suggest_lengths("30min", 19225), suggest_lengths("D", 2869)
    ((168, 24, 24), (336, 48, 48), (56, 14, 14))
    >>> suggest_lengths("MS", 969), suggest_lengths("MS", 60), suggest_lengths("s", 100000)
    ((36, 12, 12), (14, 3, 3), (240, 60, 60))
    """
    unit = unit_of(freq)
    if unit in _LENGTHS:
        seq_len, pred_len = _LENGTHS[unit]
    else:
        per_day = round(DAY / step_seconds(freq))
        pred_len = 60 if per_day > 96 else max(per_day, 12)
        seq_len = 240 if per_day > 96 else min(7 * pred_len, 336)
    pred_len = min(pred_len, max(1, n_rows // 20))
    seq_len = min(seq_len, max(4, 7 * n_rows // 30))
    return seq_len, min(seq_len // 2, pred_len), pred_len
