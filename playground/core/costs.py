"""Costs: how far the activations of the last layer are from the targets, as a mean over samples."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.core.activations import ACTIVATIONS, Array, softmax, softplus


@dataclass(frozen=True)
class Cost:
    """One cost.

    Attributes
    ----------
    name, code
        Its name in files, its number in the kernel.
    per_sample : callable
        ``per_sample(activation_name, z, a, y) -> (n_samples,)``, from the last layer's ``z`` and ``a``.
    grad_z : callable
        ``grad_z(activation_name, z, a, y)``: derivative of each sample's cost by the last ``z``, not yet
        divided by the number of samples.
    outputs : tuple of str
        Activations the last layer may have; empty for any.
    """

    name: str
    code: int
    per_sample: Callable[[str, Array, Array, Array], Array]
    grad_z: Callable[[str, Array, Array, Array], Array]
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Penalty:
    """Price of large weights: ``l1·Σ|w| + l2/2·Σw²``, over the weights, never the biases."""

    l1: float = 0.0
    l2: float = 0.0

    def value(self, weights: list[Array]) -> float:
        """The penalty itself, a part of the cost."""
        return float(sum((np.abs(w) * (self.l1 + 0.5 * self.l2 * np.abs(w))).sum() for w in weights))

    def gradient(self, w: Array) -> Array:
        """Its derivative by each weight; 0 at w = 0 for the l1 part."""
        return self.l1 * np.sign(w) + self.l2 * w


def _mse(_activation: str, _z: Array, a: Array, y: Array) -> Array:
    return np.asarray(((a - y) ** 2).sum(axis=1))


def _mse_grad_z(activation: str, z: Array, a: Array, y: Array) -> Array:
    return ACTIVATIONS[activation].backward(z, a, 2.0 * (a - y))


def _cross_entropy(activation: str, z: Array, _a: Array, y: Array) -> Array:
    if activation == "softmax":
        top = z.max(axis=1, keepdims=True)
        log_sum = top + np.log(np.exp(z - top).sum(axis=1, keepdims=True))
        return np.asarray((y * (log_sum - z)).sum(axis=1))
    return np.asarray((softplus(z) - z * y).sum(axis=1))


def _cross_entropy_grad_z(activation: str, z: Array, a: Array, y: Array) -> Array:
    if activation == "softmax":
        return np.asarray(softmax(z) * y.sum(axis=1, keepdims=True) - y)
    return a - y


COSTS: dict[str, Cost] = {
    "mse": Cost("mse", 0, _mse, _mse_grad_z),
    "cross-entropy": Cost("cross-entropy", 1, _cross_entropy, _cross_entropy_grad_z, ("sigmoid", "softmax")),
}
"""``mse`` is the paper's: squares summed over the outputs, averaged over samples. ``cross-entropy`` is binary for
sigmoid outputs and categorical for a softmax layer, taken from ``z`` so that it never overflows."""
