"""What numbers a field takes, and in which steps they go up and down. No Qt."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from playground.views.numbers import format_count, format_exact, parse_number

Step = Callable[[float, int], float]
"""``step(value, notches) -> value``: so many steps up, or down where negative."""


@dataclass(frozen=True)
class Bounds:
    """What numbers a field takes.

    Attributes
    ----------
    low, high : float
        The ends; infinite for none.
    low_open, high_open : bool
        Whether the end itself is not allowed.
    whole : bool
        Whether only whole numbers are allowed.
    grouped : bool
        Whether thousands are set apart: not in seeds, which are names more than amounts.
    """

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    whole: bool = False
    grouped: bool = True

    @property
    def words(self) -> str:
        """What is allowed, such as "a whole number from 1 to 64"."""
        kind = "a whole number" if self.whole else "a number"
        low = high = ""
        if math.isfinite(self.low):
            low = f"above {self.write(self.low)}" if self.low_open else f"from {self.write(self.low)}"
        if math.isfinite(self.high):
            high = f"below {self.write(self.high)}" if self.high_open else f"to {self.write(self.high)}"
        if low and high:
            between = (" and " if self.high_open else ", up ") if self.low_open else ", " if self.high_open else " "
            return f"{kind} {low}{between}{high}"
        if low:
            return f"{kind} {low}" if self.low_open else f"{kind} {low} up"
        return f"{kind} {high}".replace(" to ", " up to ") if high else kind

    def contain(self, value: float) -> bool:
        """Whether the field takes ``value``."""
        if self.whole and value != math.floor(value):
            return False
        above = value > self.low if self.low_open else value >= self.low
        return above and (value < self.high if self.high_open else value <= self.high)

    def read(self, text: str) -> float | int:
        """Read a number.

        Raises
        ------
        ValueError
            If it is none or out of bounds; the text says what would be right.
        """
        try:
            value = parse_number(text)
        except ValueError as error:
            raise ValueError(f"{error}; type {self.words}.") from None
        if not self.contain(value):
            raise ValueError(f"Type {self.words}.")
        return int(value) if self.whole else value

    def write(self, value: float) -> str:
        """Write a number so that it is read back as the same one."""
        if not self.whole:
            return format_exact(value).removeprefix("1·")
        return format_count(int(value)) if self.grouped else str(int(value))


def adding(amount: float) -> Step:
    """Steps of ``amount``; the result lies on its multiples, so that 0.1 + 0.2 is 0.3."""

    def step(value: float, notches: int) -> float:
        return round((round(value / amount) + notches) * amount, 12)

    return step


def along(values: tuple[float, ...]) -> Step:
    """Steps to the next greater or smaller of ``values`` (ascending); beyond their ends, steps by a factor of 10."""

    def step(value: float, notches: int) -> float:
        for _ in range(abs(notches)):
            if notches > 0:
                value = next((other for other in values if other > value * (1 + 1e-9)), value * 10)
            else:
                value = next((other for other in reversed(values) if other < value * (1 - 1e-9)), value / 10)
        return float(f"{value:.12g}")

    return step
