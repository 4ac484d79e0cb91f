"""Where axes have their ticks, and what stands there."""

import math
from dataclasses import dataclass

import numpy as np

from playground.core.activations import Array

_MOST = 9
_STRIDES = (1, 2, 3, 5, 10, 20, 50, 100)  # 632 powers of ten are all there are


_PLAIN = range(-3, 3)
"""From 0.001 to 1,000 numbers are written out; these are the powers of ten in front of their factor."""


@dataclass(frozen=True)
class Tick:
    """One tick: its place on the axis, its text, and the exponent that follows a text ending in ``10``."""

    place: float
    text: str
    exponent: int | None = None


def log_limits(values: Array) -> tuple[float, float]:
    """Exponents of ten that hold all positive finite values with some room."""
    known = values[np.isfinite(values) & (values > 0.0)]
    if known.size == 0:
        return -1.0, 0.0
    low, high = float(np.log10(known.min())), float(np.log10(known.max()))
    room = max(0.04 * (high - low), 0.05)
    return low - room, high + room


def log_ticks(low: float, high: float) -> list[Tick]:
    """Powers of ten between two exponents; more where there are few of them."""
    first, last = math.ceil(low), math.floor(high)
    if last - first >= 1:
        stride = next(n for n in _STRIDES if (last - first) // n < _MOST)
        tens = [_tick(1, e) for e in range(first, last + 1) if e % stride == 0]
        return tens if len(tens) > 2 else sorted([*tens, *_between(low, high, (2, 5))], key=lambda tick: tick.place)
    ticks = _between(low, high, (1, 2, 5))
    return ticks if len(ticks) > 2 else _linear_on_log(low, high)


def _between(low: float, high: float, factors: tuple[int, ...]) -> list[Tick]:
    found = []
    for exponent in range(math.floor(low), math.ceil(high)):
        for factor in factors:
            place = exponent + math.log10(factor)
            if low <= place <= high:
                found.append(_tick(factor, exponent))
    return found


def _tick(factor: int, exponent: int) -> Tick:
    """The tick at ``factor · 10^exponent``."""
    place = exponent + math.log10(factor)
    if exponent in _PLAIN or (exponent, factor) == (_PLAIN.stop, 1):
        return Tick(place, f"{float(f'{factor}e{exponent}'):,.10g}")
    return Tick(place, "10" if factor == 1 else f"{factor}·10", exponent)


def _linear_on_log(low: float, high: float) -> list[Tick]:
    """Evenly spaced round values, for a range much smaller than a power of ten."""
    bottom, top = 10.0**low, 10.0**high
    return [Tick(math.log10(value), f"{value:.6g}") for value in _round_values(bottom, top, 6) if value > 0.0]


def step_ticks(first: float, last: float) -> list[Tick]:
    """Round steps, whole numbers only."""
    return [Tick(value, f"{round(value):,}") for value in _round_values(first, last, 8) if value == round(value)]


def _round_values(low: float, high: float, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten within a range, at most ``most`` and one."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    return [n * width for n in range(math.ceil(low / width - 1e-9), math.floor(high / width + 1e-9) + 1)]
