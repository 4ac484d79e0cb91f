import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.network import Network
from tests.core.strategies import networks


def test_theta_is_weights_and_biases_layer_by_layer() -> None:
    network = Network((2, 3, 1), ("tanh", "sigmoid"))
    theta = np.arange(13.0)
    w1, w2 = network.weights(theta)
    b1, b2 = network.biases_of(theta)
    assert w1.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert b1.tolist() == [6.0, 7.0, 8.0]
    assert w2.tolist() == [[9.0], [10.0], [11.0]]
    assert b2.tolist() == [12.0]
    w1[0, 1] = -1.0
    assert theta[1] == -1.0, "weights are views"


def test_names_of_parameters() -> None:
    network = Network((2, 2, 10), ("tanh", "sigmoid"))
    names = [parameter.name for parameter in network.parameters]
    assert names[:6] == ["w_11^(1)", "w_12^(1)", "w_21^(1)", "w_22^(1)", "b_1^(1)", "b_2^(1)"]
    assert names[14:16] == ["w_19^(2)", "w_1,10^(2)"]
    assert len(set(names)) == network.n_parameters


@given(network=networks(), seed=st.integers(0, 1000))
def test_parts_and_whole(network: Network, seed: int) -> None:
    theta = np.random.default_rng(seed).normal(size=network.n_parameters)
    assert network.theta(network.weights(theta), network.biases_of(theta)).tolist() == theta.tolist()
    for parameter in network.parameters:
        layer = parameter.layer - 1
        if parameter.source is None:
            part = network.biases_of(theta)[layer][parameter.target]
        else:
            part = network.weights(theta)[layer][parameter.source, parameter.target]
        assert part == theta[parameter.index]
    assert [parameter.index for parameter in network.parameters] == list(range(network.n_parameters))
    assert network.n_units == sum(network.layers[1:])


def test_forward_by_hand() -> None:
    network = Network((2, 1, 2), ("relu", "linear"))
    theta = network.theta([np.array([[1.0], [2.0]]), np.array([[3.0, -1.0]])], [np.array([0.5]), np.array([0.0, 1.0])])
    z, a = network.forward(theta, np.array([[1.0, 1.0], [-1.0, 0.0]]))
    assert z[0].tolist() == [[3.5], [-0.5]]
    assert a[1].tolist() == [[3.5], [0.0]]
    assert a[2].tolist() == [[10.5, -2.5], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("layers", "activations", "message"),
    [
        ((2,), (), "at least two layers"),
        ((2, 0), ("tanh",), "at least one unit"),
        ((2, 1), (), "1 activations are needed"),
        ((2, 1), ("step",), "no activation 'step'"),
        ((2, 2, 1), ("softmax", "linear"), "softmax is for the last layer only"),
    ],
)
def test_impossible_networks(layers: tuple[int, ...], activations: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Network(layers, activations)


def test_theta_names_what_does_not_fit() -> None:
    network = Network((2, 1), ("tanh",))
    with pytest.raises(ValueError, match=r"weights: 1 layers wanted, 2 given"):
        network.theta([np.zeros((2, 1)), np.zeros((1, 1))], [np.zeros(1)])
    with pytest.raises(ValueError, match=r"biases\[0\]: shape \(1,\) wanted, \(2,\) given"):
        network.theta([np.zeros((2, 1))], [np.zeros(2)])


def test_without_biases() -> None:
    network = Network((2, 3), ("tanh",), biases=False)
    assert network.n_parameters == 6
    assert network.biases_of(np.zeros(6)) == []
    assert network.forward(np.zeros(6), np.ones((1, 2)))[0][0].tolist() == [[0.0, 0.0, 0.0]]
