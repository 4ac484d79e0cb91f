"""Where the parts of a formula stand: TeX's room around signs, and rows that end before an operator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from playground.views.latex_tokens import Token
from playground.views.typesetting import EM, Shape

_THIN, _MEDIUM, _THICK = 3 / 18, 4 / 18, 5 / 18
_AFTER_WHICH_A_SIGN_IS_ONE: Final = frozenset(("relation", "binary", "open", "punctuation", "operator"))
_INDENT: Final = 1.3
"""Rows after the first begin so far to the right, in letter sizes."""
_LEADING: Final = 0.28
_ASCENT, _DESCENT = 0.78, 0.26
"""Every row reaches at least so far above and below its baseline."""
_FULL_ENOUGH: Final = 0.4
_WIDE: Final = 0.9
_WITHIN_A_NUMBER: Final = 80.0


@dataclass(frozen=True)
class Placed:
    """A part where it stands: its origin, in pixels."""

    latex: str
    token: Token
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """Parts with one baseline, in pixels from the top of the formula."""

    parts: tuple[Placed, ...]
    top: float
    baseline: float
    bottom: float


@dataclass(frozen=True)
class FormulaLayout:
    """A formula in rows; ``width`` and ``height`` are what it needs."""

    rows: tuple[Row, ...]
    width: float
    height: float


@dataclass
class _Item:
    token: Token
    before: float
    width: float
    apart: bool = False
    """Whether a wide space stands before it."""


def lay_out(
    tokens: Sequence[Token],
    shape_of: Callable[[str], Shape | None],
    size: float,
    width: float,
    *,
    indented: bool = False,
) -> FormulaLayout:
    """Place tokens in rows no wider than ``width`` pixels, where they can be broken; ``size`` is that of letters.

    ``indented`` sets the first row to the right, too.
    """
    items = _items(tokens, shape_of, size)
    rows: list[Row] = []
    top = widest = 0.0
    start = 0
    while start < len(items):
        indent = _INDENT * size if rows or indented else 0.0
        end = _end_of_row(items, start, width - indent)
        row, right = _row(items[start:end], shape_of, size, indent, top)
        rows.append(row)
        top = row.bottom + _LEADING * size
        widest = max(widest, right)
        start = end
    return FormulaLayout(tuple(rows), widest, rows[-1].bottom if rows else 0.0)


def _items(tokens: Sequence[Token], shape_of: Callable[[str], Shape | None], size: float) -> list[_Item]:
    items: list[_Item] = []
    previous: Token | None = None
    unary = False
    space = 0.0
    for token in tokens:
        if token.kind == "space":
            space += token.room / 18 * size
            continue
        is_sign = token.kind == "binary" and (previous is None or previous.kind in _AFTER_WHICH_A_SIGN_IS_ONE)
        before = 0.0 if previous is None else _room(previous, token, was_sign=unary, is_sign=is_sign) * size
        shapes = [shape_of(part) for part in token.parts]
        wide = sum(shape.width for shape in shapes if shape is not None) * size / EM
        items.append(_Item(token, before + space, wide, apart=space >= _WIDE * size))
        previous, unary, space = token, is_sign, 0.0
    return items


def _room(left: Token, right: Token, *, was_sign: bool, is_sign: bool) -> float:
    """TeX's rules for the room between two neighbours, in letter sizes."""
    if "relation" in (left.kind, right.kind):
        beside = 0.5 * _THIN if "fraction" in (left.kind, right.kind) else 0.0
        return 0.0 if left.kind == right.kind else _THICK + beside
    if right.kind == "binary" and not is_sign:
        return _MEDIUM
    if left.kind == "binary":
        return 0.0 if was_sign else _MEDIUM
    if left.kind == "punctuation":
        return _THIN
    if "operator" in (left.kind, right.kind):
        function = left.kind == "operator" and r"\sum" not in left.parts[0]
        return 0.0 if left.kind == "open" or (function and right.kind in ("open", "close")) else _THIN
    return 0.5 * _THIN if "fraction" in (left.kind, right.kind) else 0.0


def _end_of_row(items: Sequence[_Item], start: int, width: float) -> int:
    """The item the next row begins with."""
    x = 0.0
    best, best_cost = 0, float("inf")
    for place in range(start, len(items)):
        item = items[place]
        left = x
        x += (item.before if place > start else 0.0) + item.width
        if place > start and left <= width:
            cost = -1.0 if item.apart else _cost_of_break(items[place - 1].token, item.token)
            if left < _FULL_ENOUGH * width:
                cost += 3.5
            if cost <= best_cost:
                best, best_cost = place, cost
        if x > width and best:
            return best
    return len(items)


def _cost_of_break(before: Token, after: Token) -> float:
    if before.role == after.role == "number":
        return _WITHIN_A_NUMBER
    if after.kind == "relation":
        return 2.0 * after.depth
    if after.kind == "binary" and before.kind not in _AFTER_WHICH_A_SIGN_IS_ONE:
        return 1.0 + 2.0 * after.depth
    if after.kind in ("close", "punctuation") or before.kind in ("open", "binary", "relation", "operator"):
        return 50.0
    return 4.0 + 2.0 * after.depth


def _row(
    items: Sequence[_Item], shape_of: Callable[[str], Shape | None], size: float, indent: float, top: float
) -> tuple[Row, float]:
    scale = size / EM
    ascent, descent = _ASCENT * size, _DESCENT * size
    parts: list[Placed] = []
    x = indent
    for place, item in enumerate(items):
        x += item.before if place else 0.0
        for latex in item.token.parts:
            shape = shape_of(latex)
            if shape is not None:
                parts.append(Placed(latex, item.token, x, shape.width * scale))
                ascent, descent = max(ascent, shape.ascent * scale), max(descent, shape.descent * scale)
                x += shape.width * scale
    return Row(tuple(parts), top, top + ascent, top + ascent + descent), x
