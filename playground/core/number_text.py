"""Numbers as people read them, alike everywhere: a real minus sign, fixed significant digits, powers of ten in full."""

import math
from typing import Final

MINUS: Final = "\u2212"
SMALLEST_FIXED: Final = 1e-4
LARGEST_FIXED: Final = 1e6
_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def format_number(value: float, digits: int = 4, *, signed: bool = False) -> str:
    """Write ``value`` with ``digits`` significant digits, always all of them, so that live numbers keep their width.

    Parameters
    ----------
    value : float
        Any number; zero is "0", what is not finite is "∞", "−∞" or "NaN".
    digits : int
        How many significant digits, at least 1.
    signed : bool
        Whether positive numbers get a plus sign.

    Examples
    --------
    0.0139 is "0.01390", 12345.6 is "12,346", 1.23e-5 is "1.230·10⁻⁵".
    """
    value = float(value)
    if math.isnan(value):
        return "NaN"
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    size = abs(value)
    if math.isinf(size):
        return f"{sign}∞"
    if size == 0.0:
        return "0"
    mantissa, _, power = f"{size:.{digits - 1}e}".partition("e")
    exponent = int(power)
    # The rounded number decides, so that 9.9996e-5 does not end as "1.000·10⁻⁴" beside a "0.0001000".
    rounded = float(f"{mantissa}e{power}")
    if SMALLEST_FIXED <= rounded < LARGEST_FIXED:
        return f"{sign}{size:,.{max(0, digits - 1 - exponent)}f}"
    return f"{sign}{mantissa}·10{superscript(exponent)}"


def superscript(exponent: int) -> str:
    """Write a whole number raised, such as "⁻⁵"."""
    return str(exponent).translate(_SUPERSCRIPTS)
