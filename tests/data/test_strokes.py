"""Drawing edits: each takes itself back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.dataset import Dataset
from playground.data.strokes import AddSamples, MoveSamples, RemoveSamples


def dataset(n_samples):
    rng = np.random.default_rng(n_samples)
    return Dataset("drawn", rng.normal(size=(n_samples, 2)), rng.integers(0, 2, (n_samples, 1)).astype(float))


def some(n, rng):
    return rng.normal(size=(n, 2)), rng.normal(size=(n, 1))


@st.composite
def edits(draw):
    """A dataset and an edit that fits it."""
    data = dataset(draw(st.integers(0, 12)))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    kind = draw(st.sampled_from(["add", "remove", "move"]))
    if kind == "add":
        count = draw(st.integers(0, 5))
        positions = np.sort(rng.permutation(data.n_samples + count)[:count])
        return data, AddSamples(positions, *some(count, rng))
    indices = rng.permutation(data.n_samples)[: draw(st.integers(0, data.n_samples))]
    if kind == "remove":
        return data, RemoveSamples(indices)
    return data, MoveSamples(indices, *some(len(indices), rng))


@given(edits())
def test_an_edit_and_its_inverse_cancel_both_ways(case):
    data, edit = case
    changed, inverse = edit.apply(data)
    restored, again = inverse.apply(changed)
    assert restored == data
    assert again.apply(restored)[0] == changed


def test_samples_are_added_at_the_end():
    data = dataset(3)
    changed, _ = AddSamples.at_end(data, np.array([[1.0, 2.0]]), np.array([[1.0]])).apply(data)
    assert changed.inputs[-1].tolist() == [1, 2]
    assert np.array_equal(changed.inputs[:3], data.inputs)
    assert changed.name == "drawn"


def test_samples_are_removed_whatever_the_order_they_are_named_in():
    data = dataset(5)
    changed, _ = RemoveSamples(np.array([4, 0])).apply(data)
    assert np.array_equal(changed.inputs, data.inputs[1:4])


def test_samples_are_moved():
    data = dataset(2)
    changed, _ = MoveSamples(np.array([1]), np.array([[9.0, 9.0]]), np.array([[0.0]])).apply(data)
    assert changed.inputs[1].tolist() == [9, 9]
    assert np.array_equal(changed.inputs[0], data.inputs[0])


def test_an_edit_cannot_be_changed_from_outside():
    positions = np.array([0])
    edit = RemoveSamples(positions)
    positions[0] = 3
    assert edit.indices.tolist() == [0]
    with pytest.raises(ValueError, match="read-only"):
        edit.indices[0] = 1


def test_edits_that_make_no_sense_are_refused():
    with pytest.raises(IndexError, match="from 0 to 1"):
        RemoveSamples(np.array([2])).apply(dataset(2))
    with pytest.raises(IndexError):
        RemoveSamples(np.array([-1])).apply(dataset(2))
    with pytest.raises(ValueError, match="twice"):
        RemoveSamples(np.array([1, 1])).apply(dataset(2))
    with pytest.raises(ValueError, match="ascend"):
        AddSamples(np.array([1, 0]), np.zeros((2, 2)), np.zeros((2, 1)))
    with pytest.raises(ValueError, match="as many"):
        AddSamples(np.array([1]), np.zeros((2, 2)), np.zeros((2, 1)))
