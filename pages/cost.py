"""Cost: what full and ProbSparse attention take on this machine, measured now."""

from pages._page import head, need_run


def main() -> None:
    """The page."""
    run = head("Cost")
    need_run(run)


main()
