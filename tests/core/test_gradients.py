"""The reference gradients, and the kernel against them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.core.activations import Array
from playground.core.costs import Penalty
from playground.core.gradients import GRADIENTS, Objective, layer_rule
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Trainer
from tests.core.strategies import INNER, Problem, problems

MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def kernel_of(problem: Problem) -> Trainer:
    recipe = Recipe(problem.objective)
    return Trainer(recipe, problem.inputs, problem.targets, TrainingState.start(recipe, problem.theta))


def reference_of(problem: Problem, method: str, epsilon: float = 1e-3) -> Array:
    gradient: Callable[..., Array] = GRADIENTS[method].gradient
    return gradient(problem.objective, problem.theta, problem.inputs, problem.targets, epsilon)


@MANY
@given(problem=problems())
def test_kernel_has_the_cost_of_the_reference(problem: Problem) -> None:
    expected = problem.objective.value(problem.theta, problem.inputs, problem.targets)
    assert kernel_of(problem).cost() == pytest.approx(expected, rel=1e-13, abs=1e-15)


@MANY
@given(problem=problems())
def test_kernel_has_the_exact_gradients_of_the_reference(problem: Problem) -> None:
    kernel = kernel_of(problem)
    for method in ("backpropagation", "layer-rule"):
        found = problem.layers_of(kernel.gradient(method))
        wanted = problem.layers_of(reference_of(problem, method))
        for layer, reference in zip(found, wanted, strict=True):
            # the addition is for sums over samples that cancel each other
            np.testing.assert_allclose(layer, reference, rtol=0, atol=1e-12 * np.abs(reference).max() + 1e-15)


@settings(MANY, max_examples=60)
@given(problem=problems())
def test_kernel_has_the_differences_of_the_reference(problem: Problem) -> None:
    kernel = kernel_of(problem)
    cost = problem.objective.value(problem.theta, problem.inputs, problem.targets)
    for method in ("forward-difference", "central-difference"):
        for epsilon in (1e-2, 1e-5):
            tolerance = 1e-14 * max(1.0, cost) / epsilon
            reference = reference_of(problem, method, epsilon)
            np.testing.assert_allclose(kernel.gradient(method, epsilon), reference, rtol=0, atol=tolerance)


@pytest.mark.parametrize("name", INNER)
@given(seed=st.integers(0, 10_000), exponent=st.floats(-9.0, -1.0))
def test_kernel_keeps_its_digits_where_everything_is_small(name: str, seed: int, exponent: float) -> None:
    network = Network((2, 3, 1), (name, name))
    rng = np.random.default_rng(seed)
    theta = 10.0**exponent * rng.uniform(0.5, 1.0, network.n_parameters)
    problem = Problem(Objective(network), theta, rng.uniform(0.5, 1.0, (1, 2)), np.array([[2.0]]))
    found, wanted = kernel_of(problem).gradient(), reference_of(problem, "backpropagation")
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=0)


def test_layer_rule_never_multiplies_the_penalty() -> None:
    network = Network((1, 1, 1), ("sigmoid", "sigmoid"))
    theta = np.array([0.5, 0.1, -0.7, 0.2])
    x, y = np.array([[0.3]]), np.array([[0.9]])
    penalty = Penalty(l1=0.25, l2=0.5)
    with_it = layer_rule(Objective(network, "mse", penalty), theta, x, y)
    without = layer_rule(Objective(network), theta, x, y)
    np.testing.assert_allclose(with_it - without, [0.25 + 0.25, 0.0, -0.25 - 0.35, 0.0], atol=1e-15)


def test_gradient_by_another_method_changes_nothing() -> None:
    objective = Objective(Network((2, 1), ("sigmoid",)))
    recipe = Recipe(objective)
    x, y = np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[0.0], [1.0]])
    plain, disturbed = (Trainer(recipe, x, y, TrainingState.start(recipe, np.zeros(3))) for _ in range(2))
    for _ in range(5):
        plain.advance(1)
        disturbed.gradient("forward-difference", 0.5)
        disturbed.gradient("layer-rule")
        disturbed.advance(1)
    assert plain.theta.tolist() == disturbed.theta.tolist()


def test_costs_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="no cost 'hinge'"):
        Objective(Network((1, 1), ("linear",)), "hinge")
    with pytest.raises(ValueError, match="sigmoid or softmax"):
        Objective(Network((1, 1), ("linear",)), "cross-entropy")
