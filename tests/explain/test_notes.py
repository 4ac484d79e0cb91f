"""What is special is said in words: nothing is left as a bare 0 or NaN."""

import numpy as np
import pytest

from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.explain.equations import Target, explain
from tests.explain.shared import XOR, XOR_INPUTS, XOR_TARGETS, XOR_THETA, Kind, small, xor

NEURON = Network((1, 1), ("sigmoid",))
RELU = Network((1, 1, 1), ("relu", "linear"))


def test_nothing_special_needs_no_words() -> None:
    assert xor().note == xor("cost").note == xor("unit").note == ""


def test_one_sample() -> None:
    explanation = small(NEURON, [0.5, 0.0], [[1.0]], [[1.0]], 0)
    assert "one sample" in explanation.note
    assert explanation.lines[0].plain.endswith("n = 1")


@pytest.mark.parametrize(("weight", "words"), [(10.0, "hardly any"), (40.0, "exactly 0"), (-800.0, "exactly 0")])
def test_saturated_units(weight: float, words: str) -> None:
    explanation = small(NEURON, [weight, 0.0], [[1.0], [0.0]], [[0.5], [0.0]], 0)
    assert words in explanation.note
    assert "saturated" in explanation.note


def test_cross_entropy_makes_up_for_saturation() -> None:
    assert "cross-entropy" in small(NEURON, [40.0, 0.0], [[1.0]], [[0.0]], 0, cost="cross-entropy").note


@pytest.mark.parametrize(
    ("network", "theta", "x", "y", "words"),
    [
        (NEURON, [0.5, 0.0], [[0.0], [0.0]], [[1.0], [0.0]], "x is 0 in every sample"),
        (Network((1, 1), ("linear",)), [0.5, 0.0], [[2.0]], [[1.0]], "exactly its target"),
        (Network((1, 1), ("linear",)), [0.0, 0.0], [[1.0], [-1.0]], [[1.0], [1.0]], "cancel"),
        (RELU, [1.0, 0.0, 1.0, 0.0], [[-1.0], [-2.0]], [[1.0], [1.0]], "slope of a⁽¹⁾ is 0 in every sample"),
        (RELU, [1.0, 0.0, 0.0, 0.0], [[1.0]], [[1.0]], "a weight of 0"),
        (Network((1, 1), ("linear",)), [1.0, 0.0], [[0.0], [2.0]], [[1.0], [2.0]], "either what comes in or the error"),
    ],
)
def test_a_derivative_of_exactly_0_has_a_reason(
    network: Network, theta: list[float], x: list[list[float]], y: list[list[float]], words: str
) -> None:
    explanation = small(network, theta, x, y, 0)
    assert explanation.table.foot[-1][1] == 0.0
    assert "exactly 0" in explanation.note
    assert words in explanation.note


def test_what_only_rounding_keeps_from_0_is_called_so() -> None:
    explanation = small(Network((1, 1), ("linear",)), [0.1, 0.0], [[1.0], [-3.0]], [[0.4], [-0.4 + 1e-17]], 0)
    terms = explanation.table.rows[:, -1]
    assert "up to rounding" not in explanation.note
    assert abs(terms.mean()) > 1e-3
    tiny = small(Network((1, 1), ("linear",)), [0.1, 0.0], [[1.0], [-1.0]], [[0.4], [0.2 - 2**-54]], 0)
    assert tiny.table.foot[-1][1] != 0.0
    assert "0 up to rounding" in tiny.note


def test_a_dead_unit_and_one_that_is_off_for_a_sample() -> None:
    recipe = Recipe(Objective(RELU))
    state = TrainingState.start(recipe, np.array([1.0, 0.0, 1.0, 0.0]))
    dead = explain(recipe, state, np.array([[-1.0]]), np.array([[1.0]]), Target("unit", 1), 0)
    assert "dead" in dead.note
    off = explain(recipe, state, np.array([[-1.0], [1.0]]), np.array([[1.0], [0.0]]), Target("unit", 1), 0)
    assert "flat here" in off.note


@pytest.mark.parametrize(
    ("epsilon", "words"), [(1e-17, "the same number"), (1e-15, "same to the last digit"), (1e-13, "rounding noise")]
)
def test_quotients_that_are_no_derivative(epsilon: float, words: str) -> None:
    theta = np.zeros(9) if epsilon == 1e-15 else XOR_THETA
    assert (
        words
        in xor(index=6 if epsilon != 1e-13 else 0, gradient="forward-difference", epsilon=epsilon, theta=theta).note
    )


def test_a_batch_is_told_of() -> None:
    recipe = Recipe(Objective(XOR), batch_size=1, shuffle_seed=1)
    state = TrainingState.start(recipe, XOR_THETA)
    notes = [explain(recipe, state, XOR_INPUTS, XOR_TARGETS, Target(), sample).note for sample in range(4)]
    assert all("1 of 4 samples" in note for note in notes)
    assert sum("is not among them" in note for note in notes) == 3


@pytest.mark.parametrize(("kind", "layer"), [("cost", 0), ("unit", 1), ("unit", 2), ("parameter", 0)])
@pytest.mark.parametrize("gradient", ["backpropagation", "layer-rule", "forward-difference", "central-difference"])
def test_what_is_not_finite_has_words(kind: Kind, layer: int, gradient: str) -> None:
    network = Network((1, 1, 1), ("linear", "linear"))
    recipe = Recipe(Objective(network), gradient)
    state = TrainingState.start(recipe, np.array([1e200, 0.0, 1e200, 0.0]))
    explanation = explain(recipe, state, np.array([[1.0]]), np.array([[0.0]]), Target(kind, layer), 0)
    assert "diverged" in explanation.note
    assert explanation.lines


def test_no_cost_at_all() -> None:
    recipe = Recipe(Objective(Network((1, 1), ("linear",))))
    state = TrainingState.start(recipe, np.array([1.0, 0.0]))
    explanation = explain(recipe, state, np.array([[1.0], [2.0]]), np.array([[1.0], [2.0]]), Target(), 0)
    assert "cost nothing" in explanation.note
