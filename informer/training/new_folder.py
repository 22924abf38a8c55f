"""A new run's folder, under an id that no other run has."""

import secrets
from pathlib import Path

from informer.training.records import RUN_ID, RunError


def new_folder(root: Path, preset: str, run_id: str | None = None) -> Path:
    """Make the folder: of that id, else of one like ``quick-7f3a2c``.

    Raises :class:`RunError` for an id that is taken, or can't be one.
    """
    return _made_up(root, preset) if run_id is None else _named(root, run_id)


def _named(root: Path, run_id: str) -> Path:
    if not RUN_ID.fullmatch(run_id):
        raise RunError(f"'{run_id[:64]}' can't be the id of a run.")
    try:
        (root / run_id).mkdir()
    except FileExistsError as error:
        raise RunError(
            f"There is a run '{run_id}' in the folder '{root.name}' already: give the new one "
            "another id."
        ) from error
    return root / run_id


def _made_up(root: Path, preset: str) -> Path:
    prefix = "".join(c for c in preset.lower() if c.isascii() and c.isalnum()) or "run"
    while True:
        path = root / f"{prefix[:32]}-{secrets.token_hex(3)}"
        try:
            path.mkdir()
        except FileExistsError:
            continue  # taken, perhaps this very moment by another process
        return path
