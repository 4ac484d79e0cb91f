"""The readable reference, block by block: generators that yield between two blocks, so that others get their turn.

Where one block is enough the result is the reference's, to the last bit. The precision of the arrays is kept.
"""

from collections.abc import Callable, Generator, Iterator
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np

from playground.core.activations import Array
from playground.core.costs import COSTS
from playground.core.gradients import LAYER_FACTOR, Objective, summed_gradient, trace
from playground.core.network import Network

Result = TypeVar("Result")

_ACTIVATIONS: Final = 50_000
"""So many in a block: forwards and backwards it takes some 2 ms."""
_PRODUCTS: Final = 1 << 18
"""So many between two layers: more are shared out to threads, which wait long for each other where all cores work."""
_LEAST: Final = 8
"""So many samples all the same, where one alone would take most of its time to begin with."""


def finished(work: Generator[object, None, Result], between: Callable[[], None] | None = None) -> Result:
    """Run a generator to its end, and return its value; ``between`` is called wherever it yields."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            value: Result = end.value
            return value
        if between is not None:
            between()


def blocks(network: Network, n_samples: int) -> Iterator[slice]:
    """Cut the samples into blocks that take some milliseconds each at most."""
    widest = max(fan_in * fan_out for fan_in, fan_out in pairwise(network.layers))
    rows = max(_LEAST, min(_ACTIVATIONS // network.n_units, _PRODUCTS // widest))
    for first in range(0, n_samples, rows):
        yield slice(first, min(first + rows, n_samples))


def cost_by_blocks(objective: Objective, theta: Array, inputs: Array, targets: Array) -> Generator[None, None, float]:
    """Measure the cost, the penalty included."""
    network, n_samples = objective.network, len(inputs)
    total = 0.0
    for rows in blocks(network, n_samples):
        yield
        with np.errstate(all="ignore"):
            if rows == slice(0, n_samples):
                return objective.value(theta, inputs, targets)
            z, a = network.forward(theta, inputs[rows])
            costs = COSTS[objective.cost].per_sample(network.activations[-1], z[-1], a[-1], targets[rows])
            total += float(costs.sum(dtype=np.float64))
    with np.errstate(all="ignore"):
        return total / n_samples + objective.penalty.value(network.weights(theta))


def gradient_by_blocks(
    objective: Objective, theta: Array, inputs: Array, targets: Array, layer_factor: float = 1.0
) -> Generator[None, None, Array]:
    """Take the data's part of the gradient, without the penalty's; see `with_penalty`."""
    total = np.zeros_like(theta)
    for rows in blocks(objective.network, len(inputs)):
        yield
        with np.errstate(all="ignore"):
            seen = trace(objective, theta, inputs[rows], targets[rows], layer_factor)
            total += summed_gradient(objective.network, seen)
    with np.errstate(all="ignore"):
        return total / len(inputs)


def exact_part(network: Network, by_the_rule: Array) -> Array:
    """Take the layer rule's factors out of the data's part of a gradient: powers of 2, which cost no digit."""
    exact = by_the_rule.copy()
    for layer in range(network.depth):
        of_layer = slice(network.weight_slices[layer].start, network.bias_slices[layer].stop)
        exact[of_layer] /= LAYER_FACTOR ** (network.depth - 1 - layer)
    return exact
