"""The linear draft: fitted in closed form, put where zeros were, corrected by the network."""

import numpy as np
import pytest
import torch

from informer.config import RunConfig
from informer.data.series import TimeSeries
from informer.data.windows import Windows
from informer.forecasting.ridge import fit_ridge
from informer.model.informer import Informer
from informer.model.sampling import SampledKeys
from informer.plan import plan_run
from informer.training.draft import fit_draft
from informer.training.fit import new_model
from tests.unit.training.conftest import TINY

CPU = torch.device("cpu")


@pytest.fixture(params=[False, True], ids=["plain", "instance_norm"])
def drafted(
    request: pytest.FixtureRequest, hourly_series: TimeSeries
) -> tuple[Informer, Windows, RunConfig]:
    overrides = TINY | {"linear_draft": True, "instance_norm": request.param}
    config = plan_run(hourly_series, targets=["load"], known_future=["event"], overrides=overrides)
    windows = Windows(hourly_series, config)
    model = new_model(config, CPU).eval()
    fit_draft(model, windows)
    return model, windows, config


def _ask(model: Informer, windows: Windows) -> tuple[torch.Tensor, ...]:
    batch = windows.batch(torch.arange(5))
    inputs = (batch.x_enc, batch.marks_enc, batch.x_dec, batch.marks_dec)
    forecast, trace = model.trace(*inputs, SampledKeys(0))
    return batch.x_enc, batch.x_dec, forecast, trace.decoder_input


def test_untrained_it_forecasts_the_ridge_regression(drafted) -> None:
    model, windows, _ = drafted
    x, _, forecast, _ = _ask(model, windows)
    rows = windows.batch(torch.arange(windows.split.train.start, windows.split.train.stop))
    held = windows.batch(
        torch.arange(windows.split.validation.start, windows.split.validation.stop)
    )

    def pairs(batch):
        return [(batch.x_enc[..., -1].double().numpy(), batch.target[..., 0].double().numpy())]

    weights, bias = fit_ridge(lambda: pairs(rows), lambda: pairs(held))
    expected = x[..., -1].double().numpy() @ weights + bias
    np.testing.assert_allclose(forecast[..., 0].detach().numpy(), expected, atol=2e-4)


def test_the_decoder_reads_it_in_the_placeholders(drafted) -> None:
    model, windows, config = drafted
    x, x_dec, forecast, read = _ask(model, windows)
    horizon = config.model.pred_len
    shown = forecast
    if config.model.instance_norm:
        target = x[..., -1:]
        deviation = (target.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
        shown = (forecast - target.mean(1, keepdim=True)) / deviation
    torch.testing.assert_close(read[:, -horizon:, -1:], shown, atol=1e-4, rtol=1e-4)
    known = config.model.n_known_future
    torch.testing.assert_close(read[..., :known], x_dec[..., :known])  # known future stays


def test_the_network_corrects_it(drafted) -> None:
    model, windows, _ = drafted
    before = _ask(model, windows)[2]
    with torch.no_grad():
        model.projection.bias.fill_(0.5)
    assert not torch.allclose(_ask(model, windows)[2], before, atol=0.01)


def test_a_model_without_one_is_left_alone(hourly_series: TimeSeries, config: RunConfig) -> None:
    without = config.model.model_copy(update={"linear_draft": False})
    config = config.model_copy(update={"model": without})
    model = new_model(config, CPU)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    fit_draft(model, Windows(hourly_series, config))
    assert model.draft is None
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
