"""Random networks, samples and settings for the tests of the core."""

from dataclasses import dataclass

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from playground.core.activations import ACTIVATIONS, Array
from playground.core.costs import Penalty
from playground.core.gradients import Objective
from playground.core.network import Network

FURTHEST = 6.0
"""Largest pre-activation drawn: beyond, the slope of a saturated unit is lost in the last bits of its activation."""


@dataclass(frozen=True)
class Problem:
    """An objective, parameters and samples that go with it."""

    objective: Objective
    theta: Array
    inputs: Array
    targets: Array

    @property
    def network(self) -> Network:
        return self.objective.network


@st.composite
def networks(draw: st.DrawFn, most_units: int = 7, most_layers: int = 4) -> Network:
    depth = draw(st.integers(1, most_layers))
    layers = tuple(draw(st.integers(1, most_units)) for _ in range(depth + 1))
    elementwise = [name for name, activation in ACTIVATIONS.items() if not activation.only_last]
    activations = [draw(st.sampled_from(elementwise)) for _ in range(depth)]
    if layers[-1] > 1 and draw(st.booleans()):
        activations[-1] = "softmax"
    return Network(layers, tuple(activations), draw(st.booleans()))


@st.composite
def problems(draw: st.DrawFn, sizes: tuple[int, ...] = (1, 2, 4, 5, 9, 33, 130)) -> Problem:
    network = draw(networks())
    last = network.activations[-1]
    cost = draw(st.sampled_from(["mse", "cross-entropy"])) if last in ("sigmoid", "softmax") else "mse"
    penalty = Penalty(draw(st.sampled_from([0.0, 0.03])), draw(st.sampled_from([0.0, 0.1])))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    theta = random.normal(0.0, 0.5, network.n_parameters)
    n_samples = draw(st.sampled_from(sizes))
    inputs = random.normal(size=(n_samples, network.n_inputs))
    targets = random.random((n_samples, network.n_outputs))
    assume(all(np.abs(z).max() < FURTHEST for z in network.forward(theta, inputs)[0]))
    return Problem(Objective(network, cost, penalty), theta, inputs, targets)


def layer_slices(network: Network) -> list[slice]:
    """Where in theta each layer is, weights and biases together."""
    return [
        slice(weights.start, biases.stop)
        for weights, biases in zip(network.weight_slices, network.bias_slices, strict=True)
    ]
