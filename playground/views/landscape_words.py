"""The sentences of the Landscape tab."""

import math

import numpy as np

from playground.core.network import Network
from playground.session.by_hand import HandReading
from playground.views.network_hands import TOO_FAR
from playground.views.numbers import format_number
from playground.views.probe_parts import name_of
from playground.worker.landscape_probes import Landscape


def landscape_words(landscape: Landscape, network: Network) -> tuple[str, ...]:
    """Tell cost and slopes at the point, and what can be done with it."""
    names = [name_of(network, index) for index in landscape.indices]
    slopes = ", ".join(
        f"∂C/∂{name} = {format_number(slope)}" for name, slope in zip(names, landscape.slopes, strict=True)
    )
    text = f"Cost {format_number(landscape.cost)} here, {slopes}."
    if landscape.slopes == (0.0, 0.0):
        return text, "Both are exactly 0: the run does not move in this plane."
    if not np.isfinite(landscape.costs).all():
        return text, "Hatched: the cost is beyond all numbers there."
    return text, "Drag the point to set both."


def hand_words(reading: HandReading, network: Network) -> tuple[str, ...]:
    """Tell what the gradient predicts for a change by hand, and what the cost really does."""
    changes = ", ".join(
        f"δ{name_of(network, index)} = {format_number(reading.after[index] - reading.before[index], 3, signed=True)}"
        for index in sorted(reading.after)
    )
    real = "…" if reading.real is None else _change(reading.real)
    symbol = "Σ g·δ" if len(reading.after) > 1 else "g·δ"
    told = f"{changes}: predicted {symbol} = {_change(reading.predicted)}, real change = {real}."
    return told, f"{TOO_FAR[:1].upper()}{TOO_FAR[1:]}." if reading.is_far else ""


def _change(value: float) -> str:
    return "beyond all numbers" if not math.isfinite(value) else format_number(value, 4, signed=True)
