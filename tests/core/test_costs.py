import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.activations import ACTIVATIONS
from playground.core.costs import COSTS, Penalty


def test_mse_sums_squares_over_outputs() -> None:
    a, y = np.array([[1.0, 2.0], [0.0, 0.5]]), np.array([[0.0, 4.0], [0.0, 0.0]])
    assert COSTS["mse"].per_sample("linear", a, a, y).tolist() == [5.0, 0.25]


def test_cross_entropy_by_hand() -> None:
    z = np.array([[0.3, -1.2, 2.0]])
    y = np.array([[1.0, 0.0, 0.25]])
    cost = COSTS["cross-entropy"].per_sample
    a = ACTIVATIONS["sigmoid"].value(z)
    assert cost("sigmoid", z, a, y)[0] == pytest.approx(-(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(), rel=1e-14)
    a = ACTIVATIONS["softmax"].value(z)
    assert cost("softmax", z, a, y)[0] == pytest.approx(-(y * np.log(a)).sum(), rel=1e-14)


@pytest.mark.parametrize("activation", ["sigmoid", "softmax"])
def test_cross_entropy_never_overflows(activation: str) -> None:
    z = np.array([[-1000.0, 1000.0]])
    y = np.array([[1.0, 0.0]])
    a = ACTIVATIONS[activation].value(z)
    assert COSTS["cross-entropy"].per_sample(activation, z, a, y)[0] == pytest.approx(2000.0)
    assert np.isfinite(COSTS["cross-entropy"].grad_z(activation, z, a, y)).all()


CASES = [("mse", name) for name in ACTIVATIONS] + [("cross-entropy", "sigmoid"), ("cross-entropy", "softmax")]


@pytest.mark.parametrize(("cost", "activation"), CASES)
@given(seed=st.integers(0, 10_000), n_units=st.integers(1, 4))
def test_grad_z_is_the_derivative(cost: str, activation: str, seed: int, n_units: int) -> None:
    rng = np.random.default_rng(seed)
    z = rng.choice([-1.0, 1.0], (1, n_units)) * rng.uniform(0.01, 2.0, (1, n_units))
    y = rng.uniform(0.0, 1.0, (1, n_units))
    value = ACTIVATIONS[activation].value

    def cost_at(z: np.ndarray) -> float:
        return float(COSTS[cost].per_sample(activation, z, value(z), y)[0])

    gradient = COSTS[cost].grad_z(activation, z, value(z), y)
    for k in range(n_units):
        step = np.zeros_like(z)
        step[0, k] = 1e-5
        assert gradient[0, k] == pytest.approx((cost_at(z + step) - cost_at(z - step)) / 2e-5, abs=1e-7)


def test_penalty_and_its_gradient() -> None:
    penalty = Penalty(l1=0.5, l2=3.0)
    weights = [np.array([[2.0, -1.0]]), np.array([[0.0]])]
    assert penalty.value(weights) == 0.5 * 3.0 + 1.5 * 5.0
    assert penalty.gradient(weights[0]).tolist() == [[6.5, -3.5]]
    assert penalty.gradient(weights[1]).tolist() == [[0.0]]
    assert Penalty().value(weights) == 0.0
