"""Decoder: start token and placeholders in, the whole horizon out, in one pass."""

import streamlit as st

from informer.inspection.decoder_results import Decoding
from pages import _decoder_data, _sections
from pages._decoder_causal import causal
from pages._decoder_cross import cross
from pages._decoder_mix import mix
from pages._decoder_race import race
from pages._decoder_strip import strip
from pages._guard import guard
from pages._opened import Opened
from pages._page import head, need_run
from pages._scrub import scrub
from pages._target import choose_target

_SECTIONS = {
    "cross": _sections.Section("Where each step looks", cross),
    "causal": _sections.Section("Masked self-attention", causal),
    "mix": _sections.Section("What mix does", mix),
    "race": _sections.Section("Decode race", race),
}


def main() -> None:
    """The page."""
    run = head("Decoder")
    shown = need_run(run)
    scrub(shown)
    st.markdown(
        "The decoder is given the last known steps (the **start token**) and empty places for the "
        "steps to come (**placeholders**), and fills in **all of them in one pass**."
    )
    decoding = _decoder_data.decoding(shown)
    st.fragment(guard(_view))(shown, decoding)


def _view(run: Opened, decoding: Decoding) -> None:
    """All that depends on what is looked at in this window; only this reruns when that changes."""
    target = choose_target(run, "decoder_target")
    strip(run, decoding, target)
    section = _sections.choose(_SECTIONS, "decoder_section")
    section.draw(run, decoding, target)


main()
