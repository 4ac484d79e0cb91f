"""Responses and weights as pictures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.activations import ACTIVATIONS
from playground.core.network import Network
from playground.views.network_chips import chip_number
from playground.views.network_items import edge_widths
from playground.views.response_images import ColorTable, output_range, ranges, refined, thinned
from playground.views.theme import Theme
from tests.views.moments import moment


def test_chips_always_show_sign_and_two_decimals():
    assert [chip_number(value) for value in (5.8, -2.4, 0.0, -0.001)] == ["+5.80", "−2.40", "+0.00", "−0.00"]
    assert chip_number(-123456.0) == "−123,456"
    assert chip_number(float("nan")) == "NaN"
    assert chip_number(float("inf")) == "+∞"


@given(st.floats(-100, 100), st.floats(1.2, 10))
def test_edges_grow_with_the_weight_up_to_five(weight: float, widest: float):
    width = float(edge_widths(np.array([weight]), widest)[0])
    assert width <= widest + 1e-9
    assert width == pytest.approx(float(edge_widths(np.array([-weight]), widest)[0]))
    if abs(weight) >= 5:
        assert width == pytest.approx(widest)


def test_edge_widths_are_one_to_ten_pixels():
    assert edge_widths(np.array([0.0, 5.0, 7.4]), 10.0).tolist() == [1.0, 10.0, 10.0]


def test_a_missing_value_is_transparent_and_others_have_the_scales_colour(theme: Theme):
    table = ColorTable(theme.scale)
    pixels = table.pixels(np.array([[-5.0, 1.0, np.nan, np.inf]]))
    assert [f"{pixel:08x}" for pixel in pixels[0].tolist()] == ["fff59322", "ff0877bd", "00000000", "ff0877bd"]


def test_units_are_scaled_by_what_their_activation_can_be():
    network = Network((2, 2, 2, 1), ("relu", "sigmoid", "linear"))
    snapshot = moment(network, np.random.default_rng(1).normal(size=network.n_parameters))
    scaled_to = ranges(network, snapshot.grid, snapshot.responses, (-3.0, 2.0))
    ends = np.column_stack((scaled_to.centre - scaled_to.half, scaled_to.centre + scaled_to.half))
    assert ends[0].tolist() == pytest.approx(list(snapshot.grid.extent[0]))
    assert ends[2, 1] == pytest.approx(max(snapshot.responses[:, 2].max(), 1e-9) or 1.0)
    assert ends[4].tolist() == [0.0, 1.0]
    assert ends[6].tolist() == [-3.0, 3.0]


def test_an_unbounded_output_without_targets_still_has_a_scale():
    assert output_range("linear", (0.0, 0.0)) == (-1.0, 1.0)
    assert output_range("tanh", (0.0, 1.0)) == (-1.0, 1.0)


@given(st.integers(2, 300), st.integers(2, 300))
def test_thinning_keeps_the_ends(n: int, wanted: int):
    kept = thinned(n, wanted)
    assert kept[0] == 0
    assert kept[-1] == n - 1
    assert len(kept) == min(n, wanted)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "linear"])
def test_refining_keeps_the_given_values_and_adds_true_ones(activation: str):
    x = np.linspace(-2.0, 2.0, 50)
    fine = np.linspace(-2.0, 2.0, 197)
    value = ACTIVATIONS[activation].value
    steep = 1.0 if activation == "linear" else 15.0
    plane, wanted = (value(steep * (at[:, None] * at + at - 0.3)) for at in (x, fine))
    found = refined(plane, activation, 4)
    assert found.shape == (197, 197)
    assert found[::4, ::4] == pytest.approx(plane, abs=1e-6)
    assert np.abs(found - wanted).max() < 0.05


def test_refining_leaves_what_is_not_finite():
    plane = np.array([[0.0, np.nan], [1.0, 2.0]])
    assert refined(plane, "linear", 4) is plane
