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


def test_people_read_names_and_signs_below_each_other():
    text = gradient_text(0.25, np.arange(-4.0, 5.0), NETWORK, "Title", "some method")
    lines = text.splitlines()
    assert lines[:2] == ["Title: cost 0.25", "some method: |∇C| = 7.74597"]
    assert lines[2] == "  ∂C/∂w_11^(1) -4"
    assert lines[6] == "  ∂C/∂b_1^(1)   0"
    assert len(lines) == 11
    assert number(-1.5e-9) == "-1.5e-09"


@pytest.mark.parametrize("units", [10, 100])
def test_a_long_list_is_left_to_json(units):
    network = Network((2, units, 1), ("tanh", "sigmoid"))
    gradient = np.zeros(network.n_parameters)
    gradient[:9] = [0.1, -0.9, 0.8, 0.7, -0.6, 0.5, 0.4, 0.3, -0.2]
    lines = gradient_text(0.25, gradient, network, "Large", "m").splitlines()
    assert lines[2] == f"the 8 largest of {network.n_parameters} derivatives; --json prints them all"
    expected = [(network.parameters[place].name, str(gradient[place])) for place in range(1, 9)]
    assert [tuple(line.removeprefix("  ∂C/∂").split()) for line in lines[3:]] == expected


@pytest.mark.parametrize("scale", [1e-250, 1.0, 1e250])
def test_the_length_of_a_gradient_does_not_overflow(scale):
    text = gradient_text(0.0, scale * np.array([3.0, -4.0]), Network((2, 1), ("tanh",), biases=False), "t", "m")
    assert f"|∇C| = {number(5.0 * scale)}\n" in text


def test_a_gradient_that_is_not_finite_has_no_length():
    assert "|∇C| = nan\n" in gradient_text(0.0, np.array([np.nan]), Network((1, 1), ("tanh",), biases=False), "t", "m")
