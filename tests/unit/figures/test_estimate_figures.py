"""What the estimate figures draw can be read back from their traces, as a browser test does."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from informer.figures import selection_bands as bands
from informer.figures.estimate_scatter import bound_scatter, sampled_scatter
from informer.figures.factor_curve import factor_figure
from informer.figures.fan import fan_figure
from informer.figures.ladder import ladder_figure
from informer.figures.ladder_heads import ladder_heads
from informer.figures.panels import SCORES, percent
from informer.figures.style import Style
from informer.inspection.factors import factor_curve
from informer.inspection.ladder import exact_head, ladder
from informer.inspection.resampling import head_scores, resample
from informer.inspection.spread import forecast_fan
from tests.unit.figures.test_others import made_up_forecast
from tests.unit.inspection import made_up

STYLE = Style()


def traces(figure: go.Figure) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data}


def rungs_of(layer, head=0):
    return ladder(exact_head(layer, head), layer.selected[head], layer.selected[head])


@pytest.mark.parametrize("causal", [False, True])
def test_the_ladder_holds_every_score(causal: bool) -> None:
    rungs = rungs_of(made_up.attention(causal=causal))
    drawn = traces(ladder_figure(rungs, STYLE, ranked_by="reference"))
    assert list(drawn) == list(SCORES.values())
    for score, title in SCORES.items():
        expected = [100 * getattr(rung.score, score) for rung in rungs]
        np.testing.assert_allclose(drawn[title].x, expected)
        assert list(drawn[title].customdata) == [rung.name for rung in rungs]
        # the model's own rung and the reference stand out
        assert [rung.name for rung, o in zip(rungs, drawn[title].marker.opacity, strict=True)
                if o == 1] == ["exact", "reference"]  # fmt: skip


def test_a_score_of_another_sign_is_not_cut_off() -> None:
    """Errors beyond 100 % (a sum in the place of the mean) still fit their panel."""
    rungs = rungs_of(made_up.attention())
    worse = tuple(replace(r, score=replace(r.score, error=7.5)) for r in rungs)
    assert ladder_figure(worse, STYLE).layout.xaxis3.range[1] > 750
    heads = ladder_heads(["one"], [worse], "error", STYLE)
    assert heads.data[0].zmax == 750


def test_all_heads_are_rows_of_cells() -> None:
    layer = made_up.attention()
    ladders = [rungs_of(layer, 0), rungs_of(layer, 1)]
    cells, numbers = ladder_heads(["a", "b"], ladders, "mass", STYLE).data
    assert np.shape(cells.z) == (2, 6)
    kept = {rung.name: rung.score.mass for rung in ladders[1]}
    assert cells.z[1][2] == pytest.approx(100 * kept["sampled"])
    assert numbers.text[6 + 2] == percent(kept["sampled"])


@pytest.mark.parametrize("causal", [False, True])
def test_points_lie_under_the_bound(causal: bool) -> None:
    layer = made_up.attention(causal=causal)
    figure = bound_scatter(layer, 1, layer.active(1), STYLE)
    drawn = traces(figure)
    points = [trace for name, trace in drawn.items() if name.startswith(("selected", "lazy"))]
    assert sorted(q for p in points for q in p.customdata) == list(range(layer.length))
    for p in points:
        x, y = np.array(p.x), np.array(p.y)
        assert (y <= x + 1e-5).all()
        assert (y >= x - np.log(layer.length) - 1e-5).all()
        np.testing.assert_array_equal(y, layer.kl[1][list(p.customdata)])
    bound = drawn["bound: KL = max-mean"]
    np.testing.assert_array_equal(bound.x, bound.y)
    selected = next(p for p in points if p.name.startswith("selected"))
    np.testing.assert_array_equal(selected.customdata, layer.selected[1])


def test_the_cuts_part_the_selected_from_the_others() -> None:
    layer = made_up.attention()
    measure = layer.measure_sampled[0]
    figure = sampled_scatter(layer, 0, measure, layer.active(0), STYLE)
    exact, sampled = figure.layout.shapes
    assert (measure >= sampled.y0).sum() == layer.n_selected
    assert (layer.measure_max_mean[0] >= exact.x0).sum() == layer.n_selected
    assert "sampled = exact" in traces(figure)
    reference = replace(layer, reference_measure=True)
    figure = sampled_scatter(reference, 0, 9 * measure, layer.active(0), STYLE)
    assert "sampled = exact" not in traces(figure)


def test_all_points_of_a_long_window_can_be_clicked() -> None:
    layer = made_up.attention(700, 1)
    drawn = traces(bound_scatter(layer, 0, layer.active(0), STYLE))
    (lazy,) = [trace for name, trace in drawn.items() if name.startswith("lazy")]
    assert lazy.marker.maxdisplayed < len(lazy.x) == 700 - layer.n_selected


@pytest.mark.parametrize("few", [True, False])
def test_bands_hold_the_counts(few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not few:
        monkeypatch.setattr(bands, "_BARS", 3)
    seen = made_up.inspection()
    layer = seen.attention[0]
    drawn = resample(seen, "encoder.0", 0, 40, 2)
    found = traces(bands.selection_bands(layer, drawn, STYLE))
    share = np.zeros(layer.length)
    for name, trace in found.items():
        if name.startswith(("always", "sometimes")):
            share[list(trace.customdata)] += trace.y
    np.testing.assert_allclose(share, 100 * drawn.counts / 40)
    for band in ("always", "sometimes", "never"):
        count = int(getattr(drawn, band).sum())
        assert (f"{band}: {count}" in found) == (count > 0)
    np.testing.assert_array_equal(found["selected under seed 0"].customdata, drawn.selected[0])


def test_the_factor_curve_can_be_read_and_clicked() -> None:
    seen = made_up.inspection()
    layer = seen.attention[0]
    curve = factor_curve(
        seen, "encoder.0", exact_head(layer, 0), head_scores(layer, 0), range(1, 5), n_draws=3
    )
    figure = factor_figure(curve, STYLE, own=2)
    lines = [trace for trace in figure.data if trace.name == "sampled, mean of 3 draws"]
    assert len(lines) == 3
    for i, line in enumerate(lines):
        np.testing.assert_allclose(line.y, 100 * curve.sampled[:, :, i].mean(1))
        assert list(line.customdata) == [1, 2, 3, 4]
    assert {shape.x0 for shape in figure.layout.shapes} == {2}


@pytest.mark.parametrize("actual", [True, False])
def test_the_fan_holds_every_seed(actual: bool) -> None:
    base = made_up_forecast(actual=actual)
    forecasts = [replace(base, sampling_seed=i, values=base.values + i) for i in range(4)]
    fan = forecast_fan(forecasts, "load")
    drawn = traces(fan_figure(fan, STYLE))
    np.testing.assert_allclose(drawn["mean forecast"].y, base.values[:, 0] + 1.5)
    np.testing.assert_allclose(drawn["seed 3 − mean"].y, 1.5)
    assert ("observed − mean forecast" in drawn) == actual
