"""The command line that trains a run again, and makes its forecast.

Every setting is spelled out, also those that have their default: defaults may change, and this line
must not. What a file calls its columns is passed as ``--option=name``, which holds whatever the
name begins with; :mod:`informer.reporting.shell` quotes each word for a shell.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from informer.config import ModelConfig, TrainingConfig
from informer.plan import DERIVED
from informer.presets import PRESETS
from informer.reporting.shell import script
from informer.training.records import RunRecord, default_name

_LENGTHS = {"seq_len": "--seq-len", "label_len": "--label-len", "pred_len": "--pred-len"}
_ELSEWHERE = {*DERIVED, *_LENGTHS, "n_devices"}
_DIGITS = 16
"""Of the 64 of a fingerprint: no two files of anybody's share so many."""


@dataclass(frozen=True)
class Asked:
    """One forecast as a person asked for it; what is ``None`` or empty is the run's own choice."""

    start: str | None = None
    """ISO time at which it starts; ``None``: after the end of the data."""
    seed: int | None = None
    """The sampling seed."""
    steps: int | None = None
    levels: tuple[float, ...] = ()
    """Of the intervals, shares between 0 and 1."""
    rows: str | None = None
    """CSV of other data that are forecast from."""
    known_future: str | None = None
    """CSV with the coming values of the known-future columns."""
    scenarios: tuple[str, ...] = ()
    """JSON files."""
    threads: int | None = None


def train_command(
    record: RunRecord, *, csv: str | None = None, run_id: str | None = None
) -> list[str]:
    """The words that train this run again from its file, as the run ``run_id``.

    ``csv`` is where the file lies (by default its name), ``run_id`` by default
    :func:`again`. The same machine and threads give the same weights, bit for bit, on a CPU.
    """
    config = record.config
    words = ["train", _file(csv or record.source)]
    words += [f"--target={name}" for name in config.data.targets]
    words += [f"--covariate={name}" for name in config.data.covariates]
    words += [f"--known-future={name}" for name in config.data.known_future]
    words += ["--features", "MS" if config.data.covariates else "S"]
    words += ["--split", ",".join(repr(part) for part in config.data.split)]
    words += ["--preset", config.preset if config.preset in PRESETS else next(iter(PRESETS))]
    for field, option in _LENGTHS.items():
        words += [option, str(getattr(config.model, field))]
    for setting in _settings(record):
        words += ["--set", setting]
    if config.standardise_metrics:
        words.append("--standardise-metrics")
    if record.name != default_name(config):
        words.append(f"--name={record.name}")
    words += ["--id", run_id or again(record)]
    words += ["--expect-fingerprint", record.fingerprint[:_DIGITS]]
    if record.threads is not None:
        words += ["--threads", str(record.threads)]
    processes = config.training.n_devices
    if processes > 1:
        together = ["torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
        return ["python", "-m", *together, "-m", "informer", *words]
    return ["python", "-m", "informer", *words]


def forecast_command(run_id: str, asked: Asked, *, out: str = "forecast.csv") -> list[str]:
    """The words that make one forecast with the run ``run_id`` and write it to ``out``."""
    words = ["python", "-m", "informer", "forecast", run_id]
    if asked.rows is not None:
        words.append(f"--csv={asked.rows}")
    if asked.start is not None:
        words += ["--window", asked.start]
    if asked.steps is not None:
        words += ["--horizon", str(asked.steps)]
    if asked.known_future is not None:
        words.append(f"--known-future={asked.known_future}")
    words += [f"--scenario={file}" for file in asked.scenarios]
    if asked.levels:
        words += ["--levels", ",".join(f"{100 * level:.10g}" for level in asked.levels)]
    if asked.seed is not None:
        words += ["--seed", str(asked.seed)]
    if asked.threads is not None:
        words += ["--threads", str(asked.threads)]
    return [*words, f"--out={out}"]


def repeat(record: RunRecord, asked: Asked, *, out: str = "forecast.csv") -> str:
    """The script that trains the run again and makes this forecast."""
    return script(train_command(record), forecast_command(again(record), asked, out=out))


def needs(record: RunRecord, asked: Asked) -> str:
    """What that script needs, in a sentence."""
    files = [f"the file {record.source}"]
    if asked.rows is not None and asked.rows != record.source:
        files.append(f"{asked.rows} with the rows it starts from")
    if asked.known_future is not None:
        files.append(f"{asked.known_future} with the coming values")
    if asked.scenarios:
        files.append(", ".join(asked.scenarios))
    listed = " and ".join([", ".join(files[:-1]), files[-1]] if len(files) > 1 else files)
    equal = (
        "On the same machine it gives the same numbers, to the last digit."
        if record.device in (None, "cpu")
        else "A GPU does not add in a fixed order: the last digits can differ."
    )
    return (
        f"Run it in a shell (sh, bash, zsh), in the folder of Informer Lab, with {listed} there. "
        f"{equal}"
    )


def again(record: RunRecord) -> str:
    """The id of a run trained again: free also in the folder where the run itself lies."""
    return f"{record.id[:58]}-again"


def _settings(record: RunRecord) -> Iterator[str]:
    """``key=value`` of every setting that no option of its own says."""
    model, training = record.config.model, record.config.training
    # what "auto" came to: another machine may have another device
    found = {"device": record.device, "precision": record.precision}
    for part, kind in ((model, ModelConfig), (training, TrainingConfig)):
        for name in kind.model_fields:
            if name not in _ELSEWHERE:
                yield f"{name}={setting_text(found.get(name) or getattr(part, name))}"
    seeds = record.config.seeds
    yield f"data_seed={seeds.data}"
    yield f"weight_seed={seeds.weights}"
    yield f"sampling_seed={seeds.sampling}"


def setting_text(value: object) -> str:
    """A value as ``--set`` reads it.

    >>> [setting_text(value) for value in (None, True, (3, 1), (3,), 1e-05)]
    ['none', 'true', '[3,1]', '[3]', '1e-05']
    """
    if value is None or isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{','.join(map(str, value))}]"
    return str(value)


def _file(path: str) -> str:
    """A path that no option parser takes for an option."""
    return f"./{path}" if path.startswith("-") else path
