"""``python -m informer inspect RUN``: which queries each head kept, and how well it chose."""

import argparse
from pathlib import Path
from typing import Any

import orjson

from informer.commands._common import (
    add_json_option,
    add_runs_option,
    add_window_options,
    load_asked,
    tell,
)
from informer.inspection.results import AttentionInspection, Inspection


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "inspect",
        help="look inside a run: measures, selected queries, feature maps of one window",
        description="Runs the model once on one window and reports, per self-attention layer and "
        "head, the selected queries and how many of them the exact measure would select too.",
    )
    add_window_options(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE.npz", help="write all arrays here, as numpy's .npz"
    )
    add_runs_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0; raises the library's errors."""
    trained, window, sampling_seed = load_asked(args)
    from informer.inspection.inspect import inspect_window
    from informer.inspection.store import save_inspection

    inspection = inspect_window(trained, window, sampling_seed)
    if args.out is not None:
        save_inspection(args.out, inspection)
        tell(f"The arrays of window {inspection.window} written to {args.out}.")
    if args.json:
        print(orjson.dumps(summary(inspection)).decode())
    else:
        _print_table(inspection)
    return 0


def summary(inspection: Inspection) -> dict[str, Any]:
    """What ``--json`` prints; the fields of the sample are null for full attention."""
    return {
        "window": inspection.window,
        "sampling_seed": inspection.sampling_seed,
        "attention": [_describe(layer) for layer in inspection.attention],
        "distilling": [
            {"name": d.name, "length_in": len(d.input), "length_out": len(d.output)}
            for d in inspection.distilling
        ],
    }


def _describe(layer: AttentionInspection) -> dict[str, Any]:
    sampled, selected, precision = layer.sampled_keys, layer.selected, layer.precision_at_u
    return {
        "name": layer.name,
        "length": layer.length,
        "n_sampled_keys": None if sampled is None else sampled.shape[1],
        "n_selected": layer.n_selected,
        "selected": None if selected is None else selected.tolist(),
        "precision_at_u": None if precision is None else precision.tolist(),
    }


def _print_table(inspection: Inspection) -> None:
    """One line per layer, for people."""
    print(f"window {inspection.window}, sampling seed {inspection.sampling_seed}")
    for layer in inspection.attention:
        if layer.precision_at_u is None or layer.sampled_keys is None:
            print(f"{layer.name:<14} L {layer.length:>4}  full attention: all queries computed")
            continue
        heads = "  ".join(f"{share:.2f}" for share in layer.precision_at_u)
        chance = (layer.n_selected or 0) / layer.length
        print(
            f"{layer.name:<14} L {layer.length:>4}  U {layer.sampled_keys.shape[1]:>3}  "
            f"u {layer.n_selected:>3}  precision at u by head: {heads}  (chance {chance:.2f})"
        )
    for distilling in inspection.distilling:
        print(f"{distilling.name:<14} {len(distilling.input)} -> {len(distilling.output)}")
