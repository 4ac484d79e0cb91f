"""Optimizers: from a gradient to the next parameters, as torch.optim defines them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.core.activations import Array


@dataclass(frozen=True)
class OptimizerSettings:
    """Which optimizer with which numbers. Only those its kind uses matter.

    Attributes
    ----------
    name : str
        A key of ``OPTIMIZERS``.
    learning_rate : float
        η > 0.
    momentum : float
        0 ≤ momentum < 1 (``momentum``).
    nesterov : bool
        Nesterov's variant of ``momentum``.
    decay : float
        Smoothing constant of the squared gradients, 0 ≤ decay < 1 (``rmsprop``; torch calls it alpha).
    beta1, beta2 : float
        Decay of the first and the second moment, in [0, 1) (``adam``).
    epsilon : float
        Added to the root in the denominator (``rmsprop``, ``adam``).
    """

    name: str = "gradient-descent"
    learning_rate: float = 1.0
    momentum: float = 0.9
    nesterov: bool = False
    decay: float = 0.99
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8


Update = Callable[[OptimizerSettings, Array, Array, Array, int], tuple[Array, Array]]


def gradient_descent(
    settings: OptimizerSettings, theta: Array, gradient: Array, state: Array, step: int
) -> tuple[Array, Array]:
    """θ ← θ - η g."""
    return theta - settings.learning_rate * gradient, state


def momentum(
    settings: OptimizerSettings, theta: Array, gradient: Array, state: Array, step: int
) -> tuple[Array, Array]:
    """v ← μ v + g, then θ ← θ - η v, or θ - η (g + μ v) for Nesterov (torch.optim.SGD)."""
    velocity = settings.momentum * state[0] + gradient
    direction = gradient + settings.momentum * velocity if settings.nesterov else velocity
    return theta - settings.learning_rate * direction, velocity[None]


def rmsprop(settings: OptimizerSettings, theta: Array, gradient: Array, state: Array, step: int) -> tuple[Array, Array]:
    """s ← ρ s + (1 - ρ) g², then θ ← θ - η g / (√s + ε) (torch.optim.RMSprop)."""
    square = settings.decay * state[0] + (1.0 - settings.decay) * gradient * gradient
    return theta - settings.learning_rate * gradient / (np.sqrt(square) + settings.epsilon), square[None]


def adam(settings: OptimizerSettings, theta: Array, gradient: Array, state: Array, step: int) -> tuple[Array, Array]:
    """Both moments with bias correction (Kingma & Ba 2015, as in torch.optim.Adam)."""
    first = settings.beta1 * state[0] + (1.0 - settings.beta1) * gradient
    second = settings.beta2 * state[1] + (1.0 - settings.beta2) * gradient * gradient
    scale = settings.learning_rate / (1.0 - settings.beta1**step)
    root = np.sqrt(second) / np.sqrt(1.0 - settings.beta2**step)
    return theta - scale * first / (root + settings.epsilon), np.stack([first, second])


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes
    ----------
    name, code
        Its name in files, its number in the kernel.
    update : callable
        ``update(settings, theta, gradient, state, step) -> (theta, state)``; ``state`` has shape
        (n_slots, n_parameters) and starts at zero, ``step`` counts from 1.
    slots : tuple of str
        What the rows of ``state`` are.
    settings : tuple of str
        The fields of `OptimizerSettings` it uses.
    """

    name: str
    code: int
    update: Update
    slots: tuple[str, ...]
    settings: tuple[str, ...]


OPTIMIZERS: dict[str, Optimizer] = {
    optimizer.name: optimizer
    for optimizer in (
        Optimizer("gradient-descent", 0, gradient_descent, (), ("learning_rate",)),
        Optimizer("momentum", 1, momentum, ("velocity",), ("learning_rate", "momentum", "nesterov")),
        Optimizer("rmsprop", 2, rmsprop, ("mean square",), ("learning_rate", "decay", "epsilon")),
        Optimizer("adam", 3, adam, ("first moment", "second moment"), ("learning_rate", "beta1", "beta2", "epsilon")),
    )
}
"""Every optimizer by name."""
