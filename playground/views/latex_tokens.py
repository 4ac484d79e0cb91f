"""A line of LaTeX cut into the smallest parts that can be typeset alone, so that a new number costs no typesetting."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

Kind = Literal["ordinary", "relation", "binary", "open", "close", "punctuation", "operator", "fraction", "space"]

Marks = tuple[tuple[str, str, str | None], ...]
"""Marks in LaTeX, with the role and the key each stands for."""

PLAIN: Final = "plain"


def _commands(names: str) -> frozenset[str]:
    return frozenset(f"\\{name}" for name in names.split())


_RELATIONS: Final = frozenset("=<>") | _commands(
    "approx ne neq le leq ge geq to gets leftarrow rightarrow longleftarrow Rightarrow mapsto in equiv propto sim ll gg"
)
_BINARIES: Final = frozenset("+-−*") | _commands("cdot times pm mp odot")
_OPERATORS: Final = _commands("sum prod ln log exp max min tanh lim operatorname sin cos")
_SPACES: Final = {r"\,": 3, r"\:": 4, r"\>": 4, r"\;": 5, r"\!": -3, r"\ ": 4.5, "~": 4.5, r"\quad": 18, r"\qquad": 36}
"""In eighteenths of the letter size, as TeX has it."""
_FRACTIONS: Final = _commands("frac dfrac tfrac")
_WITH_ONE_ARGUMENT: Final = _commands(
    "sqrt text textbf textit mathrm mathbf mathit mathbb boldsymbol operatorname hat bar tilde vec overline underline "
    "color"
)
_ARGUMENTS: Final = dict.fromkeys(_WITH_ONE_ARGUMENT, 1) | dict.fromkeys(_FRACTIONS, 2)
_FENCE: Final = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])\s*(\.?)")
_NUMBER: Final = re.compile(r"[0-9]+(?:(?:\{,\}|\.)[0-9]+)*")
_COMMAND: Final = re.compile(r"\\(?:[A-Za-z]+|.)")
_BRACE: Final = re.compile(r"(?<!\\)[{}]")
_MARKED: Final = re.compile(r"\\color\{#0000([0-9a-f]{2})\}")


class PieceLike(Protocol):
    """A piece of a line: LaTeX, what it stands for, and what it belongs to."""

    @property
    def text(self) -> str:
        """LaTeX without colour."""

    @property
    def role(self) -> str:
        """What kind of thing it is."""

    @property
    def key(self) -> str | None:
        """Which weight or unit it is."""


@dataclass(frozen=True)
class Token:
    """The smallest part that is typeset alone.

    Attributes
    ----------
    parts : tuple of str
        LaTeX, to be set side by side; a number has a part for each digit, anything else has one.
    kind : str
        What TeX would take it for; decides the room around it.
    role, key : str, str or None
        Of the piece it comes from.
    depth : int
        How many parentheses it stands in.
    room : float
        Of a space: its width in eighteenths of the letter size.
    inks : tuple of (str, str, str or None)
        For a token out of several pieces: marks in its LaTeX, and the role and key each stands for.
    """

    parts: tuple[str, ...]
    kind: Kind
    role: str = PLAIN
    key: str | None = None
    depth: int = 0
    room: float = 0.0
    inks: Marks = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What it belongs to; its own key is the last one."""
        found = [key for _, _, key in self.inks if key is not None]
        return (*found, self.key) if self.key is not None else tuple(found)


def tokens_of(pieces: Sequence[PieceLike]) -> list[Token]:
    r"""Cut the pieces of a line into tokens.

    Pieces that make sense only together, such as ``\frac{``, ``w``, ``}``, are typeset together.
    """
    found: list[Token] = []
    depth = 0
    for group in _groups(pieces):
        if len(group) == 1:
            text, role, key = _plain(group[0].text), group[0].role, group[0].key
            inks: Marks = ()
        else:
            text, inks = _marked(group)
            role, key = PLAIN, None
        for latex in _split(text):
            token = _token(latex, role, key, inks, depth)
            if token.kind == "open":
                depth += 1
            elif token.kind == "close":
                depth = max(0, depth - 1)
                token = _token(latex, role, key, inks, depth)
            found.append(token)
    return found


def _plain(text: str) -> str:
    """Fences that grow would hold everything between them in one token; ours stay small."""
    return _FENCE.sub("", text)


def _is_whole(text: str) -> bool:
    braces = _BRACE.findall(text)
    return braces.count("{") == braces.count("}") and text.count(r"\begin") == text.count(r"\end")


def _groups(pieces: Sequence[PieceLike]) -> Iterator[list[PieceLike]]:
    group: list[PieceLike] = []
    text = ""
    for piece in pieces:
        if group and _is_whole(text):
            yield group
            group, text = [], ""
        group.append(piece)
        text += piece.text
    if group:
        yield group


def _marked(group: list[PieceLike]) -> tuple[str, Marks]:
    """Mark the pieces in the text by colours that stand for them; what is painted replaces the marks."""
    text = ""
    inks: list[tuple[str, str, str | None]] = []
    for piece in group:
        inner = _plain(piece.text)
        if piece.role == PLAIN or not _is_whole(inner):
            text += inner
            continue
        mark = f"#0000{len(inks) + 1:02x}"
        inks.append((mark, piece.role, piece.key))
        text += rf"{{\color{{{mark}}} {inner}}}"
    return text, tuple(inks)


def _token(latex: str, role: str, key: str | None, inks: Marks, depth: int) -> Token:
    used = {f"#0000{mark}" for mark in _MARKED.findall(latex)}
    inks = tuple(ink for ink in inks if ink[0] in used)
    if latex in _SPACES:
        return Token((), "space", room=_SPACES[latex])
    if _NUMBER.fullmatch(latex):
        return Token(tuple(re.findall(r"\{,\}|.", latex)), "ordinary", role, key, depth)
    return Token((latex,), _kind(latex), role, key, depth, inks=inks)


def _kind(latex: str) -> Kind:  # noqa: PLR0911 - a table of cases
    command = _COMMAND.match(latex)
    head = command.group() if command else latex[0]
    if head in _FRACTIONS:
        return "fraction"
    if head in _OPERATORS:
        return "operator"
    if latex in _RELATIONS:
        return "relation"
    if latex in _BINARIES:
        return "binary"
    if latex[0] in "([" or head == r"\{":
        return "open"
    if latex[0] in ")]" or head == r"\}":
        return "close"
    return "punctuation" if latex in {",", ";"} else "ordinary"


def _split(text: str) -> Iterator[str]:
    """Cut LaTeX at its top level: every letter, number, sign or command with its arguments, indices and exponents."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        at = _end_of_base(text, at)
        while True:
            after = _skip_space(text, at)
            if after < len(text) and text[after] == "'":
                at = after + 1
            elif after < len(text) and text[after] in "_^":
                at = _end_of_argument(text, after + 1)
            else:
                break
        found = text[start:at]
        yield found if found.endswith("\\ ") else found.strip()


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _end_of_base(text: str, at: int) -> int:
    number = _NUMBER.match(text, at)
    if number:
        return number.end()
    if text[at] in "_^":
        return at
    if text.startswith(r"\begin", at):
        end = text.find(r"\end", at)
        return _end_of_argument(text, end + 4) if end >= 0 else len(text)
    command = _COMMAND.match(text, at)
    if command is None:
        return _end_of_argument(text, at)
    at = command.end()
    for _ in range(_ARGUMENTS.get(command.group(), 0)):
        at = _end_of_argument(text, at)
    return at


def _end_of_argument(text: str, at: int) -> int:
    """The end of one group, command or letter."""
    at = _skip_space(text, at)
    if at >= len(text):
        return at
    if text[at] == "{":
        depth = 0
        for brace in _BRACE.finditer(text, at):
            depth += 1 if brace.group() == "{" else -1
            if depth == 0:
                return brace.end()
        return len(text)
    command = _COMMAND.match(text, at)
    return command.end() if command else at + 1
