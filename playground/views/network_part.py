"""A part of a step in the network's picture: what lights up, and which values are written where."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from playground.core.expressions import telling_digits
from playground.core.network import Network, Parameter
from playground.core.stages import Stage
from playground.views.network_emphasis import Emphasis, PartMarks, Texts, UnitKey
from playground.views.network_probe import Hit
from playground.views.network_strip import legible
from playground.views.numbers import MINUS, format_number
from playground.views.response_images import Floats

_NEW: Final = "new "
_INTEGERS_BELOW: Final = 1e4
_MOST_DIGITS: Final = 6
_DERIVATIVES: Final = ("∂", "≈")
_OF_SAMPLE: Final = "∂ᵢ"
"""Of one sample's cost; without the letter it is the mean over all, which is what the step takes."""
_NUDGES: Final = ("+ ε", "− ε")


def part_emphasis(network: Network, seen: Sequence[Stage], targets: Sequence[float], theta: Floats) -> Emphasis:
    """Return what the newest of the parts seen so far lights up and writes.

    Parameters
    ----------
    network : Network
    seen : sequence of Stage
        From the first part to the present one.
    targets : sequence of float
        The targets of the sample whose values are shown.
    theta : (n_parameters,) array
        The parameters the step begins with.
    """
    stage = seen[-1]
    activations = _activations(seen)
    lit = frozenset(stage.units)
    numbers: dict[int, Texts] = {}
    ghosts: dict[int, float] = {}
    for index, (symbol, value) in stage.parameter_values.items():
        if symbol.startswith(_NEW):
            ghosts[index] = value
            numbers[index] = _change_texts(float(theta[index]), value)
        else:
            numbers[index] = _texts(symbol, value, float(theta[index]))
    marks = PartMarks(
        units=lit | _ends(network, stage.parameters),
        names={unit: f"= {_value(value)}" for unit, value in activations.items()},
        values={
            unit: _texts(symbol, value) for unit, (symbol, value) in stage.unit_values.items() if _is_derivative(symbol)
        },
        numbers=numbers,
        ghosts=ghosts,
        targets={(network.depth, unit): f"= {_value(target)}" for unit, target in enumerate(targets)},
    )
    meant = frozenset(stage.parameters)
    return Emphasis(lit, meant, meant if len(meant) == 1 else frozenset(), dims=True, part=marks)


def with_hover(meant: Emphasis, hovered: Emphasis) -> Emphasis:
    """Ring also what is under the mouse or selected; only what the part is about lights up."""
    return replace(meant, units=meant.units | hovered.units, ringed=meant.ringed | hovered.ringed)


def part_rows(seen: Sequence[Stage], hit: Hit) -> tuple[tuple[str, str], ...]:
    """Return what the readout of a unit or a parameter tells first in the middle of a step."""
    if isinstance(hit, Parameter):
        found = seen[-1].parameter_values.get(hit.index)
        return () if found is None else ((legible(found[0]), format_number(found[1], 5, signed=True)),)
    key = (hit.layer, hit.index)
    activation, found = _activations(seen).get(key), seen[-1].unit_values.get(key)
    rows = [] if activation is None else [("for this sample", format_number(activation, 5))]
    if found is not None and _is_derivative(found[0]):
        rows.append((found[0], format_number(found[1], 5, signed=True)))
    return tuple(rows)


def _activations(seen: Sequence[Stage]) -> dict[UnitKey, float]:
    """Find the activations computed so far: what units had before derivatives took their place."""
    for stage in reversed(seen):
        if stage.unit_values and not any(_is_derivative(symbol) for symbol, _ in stage.unit_values.values()):
            return {unit: value for unit, (_, value) in stage.unit_values.items()}
    return {}


def _is_derivative(symbol: str) -> bool:
    return symbol.startswith(("∂", "δ", "C"))


def _ends(network: Network, parameters: Sequence[int]) -> frozenset[UnitKey]:
    ends: set[UnitKey] = set()
    for index in parameters:
        parameter = network.parameters[index]
        ends.add((parameter.layer, parameter.target))
        if parameter.source is not None:
            ends.add((parameter.layer - 1, parameter.source))
    return frozenset(ends)


def _texts(symbol: str, value: float, before: float | None = None) -> Texts:
    """Write a value with what it is before it, and shorter where the colour has to tell what it is.

    A nudged parameter gets as many digits as it takes to tell it from what it was ``before``.
    """
    digits = 3
    if symbol.startswith(_DERIVATIVES):
        sign = "≈∂" if symbol.startswith("≈") else _OF_SAMPLE if symbol.startswith("∂Cᵢ") else "∂"
    else:
        nudge = next((nudge for nudge in _NUDGES if symbol.endswith(nudge)), None)
        sign = (nudge or legible(symbol)).replace(" ", "")
        if nudge is not None and before is not None:
            digits = max(digits, min(_MOST_DIGITS, telling_digits(before, value)))
    short = [format_number(value, fewer, signed=True) for fewer in range(digits, 0, -1)]
    return (f"{sign} {short[0]}", *short)


def _change_texts(before: float, after: float) -> Texts:
    """Write what a step does to a parameter: beside its value the new one would often look the same."""
    short = [format_number(after - before, fewer, signed=True) for fewer in (3, 2, 1)]
    return (f"Δ {short[0]}", f"Δ {short[1]}", *short)


def _value(value: float) -> str:
    if value.is_integer() and abs(value) < _INTEGERS_BELOW:
        return f"{value:.0f}".replace("-", MINUS)
    return format_number(value, 3)
