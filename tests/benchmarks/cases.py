"""The six trainings that the benchmark of speed measures."""

from dataclasses import dataclass

import numpy as np

from playground.core.activations import Array
from playground.core.models import chain
from playground.core.network import Network


@dataclass(frozen=True)
class Case:
    """One training: a network, its samples and start, and the wanted ratio of our time to scalar C's."""

    name: str
    network: Network
    inputs: Array
    targets: Array
    theta: Array
    learning_rate: float
    bound: float

    @property
    def n_samples(self) -> int:
        """Number of samples, all of which every step sees."""
        return len(self.inputs)


def _case(name: str, network: Network, samples: tuple[Array, Array], learning_rate: float, bound: float) -> Case:
    theta = np.random.default_rng(0).uniform(-1.0, 1.0, network.n_parameters)
    return Case(name, network, *samples, theta, learning_rate, bound)


def _gate(*targets: float) -> tuple[Array, Array]:
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return inputs, np.array(targets)[:, None]


def _circle(n_samples: int) -> tuple[Array, Array]:
    inputs = np.random.default_rng(1).uniform(-1.0, 1.0, (n_samples, 2))
    return inputs, (np.hypot(inputs[:, :1], inputs[:, 1:]) < 0.7).astype(np.float64)


def _sigmoid(*layers: int) -> Network:
    return Network(layers, ("sigmoid",) * (len(layers) - 1))


def all_cases() -> tuple[Case, ...]:
    """Every case, from the smallest to the largest."""
    x = np.arange(5.0)[:, None]
    ramp = np.linspace(0.0, 1.0, 20)[:, None]
    return (
        _case("linear, n=5", Network((1, 1), ("linear",), biases=False), (x, 2.0 * x), 0.001, 1.0),
        _case("AND neuron, n=4", _sigmoid(2, 1), _gate(0, 0, 0, 1), 1.0, 0.45),
        _case("XOR 2-2-1, n=4", _sigmoid(2, 2, 1), _gate(0, 1, 1, 0), 1.0, 0.6),
        _case("chain of 10, n=20", chain(10), (ramp, (ramp > 0.5).astype(np.float64)), 1.0, 0.25),
        _case("2-8-8-1, n=500", _sigmoid(2, 8, 8, 1), _circle(500), 0.5, 0.25),
        _case("2-32-32-1, n=2000", _sigmoid(2, 32, 32, 1), _circle(2000), 0.5, 0.25),
    )
