"""Which machine this is, as far as it decides how long something takes. Needs no torch."""

import hashlib
import platform
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from informer.training.priority import spare_cores, usable_cores

_CPU_INFO = Path("/proc/cpuinfo")
_GPUS = Path("/proc/driver/nvidia/gpus")


class Machine(BaseModel):
    """What a measurement holds for: on another machine, or with another PyTorch, measure anew."""

    model_config = ConfigDict(frozen=True)

    cpu: str
    """Its name, as the system gives it."""
    cores: int
    threads: int
    """That PyTorch may use: the pages keep a core."""
    gpus: tuple[str, ...] = ()
    """NVIDIA GPUs the system shows."""
    torch: str
    """Version, which names the build: ``2.13.0+cpu``."""

    @classmethod
    def here(cls) -> Self:
        """This machine."""
        return cls(
            cpu=cpu_name(),
            cores=usable_cores(),
            threads=spare_cores(),
            gpus=_gpu_names(),
            torch=version("torch"),
        )

    @property
    def key(self) -> str:
        """Twelve hexadecimal digits that tell it from other machines."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    @property
    def words(self) -> str:
        """For people: ``AMD EPYC, 2 cores, 1 thread, PyTorch 2.13.0+cpu``."""
        cores = f"{self.cores} core{'s' * (self.cores != 1)}"
        threads = f"{self.threads} thread{'s' * (self.threads != 1)}"
        return ", ".join((self.cpu, cores, *self.gpus, threads, f"PyTorch {self.torch}"))


@cache
def cpu_name() -> str:
    """The name of the processor; where the system does not say, its kind."""
    if _CPU_INFO.exists():
        found = re.search(r"model name\s*: (.+)", _CPU_INFO.read_text(encoding="utf-8"))
        if found:
            return found[1].strip()
    return platform.processor() or platform.machine() or "unknown processor"


def _gpu_names() -> tuple[str, ...]:
    """From the NVIDIA driver's own files: asking torch would take seconds."""
    found = []
    for file in sorted(_GPUS.glob("*/information")):
        name = re.search(r"Model:\s*(.+)", file.read_text(encoding="utf-8", errors="replace"))
        found.append(name[1].strip() if name else "NVIDIA GPU")
    return tuple(found)
