"""What is kept of a batch that is gone over block by block: the columns that an explanation looks at.

A trace of everything would fill the memory where there are a million samples.
"""

from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np

from playground.core.activations import ACTIVATIONS, Array
from playground.core.blocks import blocks
from playground.core.costs import COSTS
from playground.core.gradients import Objective, Trace, summed_gradient, trace
from playground.core.network import Network


@dataclass(frozen=True)
class Wanted:
    """What is looked at.

    Attributes
    ----------
    layer, unit : int
        The unit whose numbers are kept; layer 0 for none.
    source : int or None
        The unit of the layer before whose activation is kept, too.
    outputs : tuple of int
        The outputs that are kept.
    gradient : bool
        Whether the gradient is taken.
    path : tuple of int
        Layers, from the last one back, of which the slope of their only unit is kept.
    """

    layer: int = 0
    unit: int = 0
    source: int | None = None
    outputs: tuple[int, ...] = ()
    gradient: bool = False
    path: tuple[int, ...] = ()


def _none() -> Array:
    return np.empty(0)


@dataclass(frozen=True, eq=False)
class BatchNumbers:
    """The columns that are kept, one number for each sample of the batch; empty where they were not wanted.

    Attributes
    ----------
    costs
        Each sample's cost.
    outputs : (n_samples, n) array
        The outputs that were wanted.
    gradient : (n_parameters,) array
        The data's part of the gradient, with the factors of the layer rule.
    missed : bool
        Whether any output differs from its target.
    z, a, slope, delta
        Of the unit: pre-activation, activation, derivative of a by z, derivative of the sample's cost by z.
    term
        Each sample's share of the derivative by the parameter.
    by_activation
        Derivative of the sample's cost by the unit's activation; None where the cost gives it by z at once.
    source
        What the unit before sends; None if none was wanted.
    path : (n_samples, n) array
        The slopes that were wanted of the units on the only way to the cost.
    """

    costs: Array
    outputs: Array
    gradient: Array
    missed: bool
    z: Array = field(default_factory=_none)
    a: Array = field(default_factory=_none)
    slope: Array = field(default_factory=_none)
    delta: Array = field(default_factory=_none)
    term: Array = field(default_factory=_none)
    by_activation: Array | None = None
    source: Array | None = None
    path: Array = field(default_factory=_none)


def slope_of(network: Network, seen: Trace, layer: int, unit: int) -> Array:
    """The derivative of a unit's activation by its z, for each sample; of softmax by its own z alone."""
    z, a = seen.z[layer - 1][:, [unit]], seen.a[layer][:, [unit]]
    name = network.activations[layer - 1]
    with np.errstate(all="ignore"):
        if name == "softmax":
            return np.asarray(a * (1.0 - a))[:, 0]
        return ACTIVATIONS[name].backward(z, a, np.ones_like(z))[:, 0]


def look(
    objective: Objective, theta: Array, data: tuple[Array, Array], wanted: Wanted, layer_factor: float
) -> Generator[None, None, BatchNumbers]:
    """Go over the batch, and keep what is wanted."""
    network, (inputs, targets) = objective.network, data
    n_samples, missed = len(inputs), False
    kept: dict[str, Array] = {}
    gradient = np.zeros_like(theta)
    for rows in blocks(network, n_samples):
        yield
        with np.errstate(all="ignore"):
            seen = trace(objective, theta, inputs[rows], targets[rows], layer_factor)
            for name, column in _columns(objective, seen, targets[rows], wanted).items():
                if name not in kept:
                    kept[name] = np.empty((n_samples, *column.shape[1:]))
                kept[name][rows] = column
            if wanted.gradient:
                gradient += summed_gradient(network, seen)
            missed = missed or bool((seen.a[-1] != targets[rows]).any())
    with np.errstate(all="ignore"):
        return BatchNumbers(**kept, gradient=gradient / n_samples, missed=missed)


def _columns(objective: Objective, seen: Trace, targets: Array, wanted: Wanted) -> dict[str, Array]:
    network, layer, unit = objective.network, wanted.layer, wanted.unit
    last = network.activations[-1]
    columns = {
        "costs": COSTS[objective.cost].per_sample(last, seen.z[-1], seen.a[-1], targets),
        "outputs": seen.a[-1][:, list(wanted.outputs)],
    }
    if layer == 0:
        return columns
    delta, by_activation = seen.grad_z[layer - 1][:, unit], seen.grad_a[layer - 1]
    columns |= {"z": seen.z[layer - 1][:, unit], "a": seen.a[layer][:, unit], "delta": delta, "term": delta}
    columns["slope"] = slope_of(network, seen, layer, unit)
    if wanted.path:
        columns["path"] = np.column_stack([slope_of(network, seen, after, 0) for after in wanted.path])
    if by_activation is not None:
        columns["by_activation"] = by_activation[:, unit]
    if wanted.source is not None:
        columns["source"] = seen.a[layer - 1][:, wanted.source]
        columns["term"] = delta * columns["source"]
    return columns
