"""What the command line says of a run."""

import json

import numpy as np
import pytest

from playground.core.network import Network
from playground.export.reports import gradient_json, gradient_text, number

NETWORK = Network((2, 2, 1), ("tanh", "sigmoid"))


def test_weights_and_biases_have_the_shapes_of_the_file():
    report = json.loads(gradient_json(0.5, np.arange(9.0), NETWORK))
    assert report == {
        "cost": 0.5,
        "weights": [[[0, 1], [2, 3]], [[6], [7]]],
        "biases": [[4, 5], [8]],
    }


def test_without_biases_their_list_is_empty():
    assert json.loads(gradient_json(0.5, np.array([1.0]), Network((1, 1), ("linear",), biases=False)))["biases"] == []


def test_what_json_has_no_number_for_is_null():
    gradient = np.array([np.nan, np.inf, -np.inf, 0, 0, 0, 0, 0, 0.1])
    report = json.loads(gradient_json(np.inf, gradient, NETWORK))
    assert report["cost"] is None
    assert report["weights"][0] == [[None, None], [None, 0]]
    assert report["biases"][1] == [0.1]


def test_every_number_keeps_its_bits():
    gradient = np.random.default_rng(0).normal(size=9)
    report = json.loads(gradient_json(1 / 3, gradient, NETWORK))
    assert report["cost"] == 1 / 3
    assert report["weights"] == [w.tolist() for w in NETWORK.weights(gradient)]


def test_people_read_names_and_a_real_minus():
    text = gradient_text(0.25, np.arange(-4.0, 5.0), NETWORK, "Title")
    assert text.splitlines()[0] == "Title: cost 0.25"
    assert "∂C/∂w_11^(1) −4" in text
    assert len(text.splitlines()) == 10
    assert number(-1.5e-9) == "−1.5e−09"


@pytest.mark.parametrize("units", [10, 100])
def test_a_long_list_is_left_to_json(units):
    network = Network((2, units, 1), ("tanh", "sigmoid"))
    text = gradient_text(0.25, np.zeros(network.n_parameters), network, "Large")
    assert text.splitlines() == ["Large: cost 0.25", f"{network.n_parameters} parameters; --json prints them all"]
