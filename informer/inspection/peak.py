"""The most memory that the tensors of a computation hold at once, on any device."""

import weakref
from collections.abc import Callable, Iterator
from typing import Any

from torch import Tensor, UntypedStorage
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


def peak_bytes(run_it: Callable[[], object]) -> int:
    """Bytes of all tensors that ``run_it`` makes, at the moment when they are most.

    What exists before (weights, input) is not counted, nor what an operator holds for itself while
    it runs. The result of ``run_it`` is held until it returns, so a trace counts in full.
    """
    watch = _Watch()
    with watch:
        run_it()
    return watch.most


class _Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees every operator's inputs and outputs; views share the storage of what they look at."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held = self.most = 0
        self._known: set[int] = set()

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> object:
        for storage in _storages((args, kwargs)):
            self._known.add(storage._cdata)  # made here, or there before
        result = func(*args, **(kwargs or {}))
        for storage in _storages(result):
            if storage._cdata not in self._known:
                self._known.add(storage._cdata)
                self.held += storage.nbytes()
                self.most = max(self.most, self.held)
                weakref.finalize(storage, self._freed, storage._cdata, storage.nbytes())
        return result

    def _freed(self, storage: int, n_bytes: int) -> None:
        self._known.discard(storage)
        self.held -= n_bytes


def _storages(tree: object) -> Iterator[UntypedStorage]:
    return (leaf.untyped_storage() for leaf in tree_leaves(tree) if isinstance(leaf, Tensor))
