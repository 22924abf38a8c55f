"""Where training runs; GPUs are faked."""

import os

import pytest
import torch

from informer.training.device import choose_device, limit_threads, prepare, send
from informer.training.records import RunError


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)


@pytest.fixture
def apple(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)


@pytest.mark.usefixtures("two_gpus")
def test_each_process_has_a_gpu_of_its_own() -> None:
    assert str(choose_device("auto")) == "cuda"
    assert [str(choose_device("auto", index=i, count=2)) for i in range(2)] == ["cuda:0", "cuda:1"]
    assert str(choose_device("cpu", index=1, count=2)) == "cpu"
    with pytest.raises(RunError, match="Training on 3 GPUs was asked for, but PyTorch finds 2"):
        choose_device("cuda", count=3)


@pytest.mark.usefixtures("apple")
def test_apples_gpu_is_for_one_process() -> None:
    assert str(choose_device("auto")) == "mps"
    assert str(choose_device("auto", count=2)) == "cpu"
    with pytest.raises(RunError, match="set n_devices to 1"):
        choose_device("mps", count=2)
    with pytest.raises(RunError, match="no cuda device"):
        choose_device("cuda")


def test_tf32_is_for_cuda_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[torch.device] = []
    monkeypatch.setattr(torch.cuda, "set_device", chosen.append)
    try:
        prepare(torch.device("cpu"))
        assert not torch.backends.cuda.matmul.allow_tf32
        prepare(torch.device("cuda"))
        assert torch.backends.cuda.matmul.allow_tf32
        assert chosen == []
        prepare(torch.device("cuda", 1))
        assert chosen == [torch.device("cuda", 1)]
    finally:
        torch.backends.cuda.matmul.allow_tf32 = False


def test_a_tensor_of_the_cpu_is_sent_to_the_cpu_as_it_is() -> None:
    tensor = torch.arange(3)
    assert send(tensor, torch.device("cpu")) is tensor


@pytest.mark.parametrize(
    ("processes", "threads"), [(None, 15), ("1", 15), ("2", 7), ("4", 3), ("32", 1)]
)
def test_processes_share_all_cores_but_one(
    monkeypatch: pytest.MonkeyPatch, processes: str | None, threads: int
) -> None:
    if processes is None:
        monkeypatch.delenv("LOCAL_WORLD_SIZE", raising=False)
    else:
        monkeypatch.setenv("LOCAL_WORLD_SIZE", processes)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(16)), raising=False)
    limited: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", limited.append)
    limit_threads()
    assert limited == [threads]
