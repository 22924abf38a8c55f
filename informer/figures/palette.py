"""Every colour of every figure, by meaning, in two themes.

A colour means one thing in all figures, and the set stays apart for colour-blind eyes (Okabe-Ito
and Tol).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """The meaning of each colour in one theme."""

    ink: str
    muted: str
    grid: str
    surface: str
    observed: str
    forecast: str
    interval: str
    nested: tuple[str, str, str]
    """Intervals around one another, the innermost first."""
    scenarios: tuple[str, ...]
    baseline: str
    selected: str
    lazy: str
    sampled: str
    exact: str
    train: str
    validation: str
    bands: tuple[str, str, str]


LIGHT = Palette(
    ink="#1f2937",
    muted="#4b5563",
    grid="rgba(107,114,128,0.18)",
    surface="#ffffff",
    observed="#1f2937",
    forecast="#0072B2",
    interval="rgba(0,114,178,0.18)",
    nested=("rgba(0,114,178,0.44)", "rgba(0,114,178,0.28)", "rgba(0,114,178,0.15)"),
    scenarios=("#E69F00", "#CC79A7", "#009E73", "#D55E00"),
    baseline="#6b7280",
    selected="#CC3311",
    lazy="#BBBBBB",
    sampled="#009988",
    exact="#332288",
    train="#6b7280",
    validation="#0072B2",
    bands=("rgba(107,114,128,0.05)", "rgba(230,159,0,0.14)", "rgba(0,114,178,0.12)"),
)
DARK = Palette(
    ink="#e5e7eb",
    muted="#a3acba",
    grid="rgba(156,163,175,0.18)",
    surface="#111827",
    observed="#e5e7eb",
    forecast="#56B4E9",
    interval="rgba(86,180,233,0.18)",
    nested=("rgba(86,180,233,0.46)", "rgba(86,180,233,0.29)", "rgba(86,180,233,0.16)"),
    scenarios=("#E69F00", "#CC79A7", "#009E73", "#D55E00"),
    baseline="#9ca3af",
    selected="#EE7733",
    lazy="#555555",
    sampled="#44BB99",
    exact="#AA99EE",
    train="#9ca3af",
    validation="#56B4E9",
    bands=("rgba(156,163,175,0.06)", "rgba(230,159,0,0.16)", "rgba(86,180,233,0.14)"),
)
