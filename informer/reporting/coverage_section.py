"""How sure it is: what the intervals promise, and what they held on the test part."""

from informer.data.wording import step_name
from informer.figures.coverage import coverage_figure
from informer.figures.style import Style
from informer.forecasting.coverage import coverage
from informer.reporting.material import Material
from informer.reporting.parts import Drawn, Part, Section, Table, Words
from informer.reporting.words import number


def coverage_section(material: Material) -> Section | None:
    """The section; ``None`` where no intervals were measured."""
    backtest = material.backtest
    if backtest is None:
        return None
    found = coverage(backtest)
    missed = " and ".join(f"{100 * level:g} %" for level in found.off())
    verdict = (
        Words(
            f"On the test part the {missed} intervals missed their promise by more than 5 points: "
            "read them with care.",
            "bad",
        )
        if missed
        else Words(
            "On the test part the intervals held what they promise, within 5 points.", "good"
        )
    )
    width = found.width[:, material.target]
    table = Table(
        ("promised", "held", "had they never been renewed", "mean width"),
        tuple(
            (f"{100 * level:g} %", f"{100 * found.followed[a]:.1f} %",
             f"{100 * found.frozen[a]:.1f} %", number(float(width[a])))
            for a, level in enumerate(found.levels)
        ),
    )  # fmt: skip
    parts: list[Part] = [verdict, table]
    if backtest.horizon > 1:
        drawn = coverage_figure(
            found.levels, found.followed_step, Style(), step=step_name(backtest.freq)
        )
        parts.append(Drawn(drawn, "Measured share of values within each interval, by step ahead"))
    if found.drift:
        parts.append(Words(found.drift))
    parts.append(
        Words(
            f"Measured over {found.n_windows:,} forecasts of the test part. An interval is as wide "
            "as the errors of the latest forecasts whose outcome was known, step by step of the "
            "horizon (split conformal prediction).",
            "small",
        )
    )
    return Section("How sure is it?", tuple(parts))
