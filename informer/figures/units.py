"""Bytes, counts and durations short enough for a label."""


def memory(n_bytes: float) -> str:
    """Decimal units, three digits: ``43.0 kB``.

    >>> memory(43_008), memory(1_250_000), memory(96)
    ('43.0 kB', '1.25 MB', '96 B')
    """
    return _short(n_bytes, ("B", "kB", "MB", "GB", "TB"))


def count(number: float) -> str:
    """In thousands, millions, ...: ``19.1 M``.

    >>> count(19_079_424), count(1_020_000_000), count(12)
    ('19.1 M', '1.02 G', '12')
    """
    return _short(number, ("", "k", "M", "G", "T"))


def seconds(value: float) -> str:
    """``2.31 ms``, ``1.20 s``.

    >>> seconds(0.002312), seconds(1.2), seconds(0.00029)
    ('2.31 ms', '1.20 s', '0.29 ms')
    """
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.{2 if value < 0.01 else 1 if value < 0.1 else 0}f} ms"


def _short(value: float, units: tuple[str, ...]) -> str:
    for unit in units:
        if value < 999.5 or unit == units[-1]:
            break
        value /= 1000
    digits = 0 if unit == units[0] else 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:.{digits}f} {unit}".rstrip()
