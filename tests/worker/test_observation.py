"""What is looked at in a snapshot."""

import numpy as np
import pytest

from playground.core.costs import Penalty
from playground.core.gradients import Objective, backpropagation, layer_rule
from playground.core.network import Network
from playground.core.recipe import Recipe
from playground.data.dataset import Dataset
from playground.data.input_grid import input_grid
from playground.worker.messages import Samples
from playground.worker.observation import Observation, observe

NETWORK = Network((2, 3, 2, 1), ("tanh", "sine", "sigmoid"))
RNG = np.random.default_rng(1)
INPUTS, TARGETS = RNG.normal(size=(9, 2)), RNG.uniform(size=(9, 1))
THETA = RNG.normal(size=NETWORK.n_parameters)


def seen(method: str, penalty: Penalty, network: Network = NETWORK) -> Observation:
    recipe = Recipe(Objective(network, "mse", penalty), method)
    samples = Samples(INPUTS, TARGETS, INPUTS[:0], TARGETS[:0], classes=False)
    grid = input_grid(Dataset("some", INPUTS, TARGETS))
    return observe(recipe, samples, grid, THETA[: network.n_parameters], None, np.zeros(1, dtype=np.int64))


@pytest.mark.parametrize("penalty", [Penalty(), Penalty(0.01, 0.2)])
def test_the_layer_rule_is_told_beside_the_exact_gradient(penalty: Penalty):
    objective = Objective(NETWORK, "mse", penalty)
    told = seen("layer-rule", penalty)
    assert told.by_the_rule is not None
    np.testing.assert_allclose(told.gradient, backpropagation(objective, THETA, INPUTS, TARGETS), rtol=1e-12)
    np.testing.assert_allclose(
        told.by_the_rule.gradient, layer_rule(objective, THETA, INPUTS, TARGETS), rtol=1e-10, atol=1e-15
    )
    (first, exact), *_, (last, same) = told.by_the_rule.lengths
    assert len(told.by_the_rule.lengths) == 3
    assert last == pytest.approx(same)
    if penalty == Penalty():
        assert first == pytest.approx(4.0 * exact)
    rate = told.step_length
    assert rate == pytest.approx(np.linalg.norm(told.by_the_rule.gradient))


def test_where_rule_and_exact_gradient_are_the_same_there_is_nothing_to_tell():
    assert seen("backpropagation", Penalty()).by_the_rule is None
    assert seen("layer-rule", Penalty(), Network((2, 1), ("sigmoid",))).by_the_rule is None
