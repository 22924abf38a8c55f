"""How it was made, and how to make it again."""

from informer.config import ModelConfig, TrainingConfig
from informer.plan import DERIVED
from informer.presets import PRESETS
from informer.reporting.command_line import setting_text
from informer.reporting.material import Material
from informer.reporting.parts import Code, Facts, Part, Section, Words
from informer.reporting.words import duration, plural


def model_section(material: Material) -> Section:
    """What the model is, in words; every setting folded away."""
    record, forecast = material.record, material.forecast
    config = record.config
    model, seeds = config.model, config.seeds
    preset = PRESETS.get(config.preset)
    size = f"width {model.d_model}, {plural(model.n_heads, 'head')}"
    if record.n_parameters:
        size += f", {record.n_parameters:,} weights"
    drawn = f"data {seeds.data}, weights {seeds.weights}, sampling {seeds.sampling}"
    libraries = ", ".join(f"{name} {version}" for name, version in material.versions)
    facts = [
        ("Run", f"{record.id} ({record.name})"),
        ("Model", f"Informer, {preset.label if preset else config.preset}: {size}"),
        ("Reads", plural(model.seq_len, "step")),
        ("Forecasts", f"{plural(model.pred_len, 'step')} at once"),
        ("Trained", _trained(material)),
        ("Seeds", f"{drawn}; this forecast used sampling seed {forecast.sampling_seed}"),
        ("Reported", f"{material.made:%Y-%m-%d %H:%M} UTC, with {libraries}"),
    ]
    parts: list[Part] = [Facts(tuple(facts))]
    if record.error:
        parts.append(Words(record.error, "bad"))
    parts.append(_settings(material))
    return Section("Model", tuple(parts))


def again_section(material: Material) -> Section | None:
    """The command lines."""
    if not material.script:
        return None
    parts: tuple[Part, ...] = (Words(material.needs), Code(material.script))
    return Section("Make it again", parts)


def _trained(material: Material) -> str:
    record = material.record
    words = f"{record.steps:,} steps"
    if record.seconds is not None:
        words += f" in {duration(record.seconds)}"
    if record.computed_on:
        words += f" ({record.computed_on})"
    return words + (f", {record.ended:%Y-%m-%d %H:%M} UTC" if record.ended is not None else "")


def _settings(material: Material) -> Facts:
    config = material.record.config
    rows = [
        (name, setting_text(getattr(part, name)))
        for part, kind in ((config.model, ModelConfig), (config.training, TrainingConfig))
        for name in kind.model_fields
        if name not in DERIVED
    ]
    rows.append(("split", ", ".join(map(str, config.data.split))))
    return Facts(tuple(rows), fold=f"All {len(rows)} settings")
