"""Four ways to get the gradient, in plain NumPy: the readable reference the compiled kernel is held to.

One signature for all: ``gradient(objective, theta, inputs, targets, epsilon) -> (n_parameters,) array``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from playground.core.activations import ACTIVATIONS, Array
from playground.core.costs import COSTS, Penalty
from playground.core.network import Network

LAYER_FACTOR = 2.0
"""What each layer below the last brings by the layer rule: the derivative of one more square."""


@dataclass(frozen=True)
class Objective:
    """What is to be made small: a network, a cost and a penalty.

    Raises
    ------
    ValueError
        If the cost cannot be used with the network's last activation.
    """

    network: Network
    cost: str = "mse"
    penalty: Penalty = field(default_factory=Penalty)

    def __post_init__(self) -> None:
        if self.cost not in COSTS:
            raise ValueError(f"no cost {self.cost!r}; there are {', '.join(COSTS)}")
        allowed = COSTS[self.cost].outputs
        if allowed and self.network.activations[-1] not in allowed:
            raise ValueError(f"{self.cost} needs {' or '.join(allowed)} in the last layer")

    @property
    def has_penalty(self) -> bool:
        """Whether large weights have a price."""
        return bool(self.penalty.l1 or self.penalty.l2)

    def data_cost(self, theta: Array, inputs: Array, targets: Array) -> float:
        """Mean cost over the samples, without the penalty."""
        z, a = self.network.forward(theta, inputs)
        per_sample = COSTS[self.cost].per_sample(self.network.activations[-1], z[-1], a[-1], targets)
        return float(per_sample.mean())

    def value(self, theta: Array, inputs: Array, targets: Array) -> float:
        """The cost C(theta): mean over the samples plus the penalty."""
        return self.data_cost(theta, inputs, targets) + self.penalty.value(self.network.weights(theta))


def forward_difference(objective: Objective, theta: Array, inputs: Array, targets: Array, epsilon: float) -> Array:
    """(C(θ + ε e_j) - C(θ)) / ε for every j (grad.tex, the first equation before its limit)."""
    here = objective.value(theta, inputs, targets)
    gradient = np.empty_like(theta)
    nudged = theta.copy()
    for j in range(theta.size):
        nudged[j] = theta[j] + epsilon
        gradient[j] = (objective.value(nudged, inputs, targets) - here) / epsilon
        nudged[j] = theta[j]
    return gradient


def central_difference(objective: Objective, theta: Array, inputs: Array, targets: Array, epsilon: float) -> Array:
    """(C(θ + ε e_j) - C(θ - ε e_j)) / 2ε for every j."""
    gradient = np.empty_like(theta)
    nudged = theta.copy()
    for j in range(theta.size):
        nudged[j] = theta[j] + epsilon
        above = objective.value(nudged, inputs, targets)
        nudged[j] = theta[j] - epsilon
        below = objective.value(nudged, inputs, targets)
        gradient[j] = (above - below) / (2.0 * epsilon)
        nudged[j] = theta[j]
    return gradient


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything the chain rule meets on its way, for each sample; what `backpropagation` is the mean of.

    Attributes
    ----------
    z : list of (n_samples, n_units) arrays
        Pre-activations of layers 1 … m.
    a : list of arrays
        Activations of layers 0 … m.
    grad_a : list of arrays or None
        Derivative of each sample's cost by the activations of layers 1 … m; None for the last layer where the cost
        gives the derivative by ``z`` at once.
    grad_z : list of arrays
        Derivative of each sample's cost by the pre-activations of layers 1 … m, the δ of the equations.
    """

    z: list[Array]
    a: list[Array]
    grad_a: list[Array | None]
    grad_z: list[Array]


def trace(objective: Objective, theta: Array, inputs: Array, targets: Array, layer_factor: float = 1.0) -> Trace:
    """Feed forward and go back by the chain rule; each layer below the last brings ``layer_factor``."""
    network = objective.network
    z, a = network.forward(theta, inputs)
    weights = network.weights(theta)
    grad_a: list[Array | None] = [2.0 * (a[-1] - targets) if objective.cost == "mse" else None]
    grad_z = [COSTS[objective.cost].grad_z(network.activations[-1], z[-1], a[-1], targets)]
    for layer in range(network.depth - 1, 0, -1):
        by_activation = layer_factor * (grad_z[0] @ weights[layer].T)
        grad_a.insert(0, by_activation)
        grad_z.insert(0, ACTIVATIONS[network.activations[layer - 1]].backward(z[layer - 1], a[layer], by_activation))
    return Trace(z, a, grad_a, grad_z)


def summed_gradient(network: Network, seen: Trace) -> Array:
    """Add up what the chain rule found for each sample: n times the data's part of the gradient."""
    total = np.empty(network.n_parameters, dtype=seen.grad_z[-1].dtype)
    weights, biases = network.weights(total), network.biases_of(total)
    for layer, delta in enumerate(seen.grad_z):
        weights[layer][...] = seen.a[layer].T @ delta
        if network.biases:
            biases[layer][...] = delta.sum(axis=0)
    return total


def with_penalty(objective: Objective, theta: Array, data_gradient: Array) -> Array:
    """Add the penalty's part to the data's part of the gradient."""
    gradient = data_gradient.copy()
    for weights in objective.network.weight_slices:
        gradient[weights] += objective.penalty.gradient(theta[weights])
    return gradient


def mean_gradient(objective: Objective, theta: Array, seen: Trace) -> Array:
    """Average what the chain rule found for each sample, and add the penalty's part."""
    return with_penalty(objective, theta, summed_gradient(objective.network, seen) / len(seen.a[0]))


def backpropagation(objective: Objective, theta: Array, inputs: Array, targets: Array, epsilon: float = 0.0) -> Array:
    """The exact gradient by the chain rule; ``epsilon`` is not used.

    The paper writes ∂C/∂a_i with a mean over i and then uses it for one sample; here the mean is taken once, at the
    end.
    """
    return mean_gradient(objective, theta, trace(objective, theta, inputs, targets))


def layer_rule(objective: Objective, theta: Array, inputs: Array, targets: Array, epsilon: float = 0.0) -> Array:
    """The paper's last section to the letter: 2^(m-l) times the exact derivative of the data cost in layer l.

    Each layer's C^(l) is a mean of squares there, so each layer below the last brings another factor 2. The penalty's
    gradient is never multiplied. ``epsilon`` is not used.
    """
    return mean_gradient(objective, theta, trace(objective, theta, inputs, targets, LAYER_FACTOR))


@dataclass(frozen=True)
class GradientMethod:
    """One way to get the gradient: its name in files, its number in the kernel, the reference function."""

    name: str
    code: int
    gradient: Callable[[Objective, Array, Array, Array, float], Array]
    uses_epsilon: bool = False


GRADIENTS: dict[str, GradientMethod] = {
    method.name: method
    for method in (
        GradientMethod("forward-difference", 0, forward_difference, uses_epsilon=True),
        GradientMethod("central-difference", 1, central_difference, uses_epsilon=True),
        GradientMethod("backpropagation", 2, backpropagation),
        GradientMethod("layer-rule", 3, layer_rule),
    )
}
"""Every way to get the gradient, by name."""
