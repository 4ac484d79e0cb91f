"""The parts of a step: their number, their values against the reference, and that together they are one step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.activations import Array
from playground.core.batches import batch_indices
from playground.core.costs import Penalty
from playground.core.expressions import printed
from playground.core.gradients import GRADIENTS, Objective, backpropagation, trace
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.core.stages import Stage, stages
from playground.core.trainer import Trainer
from tests.core.strategies import Problem, problems, recipes

CHAIN_RULE = ("backpropagation", "layer-rule")
XOR = Network((2, 2, 1), ("sigmoid", "sigmoid"))
XOR_THETA = np.array([5.8, 3.9, 5.7, 3.9, -2.4, -5.9, 7.4, -8.1, -3.3])
XOR_INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])
N_OPTIMIZER = {"gradient-descent": 0, "momentum": 1, "rmsprop": 1, "adam": 3}


@st.composite
def moments(draw: st.DrawFn) -> tuple[Problem, Recipe, TrainingState, int]:
    """Somewhere in the middle of a training, with a sample."""
    problem = draw(problems((1, 3)))
    n = len(problem.inputs)
    recipe = draw(recipes(problem.objective, n))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    slots = rng.uniform(0.1, 1.0, (recipe.n_slots, problem.theta.size))
    steps = draw(st.integers(0, 50))
    return problem, recipe, TrainingState(steps, problem.theta, slots, steps), draw(st.integers(0, n - 1))


def parts_of(recipe: Recipe, sample: int = 1, theta: Array = XOR_THETA) -> list[Stage]:
    state = TrainingState.start(recipe, theta)
    return list(stages(recipe, state, XOR_INPUTS, XOR_TARGETS, sample))


def values(stage: Stage) -> list[float]:
    layer = stage.layer
    return [value for (where, _), (_, value) in stage.unit_values.items() if where == layer]


@given(moments())
@settings(max_examples=60, deadline=None)
def test_all_parts_together_are_one_step_of_the_kernel(moment: tuple[Problem, Recipe, TrainingState, int]) -> None:
    problem, recipe, state, sample = moment
    trainer = Trainer(recipe, problem.inputs, problem.targets, state)
    trainer.advance(1)
    last = stages(recipe, state, problem.inputs, problem.targets, sample)[-1]
    assert last.kind == "update"
    found = [last.parameter_values[index][1] for index in range(problem.theta.size)]
    np.testing.assert_allclose(found, trainer.theta, rtol=0, atol=1e-12 if recipe.gradient in CHAIN_RULE else 1e-9)


@given(moments())
@settings(max_examples=40, deadline=None)
def test_values_are_those_of_the_reference(moment: tuple[Problem, Recipe, TrainingState, int]) -> None:
    problem, recipe, state, sample = moment
    parts = stages(recipe, state, problem.inputs, problem.targets, sample)
    batch = batch_indices(recipe.shuffle_seed, state.step, len(problem.inputs), recipe.batch_size)
    inputs, targets = problem.inputs[batch], problem.targets[batch]
    shown = parts[0].sample
    assert shown == (sample if sample in batch else batch[0])
    row = int(np.flatnonzero(batch == shown)[0])
    gradient = GRADIENTS[recipe.gradient].gradient(problem.objective, state.theta, inputs, targets, recipe.epsilon)
    factor = 2.0 if recipe.gradient == "layer-rule" else 1.0
    seen = trace(problem.objective, state.theta, inputs, targets, factor)
    for number, part in enumerate(parts, start=1):
        assert (part.number, part.total) == (number, len(parts))
        assert part.caption.endswith(".")
        assert part.formula
        layer = part.layer or 0
        if part.kind in ("forward", "cost"):
            np.testing.assert_allclose(values(part), seen.a[layer][row], rtol=1e-12)
        if part.kind == "backward":
            by_activation = seen.grad_a[layer - 1]
            wanted = seen.grad_z[layer - 1] if by_activation is None else by_activation
            np.testing.assert_allclose(values(part), wanted[row], rtol=1e-12, atol=1e-15)
        if part.kind in ("gradient", "quotient"):
            for index in part.parameters:
                assert part.parameter_values[index][1] == gradient[index]
        if part.kind == "gradient":
            alone = Objective(problem.network, problem.objective.cost)
            terms = GRADIENTS[recipe.gradient].gradient(
                alone, state.theta, inputs[[row]], targets[[row]], recipe.epsilon
            )
            value = part.formula.rsplit(" = ", 1)[1].split(" (exact: ")[0]  # which stands last where n is 1
            assert isinstance(part.about, int)
            assert value == printed(terms[part.about])


@given(moments())
@settings(max_examples=40, deadline=None)
def test_number_of_parts(moment: tuple[Problem, Recipe, TrainingState, int]) -> None:
    problem, recipe, state, sample = moment
    made = stages(recipe, state, problem.inputs, problem.targets, sample)
    kinds = [part.kind for part in made]
    remembered = N_OPTIMIZER[recipe.optimizer.name]
    remembered += recipe.optimizer.name == "momentum" and recipe.optimizer.nesterov
    assert kinds[len(kinds) - remembered - 1 :] == ["optimizer"] * remembered + ["update"]
    if recipe.gradient in CHAIN_RULE:
        depth = problem.network.depth
        wanted = ["forward"] * depth + ["cost"] + ["backward", "gradient"] * depth
    else:
        wanted = ["base-cost"] + ["nudge", "nudged-cost", "quotient"] * problem.theta.size
    assert kinds[: len(kinds) - remembered - 1] == wanted


def test_xor_in_eight_parts() -> None:
    parts = parts_of(Recipe(Objective(XOR)))
    assert [part.layer for part in parts] == [1, 2, 2, 2, 2, 1, 1, None]
    assert parts[5].caption == "The error reaches the hidden units, back along the weights."
    assert parts[5].formula == ("∂Cᵢ/∂h₁ = 2(a − y)·a(1 − a)·w₁⁽²⁾ = 2(0.9464 − 1)·0.9464(1 − 0.9464)·7.400 = −0.04023")
    assert [part.about for part in parts] == [(1, 0), (2, 0), None, (2, 0), 6, (1, 0), 0, 0]
    assert parts[5].units == ((1, 0), (1, 1))
    assert parts[5].parameters == (6, 7)
    assert parts[5].unit_values[2, 0][0] == "∂Cᵢ/∂a"
    assert set(parts[5].parameter_values) == {6, 7, 8}
    assert parts[7].parameter_values[0][0] == "new w"
    exact = backpropagation(Objective(XOR), XOR_THETA, XOR_INPUTS, XOR_TARGETS)[0]
    assert parts[6].formula == (
        f"∂C/∂w₁₁⁽¹⁾ = 1/4·Σᵢ tᵢ = {printed(exact)};  t₂ = 2(a − y)·a(1 − a)·w₁⁽²⁾·h₁(1 − h₁)·x₁ = "
        "2(0.9464 − 1)·0.9464(1 − 0.9464)·7.400·0.9644(1 − 0.9644)·0 = 0"
    )
    assert parts[6].caption == (
        "The gradient of layer 1: the error times what came in, t₂ for sample 2, averaged over all 4 samples."
    )
    assert not any(part.note for part in parts)


def test_the_only_sample_is_its_own_mean() -> None:
    recipe = Recipe(Objective(XOR))
    part = stages(recipe, TrainingState.start(recipe, XOR_THETA), XOR_INPUTS[1:2], XOR_TARGETS[1:2], 0)[4]
    assert part.formula.startswith("∂C/∂w₁⁽²⁾ = 2(a − y)·a(1 − a)·h₁ = 2(0.9464 − 1)·")
    assert part.formula.endswith(f" = {printed(part.parameter_values[6][1])}")
    recipe = Recipe(Objective(XOR, penalty=Penalty(l2=0.1)))
    part = stages(recipe, TrainingState.start(recipe, XOR_THETA), XOR_INPUTS[1:2], XOR_TARGETS[1:2], 0)[4]
    assert part.formula.startswith("∂C/∂w₁⁽²⁾ = t + penalty’s part = ")
    assert ";  t = 2(a − y)·a(1 − a)·h₁ = 2(0.9464 − 1)·" in part.formula


def test_values_appear_as_they_are_computed() -> None:
    forward = parts_of(Recipe(Objective(XOR)))[0]
    assert set(forward.unit_values) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert not forward.parameter_values


def test_layer_rule_stands_beside_the_exact_derivative() -> None:
    objective = Objective(XOR, "mse", Penalty(l2=0.1))
    parts = parts_of(Recipe(objective, "layer-rule"))
    exact = backpropagation(objective, XOR_THETA, XOR_INPUTS, XOR_TARGETS)[0]
    assert parts[5].formula.startswith("∂Cᵢ⁽¹⁾/∂h₁ = 2·2(a − y)")
    assert parts[5].formula.endswith("= −0.08046  (exact: −0.04023)")
    assert "2 times" in parts[5].caption
    assert f" (exact: {exact:.4f});  t₂ = " in parts[6].formula
    assert "penalty" in parts[6].caption


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_optimizers_state_is_a_part(name: str) -> None:
    recipe = Recipe(Objective(XOR), optimizer=OptimizerSettings(name, nesterov=name == "momentum"))
    symbols = [part.parameter_values[0][0] for part in parts_of(recipe) if part.kind == "optimizer"]
    wanted = {"momentum": ["v", "g + μv"], "rmsprop": ["s"], "adam": ["m", "s", "m̂"]}
    assert symbols == wanted.get(name, [])


def test_differences_are_about_one_parameter_after_the_other() -> None:
    parts = parts_of(Recipe(Objective(XOR), "central-difference"))
    assert [part.about for part in parts] == [None, *(index for index in range(9) for _ in range(3)), 0]


def test_momentum_in_numbers() -> None:
    recipe = Recipe(Objective(XOR), optimizer=OptimizerSettings("momentum", learning_rate=0.5))
    state = TrainingState(3, XOR_THETA, np.full((1, 9), 0.25), 3)
    velocity, update = stages(recipe, state, XOR_INPUTS, XOR_TARGETS, 0)[-2:]
    assert velocity.formula == "w₁₁⁽¹⁾:  v ← μ·v + g = 0.9·0.2500 + (−0.0002996) = 0.2247"
    assert update.formula == "w₁₁⁽¹⁾ ← w₁₁⁽¹⁾ − η·v = 5.800 − 0.5·0.2247 = 5.688"


def test_thousands_of_parts_are_made_one_by_one() -> None:
    network = Network((60, 60, 60, 1), ("tanh",) * 3)
    recipe = Recipe(Objective(network), "forward-difference")
    state = TrainingState.start(recipe, np.full(network.n_parameters, 0.01))
    parts = stages(recipe, state, np.zeros((3, 60)), np.zeros((3, 1)), 2)
    assert len(parts) == 1 + 3 * network.n_parameters + 1
    assert [part.number for part in parts[:4]] == [1, 2, 3, 4]
    assert parts[-2].kind == "quotient"
    assert len(parts[-2].parameter_values) == network.n_parameters


def test_a_quotient_shows_enough_digits_of_its_costs() -> None:
    recipe = Recipe(Objective(XOR), "central-difference", 1e-3)
    quotient = parts_of(recipe)[3]
    above, below = (float(text.strip("(")) for text in quotient.formula.split(" ≈ ")[1].split(")")[0].split(" − "))
    exact = backpropagation(Objective(XOR), XOR_THETA, XOR_INPUTS, XOR_TARGETS)[0]
    assert (above - below) / 2e-3 == pytest.approx(exact, rel=1e-3)
    assert not quotient.note


@pytest.mark.parametrize(
    ("epsilon", "words"), [(1e-30, "the same number"), (1e-13, "last digits"), (3e-16, "the same number")]
)
def test_a_quotient_that_is_no_derivative_says_so(epsilon: float, words: str) -> None:
    parts = parts_of(Recipe(Objective(XOR), "forward-difference", epsilon))
    assert words in parts[3].note


def test_a_cost_that_does_not_change_says_so() -> None:
    quotient = parts_of(Recipe(Objective(XOR), "forward-difference", 1e-15), theta=np.zeros(9))[3]
    assert "the same to the last digit" in quotient.note
    assert quotient.formula.endswith("= 0")


def test_what_is_not_finite_is_said_in_words() -> None:
    network = Network((1, 1, 1), ("linear", "linear"))
    recipe = Recipe(Objective(network))
    state = TrainingState.start(recipe, np.array([1e200, 0.0, 1e200, 0.0]))
    parts = list(stages(recipe, state, np.array([[1.0]]), np.array([[0.0]]), 0))
    assert not parts[0].note
    assert all("diverged" in part.note for part in parts[1:])


def test_no_error_and_no_gradient_are_said_in_words() -> None:
    network = Network((1, 1, 1), ("linear", "linear"))
    recipe = Recipe(Objective(network))
    state = TrainingState.start(recipe, np.array([1.0, 0.0, 1.0, 0.0]))
    parts = {(part.kind, part.layer): part for part in stages(recipe, state, np.array([[2.0]]), np.array([[2.0]]), 0)}
    assert "exactly the target" in parts["backward", 2].note
    assert "Exactly 0" in parts["backward", 1].note
    assert "exactly 0" in parts["gradient", 1].note
    assert "No parameter changes" in parts["update", None].note


def test_a_batch_without_the_sample_shows_its_first() -> None:
    recipe = Recipe(Objective(XOR), batch_size=1, shuffle_seed=3)
    state = TrainingState.start(recipe, XOR_THETA)
    batch = batch_indices(3, 0, 4, 1)
    other = (int(batch[0]) + 1) % 4
    part = stages(recipe, state, XOR_INPUTS, XOR_TARGETS, other)[0]
    assert part.sample == batch[0]
    assert f"Sample {batch[0] + 1} goes forward" in part.caption
    cost = stages(recipe, state, XOR_INPUTS, XOR_TARGETS, other)[2]
    assert "the one sample of the batch" in cost.caption
