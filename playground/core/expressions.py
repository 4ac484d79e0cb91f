"""Formulas as trees: one tree can be written in symbols or with numbers put in, and computed.

The tree says what the formula is; how it is typeset is left to ``explain``. Here it becomes one line of plain text.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from playground.core.notation import Symbol
from playground.core.number_text import MINUS, format_number

Style = Literal["symbols", "numbers"]

_INTEGERS_BELOW: Final = 1e6


def printed(value: float, digits: int = 4) -> str:
    """Write a number as it stands in formulas: whole numbers as they are, others with ``digits`` significant digits."""
    value = float(value)
    if value.is_integer() and abs(value) < _INTEGERS_BELOW:
        return f"{value:,.0f}".replace("-", MINUS) if value else "0"
    return format_number(value, digits)


def setting_text(value: float) -> str:
    """Write a number somebody has chosen, such as η: as short as it can be."""
    text = printed(value)
    mantissa, dot, power = text.partition("·")
    if "." in mantissa and math.isclose(float(f"{value:.3e}"), value, rel_tol=1e-12):
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + dot + power


def telling_digits(*values: float) -> int:
    """How many significant digits tell numbers apart that are close to each other, with two to spare."""
    largest, spread = max(abs(value) for value in values), max(values) - min(values)
    if not (math.isfinite(largest) and spread > 0.0 and largest > 0.0):
        return 4
    return min(17, max(4, 2 + math.ceil(math.log10(largest / spread))))


@dataclass(frozen=True)
class Constant:
    """A number that is part of the formula itself, such as the 2 of a square's derivative, or one that was chosen."""

    number: float

    @property
    def value(self) -> float:
        """The number."""
        return self.number


@dataclass(frozen=True)
class Variable:
    """A symbol that stands for a number.

    Attributes
    ----------
    plain, latex : str
        How it is written.
    value : float
    role : str
        What it is: "w", "a", "x", "y", "z", "delta", "cost" or "plain".
    key : str or None
        Which one it is, such as "w:12" (place in theta) or "a:2:0" (layer, unit): the same on the canvas.
    digits : int
        How many significant digits its number has where it is put in.
    """

    plain: str
    latex: str
    value: float
    role: str = "plain"
    key: str | None = None
    digits: int = 4


def variable(symbol: Symbol, value: float, role: str, key: str | None = None) -> Variable:
    """Make a variable out of a symbol of the notation."""
    return Variable(symbol.plain, symbol.latex, float(value), role, key)


@dataclass(frozen=True)
class Product:
    """Factors one after the other."""

    factors: "tuple[Expression, ...]"

    @property
    def value(self) -> float:
        """What it comes to."""
        return math.prod(factor.value for factor in self.factors)


@dataclass(frozen=True)
class Sum:
    """Terms added; ``signs`` are +1 or −1. ``hidden`` of them, before the last, are written as dots."""

    terms: "tuple[Expression, ...]"
    signs: tuple[int, ...]
    hidden: int = 0

    @property
    def value(self) -> float:
        """What it comes to, the hidden terms included."""
        return math.fsum(sign * term.value for sign, term in zip(self.signs, self.terms, strict=True))

    @property
    def shown(self) -> "list[tuple[int, Expression | None]]":
        """Signs and terms as they are written, None for the dots."""
        pairs: list[tuple[int, Expression | None]] = list(zip(self.signs, self.terms, strict=True))
        if not self.hidden:
            return pairs
        return [*pairs[: -1 - self.hidden], (1, None), pairs[-1]]


@dataclass(frozen=True)
class Power:
    """A square or another whole power."""

    base: "Expression"
    exponent: int

    @property
    def value(self) -> float:
        """What it comes to."""
        return float(self.base.value**self.exponent)


@dataclass(frozen=True)
class Quotient:
    """A fraction."""

    above: "Expression"
    below: "Expression"

    @property
    def value(self) -> float:
        """What it comes to."""
        return self.above.value / self.below.value if self.below.value else math.nan


@dataclass(frozen=True)
class Function:
    """A function of one argument, with its two names."""

    plain: str
    latex: str
    argument: "Expression"
    compute: Callable[[float], float]
    is_step: bool = False
    """Whether it has few values, so that the one it has is written where numbers are put in."""

    @property
    def value(self) -> float:
        """What it comes to."""
        return self.compute(self.argument.value)


Expression = Constant | Variable | Product | Sum | Power | Quotient | Function


def total(*terms: Expression, signs: tuple[int, ...] | None = None, keep: int | None = None) -> Expression:
    """Add terms; of more than ``keep`` of them, those in the middle are written as dots."""
    if len(terms) == 1 and (signs is None or signs[0] > 0):
        return terms[0]
    hidden = max(0, len(terms) - keep) if keep is not None else 0
    return Sum(terms, signs or (1,) * len(terms), hidden if hidden > 1 else 0)


def difference(left: Expression, right: Expression) -> Sum:
    """Write left − right, with enough digits to see the difference where they are close to each other."""
    if isinstance(left, Variable | Constant) and isinstance(right, Variable | Constant):
        digits = telling_digits(left.value, right.value)
        left, right = (replace(side, digits=digits) if isinstance(side, Variable) else side for side in (left, right))
    return Sum((left, right), (1, -1))


def product(*factors: Expression) -> Expression:
    """Multiply; products among the factors are taken apart, constants before the first bracket are joined."""
    flat: list[Expression] = []
    for factor in factors:
        flat += factor.factors if isinstance(factor, Product) else (factor,)
    flat = [factor for factor in flat if factor != Constant(1.0)] or [Constant(1.0)]
    return flat[0] if len(flat) == 1 else Product(tuple(flat))


def plain_text(  # noqa: PLR0911  # one case for each kind of expression
    expression: Expression, style: Style = "symbols"
) -> str:
    """Write the formula on one line of plain text."""
    match expression:
        case Constant(number):
            return setting_text(number)
        case Variable():
            return expression.plain if style == "symbols" else printed(expression.value, expression.digits)
        case Product(factors):
            return _plain_product(factors, style)
        case Sum():
            return _plain_sum(expression, style)
        case Power(base, exponent):
            return f"{_bracketed(base, style)}{'²' if exponent == 2 else f'^{exponent}'}"
        case Quotient(above, below):
            return f"{_bracketed(above, style)}/{_bracketed(below, style)}"
        case Function(plain, _, argument):
            if style == "numbers" and expression.is_step:
                return setting_text(expression.value)
            return f"{plain}({plain_text(argument, style)})"


def glued(before: Expression, factor: Expression) -> bool:
    """Whether a factor follows the one before without a dot: a bracket after a number or a letter."""
    return isinstance(factor, Sum) and isinstance(before, Constant | Variable)


def needs_brackets(expression: Expression, style: Style, *, first: bool = False) -> bool:
    """Whether a factor is written in brackets: sums always, negative numbers where they are not the first."""
    if isinstance(expression, Sum):
        return True
    if isinstance(expression, Variable):
        return style == "numbers" and not first and printed(expression.value, expression.digits).startswith(MINUS)
    return isinstance(expression, Constant) and not first and expression.number < 0


def _plain_product(factors: "tuple[Expression, ...]", style: Style) -> str:
    text = ""
    for place, factor in enumerate(factors):
        written = plain_text(factor, style)
        if needs_brackets(factor, style, first=place == 0):
            written = f"({written})"
        dot = "" if place == 0 or glued(factors[place - 1], factor) else "·"
        text += dot + written
    return text


def _plain_sum(expression: Sum, style: Style) -> str:
    text = ""
    for place, (sign, term) in enumerate(expression.shown):
        written = "…" if term is None else plain_text(term, style)
        if follows_as_minus(term, written, place, sign):
            text += f" {MINUS} {written[len(MINUS) :]}"
            continue
        if (place or sign < 0) and term is not None and (isinstance(term, Sum) or written.startswith(MINUS)):
            written = f"({written})"
        if place:
            text += f" {'+' if sign > 0 else MINUS} "
        elif sign < 0:
            text += MINUS
        text += written
    return text


def follows_as_minus(term: Expression | None, written: str, place: int, sign: int) -> bool:
    """Whether a term of a sum is a product that begins with a minus: that takes the place of the plus before it."""
    return isinstance(term, Product) and place > 0 and sign > 0 and written.startswith(MINUS)


def _bracketed(expression: Expression, style: Style) -> str:
    text = plain_text(expression, style)
    simple = isinstance(expression, Constant | Variable | Function) and not {"·", "⁾"} & set(text)
    return text if simple and not text.startswith(MINUS) else f"({text})"
