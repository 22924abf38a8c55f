"""``python -m informer cost [RUN]``: what attention costs on this machine, full and ProbSparse."""

import argparse
from collections.abc import Callable

import orjson

from informer.commands._common import add_json_option, add_runs_option, open_run, tell
from informer.costing.counts import HERE, counted
from informer.costing.launch import new_job
from informer.costing.plan import default_model, n_passes
from informer.costing.results import FULL, HELD, SPARSE, CostRecord, Observation
from informer.costing.store import CostStore, Job
from informer.costing.verdict import verdict
from informer.training.records import RunError

_FORMS = (FULL, SPARSE, HELD)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "cost",
        help="measure attention, distilling and decoding on this machine",
        description="Measures, with the sizes of a run or the paper's, and keeps the result for "
        "the Cost page. What is known already is only printed.",
    )
    parser.add_argument(
        "run_id", metavar="RUN", nargs="?", help="id of a run, or the path of its folder"
    )
    parser.add_argument(
        "--length",
        dest="lengths",
        type=_length,
        action="append",
        metavar="L",
        help="measure attention at this length (can be repeated; default: 48 to 2880)",
    )
    parser.add_argument("--again", action="store_true", help="measure what is known, too")
    add_runs_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0; raises the library's errors."""
    model = default_model()
    if args.run_id is not None:
        model = open_run(args.run_id, args.runs).record().config.model
    store = CostStore(args.runs)
    job = new_job(model, None, args.lengths).model_copy(update={"again": args.again})
    from informer.costing.work import work  # torch takes seconds to import

    with store.alone(0.5):
        store.forget_stop()
        ended = work(store, job, _teller())
    record = store.record(model)
    if ended.status == "stopped":
        tell("Stopped; what was measured is kept.")
    if record is None:
        raise RunError("Nothing was measured.")
    _print_table(record)
    if args.json:
        print(orjson.dumps(summary(record)).decode())
    return 0


def summary(record: CostRecord) -> dict[str, object]:
    """What ``--json`` prints: counts of one head, milliseconds and MiB, with their quartiles."""
    lengths = record.curve("time", "attention", SPARSE).at
    return {
        "machine": record.machine.model_dump(),
        "device": record.device,
        "model": record.model.model_dump(),
        "batch": record.batch,
        "counted": {
            str(length): {
                form: {"dot_products": one.dot_products, "weighted": one.weighted}
                for form, one in counted(record.model, length).items()
            }
            for length in lengths
        },
        "measured": [
            one.subject._asdict() | {name: getattr(one, name) for name in Observation._fields[1:]}
            for one in record.observations
        ],
    }


def _print_table(record: CostRecord) -> None:
    """Attention over the length, then the sentences."""
    print(f"{record.machine.words}; {record.device}, float32")
    columns = [f"{form} {unit}" for unit in ("ms", "MiB") for form in _FORMS]
    for backward in (False, True):
        print("\nattention, forward" + " and backward" * backward)
        print("     L" + "".join(f"{name:>17}" for name in ("dot products", "as run", *columns)))
        curves = [
            record.curve(quantity, "attention", form, backward=backward)
            for quantity in ("time", "memory")
            for form in _FORMS
        ]
        for length in curves[1].at:
            counts = counted(record.model, length)
            cells = [f"{counts[form].dot_products:,}" for form in (SPARSE, HERE)]
            cells += ["-" if (v := c.value(length)) is None else f"{v:.3g}" for c in curves]
            print(f"{length:>6,}" + "".join(f"{cell:>17}" for cell in cells))
        print(verdict(record, backward=backward) or "")
    decoding = record.curve("time", "decoding")
    for chunk, milliseconds in zip(decoding.at, decoding.median, strict=True):
        passes = n_passes(record.model, chunk)
        print(f"decoding in {passes:,} passes of {chunk:,} steps: {milliseconds:.3g} ms")


def _teller() -> Callable[[Job], None]:
    """Says each task once, when it begins."""
    said = ""

    def say(job: Job) -> None:
        nonlocal said
        if job.doing != said and job.seconds_left is not None and job.doing:
            tell(f"{job.progress:4.0%}  {job.doing}")
        said = job.doing

    return say


def _length(text: str) -> int:
    if not text.isdecimal() or not 4 <= int(text) <= 20_000:
        raise argparse.ArgumentTypeError(f"'{text}' is no length from 4 to 20000")
    return int(text)
