"""Embedding: how a step becomes a vector: value + position + calendar."""

from pages._page import head, need_run


def main() -> None:
    """The page."""
    run = head("Embedding")
    need_run(run)


main()
