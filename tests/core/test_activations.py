import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.activations import ACTIVATIONS, LEAK, Array

VALUES = np.array([[-800.0, -3.0, -0.25, 0.0], [1e-9, 0.7, 2.0, 800.0]])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_stay_finite_and_within_their_range(name: str) -> None:
    activation = ACTIVATIONS[name]
    a = activation.value(VALUES)
    assert np.isfinite(a).all()
    assert a.min() >= activation.low
    assert a.max() <= activation.high


def test_values_by_hand() -> None:
    z = np.array([[-2.0, 0.5]])
    expected: dict[str, list[float]] = {
        "sigmoid": [0.11920292202211755, 0.6224593312018546],
        "tanh": [-0.9640275800758169, 0.46211715726000975],
        "relu": [0.0, 0.5],
        "leaky-relu": [-2.0 * LEAK, 0.5],
        "linear": [-2.0, 0.5],
        "sine": [-0.9092974268256817, 0.479425538604203],
        "softplus": [0.1269280110429725, 0.9740769841801067],
        "softmax": [0.07585818002124355, 0.9241418199787566],
    }
    assert expected.keys() == ACTIVATIONS.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(ACTIVATIONS[name].value(z)[0], values, rtol=1e-14, err_msg=name)


def _slope(name: str, z: Array, step: float) -> Array:
    value = ACTIVATIONS[name].value
    return (value(z + step) - value(z - step)) / (2.0 * step)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
@given(z=st.floats(-5.0, 5.0).filter(lambda z: abs(z) > 1e-3))
def test_backward_is_the_derivative(name: str, z: float) -> None:
    at = np.array([[z]])
    activation = ACTIVATIONS[name]
    backward = activation.backward(at, activation.value(at), np.array([[3.0]]))
    np.testing.assert_allclose(backward, 3.0 * _slope(name, at, 1e-5), atol=1e-8)


@given(seed=st.integers(0, 10_000), n_units=st.integers(1, 6))
def test_softmax_backward_is_the_derivative(seed: int, n_units: int) -> None:
    rng = np.random.default_rng(seed)
    z, grad_a = rng.normal(size=(2, 1, n_units))
    softmax = ACTIVATIONS["softmax"]
    assert softmax.value(z).sum() == pytest.approx(1.0)
    backward = softmax.backward(z, softmax.value(z), grad_a)
    for k in range(n_units):
        step = np.zeros_like(z)
        step[0, k] = 1e-5
        difference = (softmax.value(z + step) - softmax.value(z - step)) / 2e-5
        assert backward[0, k] == pytest.approx((difference * grad_a).sum(), abs=1e-8)


@pytest.mark.parametrize(("name", "slope"), [("relu", 0.0), ("leaky-relu", LEAK)])
def test_kinks_have_the_left_derivative(name: str, slope: float) -> None:
    zero = np.zeros((1, 1))
    assert ACTIVATIONS[name].backward(zero, zero, np.ones((1, 1)))[0, 0] == slope
