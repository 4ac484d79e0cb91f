"""From expressions to lines of pieces: LaTeX with roles and keys, and the same as plain text."""

from typing import cast

from playground.core.expressions import (
    Constant,
    Expression,
    Function,
    Power,
    Product,
    Quotient,
    Style,
    Sum,
    Variable,
    follows_as_minus,
    glued,
    needs_brackets,
    plain_text,
    printed,
    setting_text,
)
from playground.core.notation import Symbol
from playground.core.number_text import MINUS
from playground.explain.explanation import Line, Piece, Role
from playground.explain.numbers import latex_number, latex_of_text

Pieces = list[Piece]


def pieces_of(  # noqa: PLR0911  # one case for each kind of expression
    expression: Expression, style: Style = "symbols"
) -> Pieces:
    """Typeset an expression."""
    match expression:
        case Constant(number):
            return [Piece(latex_of_text(setting_text(number)))]
        case Variable():
            if style == "symbols":
                return [Piece(expression.latex, cast("Role", expression.role), expression.key)]
            return [Piece(latex_number(expression.value, expression.digits), "number", expression.key)]
        case Product(factors):
            return _product(factors, style)
        case Sum():
            return _sum(expression, style)
        case Power(base, exponent):
            return [*_bracketed(base, style), Piece(f"^{{{exponent}}}")]
        case Quotient(above, below):
            return [Piece(r"\frac{"), *pieces_of(above, style), Piece("}{"), *pieces_of(below, style), Piece("}")]
        case Function(_, latex, argument):
            if style == "numbers" and expression.is_step:
                return [Piece(latex_of_text(setting_text(expression.value)))]
            return [Piece(rf"{latex} \left("), *pieces_of(argument, style), Piece(r"\right)")]


def _product(factors: tuple[Expression, ...], style: Style) -> Pieces:
    pieces: Pieces = []
    for place, factor in enumerate(factors):
        if place and not glued(factors[place - 1], factor):
            pieces.append(Piece(r" \cdot "))
        written = pieces_of(factor, style)
        pieces += in_brackets(written) if needs_brackets(factor, style, first=place == 0) else written
    return pieces


def _sum(expression: Sum, style: Style) -> Pieces:
    pieces: Pieces = []
    for place, (sign, term) in enumerate(expression.shown):
        plain = "" if term is None else plain_text(term, style)
        if term is not None and follows_as_minus(term, plain, place, sign):
            pieces += [Piece(" "), *pieces_of(term, style)]
            continue
        if place:
            pieces.append(Piece(" + " if sign > 0 else " - "))
        elif sign < 0:
            pieces.append(Piece("-"))
        if term is None:
            pieces.append(Piece(r"\cdots"))
            continue
        written = pieces_of(term, style)
        negative = plain.startswith(MINUS)
        pieces += in_brackets(written) if (place or sign < 0) and (isinstance(term, Sum) or negative) else written
    return pieces


def _bracketed(expression: Expression, style: Style) -> Pieces:
    written, text = pieces_of(expression, style), plain_text(expression, style)
    simple = isinstance(expression, Constant | Variable) and "·" not in text and not text.startswith(MINUS)
    return written if simple and "^" not in written[0].text else in_brackets(written)


def in_brackets(pieces: Pieces) -> Pieces:
    """Put round brackets around."""
    return [Piece(r"\left("), *pieces, Piece(r"\right)")]


class Writer:
    """A line while it is written, as pieces and as plain text alike."""

    def __init__(self) -> None:
        self._pieces: Pieces = []
        self._plain = ""

    def text(self, latex: str, plain: str) -> "Writer":
        """Add signs of the formula."""
        self._pieces.append(Piece(latex))
        self._plain += plain
        return self

    def expression(self, expression: Expression, style: Style = "symbols") -> "Writer":
        """Add an expression."""
        self._pieces += pieces_of(expression, style)
        self._plain += plain_text(expression, style)
        return self

    def bracketed(self, expression: Expression, style: Style = "symbols") -> "Writer":
        """Add an expression, in brackets if it is a sum."""
        if not isinstance(expression, Sum):
            return self.expression(expression, style)
        return self.text(r"\left(", "(").expression(expression, style).text(r"\right)", ")")

    def symbol(self, symbol: Symbol, role: Role = "plain", key: str | None = None) -> "Writer":
        """Add a letter of the notation."""
        self._pieces.append(Piece(symbol.latex, role, key))
        self._plain += symbol.plain
        return self

    def count(self, n: int) -> "Writer":
        """Say how many samples there are."""
        return self.text(rf",\quad n = {n}", f",  n = {n}")

    def equals(self, sign: str = "=") -> "Writer":
        """Add an equals sign."""
        return self.text(" = " if sign == "=" else r" \approx ", f" {sign} ")

    def number(self, value: float, digits: int = 4, key: str | None = None) -> "Writer":
        """Add a number of the computation."""
        text = printed(value, digits)
        self._pieces.append(Piece(latex_of_text(text), "number", key))
        self._plain += text
        return self

    def bracketed_number(self, value: float) -> "Writer":
        """Add a number of the computation that is multiplied, in brackets if it is negative."""
        if not printed(value).startswith(MINUS):
            return self.number(value)
        return self.text("(", "(").number(value).text(")", ")")

    def derivative(self, above: Symbol, below: Variable) -> "Writer":
        """Add ∂above/∂below."""
        self._pieces.append(Piece(rf"\frac{{\partial {above.latex}}}{{\partial "))
        self._pieces += pieces_of(below)
        self._pieces.append(Piece("}"))
        self._plain += f"∂{above.plain}/∂{below.plain}"
        return self

    def line(self, *, continues: bool = False) -> Line:
        """Finish the line."""
        merged: Pieces = []
        for piece in self._pieces:
            if merged and piece.role == merged[-1].role == "plain":
                merged[-1] = Piece(merged[-1].text + piece.text)
            else:
                merged.append(piece)
        return Line(tuple(merged), self._plain, continues)
