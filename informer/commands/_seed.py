"""A seed typed on the command line."""

import argparse

LARGEST = 2**63 - 1


def seed(text: str) -> int:
    """A whole number that torch takes as a seed; argparse says so when it is none.

    >>> seed("7")
    7
    """
    if not text.isdecimal() or int(text) > LARGEST:
        raise argparse.ArgumentTypeError(f"'{text}' is no seed: give a whole number from 0 up")
    return int(text)
