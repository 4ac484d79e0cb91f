"""Explanations as the panel shows them: the factors first in the table, and if wanted in the paper's letters."""

import re
from dataclasses import replace
from typing import Final

from playground.explain.explanation import Explanation, Line, Piece, Table

_BY_KEY: Final = {"a:0:0": "x", "a:0:1": "y", "y:0": "z", "z:1:0": "s"}
"""The paper has no letter for the pre-activation; as z is the target there, it is called s."""
_PLAIN: Final = {"x₁": "x", "x₂": "y", "y": "z", "z": "s"}
_LATEX: Final = {"x_{1}": "x", "x_{2}": "y", "y": "z", "z": "s"}
_IN_PLAIN: Final = re.compile(r"(?<![A-Za-z])(x₁|x₂|y|z)(?![A-Za-z])")
_IN_LATEX: Final = re.compile(r"(?<![A-Za-z\\])(x_\{1\}|x_\{2\}|y|z)(?![A-Za-z])")


def columns_in_order(table: Table) -> tuple[int, ...]:
    """Let z and δ, which are no factors of the term, stand last before it: a narrow table shows the factors."""
    last = len(table.headers) - 1
    return (*sorted(range(last), key=lambda place: table.header_latex[place].startswith((r"\delta", "z"))), last)


def in_paper_letters(explanation: Explanation) -> Explanation:
    """Write an explanation of the paper's one neuron as the paper does: its inputs are x and y, its target is z."""
    table = explanation.table
    return replace(
        explanation,
        title=_plain(explanation.title),
        lines=tuple(_line(line) for line in explanation.lines),
        table=None if table is None else _table(table),
    )


def _line(line: Line) -> Line:
    pieces = tuple(_piece(piece) for piece in line.pieces)
    return replace(line, pieces=pieces, plain=_plain(line.plain))


def _piece(piece: Piece) -> Piece:
    letter = _BY_KEY.get(piece.key or "")
    return piece if letter is None or piece.role == "number" else replace(piece, text=letter)


def _table(table: Table) -> Table:
    return replace(
        table,
        headers=tuple(_plain(header) for header in table.headers),
        header_latex=tuple(_IN_LATEX.sub(lambda found: _LATEX[found[1]], header) for header in table.header_latex),
        foot=tuple((_plain(label), value) for label, value in table.foot),
    )


def _plain(text: str) -> str:
    return _IN_PLAIN.sub(lambda found: _PLAIN[found[1]], text)
