"""Every formula of grad.tex, written out by hand, against the NumPy reference and the compiled kernel."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.activations import Array
from playground.core.gradients import GRADIENTS, Objective
from playground.core.models import MODELS, chain
from playground.core.network import Network
from playground.core.optimizers import OptimizerSettings
from playground.core.trainer import Recipe, Trainer, TrainingState
from tests.core.strategies import Problem, layer_slices, problems

numbers = st.floats(-2, 2)


def sigma(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-z))


def both(network: Network, theta: Array, inputs: Array, targets: Array, method: str) -> list[Array]:
    """The gradient by the reference and by the kernel."""
    objective = Objective(network)
    reference = GRADIENTS[method].gradient(objective, theta, inputs, targets, 1e-3)
    recipe = Recipe(objective, method)
    kernel = Trainer(recipe, inputs, targets, TrainingState.start(recipe, theta)).gradient()
    return [reference, kernel]


def samples(seed: int, n_samples: int, n_inputs: int) -> tuple[Array, Array]:
    random = np.random.default_rng(seed)
    return random.normal(size=(n_samples, n_inputs)), random.random((n_samples, 1))


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(1, 12), numbers)
def test_linear_model(seed: int, n: int, w: float) -> None:
    inputs, targets = samples(seed, n, 1)
    x, y = inputs[:, 0], targets[:, 0]
    by_hand = sum(2 * (x[i] * w - y[i]) * x[i] for i in range(n)) / n
    for gradient in both(MODELS["linear"].default, np.array([w]), inputs, targets, "backpropagation"):
        np.testing.assert_allclose(gradient, [by_hand], rtol=1e-12, atol=1e-14)


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(1, 12), numbers, numbers, numbers)
def test_one_neuron_with_two_inputs(seed: int, n: int, w1: float, w2: float, b: float) -> None:
    inputs, targets = samples(seed, n, 2)
    x, y, z = inputs[:, 0], inputs[:, 1], targets[:, 0]
    a = sigma(x * w1 + y * w2 + b)
    by_hand = [
        np.mean(2 * (a - z) * a * (1 - a) * x),
        np.mean(2 * (a - z) * a * (1 - a) * y),
        np.mean(2 * (a - z) * a * (1 - a)),
    ]
    for gradient in both(MODELS["one-neuron"].default, np.array([w1, w2, b]), inputs, targets, "backpropagation"):
        np.testing.assert_allclose(gradient, by_hand, rtol=1e-12, atol=1e-14)


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(1, 12), numbers, numbers, numbers, numbers)
def test_two_neurons(seed: int, n: int, w1: float, b1: float, w2: float, b2: float) -> None:
    inputs, targets = samples(seed, n, 1)
    x, y = inputs[:, 0], targets[:, 0]
    a1 = sigma(x * w1 + b1)
    a2 = sigma(a1 * w2 + b2)
    to_hidden = 2 * (a2 - y) * a2 * (1 - a2) * w2  # the paper's derivative of C⁽²⁾ by a⁽¹⁾, of one sample
    last = [np.mean(2 * (a2 - y) * a2 * (1 - a2) * a1), np.mean(2 * (a2 - y) * a2 * (1 - a2))]
    exact = [np.mean(to_hidden * a1 * (1 - a1) * x), np.mean(to_hidden * a1 * (1 - a1))]
    paper = [np.mean(2 * to_hidden * a1 * (1 - a1) * x), np.mean(2 * to_hidden * a1 * (1 - a1))]
    theta = np.array([w1, b1, w2, b2])
    for gradient in both(chain(2), theta, inputs, targets, "backpropagation"):
        np.testing.assert_allclose(gradient, [*exact, *last], rtol=1e-12, atol=1e-14)
    for gradient in both(chain(2), theta, inputs, targets, "layer-rule"):
        np.testing.assert_allclose(gradient, [*paper, *last], rtol=1e-12, atol=1e-14)


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(1, 8), st.integers(1, 7))
def test_chain_of_m_neurons(seed: int, n: int, m: int) -> None:
    """The recursion of the paper's last section, and the exact one, layer by layer from the last to the first."""
    inputs, targets = samples(seed, n, 1)
    theta = np.random.default_rng(seed + 1).normal(size=2 * m)
    w, b = theta[0::2], theta[1::2]
    a = [inputs[:, 0]]
    for layer in range(m):
        a.append(sigma(a[layer] * w[layer] + b[layer]))
    for method, factor in (("layer-rule", 2.0), ("backpropagation", 1.0)):
        by_hand = np.empty(2 * m)
        d = a[m] - targets[:, 0]  # the paper's ∂C⁽ᵐ⁺¹⁾; the 2 of the square comes with each C⁽ˡ⁾
        for layer in reversed(range(m)):
            brought = 2.0 if layer == m - 1 else factor
            slope = brought * d * a[layer + 1] * (1 - a[layer + 1])
            by_hand[2 * layer] = np.mean(slope * a[layer])
            by_hand[2 * layer + 1] = np.mean(slope)
            d = slope * w[layer]
        for gradient in both(chain(m), theta, inputs, targets, method):
            np.testing.assert_allclose(gradient, by_hand, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("w", [0.0, 1.5, 2.0, 7.0])
@pytest.mark.parametrize("epsilon", [1e-1, 1e-3])
def test_forward_difference_of_twice_is_wrong_by_six_epsilon(w: float, epsilon: float) -> None:
    """C(w) is 6(w - 2)², so (C(w + ε) - C(w)) / ε is C'(w) + 6ε, and the central difference has no error."""
    x = np.arange(5.0)[:, None]
    recipe = Recipe(Objective(MODELS["linear"].default), epsilon=epsilon)
    trainer = Trainer(recipe, x, 2 * x, TrainingState.start(recipe, np.array([w])))
    exact = trainer.gradient("backpropagation")[0]
    assert exact == pytest.approx(12 * (w - 2), abs=1e-12)
    assert trainer.gradient("forward-difference")[0] - exact == pytest.approx(6 * epsilon, rel=1e-7)
    assert trainer.gradient("central-difference")[0] == pytest.approx(exact, abs=1e-10)


@pytest.mark.parametrize(("rate", "factor"), [(1 / 12, 0.0), (0.1, -0.2), (1 / 6, -1.0)])
def test_learning_rates_of_twice(rate: float, factor: float) -> None:
    """One step multiplies the distance to 2 by 1 - 12η."""
    x = np.arange(5.0)[:, None]
    recipe = Recipe(Objective(MODELS["linear"].default), optimizer=OptimizerSettings(learning_rate=rate))
    trainer = Trainer(recipe, x, 2 * x, TrainingState.start(recipe, np.array([5.0])))
    trainer.advance(1)
    assert trainer.theta[0] - 2 == pytest.approx(3 * factor, abs=1e-12)


@settings(max_examples=40)
@given(problems())
def test_layer_rule_is_a_power_of_two_times_the_exact_gradient(problem: Problem) -> None:
    network = problem.network
    objective = Objective(network, problem.objective.cost)  # the penalty is never multiplied
    arguments = (objective, problem.theta, problem.inputs, problem.targets, 0.0)
    exact = GRADIENTS["backpropagation"].gradient(*arguments)
    rule = GRADIENTS["layer-rule"].gradient(*arguments)
    for layer, where in enumerate(layer_slices(network), start=1):
        np.testing.assert_array_equal(rule[where], 2.0 ** (network.depth - layer) * exact[where])


@settings(max_examples=40)
@given(problems())
def test_layer_rule_leaves_the_penalty_alone(problem: Problem) -> None:
    network, penalty = problem.network, problem.objective.penalty
    rest = (problem.theta, problem.inputs, problem.targets, 0.0)
    with_penalty = GRADIENTS["layer-rule"].gradient(problem.objective, *rest)
    without = GRADIENTS["layer-rule"].gradient(Objective(network, problem.objective.cost), *rest)
    for where in network.weight_slices:
        np.testing.assert_allclose(
            with_penalty[where] - without[where], penalty.gradient(problem.theta[where]), atol=1e-12
        )


KINKED = {"relu", "leaky-relu"}


@settings(max_examples=60)
@given(problems(sizes=(1, 4, 9)))
def test_backpropagation_against_the_central_difference(problem: Problem) -> None:
    network = problem.network
    z, _ = network.forward(problem.theta, problem.inputs)
    near_kink = any(
        name in KINKED and np.abs(values).min() < 1e-3 for name, values in zip(network.activations, z, strict=True)
    )
    if near_kink or (problem.objective.penalty.l1 and np.abs(problem.theta).min() < 1e-3):
        return
    arguments = (problem.objective, problem.theta, problem.inputs, problem.targets)
    exact = GRADIENTS["backpropagation"].gradient(*arguments, 0.0)
    central = GRADIENTS["central-difference"].gradient(*arguments, 1e-5)
    np.testing.assert_allclose(exact, central, rtol=1e-6, atol=1e-6)


def test_cost_of_the_paper_is_summed_over_outputs_and_averaged_over_samples() -> None:
    network = Network((1, 2), ("linear",), biases=False)
    inputs, targets = np.array([[1.0], [2.0]]), np.array([[0.0, 1.0], [0.0, 0.0]])
    theta = np.array([1.0, 3.0])
    assert Objective(network).value(theta, inputs, targets) == ((1 + 4) + (4 + 36)) / 2


def test_parameters_are_weights_then_biases_layer_by_layer() -> None:
    network = Network((2, 3, 1), ("tanh", "linear"))
    sizes = [i * o + o for i, o in pairwise(network.layers)]
    assert network.n_parameters == sum(sizes)
    theta = np.arange(float(network.n_parameters))
    np.testing.assert_array_equal(network.weights(theta)[0], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(network.biases_of(theta)[0], [6, 7, 8])
    names = [parameter.name for parameter in network.parameters]
    assert names[4] == "w_22^(1)"
    assert names[-1] == "b_1^(2)"
    np.testing.assert_array_equal(network.theta(network.weights(theta), network.biases_of(theta)), theta)
