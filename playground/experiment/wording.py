"""Words for error messages: quoting what a file says, guessing what was meant."""

import difflib
import json
from collections.abc import Iterable
from typing import Any

_LONGEST = 60


def shown(text: str) -> str:
    """The text on one line: whatever would break the line or cannot be printed is escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)


def quoted(value: Any) -> str:
    """A value as JSON on one line, shortened."""
    text = shown(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def did_you_mean(wrong: Any, known: Iterable[str], otherwise: str = "there are") -> str:
    """The nearest of the known words, or all of them, after the words ``otherwise``."""
    words = list(known)
    near = difflib.get_close_matches(str(wrong), words, n=1, cutoff=0.7)
    return f"did you mean {quoted(near[0])}?" if near else f"{otherwise} {', '.join(words)}"
