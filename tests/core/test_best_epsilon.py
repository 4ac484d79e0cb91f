"""The best ε is where truncation and rounding meet, whatever the noise does."""

import numpy as np
import pytest

from playground.core.best_epsilon import best_epsilon
from playground.core.difference_quotient import quotient_errors, tried_epsilons
from playground.core.gradients import Objective, backpropagation
from playground.core.network import Network
from playground.experiment.build import build
from playground.experiment.examples import example_path
from playground.experiment.experiment_file import load

XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
EPSILONS = tried_epsilons()


def result_of(work):
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value


def errors_of(objective, theta, data, index=0):
    exact = float(backpropagation(objective, theta, *data)[index])
    return result_of(quotient_errors(objective, theta, data, index, exact))


def example(name):
    built = build(load(example_path(name)))
    return built.recipe.objective, built.theta0, (built.train_inputs, built.train_targets)


@pytest.mark.parametrize("name", ["xor", "and", "chain"])
def test_theory_names_it(name):
    """About the root of the smallest difference for the forward quotient, its cube root for the central one."""
    objective, theta, data = example(name)
    for index in range(theta.size):
        found = errors_of(objective, theta, data, index)
        forward, central = found.best("forward", "float64"), found.best("central", "float64")
        assert forward.kind == central.kind == "meeting"
        assert 1e-9 < forward.epsilon < 1e-5
        assert 1e-6 < central.epsilon < 1e-3
        assert central.error < forward.error


def test_it_hardly_moves_from_step_to_step():
    objective, theta, data = example("xor")
    named = []
    for _ in range(12):
        named.append(errors_of(objective, theta, data, 1).best("forward", "float64").epsilon)
        theta = theta - backpropagation(objective, theta, *data)
    assert max(named) / min(named) < 10


def test_a_single_dip_in_the_noise_is_no_best_epsilon():
    errors = EPSILONS + 1e-16 / EPSILONS
    before = best_epsilon(EPSILONS, errors, 1.0)
    errors[66] = 1e-20
    assert best_epsilon(EPSILONS, errors, 1.0) == before
    assert 1e-9 < before.epsilon < 1e-7


def test_twice_has_truncation_only_in_the_forward_quotient():
    objective, theta, data = example("twice")
    found = errors_of(objective, theta, data)
    assert found.best("forward", "float64").kind == "meeting"
    assert (found.best("central", "float64").kind, found.best("central", "float64").epsilon) == ("rounding", 1.0)


def test_a_derivative_below_the_last_digit_of_the_cost_is_lost():
    """At w = 0 the one neuron cannot tell XOR's samples apart: C′ is nothing but rounding."""
    objective = Objective(Network((2, 1), ("sigmoid",)))
    found = errors_of(objective, np.full(3, 1e-17), XOR)
    assert found.best("forward", "float64").kind in {"lost", "exact"}


def test_where_the_quotient_is_the_derivative_itself_that_is_told():
    objective = Objective(Network((1, 1), ("linear",), biases=False))
    found = errors_of(objective, np.full(1, 2.0), (np.zeros((1, 1)), np.ones((1, 1))))
    best = found.best("forward", "float64")
    assert (best.kind, best.epsilon, best.error) == ("exact", 1.0, 0.0)


def test_without_numbers_there_is_no_best():
    assert best_epsilon(EPSILONS, np.full(EPSILONS.size, np.nan), 1.0) is None


def test_beside_a_huge_parameter_every_epsilon_is_lost():
    objective = Objective(Network((1, 1), ("linear",), biases=False))
    found = errors_of(objective, np.full(1, 1e40), (np.ones((1, 1)), np.ones((1, 1))))
    assert found.best("forward", "float64").kind == found.best("central", "float64").kind == "lost"
