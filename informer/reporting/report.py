"""A forecast as one HTML file, for somebody who does not have the app."""

from informer.data.wording import step_name
from informer.reporting.coverage_section import coverage_section
from informer.reporting.data_section import data_section
from informer.reporting.forecast_section import forecast_section, span
from informer.reporting.material import Material
from informer.reporting.page import html_page
from informer.reporting.parts import Report
from informer.reporting.run_section import again_section, model_section
from informer.reporting.scenario_section import scenario_section
from informer.reporting.scores_section import scores_section
from informer.reporting.words import plural


def report_html(material: Material) -> str:
    """The file: forecast, scores, scenarios, data, settings, and how to make it again.

    It needs no network and nothing beside it; text from files is escaped everywhere.
    """
    result, freq = material.forecast, material.series.freq
    name = result.columns[material.target]
    more = len(result.columns) - 1
    title = f"Forecast of {name}" + (f" and {plural(more, 'other column')}" if more else "")
    sections = (
        forecast_section(material),
        scenario_section(material),
        scores_section(material),
        coverage_section(material),
        data_section(material),
        model_section(material),
        again_section(material),
    )
    app, version = material.versions[0]
    return html_page(
        Report(
            title=title,
            subtitle=f"{plural(len(result.time), 'step')} of {step_name(freq)}, "
            f"{span(result, freq)}. From {material.series.name}.",
            sections=tuple(section for section in sections if section is not None),
            foot=f"Made with {app} {version} on {material.made:%Y-%m-%d}. Nothing in this file is "
            "fetched from elsewhere.",
        )
    )
