"""Random training problems for the tests of the numerical core."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import strategies as st

from playground.core import blocks
from playground.core.activations import ACTIVATIONS, Array
from playground.core.costs import Penalty
from playground.core.gradients import GRADIENTS, Objective
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings
from playground.core.recipe import Recipe

INNER = tuple(name for name, activation in ACTIVATIONS.items() if not activation.only_last)


@dataclass(frozen=True)
class Problem:
    """An objective, parameters and samples."""

    objective: Objective
    theta: Array
    inputs: Array
    targets: Array

    @property
    def network(self) -> Network:
        return self.objective.network

    def layers_of(self, gradient: Array) -> list[Array]:
        """A gradient cut into the parts of each layer."""
        return [gradient[where] for where in layer_slices(self.network)]


def layer_slices(network: Network) -> list[slice]:
    """Where in theta each layer is: its weights and biases together."""
    return [slice(w.start, b.stop) for w, b in zip(network.weight_slices, network.bias_slices, strict=True)]


def set_rows(patch: pytest.MonkeyPatch, rows: int) -> None:
    """Let every network work on so many samples at once."""
    patch.setattr(blocks, "_PRODUCTS", 1)
    patch.setattr(blocks, "_LEAST", rows)


@st.composite
def networks(draw: st.DrawFn, last: tuple[str, ...] = INNER) -> Network:
    """Up to 4 layers, from single units to more than two vectors of them; ``last``: for the last layer."""
    depth = draw(st.integers(1, 4))
    widest = draw(st.sampled_from([1, 3, 5, 18]))
    layers = tuple(draw(st.lists(st.integers(1, widest), min_size=depth + 1, max_size=depth + 1)))
    names = [draw(st.sampled_from(INNER)) for _ in range(depth - 1)]
    return Network(layers, (*names, draw(st.sampled_from(last))), draw(st.booleans()))


@st.composite
def objectives(draw: st.DrawFn) -> Objective:
    if draw(st.booleans()):
        network, cost = draw(networks((*INNER, "softmax"))), "mse"
    else:
        network, cost = draw(networks(("sigmoid", "softmax"))), "cross-entropy"
    penalty = draw(st.sampled_from([Penalty(), Penalty(l1=0.05), Penalty(l2=0.1), Penalty(0.01, 0.02)]))
    return Objective(network, cost, penalty)


@st.composite
def problems(draw: st.DrawFn, sizes: tuple[int, ...] = (1, 2, 3, 4, 5, 9, 20, 33, 63, 64, 65, 130)) -> Problem:
    """``sizes``: numbers of samples.

    Numbers stay moderate: where a unit is saturated, 1 - a has lost the digits that the tests ask for.
    """
    objective = draw(objectives())
    network = objective.network
    n_samples = draw(st.sampled_from(sizes))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    theta = rng.uniform(-1.0, 1.0, network.n_parameters)
    for weights in network.weights(theta):
        weights[...] = weights / np.sqrt(weights.shape[0])
    inputs = rng.uniform(-1.5, 1.5, (n_samples, network.n_inputs))
    targets = rng.uniform(0.0, 1.0, (n_samples, network.n_outputs))
    if draw(st.booleans()):
        targets = np.round(targets)
    return Problem(objective, theta, inputs, targets)


@st.composite
def optimizers(draw: st.DrawFn) -> OptimizerSettings:
    name = draw(st.sampled_from(list(OPTIMIZERS)))
    share = st.sampled_from([0.0, 0.5, 0.9, 0.99])
    return OptimizerSettings(
        name,
        learning_rate=draw(st.sampled_from([0.003, 0.03])),
        momentum=draw(share),
        nesterov=draw(st.booleans()),
        decay=draw(share),
        beta1=draw(share),
        beta2=draw(st.sampled_from([0.9, 0.999])),
        epsilon=draw(st.sampled_from([1e-8, 1e-3])),
    )


@st.composite
def recipes(draw: st.DrawFn, objective: Objective, n_samples: int) -> Recipe:
    return Recipe(
        objective,
        gradient=draw(st.sampled_from(list(GRADIENTS))),
        epsilon=draw(st.sampled_from([1e-2, 1e-3, 1e-4])),
        optimizer=draw(optimizers()),
        batch_size=draw(st.one_of(st.none(), st.integers(1, n_samples + 2))),
        shuffle_seed=draw(st.integers(0, 2**70)),
    )
