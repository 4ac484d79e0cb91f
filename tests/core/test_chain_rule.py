"""Formulas as expressions: computed, they are the reference; written, they are the paper's."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.chain_rule import SampleFormulas
from playground.core.costs import COSTS
from playground.core.expressions import (
    Constant,
    Power,
    Quotient,
    Variable,
    difference,
    plain_text,
    printed,
    product,
    setting_text,
    total,
)
from playground.core.gradients import Objective, trace
from playground.core.network import Network
from tests.core.strategies import INNER, Problem, problems


def close(found: float, wanted: float, size: float = 1.0) -> bool:
    return math.isclose(found, wanted, rel_tol=1e-8, abs_tol=1e-11 * size)


@given(problems((1, 3, 5)), st.sampled_from([1.0, 2.0]), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_what_the_formulas_say_is_what_the_reference_computes(problem: Problem, factor: float, pick: int) -> None:
    network, objective = problem.network, problem.objective
    row = pick % len(problem.inputs)
    seen = trace(objective, problem.theta, problem.inputs, problem.targets, factor)
    formulas = SampleFormulas(objective, problem.theta, seen, problem.targets, row, factor)
    for layer in range(1, network.depth + 1):
        size = 1.0 + np.abs(seen.grad_z[layer - 1]).max()
        for unit in range(network.layers[layer]):
            assert close(formulas.weighted_sum(layer, unit).value, seen.z[layer - 1][row, unit])
            assert close(formulas.activated(layer, unit).value, seen.a[layer][row, unit])
            delta = seen.grad_z[layer - 1][row, unit]
            assert close(formulas.by_pre_activation(layer, unit).value, delta, size)
            by_activation, values = formulas.by_activation(layer, unit), seen.grad_a[layer - 1]
            assert (by_activation is None) == (values is None)
            if by_activation is not None and values is not None:
                assert close(by_activation.value, values[row, unit], size)
    for parameter in network.parameters[:: max(1, network.n_parameters // 12)]:
        wanted = seen.grad_z[parameter.layer - 1][row, parameter.target]
        if parameter.source is not None:
            wanted *= seen.a[parameter.layer - 1][row, parameter.source]
        assert close(formulas.term(parameter).value, wanted, 10.0)
    cost = COSTS[objective.cost].per_sample(network.activations[-1], seen.z[-1], seen.a[-1], problem.targets)[row]
    assert close(formulas.sample_cost().value, cost)


def formulas_of(
    network: Network, theta: list[float], x: list[float], y: list[float], cost: str = "mse"
) -> SampleFormulas:
    objective = Objective(network, cost)
    targets = np.array([y])
    seen = trace(objective, np.array(theta), np.array([x]), targets)
    return SampleFormulas(objective, np.array(theta), seen, targets, 0)


def text_by_activation(formulas: SampleFormulas) -> str:
    expression = formulas.by_activation(1, 0)
    assert expression is not None
    return plain_text(expression)


def chain(depth: int, name: str = "sigmoid") -> SampleFormulas:
    network = Network((1,) * (depth + 1), (name,) * depth)
    return formulas_of(network, [0.5, -0.25] * depth, [2.0], [1.0])


def test_one_neuron_is_the_papers() -> None:
    network = Network((2, 1), ("sigmoid",))
    formulas = formulas_of(network, [0.5, -0.25, 0.1], [1.0, 2.0], [1.0])
    terms = [plain_text(formulas.term(parameter)) for parameter in network.parameters]
    assert terms == ["2(a − y)·a(1 − a)·x₁", "2(a − y)·a(1 − a)·x₂", "2(a − y)·a(1 − a)"]
    assert plain_text(formulas.weighted_sum(1, 0), "numbers") == "1·0.5000 + 2·(−0.2500) + 0.1000"


def test_linear_model_is_the_papers() -> None:
    formulas = formulas_of(Network((1, 1), ("linear",), biases=False), [0.5], [3.0], [6.0])
    assert plain_text(formulas.term(formulas.network.parameters[0])) == "2(a − y)·x"
    assert plain_text(formulas.term(formulas.network.parameters[0]), "numbers") == "2(1.500 − 6)·3"


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("sigmoid", "a(1 − a)"),
        ("tanh", "1 − a²"),
        ("relu", "relu′(z)"),
        ("leaky-relu", "lrelu′(z)"),
        ("sine", "cos(z)"),
        ("softplus", "σ(z)"),
        ("linear", "1"),
    ],
)
def test_every_activation_has_its_own_derivative(name: str, slope: str) -> None:
    assert plain_text(chain(1, name).slope(1, 0)) == slope


def test_every_activation_can_be_written() -> None:
    assert all(plain_text(chain(1, name).activated(1, 0)) for name in INNER)
    assert plain_text(formulas_of(Network((1, 2), ("softmax",)), [0.1] * 4, [1.0], [0.0, 1.0]).activated(1, 0)) == (
        "exp(z₁)/(exp(z₁) + exp(z₂))"
    )


def test_long_chains_and_many_paths_go_on_in_the_next_layer() -> None:
    assert "δ" not in plain_text(chain(4).by_pre_activation(1, 0))
    assert plain_text(chain(5).by_pre_activation(1, 0)) == "δ⁽²⁾·w⁽²⁾·a⁽¹⁾(1 − a⁽¹⁾)"
    wide = Network((1, 2, 30, 1), ("tanh",) * 3)
    formulas = formulas_of(wide, [0.1] * wide.n_parameters, [2.0], [1.0])
    assert text_by_activation(formulas) == ("δ₁⁽²⁾·w₁₁⁽²⁾ + δ₂⁽²⁾·w₁₂⁽²⁾ + δ₃⁽²⁾·w₁₃⁽²⁾ + … + δ₃₀⁽²⁾·w₁,₃₀⁽²⁾")
    assert formulas.recursive(1)
    assert not formulas.recursive(2)


def test_two_paths_are_written_out() -> None:
    network = Network((1, 1, 2), ("sigmoid", "linear"))
    formulas = formulas_of(network, [0.1] * network.n_parameters, [2.0], [1.0, 0.0])
    assert text_by_activation(formulas) == "2(a₁⁽²⁾ − y₁)·w₁⁽²⁾ + 2(a₂⁽²⁾ − y₂)·w₂⁽²⁾"
    assert plain_text(formulas.by_pre_activation(1, 0)).startswith("(2(a₁⁽²⁾ − y₁)")


def test_cross_entropy_cancels_the_slope() -> None:
    network = Network((1, 1), ("sigmoid",))
    assert (
        plain_text(formulas_of(network, [1.0, 0.0], [1.0], [1.0], "cross-entropy").by_pre_activation(1, 0)) == "a − y"
    )
    wide = Network((1, 3), ("softmax",))
    usual = formulas_of(wide, [0.1] * 6, [1.0], [0.0, 1.0, 0.0], "cross-entropy")
    assert plain_text(usual.by_pre_activation(1, 1)) == "a₂ − y₂"
    other = formulas_of(wide, [0.1] * 6, [1.0], [1.0, 1.0, 0.0], "cross-entropy")
    assert plain_text(other.by_pre_activation(1, 1)) == "a₂(y₁ + y₂ + y₃) − y₂"


def test_a_saturated_output_is_compared_by_z() -> None:
    network = Network((1, 1), ("sigmoid",))
    formulas = formulas_of(network, [60.0, 0.0], [1.0], [0.0], "cross-entropy")
    assert formulas.sample_cost().value == pytest.approx(60.0)
    assert plain_text(formulas.sample_cost()) == "ln(1 + exp(z)) − y·z"
    softmax = formulas_of(Network((1, 2), ("softmax",)), [900.0, 0.0, 0.0, 0.0], [1.0], [0.0, 1.0], "cross-entropy")
    assert plain_text(softmax.sample_cost()).startswith("y₁(ln(exp(z₁) + exp(z₂)) − z₁)")


def test_enough_digits_to_see_that_two_numbers_differ() -> None:
    formulas = formulas_of(Network((1, 1), ("sigmoid",)), [12.0, 0.0], [1.0], [1.0])
    assert plain_text(formulas.slope(1, 0), "numbers") == "0.99999386(1 − 0.99999386)"


def test_numbers_as_they_stand_in_formulas() -> None:
    assert [printed(value) for value in (0.0, -3.0, 0.25, 1e-7, 1e7)] == [
        "0",
        "−3",
        "0.2500",
        "1.000·10⁻⁷",
        "1.000·10⁷",
    ]
    assert [setting_text(value) for value in (0.001, 1e-8, 0.12345, 2.0, 1.0 - 0.9)] == [
        "0.001",
        "1·10⁻⁸",
        "0.1235",
        "2",
        "0.1",
    ]


def test_brackets_where_they_are_needed() -> None:
    w, x = Variable("w", "w", -2.0), Variable("x", "x", -1.5e-7)
    assert plain_text(product(w, x), "numbers") == "−2·(−1.500·10⁻⁷)"
    assert plain_text(total(w, x), "numbers") == "−2 + (−1.500·10⁻⁷)"
    assert plain_text(total(w, x, signs=(-1, -1)), "numbers") == "−(−2) − (−1.500·10⁻⁷)"
    assert plain_text(Power(w, 2), "numbers") == "(−2)²"
    assert plain_text(Power(difference(w, x), 2)) == "(w − x)²"
    assert plain_text(Quotient(w, total(w, x))) == "w/(w + x)"
    assert plain_text(product(Constant(2.0), total(w, x))) == "2(w + x)"
    assert product(Constant(1.0), Constant(1.0)) == Constant(1.0)
