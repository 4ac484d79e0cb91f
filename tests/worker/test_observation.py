"""What is looked at in a snapshot."""

import numpy as np
import pytest

from playground.core.costs import Penalty
from playground.core.gradients import Objective, backpropagation, layer_rule
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Trainer
from playground.data.dataset import Dataset
from playground.data.input_grid import input_grid
from playground.worker import observation
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


@pytest.mark.parametrize(("n_outputs", "last"), [(1, "sigmoid"), (3, "softmax")])
@pytest.mark.parametrize("room", [1 << 18, 1])
def test_the_kernel_sees_what_the_reference_sees(n_outputs: int, last: str, room: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(observation, "_MOST_ACTIVATIONS", room)
    network = Network((2, 4, n_outputs), ("tanh", last))
    theta = RNG.normal(size=network.n_parameters)
    inputs = RNG.normal(size=(40, 2))
    classes = RNG.integers(0, max(2, n_outputs), size=40)
    targets = np.eye(n_outputs)[classes] if n_outputs > 1 else classes[:, None].astype(float)
    samples = Samples(inputs[:30], targets[:30], inputs[30:], targets[30:], classes=True)
    recipe, grid = Recipe(Objective(network, "cross-entropy")), input_grid(Dataset("some", inputs, targets))
    trainer = Trainer(recipe, inputs[:30], targets[:30], TrainingState.start(recipe, theta))
    by_kernel, by_reference = (
        observe(recipe, samples, grid, theta, used, np.zeros(1, dtype=np.int64)) for used in (trainer, None)
    )
    assert by_kernel.accuracy == by_reference.accuracy
    assert by_kernel.test_accuracy == by_reference.test_accuracy
    np.testing.assert_allclose(by_kernel.responses, by_reference.responses, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(by_kernel.gradient, by_reference.gradient, rtol=1e-10, atol=1e-14)
