"""The command line: ``python -m informer COMMAND``."""

import argparse
import os
import sys
from collections.abc import Sequence

from informer.commands import backtest, check, cost, forecast, inspect, train, verify_reference
from informer.commands._common import HANDLED, tell


def parser() -> argparse.ArgumentParser:
    """All commands and their arguments."""
    top = argparse.ArgumentParser(
        prog="python -m informer",
        description="Train an Informer on a time series, forecast, and look inside it.",
    )
    subparsers = top.add_subparsers(metavar="COMMAND", required=True)
    for command in (check, train, forecast, backtest, inspect, cost, verify_reference):
        command.add_parser(subparsers)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command: 0 when it did its work, 2 with one sentence when its input is at fault."""
    args = parser().parse_args(arguments)
    try:
        code: int = args.run(args)
    except BrokenPipeError:  # the reader, for example head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        tell(f"{where}{error.strerror or error}.")
    except HANDLED as error:
        tell(str(error))
    else:
        return code
    return 2


if __name__ == "__main__":
    sys.exit(main())
