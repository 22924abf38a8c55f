"""``python -m informer verify-reference FILE...``: number for number the public Informer?"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from informer.model.reference import CheckpointError
from informer.model.reference_case import Fidelity, verify_case


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "verify-reference",
        help="compare the model with recorded runs of the public Informer2020",
        description="Runs each recorded case with its recorded sampled keys and compares forecast, "
        "selected queries, loss and every gradient. Exit 1 if any fails.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a .safetensors case")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 if all cases pass, 1 if one fails; a file that can't be read fails as well."""
    cases = [_verify(path) for path in args.files]
    passed = all(case["passed"] for case in cases)
    if args.json:
        print(json.dumps({"passed": passed, "cases": cases}))
    return 0 if passed else 1


def _verify(path: Path) -> dict[str, Any]:
    try:
        fidelity = verify_case(path)
    except (CheckpointError, ValueError, IndexError, RuntimeError) as error:
        print(f"FAIL  {path.name}: {error}")
        return {"file": str(path), "passed": False, "error": str(error)}
    print(f"{'PASS' if fidelity.passed else 'FAIL'}  {path.name}  {_describe(fidelity)}")
    finite = {name: str(v) if v == float("inf") else v for name, v in asdict(fidelity).items()}
    return {"file": str(path), "passed": fidelity.passed, **finite}


def _describe(fidelity: Fidelity) -> str:
    right = fidelity.n_selections - fidelity.wrong_selections
    return (
        f"forecast eval {fidelity.forecast_eval:.1e} train {fidelity.forecast_train:.1e}  "
        f"loss {fidelity.loss:.1e}  gradients {fidelity.gradient:.1e} "
        f"({fidelity.gradient_relative:.1e} relative, {fidelity.n_gradients} tensors)  "
        f"selections {right}/{fidelity.n_selections} equal"
    )
