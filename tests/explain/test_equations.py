"""Every number in an explanation is the reference's, and every formula is one that can be typeset."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.batches import batch_indices
from playground.core.costs import COSTS, Penalty
from playground.core.gradients import GRADIENTS, Objective, backpropagation, trace
from playground.core.network import Network
from playground.core.notation import parameter_symbol
from playground.core.recipe import Recipe, TrainingState
from playground.explain.equations import Explanation, Line, Target, explain
from tests.core.strategies import Problem, problems, recipes
from tests.explain.shared import XOR, XOR_INPUTS, XOR_TARGETS, XOR_THETA, shows, small, value_of, xor

COMMANDS = {
    *(r"\frac", r"\partial", r"\sum", r"\sigma", r"\delta", r"\lambda", r"\varepsilon", r"\Delta", r"\infty"),
    *(r"\cdot", r"\cdots", r"\approx", r"\left", r"\right", r"\quad", r"\ "),
    *(r"\exp", r"\ln", r"\tanh", r"\sin", r"\cos", r"\mathrm"),
}
CHAIN = Network((1, 1, 1), ("sigmoid", "sigmoid"))
Asked = tuple[Problem, Recipe, TrainingState, int]


@st.composite
def moments(draw: st.DrawFn) -> Asked:
    problem = draw(problems((1, 3, 5)))
    n = len(problem.inputs)
    recipe = draw(recipes(problem.objective, n))
    steps = draw(st.integers(0, 50))
    slots = np.full((recipe.n_slots, problem.theta.size), 0.3)
    return problem, recipe, TrainingState(steps, problem.theta, slots, steps), draw(st.integers(0, n - 1))


def all_of(asked: Asked) -> list[tuple[Target, Explanation]]:
    """Explanations of the cost, of units and of parameters."""
    problem, recipe, state, sample = asked
    network = problem.network
    places = range(0, network.n_parameters, max(1, network.n_parameters // 5))
    targets = [Target()]
    targets += [Target("unit", layer) for layer in range(network.depth + 1)]
    targets += [Target("parameter", index=index) for index in places]
    return [(target, explain(recipe, state, problem.inputs, problem.targets, target, sample)) for target in targets]


def last_number(line: Line) -> str:
    return [piece for piece in line.pieces if piece.role == "number"][-1].text


@given(moments())
@settings(max_examples=60, deadline=None)
def test_every_number_is_the_references(asked: Asked) -> None:
    problem, recipe, state, sample = asked
    network, objective = problem.network, problem.objective
    batch = batch_indices(recipe.shuffle_seed, state.step, len(problem.inputs), recipe.batch_size)
    rows = batch if sample in batch else np.array([sample])
    inputs, targets, row = problem.inputs[rows], problem.targets[rows], int(np.flatnonzero(rows == sample)[0])
    seen = trace(objective, state.theta, inputs, targets, 2.0 if recipe.gradient == "layer-rule" else 1.0)
    for target, explanation in all_of(asked):
        kind, layer, unit, index = target.kind, target.layer, target.unit, target.index
        for line in explanation.lines:
            assert "NaN" not in line.plain
            for piece in line.pieces:
                if piece.role == "number" and piece.key is not None:
                    assert shows(piece.text, value_of(piece.key, problem, state.theta, seen, row, targets))
        lines = explanation.lines
        if kind == "cost":
            costs = COSTS[objective.cost].per_sample(network.activations[-1], seen.z[-1], seen.a[-1], targets)
            assert shows(last_number(lines[2]), costs[row])
        if kind == "unit" and layer:
            assert shows(last_number(lines[1]), seen.z[layer - 1][row, unit])
            assert shows(last_number(lines[2]), seen.a[layer][row, unit])
            by_activation = seen.grad_a[layer - 1]
            if by_activation is not None:
                assert shows(last_number(lines[4]), by_activation[row, unit])
            assert shows(last_number(lines[-1]), seen.grad_z[layer - 1][row, unit])
        if kind == "parameter":
            parameter = network.parameters[index]
            term = seen.grad_z[parameter.layer - 1][row, parameter.target]
            if parameter.source is not None:
                term = term * seen.a[parameter.layer - 1][row, parameter.source]
            number = f"t_{{{sample + 1}}}"
            own = next(line for line in lines if line.latex.startswith(f"{number} ="))
            assert shows(last_number(own), float(term))


@given(moments())
@settings(max_examples=60, deadline=None)
def test_the_foot_is_the_gradient_used_to_the_last_bit(asked: Asked) -> None:
    problem, recipe, state, _ = asked
    batch = batch_indices(recipe.shuffle_seed, state.step, len(problem.inputs), recipe.batch_size)
    samples = problem.inputs[batch], problem.targets[batch]
    used = GRADIENTS[recipe.gradient].gradient(problem.objective, state.theta, *samples, recipe.epsilon)
    exact = backpropagation(problem.objective, state.theta, *samples)
    for target, explanation in all_of(asked):
        kind, index, table = target.kind, target.index, explanation.table
        np.testing.assert_array_equal(table.indices, batch)
        assert table.rows.shape == (len(batch), len(table.headers)) == (len(batch), len(table.header_latex))
        assert not table.rows.flags.writeable
        assert not table.indices.flags.writeable
        column = table.rows[:, -1]
        label, value = table.foot[-1]
        if kind == "cost":
            assert value == problem.objective.value(state.theta, *samples)
            np.testing.assert_allclose(np.mean(column) + value - table.foot[0][1], value, rtol=1e-12)
        if kind == "parameter":
            assert label.endswith("gradient used")
            assert value == used[index]
            penalty = dict(table.foot).get("penalty’s part", 0.0)
            mean = used[index] if recipe.gradient in ("backpropagation", "layer-rule") else exact[index]
            np.testing.assert_allclose(np.mean(column) + penalty, mean, rtol=1e-10, atol=1e-14)


@given(moments())
@settings(max_examples=60, deadline=None)
def test_every_formula_is_plain_latex(asked: Asked) -> None:
    for _, explanation in all_of(asked):
        for latex in [*(line.latex for line in explanation.lines), *explanation.table.header_latex]:
            assert set(re.findall(r"\\(?:[A-Za-z]+|.)", latex)) <= COMMANDS, latex
            assert latex.count("{") == latex.count("}")
            assert len(re.findall(r"\\left\b", latex)) == len(re.findall(r"\\right\b", latex))
            assert latex.isascii(), latex
        for line in explanation.lines:
            for piece in line.pieces:
                if piece.role != "plain":
                    assert piece.text.count("{") == piece.text.count("}")


SHOWN = [
    xor(objective=Objective(XOR, "mse", Penalty(0.01, 0.02))),
    xor("cost", objective=Objective(XOR, "cross-entropy", Penalty(0.01, 0.02))),
    xor("unit", gradient="layer-rule"),
    xor(index=0, gradient="layer-rule"),
    xor(gradient="central-difference"),
    small(Network((1, 2, 30, 1), ("softplus", "sine", "leaky-relu")), [0.3] * 125, [[1e-7]], [[2000.0]], 0),
    small(Network((2, 3), ("softmax",)), [0.3] * 9, [[1.0, 2.0]], [[0.0, 1.0, 0.5]], 0, cost="cross-entropy"),
    small(Network((2, 3), ("softmax",)), [0.3] * 9, [[1.0, 2.0]], [[0.0, 1.0, 0.5]], 0),
    small(Network((1, 1), ("linear",)), [1e200, 0.0], [[1e200]], [[0.0]], 0),
]


@pytest.mark.parametrize("explanation", SHOWN, ids=[str(place) for place in range(len(SHOWN))])
def test_every_formula_renders(explanation: Explanation) -> None:
    config = pytest.importorskip("ziamath.config").config
    from ziamath.zmath import Latex

    config.svg2 = False
    for latex in dict.fromkeys([*(line.latex for line in explanation.lines), *explanation.table.header_latex]):
        formula = Latex(latex)
        assert formula.svg().startswith("<svg")
        assert formula.getsize()[0] > 0


def test_the_papers_one_neuron() -> None:
    network = Network((2, 1), ("sigmoid",))
    explanation = small(network, [0.5, -0.25, 0.1], [[1.0, 2.0], [0.0, 1.0]], [[1.0], [0.0]], 1)
    assert explanation.title == "w₂"
    assert explanation.lines[0].plain.startswith("∂C/∂w₂ = 1/n Σᵢ tᵢ = ")
    assert explanation.lines[0].plain.endswith(",  n = 2")
    assert explanation.lines[1].plain == "tᵢ = 2(a − y)·a(1 − a)·x₂"
    assert explanation.lines[2].plain == "t₁ = 2(0.5250 − 1)·0.5250(1 − 0.5250)·2 = −0.4738"
    assert explanation.table.headers == ("x₁", "x₂", "y", "a", "z", "a − y", "a(1 − a)", "tᵢ")
    assert [label for label, _ in explanation.table.foot] == ["mean = ∂C/∂w₂, the gradient used"]
    assert not explanation.links


def test_a_row_can_be_multiplied_out() -> None:
    table = xor(index=0).table
    assert table.headers == (*("x₁", "x₂", "y", "a", "z₁⁽¹⁾", "h₁", "a − y", "a(1 − a)", "h₁(1 − h₁)", "tᵢ"),)
    assert [table.headers[place] for place in sorted(table.asides)] == ["a", "z₁⁽¹⁾", "h₁"]
    column = dict(zip(table.headers, table.rows.T, strict=True))
    weight = XOR_THETA[6]
    terms = 2.0 * column["a − y"] * column["a(1 − a)"] * weight * column["h₁(1 − h₁)"] * column["x₁"]
    np.testing.assert_allclose(terms, column["tᵢ"], rtol=1e-12)


def test_where_the_ways_fork_their_sum_is_one_column() -> None:
    network = Network((1, 1, 2, 1), ("sigmoid", "tanh", "sigmoid"))
    table = small(network, [0.3] * network.n_parameters, [[1.0], [2.0]], [[0.0], [1.0]], 0).table
    assert "∂Cᵢ/∂a⁽¹⁾" in table.headers
    entropy = small(CHAIN, [0.3] * 4, [[1.0], [2.0]], [[0.0], [1.0]], 0, cost="cross-entropy").table
    assert "a⁽²⁾(1 − a⁽²⁾)" not in entropy.headers, "cross-entropy gives the derivative by z at once"


def test_what_begins_with_a_minus_follows_as_one() -> None:
    line = xor("unit", theta=-XOR_THETA, sample=3).lines[1]
    assert line.plain == "z₁⁽¹⁾ = 1·(−5.800) + 1·(−5.700) + 2.400 = −9.100"
    error = small(Network((1, 2, 2), ("tanh", "linear")), [0.5, -0.5] * 5, [[1.0]], [[1.0, 2.0]], 0)
    assert "(−" in error.lines[2].plain
    assert "+ (−" not in error.lines[2].plain
    assert "+ \\left(-" not in error.lines[2].latex


def test_a_step_of_the_slope_is_written_as_its_value() -> None:
    relu = Network((1, 1, 1), ("relu", "linear"))
    on = small(relu, [1.0, 0.0, 1.0, 0.0], [[0.5]], [[2.0]], 0)
    assert on.lines[1].plain.endswith("relu′(z⁽¹⁾)·x")
    assert on.lines[2].plain == "t₁ = 2(0.5000 − 2)·1·1·0.5000 = −1.500"


def test_symbols_are_tied_to_what_they_stand_for() -> None:
    term = xor(index=6).lines[1]
    tied = [(piece.role, piece.key) for piece in term.pieces if piece.key]
    assert tied == [("a", "a:2:0"), ("y", "y:0"), ("a", "a:2:0"), ("a", "a:2:0"), ("a", "a:1:0")]
    numbers = xor(index=6).lines[2]
    assert [piece.key for piece in numbers.pieces if piece.role == "number"] == [*(key for _, key in tied), None]
    derivative = xor(index=6).lines[0]
    assert ("w", "w:6") in [(piece.role, piece.key) for piece in derivative.pieces]


def test_a_wide_network_goes_on_in_the_next_layer() -> None:
    network = Network((2, 8, 8, 1), ("tanh", "tanh", "sigmoid"))
    recipe = Recipe(Objective(network))
    theta = np.linspace(-1.0, 1.0, network.n_parameters)
    explanation = explain(recipe, TrainingState.start(recipe, theta), XOR_INPUTS, XOR_TARGETS, Target("parameter"), 0)
    assert explanation.lines[1].plain == (
        "tᵢ = (δ₁⁽²⁾·w₁₁⁽²⁾ + δ₂⁽²⁾·w₁₂⁽²⁾ + δ₃⁽²⁾·w₁₃⁽²⁾ + … + δ₈⁽²⁾·w₁₈⁽²⁾)·(1 − (a₁⁽¹⁾)²)·x₁"
    )
    assert [(link.label, link.layer, link.unit) for link in explanation.links][:2] == [("δ₁⁽²⁾", 2, 0), ("δ₂⁽²⁾", 2, 1)]
    assert len(explanation.links) == 8


def test_the_layer_rule_beside_the_exact_derivative() -> None:
    explanation = xor(index=0, gradient="layer-rule", sample=2)
    assert explanation.lines[3].plain == "tᵢ = 2·2(a − y)·a(1 − a)·w₁⁽²⁾·h₁(1 − h₁)·x₁"
    assert explanation.lines[1].plain == "exact: ∂C/∂w₁₁⁽¹⁾ = −0.0002996,  factor 2¹ = 2"
    assert explanation.lines[2].plain == "Δw₁₁⁽¹⁾ = 0.0005993,  exact = 0.0002996"
    exact, used = explanation.table.foot[-2:]
    assert used[1] == 2.0 * exact[1]
    assert "2¹ = 2 times" in explanation.note
    assert "direction" in explanation.note
    assert "the same" in xor(index=6, gradient="layer-rule").note
    assert "exact: ∂Cᵢ/∂h₁ = 1/2·(−0.08046) = −0.04023" in [
        line.plain for line in xor("unit", gradient="layer-rule").lines
    ]


def test_the_layer_rule_with_one_layer_is_the_exact_rule() -> None:
    explanation = small(Network((1, 1), ("linear",)), [2.0, 0.0], [[1.0]], [[0.0]], 0, gradient="layer-rule")
    assert len(explanation.lines) == 3
    assert "layer rule" not in explanation.note


def test_the_penaltys_part_stands_apart() -> None:
    explanation = xor(index=7, objective=Objective(XOR, "mse", Penalty(0.01, 0.02)))
    assert explanation.lines[-1].plain == (
        "p = λ₁·sign(w₂⁽²⁾) + λ₂·w₂⁽²⁾ = 0.01·sign(−8.100) + 0.02·(−8.100) = −0.1720"
    )
    assert [label for label, _ in explanation.table.foot][:2] == ["mean", "penalty’s part"]
    assert len(xor(index=8, objective=Objective(XOR, "mse", Penalty(0.01, 0.02))).table.foot) == 1


def test_a_difference_quotient_in_numbers() -> None:
    explanation = xor(gradient="forward-difference", epsilon=1e-3)
    assert explanation.lines[0].plain == "∂C/∂w₁⁽²⁾ ≈ (C(w₁⁽²⁾ + ε) − C(w₁⁽²⁾))/ε"
    assert explanation.lines[1].plain.startswith("∂C/∂w₁⁽²⁾ ≈ (0.00300387")
    assert [label for label, _ in explanation.table.foot] == [
        "mean = ∂C/∂w₁⁽²⁾, exact",
        "quotient, the gradient used",
    ]


def test_the_cost_as_a_sum() -> None:
    explanation = xor("cost")
    assert [line.plain for line in explanation.lines] == [
        "C = 1/n Σᵢ Cᵢ,  n = 4",
        "Cᵢ = (a − y)²",
        "C₂ = (0.9464 − 1)² = 0.002872",
        "C = 1/4·(0.003917 + 0.002872 + 0.002743 + 0.002488) = 0.003005",
    ]
    assert explanation.table.headers == ("x₁", "x₂", "y", "a", "a − y", "Cᵢ")


def test_a_cost_of_many_samples_is_shortened() -> None:
    recipe = Recipe(Objective(CHAIN))
    x = np.linspace(-1.0, 1.0, 5000)[:, None]
    state = TrainingState.start(recipe, np.full(4, 0.5))
    explanation = explain(recipe, state, x, x**2, Target(), 4321)
    assert explanation.lines[-1].plain.count("+") == 4
    assert "…" in explanation.lines[-1].plain
    assert len(explanation.table.rows) == 5000


def test_places_are_those_of_the_dataset() -> None:
    recipe = Recipe(Objective(XOR))
    state = TrainingState.start(recipe, XOR_THETA)
    places = [10, 11, 17, 13]
    explanation = explain(recipe, state, XOR_INPUTS, XOR_TARGETS, Target("parameter", index=6), 2, places)
    assert explanation.table.indices.tolist() == places
    assert explanation.lines[2].plain.startswith("t₁₈ = ")


def test_every_parameter_is_explained_under_its_name() -> None:
    for parameter in XOR.parameters:
        assert xor(index=parameter.index).title == parameter_symbol(XOR, parameter).plain


def test_a_unit_forwards_and_backwards() -> None:
    lines = [line.plain for line in xor("unit").lines]
    assert lines == [
        "z₁⁽¹⁾ = x₁·w₁₁⁽¹⁾ + x₂·w₂₁⁽¹⁾ + b₁⁽¹⁾",
        "z₁⁽¹⁾ = 0·5.800 + 1·5.700 + (−2.400) = 3.300",
        "h₁ = σ(z₁⁽¹⁾) = 1/(1 + e^−z₁⁽¹⁾) = σ(3.300) = 0.9644",
        "∂Cᵢ/∂h₁ = 2(a − y)·a(1 − a)·w₁⁽²⁾",
        "∂Cᵢ/∂h₁ = 2(0.9464 − 1)·0.9464(1 − 0.9464)·7.400 = −0.04023",
        "δ₁⁽¹⁾ = ∂Cᵢ/∂z₁⁽¹⁾ = 2(a − y)·a(1 − a)·w₁⁽²⁾·h₁(1 − h₁)",
        "δ₁⁽¹⁾ = 2(0.9464 − 1)·0.9464(1 − 0.9464)·7.400·0.9644(1 − 0.9644) = −0.001380",
    ]
    assert "given, not computed" in xor("unit", unit=(0, 1)).note
    assert math.isclose(dict(xor("unit").table.foot)["mean of δ₁⁽¹⁾"], xor(index=4).table.foot[-1][1])
