"""The process that measures: ``python -m informer.costing.worker RUNS``.

It carries out the job that lies in the store beside the runs, and belongs to nobody: it lives on
when the page, the server or the terminal that started it ends. A traceback goes to its
``worker.log`` only.
"""

import sys
from pathlib import Path

from informer.costing.store import CostStore
from informer.training.priority import give_way


def main(arguments: list[str]) -> int:
    """Measure what the job beside the runs asks for; the exit status."""
    give_way()
    store = CostStore(Path(arguments[0]))
    with store.claimed() as job:
        if job is None:
            return 0  # somebody else has done it

        from informer.costing.work import work  # torch takes seconds to import

        work(store, job)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
