"""What-if: change the past, the calendar or the known future, and see what the forecast becomes."""

from pages._page import head, need_run
from pages._scrub import scrub
from pages._target import choose_target


def main() -> None:
    """The page."""
    run = need_run(head("What-if"))
    scrub(run)
    choose_target(run, "what_if_target")


main()
