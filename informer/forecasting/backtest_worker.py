"""The process that makes a backtest: ``python -m informer.forecasting.backtest_worker PLACE``.

It carries out the job that lies in the folder, and belongs to nobody: it lives on when the page,
the server or the terminal that started it ends. A traceback goes to its ``worker.log`` only.
"""

import sys
from pathlib import Path

from informer.forecasting.backtest_job import BacktestJobs
from informer.training.priority import give_way


def main(arguments: list[str]) -> int:
    """Make the backtest that the job asks for; the exit status."""
    give_way()
    jobs = BacktestJobs(Path(arguments[0]))
    with jobs.claimed() as job:
        if job is None:
            return 0  # somebody else has done it

        from informer.forecasting.backtest_work import work  # torch takes seconds to import

        work(jobs, job)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
