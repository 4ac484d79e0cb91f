"""Explanations as the panel shows them: the factors first in the table, and if wanted in the paper's letters."""

from dataclasses import replace
from typing import Final

from playground.core.paper_letters import latex_in_paper_letters, text_in_paper_letters
from playground.explain.explanation import Explanation, Line, Piece, Table

_BY_KEY: Final = {"a:0:0": "x", "a:0:1": "y", "y:0": "z", "z:1:0": "s"}


def columns_in_order(table: Table) -> tuple[int, ...]:
    """Let what is no factor of the term stand last before it: a narrow table shows the factors."""
    last = len(table.headers) - 1
    return (*sorted(range(last), key=lambda place: place in table.asides), last)


def in_paper_letters(explanation: Explanation) -> Explanation:
    """Write an explanation of the paper's one neuron as the paper does: its inputs are x and y, its target is z."""
    table = explanation.table
    return replace(
        explanation,
        title=text_in_paper_letters(explanation.title),
        lines=tuple(_line(line) for line in explanation.lines),
        table=None if table is None else _table(table),
    )


def _line(line: Line) -> Line:
    pieces = tuple(_piece(piece) for piece in line.pieces)
    return replace(line, pieces=pieces, plain=text_in_paper_letters(line.plain))


def _piece(piece: Piece) -> Piece:
    letter = _BY_KEY.get(piece.key or "")
    return piece if letter is None or piece.role == "number" else replace(piece, text=letter)


def _table(table: Table) -> Table:
    return replace(
        table,
        headers=tuple(map(text_in_paper_letters, table.headers)),
        header_latex=tuple(map(latex_in_paper_letters, table.header_latex)),
        foot=tuple((text_in_paper_letters(label), value) for label, value in table.foot),
    )
