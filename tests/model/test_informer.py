"""The whole model: one path, explicit randomness, the lengths of the paper."""

import math

import pytest
import torch

from informer.config import ModelConfig
from informer.data.calendar import n_marks, table_sizes
from informer.model.embedding import positions
from informer.model.informer import Informer
from informer.model.sampling import RecordedKeys, SampledKeys
from informer.model.trace import ProbSparseTrace


def config(**changes):
    sizes = {"seq_len": 48, "label_len": 16, "pred_len": 8, "d_model": 16, "n_heads": 2, "d_ff": 32}
    return ModelConfig(**({"enc_in": 3, "dec_in": 3, "c_out": 3, "dropout": 0.0} | sizes | changes))


def build(settings, seed=0):
    torch.manual_seed(seed)
    return Informer(settings).eval()


def inputs(settings, batch=4, seed=0):
    generator = torch.Generator().manual_seed(seed)

    def marks(length):
        if settings.embed in ("cyclic", "timeF"):
            n = n_marks(settings.freq, settings.embed)
            return torch.rand(batch, length, n, generator=generator) - 0.5
        columns = [
            torch.randint(size, (batch, length), generator=generator)
            for size in table_sizes(settings.freq)
        ]
        return torch.stack(columns, -1).float()

    x_enc = torch.randn(batch, settings.seq_len, settings.enc_in, generator=generator)
    x_dec = torch.randn(batch, settings.dec_len, settings.dec_in, generator=generator)
    x_dec[:, settings.label_len :, settings.n_known_future :] = 0
    return x_enc, marks(settings.seq_len), x_dec, marks(settings.dec_len)


@pytest.mark.parametrize("embed", ["cyclic", "timeF", "fixed", "learned"])
@pytest.mark.parametrize("freq", ["s", "15min", "h", "D", "W", "MS", "YS"])
def test_every_frequency_and_embedding(freq, embed):
    settings = config(freq=freq, embed=embed)
    forecast = build(settings)(*inputs(settings), SampledKeys(0))
    assert forecast.shape == (4, 8, 3)
    assert forecast.isfinite().all()


@pytest.mark.parametrize(
    ("changes", "lengths"),
    [
        ({"seq_len": 96, "e_layers": 3}, [[(96, 48), (48, 24)]]),
        ({"seq_len": 51, "e_layers": 3}, [[(51, 26), (26, 13)]]),
        ({"seq_len": 64, "e_layers": (3, 2, 1)}, [[(64, 32), (32, 16)], [(32, 16)], []]),
        ({"e_layers": 3, "distil": False}, [[]]),
    ],
)
def test_distilling_halves(changes, lengths):
    settings = config(**changes)
    _, trace = build(settings).trace(*inputs(settings), SampledKeys(0))
    seen = [
        [(d.input.shape[1], d.output.shape[1]) for d in encoder.distilling]
        for encoder in trace.encoders
    ]
    assert seen == lengths
    assert trace.memory.shape[1] == sum(encoder.output.shape[1] for encoder in trace.encoders)


def test_replicas_read_the_end_of_the_input():
    settings = config(seq_len=64, e_layers=(2, 1))
    model = build(settings)
    x_enc, *rest = inputs(settings)
    early = x_enc.clone()
    early[:, 5:20] += 1  # not step 0 or 31: the value convolution wraps round and sees neighbours
    plain, edited = (model.trace(x, *rest, SampledKeys(0))[1] for x in (x_enc, early))
    assert plain.encoders[1].start == 32
    shifted = build(config(seq_len=64, e_layers=(2, 1), instance_norm=False))
    plain, edited = (shifted.trace(x, *rest, SampledKeys(0))[1] for x in (x_enc, early))
    torch.testing.assert_close(plain.encoders[1].output, edited.encoders[1].output)
    assert not torch.allclose(plain.encoders[0].output, edited.encoders[0].output)


@pytest.mark.parametrize("options", [{}, {"d_layers": 2}, {"mix": True}, {"attention": "full"}])
def test_what_forward_leaves_out_changes_nothing(options):
    """Neither the forecast nor a gradient, though the last layer drops the start token early."""
    settings = config(**options)
    model, x = build(settings), inputs(settings)
    forecast = model(*x, SampledKeys(3))
    traced, trace = model.trace(*x, SampledKeys(3))
    assert trace.decoder[-1].cross_attention.query.shape[2] == settings.dec_len
    torch.testing.assert_close(forecast, traced)
    gradients, traced_gradients = (
        torch.autograd.grad(y.square().sum(), [p for p in model.parameters() if p.requires_grad])
        for y in (forecast, traced)
    )
    torch.testing.assert_close(gradients, traced_gradients)


def test_recorded_keys_give_the_same_forecast():
    settings = config()
    model, x = build(settings), inputs(settings)
    forecast, trace = model.trace(*x, SampledKeys(3))
    layers = [*trace.encoders[0].attention, *(layer.self_attention for layer in trace.decoder)]
    assert all(isinstance(layer, ProbSparseTrace) for layer in layers)
    again = RecordedKeys([layer.sampled_keys for layer in layers])
    torch.testing.assert_close(model(*x, again), forecast)


def test_only_the_sampling_seed_is_random():
    settings = config(sampling_factor=1)
    model, x = build(settings), inputs(settings)
    torch.manual_seed(1)
    first = model(*x, SampledKeys(0))
    torch.manual_seed(2)
    assert torch.equal(model(*x, SampledKeys(0)), first)
    assert not torch.equal(model(*x, SampledKeys(1)), first)


def test_any_batch_split_gives_the_same():
    settings = config(n_heads=1)
    model, x = build(settings), inputs(settings)
    together = model(*x, SampledKeys(0))
    alone = torch.cat([model(*(t[i : i + 1] for t in x), SampledKeys(0)) for i in range(4)])
    torch.testing.assert_close(together, alone)


def test_recorded_keys_of_another_shape_are_refused():
    settings = config()
    with pytest.raises(ValueError, match="recorded sampled keys are"):
        build(settings)(*inputs(settings), RecordedKeys([torch.zeros(3, 3, dtype=torch.long)]))
    with pytest.raises(ValueError, match="more ProbSparse"):
        build(settings)(*inputs(settings), RecordedKeys([]))


def test_instance_normalisation_carries_level_and_spread():
    settings = config(n_known_future=1, c_out=2)
    model = build(settings)
    x_enc, marks_enc, x_dec, marks_dec = inputs(settings)
    x_dec[:, : settings.label_len, 1:] = x_enc[:, -settings.label_len :, 1:]
    forecast = model(x_enc, marks_enc, x_dec, marks_dec, SampledKeys(0))
    moved_enc, moved_dec = x_enc.clone(), x_dec.clone()
    moved_enc[..., 1:] = moved_enc[..., 1:] * 3 + 50
    moved_dec[:, : settings.label_len, 1:] = moved_enc[:, -settings.label_len :, 1:]
    moved = model(moved_enc, marks_enc, moved_dec, marks_dec, SampledKeys(0))
    torch.testing.assert_close(moved, forecast * 3 + 50, atol=1e-3, rtol=1e-4)


def test_placeholders_stay_zero_but_known_future_speaks():
    settings = config(n_known_future=1, c_out=2)
    model = build(settings)
    x_enc, marks_enc, x_dec, marks_dec = inputs(settings)
    x_enc[..., 1:] += 5
    forecast, trace = model.trace(x_enc, marks_enc, x_dec, marks_dec, SampledKeys(0))
    placeholders = trace.decoder_input[:, settings.label_len :]
    assert (placeholders[..., 1:] == 0).all()
    torch.testing.assert_close(placeholders[..., 0], x_dec[:, settings.label_len :, 0])
    x_dec[:, -1, 0] += 3
    assert not torch.allclose(
        model(x_enc, marks_enc, x_dec, marks_dec, SampledKeys(0)), forecast, atol=1e-5
    )


def test_positions_have_no_limit():
    assert positions(6000, 8).shape == (6000, 8)
    assert positions(6000, 8)[5999, 1].item() == pytest.approx(math.cos(5999), abs=1e-3)


def test_a_batch_can_be_learned_by_heart():
    settings = config()
    model = build(settings).train()
    x = inputs(settings)
    target = torch.randn(4, 8, 3, generator=torch.Generator().manual_seed(9))
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(150):
        loss = torch.nn.functional.mse_loss(model(*x, SampledKeys(0)), target)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
    assert loss.item() < 0.02
