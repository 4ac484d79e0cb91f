"""What is special about a number, in words: saturation, a gradient of 0, noise, factors of the layer rule."""

import sys
from typing import Final

import numpy as np

from playground.core.activations import Array
from playground.core.notation import parameter_symbol, pre_activation_symbol, unit_symbol
from playground.core.number_text import superscript
from playground.explain.batch_numbers import slope_of
from playground.explain.derivative import Derivative
from playground.explain.moment import ExplainedMoment
from playground.explain.numbers import printed

_FLAT: Final = 1e-3
_ROUNDINGS: Final = 4.0
"""The last digits of a mean may be off by so many units."""
_DIVERGED: Final = (
    "Some of these numbers are too large for the computer, so they are infinite or no numbers at all: "
    "the training has diverged here."
)


def cost_note(moment: ExplainedMoment, costs: Array, value: float) -> str:
    """Say what is special about the cost."""
    if not (np.isfinite(value) and np.isfinite(costs).all()):
        return _DIVERGED
    said = _about_the_batch(moment)
    if not costs.any():
        said.append("Every output is exactly its target, so the samples cost nothing.")
    return " ".join(said)


def input_note(moment: ExplainedMoment, name: str) -> str:
    """Say what an input is."""
    return " ".join([f"{name} is a feature of the sample: it is given, not computed.", *_about_the_batch(moment)])


def unit_note(moment: ExplainedMoment, layer: int, unit: int) -> str:
    """Say what is special about a unit."""
    own, batch = moment.own, moment.batch
    its = own.z[layer - 1][:, unit], own.a[layer][:, unit], own.grad_z[layer - 1][:, unit]
    if not all(np.isfinite(values).all() for values in (*its, batch.z, batch.a, batch.delta)):
        return _DIVERGED
    said = _about_the_batch(moment) + _about_the_slope(moment, layer, unit)
    if moment.recipe.by_layer_rule:
        said.append(_about_the_rule(moment, layer))
    return " ".join(said)


def parameter_note(moment: ExplainedMoment, derivative: Derivative) -> str:
    """Say what is special about a derivative."""
    parameter = derivative.parameter
    said = _about_the_batch(moment)
    if moment.quotient is not None:
        said.append(moment.quotient.note(parameter_symbol(moment.network, parameter).plain))
    if not (np.isfinite([derivative.exact, derivative.used]).all() and np.isfinite(moment.batch.term).all()):
        return " ".join(filter(None, [*said, _DIVERGED]))
    said += _about_zero(moment, derivative) or _about_the_slope(moment, parameter.layer, parameter.target)
    if moment.recipe.by_layer_rule:
        said.append(_about_the_rule(moment, parameter.layer))
    return " ".join(filter(None, said))


def _about_the_batch(moment: ExplainedMoment) -> list[str]:
    if moment.n_samples == 1:
        return ["There is one sample, so the mean is that sample’s own value."]
    if not moment.is_batch:
        return []
    said = f"The mean is over the batch of the next step, {moment.size:,} of {moment.n_samples:,} samples."
    if moment.row is None:
        said += f" Sample {moment.number:,}, whose numbers are put in, is not among them."
    return [said]


def _about_the_slope(moment: ExplainedMoment, layer: int, unit: int) -> list[str]:
    """Say so if the unit lets hardly any of the error through."""
    name = moment.network.activations[layer - 1]
    slope = float(slope_of(moment.network, moment.own, layer, unit)[0])
    a, z = (symbol(moment.network, layer, unit).plain for symbol in (unit_symbol, pre_activation_symbol))
    if name == "relu" and slope == 0.0:
        if not moment.batch.slope.any():
            return [f"{z} is not above 0 for any sample of the batch, so relu lets no error through: {a} is dead."]
        return [f"{z} is not above 0, so relu is flat here and lets none of this sample’s error through."]
    if name not in ("sigmoid", "tanh", "softplus") or slope >= _FLAT:
        return []
    if _cancels(moment, layer):
        return [f"{a} is saturated, but cross-entropy makes up for that: its slope is not in δ."]
    if slope == 0.0:
        return [
            f"{a} is saturated: to the computer its slope is exactly 0, and none of this sample’s error gets through."
        ]
    return [f"{a} is saturated: its slope is {printed(slope)}, so hardly any error gets through it."]


def _cancels(moment: ExplainedMoment, layer: int) -> bool:
    return layer == moment.network.depth and moment.objective.cost == "cross-entropy"


def _about_zero(moment: ExplainedMoment, derivative: Derivative) -> list[str]:
    """Say why a derivative is exactly 0, or only by rounding not."""
    if derivative.exact != 0.0:
        whole = float(np.abs(moment.batch.term).mean())
        if derivative.penalty is None and abs(derivative.exact) <= _ROUNDINGS * sys.float_info.epsilon * whole:
            return ["The derivative is 0 up to rounding: the samples’ terms cancel each other."]
        return []
    parameter, batch = derivative.parameter, moment.batch
    zero = "The derivative is exactly 0"
    if batch.source is not None and parameter.source is not None and not batch.source.any():
        source = unit_symbol(moment.network, parameter.layer - 1, parameter.source).plain
        return [f"{zero}: {source} is 0 in every sample of the batch, so this weight has no influence."]
    if batch.term.any():
        return [f"{zero}: the samples’ terms cancel each other."]
    if not batch.delta.any():
        return [f"{zero}: no error gets to this unit.", *_why_no_error(moment, parameter.layer, parameter.target)]
    said = f"{zero}: in every sample either what comes in or the error is 0."
    return [said, *_about_the_slope(moment, parameter.layer, parameter.target)]


def _why_no_error(moment: ExplainedMoment, layer: int, unit: int) -> list[str]:
    if not moment.batch.missed:
        return ["Every output is exactly its target."]
    if not _cancels(moment, layer) and not moment.batch.slope.any():
        return [f"The slope of {unit_symbol(moment.network, layer, unit).plain} is 0 in every sample of the batch."]
    return ["Every way from here to the cost has a weight of 0 or a unit with slope 0."]


def _about_the_rule(moment: ExplainedMoment, layer: int) -> str:
    depth = moment.network.depth
    if layer == depth:
        return "In the last layer the paper’s layer rule and the exact derivative are the same."
    said = (
        "The paper’s layer rule makes a cost of its own for each layer, a mean of squares of the errors that reach it, "
        "and the derivative of each of these squares brings another factor 2: in layer "
        f"{layer} of {depth}, 2{superscript(depth - layer)} = {2 ** (depth - layer)} times the exact derivative. "
        "Inside a layer the direction is the same, only longer."
    )
    return said + (" The penalty’s part is not multiplied." if moment.objective.has_penalty else "")
