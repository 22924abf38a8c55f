"""The three scores of a head's choice of queries, against the sampling factor."""

import plotly.graph_objects as go

from informer.figures.panels import percent_axis, three_panels
from informer.figures.style import Style
from informer.inspection.estimate import FactorCurve


def factor_figure(
    curve: FactorCurve, style: Style, *, own: int | None = None, height: int = 290
) -> go.Figure:
    """Sampled (mean of the draws, and their range), exact and chance; ``own`` is the run's factor.

    ``x`` the factor, ``y`` in per cent; points can be clicked: ``customdata`` is the factor.
    """
    colour, n_draws = style.colour, curve.sampled.shape[1]
    figure = go.Figure()
    suffixes = three_panels(figure, style, height=height, revision="factor", legend=True)
    sampled = 100 * curve.sampled
    for index, suffix in enumerate(suffixes):
        axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "showlegend": index == 0}
        figure.add_scatter(
            x=[*curve.factors, *curve.factors[::-1]],
            y=[*sampled[:, :, index].max(1), *sampled[::-1, :, index].min(1)],
            mode="lines",
            fill="toself",
            fillcolor=colour.sampled,
            opacity=0.22,
            line={"width": 0},
            name=f"range of {n_draws} draws",
            hoverinfo="skip",
            **axes | {"showlegend": False},
        )
        for name, values, line in (
            (
                "random choice",
                curve.chance,
                {"color": colour.baseline, "width": 1.4, "dash": "dash"},
            ),
            ("exact M", curve.exact, {"color": colour.exact, "width": 1.6}),
        ):
            figure.add_scatter(
                x=curve.factors,
                y=100 * values[:, index],
                mode="lines",
                name=name,
                legendgroup=name,
                line=line,
                hovertemplate=f"c = %{{x}}<br>{name}: %{{y:.1f}} %<extra></extra>",
                **axes,
            )
        figure.add_scatter(
            x=curve.factors,
            y=sampled[:, :, index].mean(1),
            mode="lines+markers",
            name=f"sampled, mean of {n_draws} draws",
            legendgroup="sampled",
            line={"color": colour.sampled, "width": 2},
            marker={"color": colour.sampled, "size": 5},
            customdata=curve.factors,
            text=[
                f"u = {u}, U = {n}" for u, n in zip(curve.n_selected, curve.n_sampled, strict=True)
            ],
            hovertemplate="c = %{x} (%{text})<br>sampled: <b>%{y:.1f} %</b><br>click to try it"
            "<extra></extra>",
            **axes,
        )
        # precision and mass share the labels on the left; the error has its own scale on the right
        shares = {"range": [0, 104], "showticklabels": index == 0}
        figure.layout[f"yaxis{suffix}"].update(
            percent_axis(nticks=5, **(shares if index < 2 else {"side": "right"}))
        )
        figure.layout[f"xaxis{suffix}"].update(
            title_text="c", showgrid=False, nticks=5, range=[0.5, curve.factors[-1] + 0.5]
        )
        if own is not None:
            figure.add_shape(
                type="line", xref=f"x{suffix}", yref=f"y{suffix} domain",
                x0=own, x1=own, y0=0, y1=1, layer="below",
                line={"color": colour.muted, "width": 1, "dash": "dot"},
            )  # fmt: skip
    return figure
