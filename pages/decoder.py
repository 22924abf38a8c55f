"""Decoder: start token and placeholders in, the whole horizon out, in one pass."""

from pages._page import head, need_run


def main() -> None:
    """The page."""
    run = head("Decoder")
    need_run(run)


main()
