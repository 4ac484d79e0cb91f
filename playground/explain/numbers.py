"""How numbers stand in equations and tables: what the reference computes, rounded to the printed digits."""

from typing import Final

from playground.core.expressions import printed
from playground.core.number_text import MINUS, format_number

__all__ = ["DIGITS", "format_number", "latex_number", "printed"]

DIGITS: Final = 4
_RAISED: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def latex_number(value: float, digits: int = DIGITS) -> str:
    """Write a number as LaTeX, with the digits of ``printed``."""
    return latex_of_text(printed(value, digits))


def latex_of_text(text: str) -> str:
    """Turn a printed number into LaTeX."""
    text = text.replace(MINUS, "-").replace(",", "{,}")
    if text == "NaN":
        return r"\mathrm{NaN}"
    mantissa, dot, power = text.partition("·10")
    if dot:
        return rf"{mantissa} \cdot 10^{{{power.translate(_RAISED)}}}"
    return text.replace("∞", r"\infty")
