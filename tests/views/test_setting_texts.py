"""Settings as text: what is written is read back, and what cannot be read is told in a sentence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiment.experiment import He, Normal, PenaltySpec, StopRule, Uniform, Xavier, Zeros
from playground.views.bounds import Bounds, adding, along
from playground.views.setting_texts import (
    read_batch,
    read_initial,
    read_layers,
    read_penalty,
    read_stop,
    write_batch,
    write_initial,
    write_layers,
    write_penalty,
    write_stop,
)

positive = st.floats(1e-300, 1e300)
numbers = st.floats(-1e300, 1e300).map(lambda value: value + 0.0)  # no -0.0: it is shown as 0


@given(st.none() | st.integers(1, 10**9))
def test_batches_are_read_back(size):
    assert read_batch(write_batch(size)) == size


@given(st.builds(PenaltySpec, st.just(0.0) | positive, st.just(0.0) | positive))
def test_penalties_are_read_back(penalty):
    assert read_penalty(write_penalty(penalty)) == penalty


@given(st.builds(StopRule, st.none() | st.integers(1, 2**53), st.none() | positive))
def test_stop_rules_are_read_back(rule):
    assert read_stop(write_stop(rule)) == rule


@given(st.lists(st.integers(1, 4096), max_size=63).map(tuple))
def test_hidden_layers_are_read_back(hidden):
    assert read_layers(write_layers(hidden)) == hidden


@given(
    st.one_of(
        st.tuples(numbers, numbers).filter(lambda ends: ends[0] < ends[1]).map(lambda ends: Uniform(*ends)),
        st.builds(Normal, numbers, positive),
        st.sampled_from([Xavier(), He(), Zeros()]),
    )
)
def test_starts_are_read_back(initial):
    assert read_initial(write_initial(initial)) == initial


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("0.02", StopRule(cost=0.02)),
        ("cost<1e-5", StopRule(cost=1e-5)),
        ("5000", StopRule(step=5000)),
        ("after 5,000 steps", StopRule(step=5000)),
        ("< 0.1 or step 10", StopRule(step=10, cost=0.1)),
        ("Never", StopRule()),
        ("", StopRule()),
    ],
)
def test_stop_rules_can_be_typed_freely(text, rule):
    assert read_stop(text) == rule


@pytest.mark.parametrize(
    ("text", "penalty"),
    [
        ("l2 0.1", PenaltySpec(l2=0.1)),
        ("L2=1e-3, L1=2", PenaltySpec(2.0, 1e-3)),
        ("none", PenaltySpec()),
        ("", PenaltySpec()),
    ],
)
def test_penalties_can_be_typed_freely(text, penalty):
    assert read_penalty(text) == penalty


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_batch, "some"),
        (read_batch, "0"),
        (read_batch, "2.5"),
        (read_penalty, "L3 1"),
        (read_penalty, "L1 -1"),
        (read_penalty, "0.1"),
        (read_stop, "soon"),
        (read_stop, "cost < -1"),
        (read_stop, "step 1.5"),
        (read_layers, "4, x"),
        (read_layers, "4097"),
        (read_layers, ", ".join(["1"] * 64)),
        (read_initial, "U(1, 0)"),
        (read_initial, "N(0, 0)"),
        (read_initial, "U(a, b)"),
        (read_initial, "any"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(read, text):
    with pytest.raises(ValueError, match=r"[A-Z“].*\."):
        read(text)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(), "a number"),
        (Bounds(0), "a number from 0 up"),
        (Bounds(0, low_open=True), "a number above 0"),
        (Bounds(1, 64, whole=True), "a whole number from 1 to 64"),
        (Bounds(0, 1, high_open=True), "a number from 0, below 1"),
        (Bounds(high=4), "a number up to 4"),
    ],
)
def test_bounds_say_what_is_allowed(bounds, words):
    assert bounds.words == words


@given(st.floats(1e-12, 1e12), st.integers(1, 5))
def test_steps_along_values_go_up_and_down(value, notches):
    step = along((1.0, 2.0, 5.0))
    assert step(value, notches) > value > step(value, -notches)


def test_adding_stays_on_round_numbers():
    assert adding(0.1)(0.2, 1) == 0.3
    assert adding(0.05)(0.12, 1) == 0.15


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: value != 0 or math.copysign(1, value) > 0))
def test_numbers_in_fields_are_read_back_exactly(value):
    bounds = Bounds()
    assert bounds.read(bounds.write(value)) == value
