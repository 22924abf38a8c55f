"""Several processes that train one run, started by torchrun: the first leads, the others follow.

The first reads what it was asked, waits for the device, writes the run folder, scores; the others
need nothing but the code: they get configuration and data from it, train along until it ends, and
are silent. Needs torch only when there are several processes.
"""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from informer.training.ranks import ALONE, Ranks
from informer.training.records import RunError
from informer.training.runs import RunFolder

if TYPE_CHECKING:
    from torch.distributed.distributed_c10d import Store

    from informer.training.distributed import Together

PATIENCE = timedelta(minutes=10)
"""How long a process waits for another that neither answers nor breaks the connection."""
BEGIN, FAILED, TOLD = "informer/begin", "informer/failed", "informer/told"
"""Keys in the processes' common store: train or not; why a follower can't; that this was heard."""


@dataclass(frozen=True)
class Place:
    """Which of how many processes this is; one alone where torchrun has not started it."""

    rank: int
    size: int
    local_rank: int
    """Among those of this machine."""
    local_size: int

    @classmethod
    def here(cls) -> Self:
        """From the environment that torchrun sets."""
        names = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE")
        return cls(*(int(os.environ.get(name, "SIZE" in name)) for name in names))

    def check(self, n_devices: int) -> None:
        """Raises :class:`RunError` when a run wants another number of processes than there are."""
        if self.size != n_devices:
            raise RunError(
                f"The run wants {n_devices} processes (n_devices), and {self.size} started: "
                f"torchrun --nproc-per-node {n_devices} -m informer train ... starts them."
            )


@contextmanager
def leading(folder: RunFolder) -> Iterator[Ranks]:
    """In the first process: the processes that train, for the length of the block.

    When another process fails, or torchrun ends them all, the run's record says so in a sentence
    and this process ends.
    """
    place = Place.here()
    if place.size == 1:
        yield ALONE
        return
    from informer.training.watch import watching

    store = _store()
    store.set(BEGIN, "train")
    with watching(folder, store):
        ranks = _connect(store, place)
        for file in (folder.record_file, folder.series_file):
            ranks.share_bytes(file.read_bytes())
        yield ranks
    _disconnect()


def dismiss() -> None:
    """In the first process: the others need not train, for the run was stopped before."""
    if Place.here().size > 1:
        _store().set(BEGIN, "")


def follow(threads: int | None = None) -> int:
    """In every other process: train along, silently, until the first one ends it; an exit status.

    What goes wrong here is told to the first process, which tells the person.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears of it, and decides
    from informer.training.distributed import LostError

    store = _store()
    try:
        if not _began(store):
            return 0
        _train_along(_connect(store, Place.here()), threads)
    except LostError:
        return 1  # the first process has noticed too
    except Exception as error:
        from informer.training.train import sentence

        store.set(FAILED, f"{sentence(error)}\n{traceback.format_exc()}")
        with _quietly():
            store.wait([TOLD], timedelta(seconds=20))
        return 1
    _disconnect()
    return 0


def _train_along(ranks: "Together", threads: int | None) -> None:
    from informer.data.windows import Windows
    from informer.training.device import choose_device, limit_threads, prepare
    from informer.training.fit import fit, new_model

    limit_threads(threads)
    with TemporaryDirectory() as temporary:
        folder = RunFolder(Path(temporary))
        for file in (folder.record_file, folder.series_file):
            file.write_bytes(ranks.share_bytes(b""))
        config, series = folder.record().config, folder.series()
    place = Place.here()
    wish = config.training.device
    device = choose_device(wish, index=place.local_rank, count=place.local_size)
    prepare(device)
    windows = Windows(series, config, device=device)
    for _ in fit(new_model(config, device), windows, config, ranks):
        pass


def _store() -> "Store":
    """What torchrun lets the processes find each other by."""
    from torch.distributed.rendezvous import rendezvous

    store: Store = next(iter(rendezvous("env://", timeout=PATIENCE)))[0]
    return store


def _began(store: "Store") -> bool:
    """Waits, for as long as the first process waits for the device, whether to train."""
    from torch.distributed import DistStoreError

    while True:
        try:
            store.wait([BEGIN], PATIENCE)
        except DistStoreError:  # not yet; torchrun ends this process if the first one has gone
            continue
        return store.get(BEGIN) != b""


def _connect(store: "Store", place: Place) -> "Together":
    import torch
    import torch.distributed as dist

    from informer.training.distributed import LostError, Together

    gpus = torch.cuda.is_available() and dist.is_nccl_available()
    backend = "cpu:gloo,cuda:nccl" if gpus else "gloo"
    try:
        dist.init_process_group(
            backend, store=store, rank=place.rank, world_size=place.size, timeout=PATIENCE
        )
    except RuntimeError as error:
        raise LostError from error
    return Together()


def _disconnect() -> None:
    import torch.distributed as dist

    with _quietly():
        dist.destroy_process_group()


@contextmanager
def _quietly() -> Iterator[None]:
    """The work is done, or its failure told: that another process has gone already is no news."""
    try:
        yield
    except RuntimeError:
        sys.stderr.flush()
