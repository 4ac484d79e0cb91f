"""Whose formula is written."""

from playground.core.network import Network
from playground.core.stage_focus import Focus

NETWORK = Network((2, 3, 2), ("tanh", "sigmoid"))


def test_without_a_selection_it_is_the_first():
    focus = Focus()
    assert [focus.unit_in(NETWORK, layer) for layer in (1, 2)] == [0, 0]
    assert [focus.parameter_in(NETWORK, layer) for layer in (1, 2)] == [0, NETWORK.weight_slices[1].start]
    assert focus.parameter_of(NETWORK) == 0


def test_a_weight_means_the_units_at_its_ends():
    index = NETWORK.weight_slices[1].start + 2 * 2 + 1
    focus = Focus(index=index)
    assert [focus.unit_in(NETWORK, layer) for layer in (1, 2)] == [2, 1]
    assert focus.parameter_in(NETWORK, 2) == focus.parameter_of(NETWORK) == index
    assert focus.parameter_in(NETWORK, 1) == 2, "the first weight into the unit it comes from"


def test_a_unit_means_the_first_weight_into_it():
    focus = Focus(unit=(2, 1))
    assert focus.unit_in(NETWORK, 2) == 1
    assert focus.unit_in(NETWORK, 1) == 0
    assert focus.parameter_of(NETWORK) == NETWORK.weight_slices[1].start + 1


def test_a_bias_has_no_unit_it_comes_from():
    focus = Focus(index=NETWORK.bias_slices[1].start + 1)
    assert [focus.unit_in(NETWORK, layer) for layer in (1, 2)] == [0, 1]
