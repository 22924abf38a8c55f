"""A contender's process: ``python -m bench.contenders.serve MODULE:FUNCTION FIELDS THREADS``.

It speaks JSON lines over its pipes. First it says ``{"resident": MiB, "note": ...}`` when the
contender is built, or ``{"error": sentence}``. To ``{"steps": n}`` it answers with ``{"seconds":
[...], "peak": MiB}``. It ends when its standard input does.
"""

import importlib
import json
import os
import sys
import time
import warnings
from collections.abc import Iterable, Iterator

from bench.contenders.contender import Contender
from informer.costing.memory_use import peak, resident


def serve(contender: Contender, requests: Iterable[str]) -> Iterator[dict[str, object]]:
    """The answers to these lines, after the greeting."""
    yield {"resident": resident(), "note": contender.note}
    for line in requests:
        seconds = []
        for _ in range(json.loads(line)["steps"]):
            started = time.perf_counter()
            contender.step()
            seconds.append(time.perf_counter() - started)
        yield {"seconds": seconds, "peak": peak()}


def main() -> None:
    """Build the contender and answer until there are no more requests."""
    import torch

    entry, fields, threads = sys.argv[1:]
    # libraries may print: what they print must not stand between the answers
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    torch.set_num_threads(int(threads))
    torch.manual_seed(0)
    try:
        module, function = entry.split(":")
        contender = getattr(importlib.import_module(module), function)(**json.loads(fields))
        for answer in serve(contender, sys.stdin):
            print(json.dumps(answer), file=answers, flush=True)
    except Exception as error:  # the other side tells the person; nobody reads this process
        text = f"{type(error).__name__}: {error}"
        print(json.dumps({"error": text}), file=answers, flush=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
