"""What a scenario does: the past as the model reads it, the forecast, and the difference."""

import streamlit as st

from informer.figures.scenario_past import scenario_past
from informer.figures.scenarios import Line, scenario_forecasts
from informer.figures.style import Style
from informer.figures.time_axis import cell_edges
from informer.forecasting.answers import Answer
from informer.forecasting.scenario import ScenarioError
from pages import _format, _plot, _what_if_block, _what_if_queries, _what_if_words
from pages._text import md, short
from pages._what_if_board import Board

_COLOUR = Style().colour
_HISTORY = 1 / 2  # so much of the past, in horizons, stands before the forecast


def view(board: Board, section: str) -> None:
    """Sentence, numbers and both figures."""
    answer = _answered(board)
    _summary(board, answer)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _past(board, answer, section)
    with right:
        _forecast(board, answer)
    for note in (board.baseline if answer is None else answer.forecast).notes:
        st.caption(md(note))


def _answered(board: Board) -> Answer | None:
    """The edited scenario's answer; an error stays with it, and the page goes on."""
    if board.edited is None:
        return None
    try:
        return board.answer(board.edited)
    except ScenarioError as error:
        st.error(md(error), icon=":material/error:")
        return None


def _summary(board: Board, answer: Answer | None) -> None:
    run, freq = board.run, board.run.record.freq
    with st.container(key="what_if_summary"):
        if answer is None:
            when = _format.moment(run.start(), freq)
            name = md(short(run.target_name, 40))
            st.markdown(
                f"The forecast of **{name}** from {when}, as it is. Take an idea, or change the "
                "past, the calendar or the known future below, and see what becomes of it."
            )
        else:
            st.markdown(_what_if_words.sentence(answer, run.target, freq))


def _past(board: Board, answer: Answer | None, section: str) -> None:
    """The context; a block is picked or a line drawn over it, as the open section asks."""
    column = _what_if_block.column_of(board)
    channel = board.now.channels.index(column)
    observed = board.now.context[:, channel]
    reading = board.now if answer is None else answer.situation
    chosen = _what_if_queries.chosen(board, answer)
    figure = scenario_past(
        board.now.context_time,
        observed,
        reading.context[:, channel],
        Style(),
        column=column,
        number=0 if board.edited is None else board.number(board.edited),
        selection=None if chosen is None else chosen.layer,
        head=0 if chosen is None else chosen.head,
        whose="" if chosen is None else chosen.words,
        headroom=section == "draw",
        height=400,
    )
    marks = []
    if section == "past":
        first, last = _what_if_block.block_of(board)
        edges = cell_edges(board.now.context_time)
        marks.append(
            {
                "type": "rect", "x0": str(edges[first]), "x1": str(edges[last + 1]),
                "y0": 0, "y1": 1, "xref": "x", "yref": "y domain",
                "line": {"color": _COLOUR.muted, "width": 1.5, "dash": "dot"},
            }
        )  # fmt: skip
    by_hand = section == "draw"
    _plot.show(
        figure,
        "what_if_past",
        alt=f"The past of {short(column)} as it was, and as the scenario reads it",
        marks=marks,
        pen="line" if by_hand else "span" if section == "past" else None,
        on_pen=lambda stroke: (_what_if_block.draw if by_hand else _what_if_block.pick)(
            board, stroke
        ),
    )


def _forecast(board: Board, answer: Answer | None) -> None:
    run, target = board.run, board.run.target
    base = board.baseline if answer is None else answer.baseline
    lines = [
        Line(
            name=board.here[scenario_id].name,
            values=one.forecast.values[:, target],
            baseline=one.baseline.values[:, target],
            time=one.forecast.time,
            number=board.number(scenario_id),
            edited=scenario_id == board.edited,
        )
        for scenario_id in board.drawn
        if (one := board.try_answer(scenario_id)) is not None
    ]
    before = max(2, round(_HISTORY * len(base.time)))
    figure = scenario_forecasts(
        base.time,
        base.values[:, target],
        lines,
        Style(),
        column=run.target_name,
        actual=None if base.actual is None else base.actual[:, target],
        height=400,
        history=(base.context_time[-before:], board.now.context[-before:, _channel(board)]),
    )
    _plot.show(
        figure,
        "what_if_forecast",
        alt=f"The forecast of {short(run.target_name)} as it is and under "
        f"{_format.plural(len(lines), 'scenario')}; below, the differences",
    )


def _channel(board: Board) -> int:
    """The column of the target in focus in what the model reads: targets come last."""
    return board.now.channels.index(board.run.target_name)
