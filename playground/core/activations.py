"""Activation functions: what a unit does with its pre-activation ``z``.

Every activation knows its value and how a derivative by ``a`` becomes one by ``z``. ``sine`` needs ``z`` for
that, not only ``a``, so both are always passed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LEAK = 0.01
"""Slope of ``leaky-relu`` for negative pre-activations."""


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes
    ----------
    name : str
        Its name in files and on the command line.
    code : int
        Its number in the compiled kernel.
    value : callable
        ``a = value(z)`` with ``z`` of shape (n_samples, n_units).
    backward : callable
        ``backward(z, a, grad_a) -> grad_z``: the chain rule through this activation, all of shape
        (n_samples, n_units).
    low, high : float
        Range of the values, infinite where unbounded.
    only_last : bool
        Whether it makes sense in the last layer alone.
    """

    name: str
    code: int
    value: Callable[[Array], Array]
    backward: Callable[[Array, Array, Array], Array]
    low: float = -np.inf
    high: float = np.inf
    only_last: bool = False


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e^-z), without overflow (grad.tex, one neuron)."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def softplus(z: Array) -> Array:
    """log(1 + e^z), without overflow."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softmax(z: Array) -> Array:
    """e^z_k / Σ_j e^z_j over the units of each sample."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _softmax_backward(_z: Array, a: Array, grad_a: Array) -> Array:
    return np.asarray(a * (grad_a - (grad_a * a).sum(axis=1, keepdims=True)))


_ALL = (
    Activation("sigmoid", 0, sigmoid, lambda _z, a, g: g * a * (1.0 - a), 0.0, 1.0),
    Activation("tanh", 1, np.tanh, lambda _z, a, g: g * (1.0 - a * a), -1.0, 1.0),
    Activation("relu", 2, lambda z: np.maximum(z, 0.0), lambda z, _a, g: np.where(z > 0, g, 0.0), 0.0),
    Activation(
        "leaky-relu",
        3,
        lambda z: np.where(z > 0, z, LEAK * z),
        lambda z, _a, g: np.where(z > 0, g, LEAK * g),
    ),
    Activation("linear", 4, lambda z: z, lambda _z, _a, g: g),
    Activation("sine", 5, np.sin, lambda z, _a, g: g * np.cos(z), -1.0, 1.0),
    Activation("softplus", 6, softplus, lambda z, _a, g: g * sigmoid(z), 0.0),
    Activation("softmax", 7, softmax, _softmax_backward, 0.0, 1.0, only_last=True),
)

ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in _ALL}
"""Every activation by name. ``relu`` and ``leaky-relu`` have the left derivative at their kink."""
