"""The kernel's forward pass, against the reference."""

import numpy as np
import pytest
from hypothesis import given, settings

from playground.core.advance import Interrupted
from playground.core.forward_pass import ForwardPass
from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Trainer
from tests.core.strategies import Problem, problems

GO = np.zeros(1, dtype=np.int64)


@given(problems())
@settings(max_examples=60)
def test_it_is_the_reference(problem: Problem):
    network = problem.objective.network
    found = ForwardPass(problem.objective, problem.inputs).activations(problem.theta, GO)
    wanted = np.hstack(network.forward(problem.theta, problem.inputs)[1])
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("n_samples", [1, 7, 8, 9, 2500])
def test_any_number_of_samples_is_fed_forward(n_samples: int):
    network = Network((2, 8, 8, 1), ("tanh", "tanh", "sigmoid"))
    rng = np.random.default_rng(n_samples)
    inputs, theta = rng.normal(size=(n_samples, 2)), rng.normal(size=network.n_parameters)
    forward = ForwardPass(Objective(network, "mse"), inputs)
    for at in (theta, -2.0 * theta):
        found = forward.activations(at, GO)
        np.testing.assert_allclose(found, np.hstack(network.forward(at, inputs)[1]), rtol=1e-12, atol=1e-14)
        assert found.flags.f_contiguous


def test_the_trainer_looks_from_where_it_stands_and_can_be_interrupted():
    recipe = Recipe(Objective(Network((2, 2, 1), ("sigmoid", "sigmoid"))))
    rng = np.random.default_rng(0)
    samples = rng.normal(size=(4, 2)), rng.uniform(size=(4, 1))
    flag = np.zeros(1, dtype=np.int64)
    trainer = Trainer(recipe, *samples, TrainingState.start(recipe, rng.normal(size=9)), flag)
    others = [rng.normal(size=(n, 2)) for n in (3, 5, 20, 30)]
    for _ in range(2):
        trainer.advance(3)
        for inputs in others:  # more than are kept
            wanted = np.hstack(recipe.objective.network.forward(trainer.theta, inputs)[1])
            np.testing.assert_allclose(trainer.activations(inputs), wanted, rtol=1e-12)
    flag[0] = 1
    with pytest.raises(Interrupted):
        trainer.activations(others[0], interruptible=True)
    assert trainer.activations(others[0]).shape == (3, 5)
