"""Counted multiply-adds against PyTorch's own count of what runs."""

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from informer.config import ModelConfig
from informer.inspection import operations
from informer.inspection.distilling_results import MultiplyAdds
from informer.model.informer import Informer
from informer.model.modes import evaluating
from informer.model.sampling import SampledKeys


def config(**changes: object) -> ModelConfig:
    sizes = {"enc_in": 2, "dec_in": 2, "c_out": 1, "seq_len": 49, "label_len": 8, "pred_len": 6}
    small = {"d_model": 12, "n_heads": 3, "d_ff": 20, "e_layers": 3, "sampling_factor": 1}
    return ModelConfig(**{**sizes, **small, **changes})


def executed(work: object) -> int:
    """Multiply-adds that ran: PyTorch counts two operations for each."""
    with FlopCounterMode(display=False) as counter, sdpa_kernel(SDPBackend.MATH):
        work()
    return counter.get_total_flops() // 2


CASES = [
    config(),
    config(seq_len=48, activation="relu"),
    config(distil=False),
    config(e_layers=1),
    config(attention="full"),
    config(e_layers=(3, 2, 1), seq_len=64),
    config(d_model=2, n_heads=1, seq_len=120),  # so narrow that sampled keys are gathered
]


@pytest.mark.parametrize("case", CASES)
def test_the_encoder_runs_what_is_counted(case: ModelConfig) -> None:
    model = Informer(case)
    x = torch.randn(1, case.seq_len, case.d_model)
    with evaluating(model):
        ran = executed(lambda: model.encoder(x, SampledKeys(0)))
    assert operations.encoder(case, distil=case.distil, as_run=True).total == ran


@pytest.mark.parametrize("d_layers", [1, 2])
def test_reading_is_what_grows_with_the_memory(d_layers: int) -> None:
    case = config(d_layers=d_layers)
    model = Informer(case)

    def decode(memory: int) -> int:
        x, read = torch.randn(1, case.dec_len, 12), torch.randn(1, memory, 12)
        with evaluating(model):
            return executed(lambda: model.decoder(x, read, SampledKeys(0), case.label_len))

    grown = operations.reading_memory(case, 30).total - operations.reading_memory(case, 13).total
    assert decode(30) - decode(13) == grown


def test_lengths_are_those_of_the_trace() -> None:
    for case in CASES:
        model = Informer(case)
        x = torch.randn(1, case.seq_len, case.d_model)
        with evaluating(model):
            memory, traces = model.encoder(x, SampledKeys(0))
        assert memory.shape[1] == operations.memory_length(case, distil=case.distil)
        for replica, trace in enumerate(traces):
            ran = tuple(layer.query.shape[2] for layer in trace.attention)
            assert ran == operations.layer_lengths(case, replica, distil=case.distil)


def test_the_paper_counts_sampled_keys_only() -> None:
    """By hand: L = 49, ln 49 = 3.9, so U = u = 4; D = 12, D_ff = 20."""
    assert operations.attention_layer(config(), 49) == MultiplyAdds(
        projections=4 * 49 * 144,
        sampling=49 * 4 * 12,
        attention=2 * 4 * 49 * 12,
        feed_forward=2 * 49 * 12 * 20,
    )
    assert operations.distilling_layer(config(), 49).total == 3 * 49 * 144
    assert operations.map_bytes(49, 12) == torch.zeros(49, 12).nbytes


def test_parts_sum_to_the_whole() -> None:
    case = config()
    layers = [operations.attention_layer(case, length) for length in (49, 25, 13)]
    distilling = [operations.distilling_layer(case, length) for length in (49, 25)]
    whole = operations.encoder(case)
    assert whole.total == sum(part.total for part in (*layers, *distilling))
    assert whole.distilling == sum(part.total for part in distilling)
    both = operations.encoder_and_reading(case)
    assert both.total - whole.total == operations.reading_memory(case, 13).total
