"""A report as one HTML file: no network, nothing beside it, and no markup from anybody's file."""

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from informer.figures.dark import dark_colours
from informer.figures.library import javascript
from informer.reporting.parts import Drawn, Report

_HERE = Path(__file__).resolve().parent
_INERT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def html_page(report: Report) -> str:
    """The file. It asks for nothing over the network, and says so to the browser (its policy).

    Text is escaped where it is written, figures are inert JSON: a column named ``</script>`` stays
    a name.
    """
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            style=Markup(_text("report.css")),
            script=Markup(_text("report.js")),
            library=Markup(_library()) if _has_figures(report) else None,
            dark=inert(json.dumps(dark_colours())),
        )
    )


def inert(text: str | None) -> Markup:
    r"""JSON that holds nothing an HTML parser could take for markup, and means the same.

    >>> str(inert('{"name": "</script>"}'))
    '{"name": "\\u003c/script\\u003e"}'
    """
    text = text or "null"
    for sign, code in _INERT.items():
        text = text.replace(sign, code)
    return Markup(text)


def _has_figures(report: Report) -> bool:
    return any(isinstance(part, Drawn) for section in report.sections for part in section.parts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inert"] = inert
    return environment


@cache
def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    return javascript().read_text(encoding="utf-8").replace("</script", "<\\/script")
