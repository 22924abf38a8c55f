"""Text that comes from a user's file is shown as it is, never as Markdown, HTML or LaTeX."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SCHEME = re.compile(r"(?i)\b(https?|ftp|mailto)\\:|\bwww\\\.")


def md(text: object) -> str:
    """``text`` for a Markdown place (labels, captions, alerts): all punctuation escaped.

    A bare address would still become a link, so a word joiner (invisible) is put into it.
    """
    escaped = _PUNCTUATION.sub(r"\\\1", re.sub(r"\s+", " ", str(text)))
    return _SCHEME.sub(lambda found: found[0][:1] + "\u2060" + found[0][1:], escaped)


def short(text: object, length: int = 28) -> str:
    """``text`` cut to ``length`` characters, with an ellipsis where it was cut."""
    whole = re.sub(r"\s+", " ", str(text)).strip()
    return whole if len(whole) <= length else whole[: length - 1].rstrip() + "…"
