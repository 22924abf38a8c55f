"""Values that are typed on the command line."""

import argparse
import json

from informer.plan import ConfigError


def parse_settings(settings: list[str]) -> dict[str, object]:
    """``--set`` arguments as values: JSON where it is JSON, else text.

    >>> parse_settings(["d_model=32", "e_layers=3,2,1", "distil=false", "embed=timeF"])
    {'d_model': 32, 'e_layers': [3, 2, 1], 'distil': False, 'embed': 'timeF'}
    >>> parse_settings(["grad_clip=none"])
    {'grad_clip': None}
    """
    values: dict[str, object] = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            raise ConfigError(f"--set takes key=value, for example d_model=32, not '{setting}'.")
        values[key.strip()] = _value(text.strip())
    return values


def _value(text: str) -> object:
    if text.lower() in ("none", "true", "false"):
        text = {"none": "null"}.get(text.lower(), text.lower())
    elif "," in text and not text.startswith("["):
        text = f"[{text}]"
    try:
        return json.loads(text)
    except ValueError:
        return text


def parse_split(text: str) -> tuple[float, ...]:
    """``--split``: three shares, or three numbers of rows.

    >>> parse_split("0.7,0.1,0.2"), parse_split("8640,2880,2880")
    ((0.7, 0.1, 0.2), (8640, 2880, 2880))
    """
    number = float if "." in text else int
    try:
        first, second, third = (number(part) for part in text.split(","))
    except ValueError as error:
        message = f"'{text}' is not three shares or numbers of rows, such as 0.7,0.1,0.2"
        raise argparse.ArgumentTypeError(message) from error
    return first, second, third
