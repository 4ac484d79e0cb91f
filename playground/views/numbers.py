"""Numbers as people read and type them: a real minus sign, fixed significant digits, powers of ten in full."""

import math
import re
from typing import Final

from playground.core.number_text import LARGEST_FIXED, MINUS, SMALLEST_FIXED, format_number, superscript

__all__ = ["MINUS", "format_count", "format_exact", "format_number", "format_rate", "parse_number"]

_MILLION: Final = 1e6
_FROM_SUPERSCRIPTS: Final = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_SIGNS: Final = str.maketrans({MINUS: "-", "\u2013": "-", "\u202f": None, "\u00a0": None, " ": None})
_EXPONENT: Final = r"(?:(?:\^|\*\*)([-+]?[0-9]+)|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))$"
_POWER: Final = re.compile(f"(?:^([-+]?)|[·×*])10{_EXPONENT}")
_THOUSANDS: Final = re.compile(r"^[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$")
_PLAIN: Final = re.compile(r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?$", re.IGNORECASE)


def format_exact(value: float) -> str:
    """Write ``value`` as short as possible so that ``parse_number`` gives the very same value: for input fields."""
    value = float(value)
    if not math.isfinite(value) or value == 0.0:
        return format_number(value)
    sign = MINUS if value < 0 else ""
    size = abs(value)
    if SMALLEST_FIXED <= size < LARGEST_FIXED:
        return sign + repr(size).removesuffix(".0")
    tries = (f"{size:.{digits}e}" for digits in range(17))
    mantissa, _, power = next(text for text in tries if float(text) == size).partition("e")
    return f"{sign}{mantissa}·10{superscript(int(power))}"


def format_count(count: int) -> str:
    """Write a whole number with thousands apart, such as "1,203"."""
    return f"{count:,}".replace("-", MINUS)


def format_rate(per_second: float | None) -> str:
    """Write a speed in steps a second with about three significant digits; None is unlimited."""
    if per_second is None:
        return "unlimited"
    if per_second >= _MILLION:
        return f"{per_second / _MILLION:.2f} million steps/s"
    rounded = float(f"{per_second:.2e}")
    if rounded == 1.0:
        return "1 step/s"
    return f"{format_count(int(rounded)) if rounded.is_integer() else f'{rounded:.3g}'} steps/s"


def parse_number(text: str) -> float:
    """Read a finite number as people type it: "−0.5", "1e-3", "1.2·10⁻⁵", "1,203", "0,5" or a fraction such as "1/12".

    Raises
    ------
    ValueError
        When it is none; the text says so in words.
    """
    cleaned = text.translate(_SIGNS)
    above, slash, below = cleaned.partition("/")
    try:
        value = _parse_plain(above) / _parse_plain(below) if slash else _parse_plain(cleaned)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"“{text.strip()}” is not a number") from None
    if not math.isfinite(value):
        raise ValueError(f"“{text.strip()}” is too large")
    return value


def _parse_plain(text: str) -> float:
    text = _POWER.sub(_scientific, text)
    if _THOUSANDS.match(text):
        text = text.replace(",", "")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not _PLAIN.match(text):
        raise ValueError(text)
    return float(text)


def _scientific(power: re.Match[str]) -> str:
    """A power of ten at the end of a text, or all of it, as Python writes it."""
    one = "" if power[1] is None else f"{power[1]}1"
    return f"{one}e{power[2] or power[3].translate(_FROM_SUPERSCRIPTS)}"
