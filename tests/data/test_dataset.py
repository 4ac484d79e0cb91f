"""Datasets: read-only, equal by value, split the same way each time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.dataset import Dataset, read_only


def dataset(n_samples: int) -> Dataset:
    rows = np.arange(n_samples, dtype=float)[:, None]
    return Dataset("rows", rows, rows)


def test_it_knows_its_shape():
    data = Dataset("d", np.zeros((5, 3)), np.ones((5, 2)))
    assert (data.n_samples, data.n_inputs, data.n_outputs) == (5, 3, 2)


def test_nobody_can_change_it():
    own = np.zeros((2, 1))
    data = Dataset("d", own, own)
    with pytest.raises(ValueError, match="read-only"):
        data.inputs[0, 0] = 1.0
    own[0, 0] = 7.0
    assert data.inputs[0, 0] == 0.0


def test_a_read_only_table_is_not_copied_again():
    table = read_only([[1.0], [2.0]])
    assert Dataset("d", table, table).inputs is table


def test_a_read_only_view_of_something_writable_is_copied():
    own = np.zeros((4, 1))
    view = own[:2]
    view.flags.writeable = False
    data = Dataset("d", view, view)
    own[0, 0] = 1.0
    assert data.inputs[0, 0] == 0.0


def test_tables_must_fit_each_other():
    with pytest.raises(ValueError, match="2 rows of inputs but 3 rows of targets"):
        Dataset("d", np.zeros((2, 1)), np.zeros((3, 1)))
    with pytest.raises(ValueError, match="2 dimensions"):
        Dataset("d", np.zeros(2), np.zeros((2, 1)))


def test_equality_is_by_value():
    assert dataset(3) == dataset(3)
    assert dataset(3) != dataset(4)
    assert dataset(3) != Dataset("other", dataset(3).inputs, dataset(3).targets)
    assert dataset(3) != "rows"


@pytest.mark.parametrize(("targets", "expected"), [([[0.0], [1.0]], True), ([[0.0], [0.5]], False), ([[0, 1]], True)])
def test_classes_are_targets_of_0_and_1(targets, expected):
    table = np.array(targets, dtype=float)
    assert Dataset("d", np.zeros((len(table), 1)), table).is_classes is expected


def test_range_of_the_targets():
    assert dataset(4).target_range() == (0.0, 3.0)
    assert dataset(0).target_range() == (0.0, 1.0)


@given(st.integers(0, 60), st.floats(0, 1, exclude_max=True), st.integers(0, 2**70))
def test_a_split_takes_each_sample_once(n_samples, fraction, seed):
    train, test = dataset(n_samples).split(fraction, seed)
    assert sorted([*train, *test]) == list(range(n_samples))
    assert len(test) == int(np.floor(fraction * n_samples + 0.5))
    assert list(train) == sorted(train)
    again = dataset(n_samples).split(fraction, seed)
    assert np.array_equal(test, again[1])


@given(st.integers(1, 60), st.floats(0, 1, exclude_max=True), st.integers(0, 1000))
def test_a_sample_more_moves_at_most_one_other(n_samples, fraction, seed):
    before = set(dataset(n_samples).split(fraction, seed)[1])
    after = set(dataset(n_samples + 1).split(fraction, seed)[1])
    assert len(before - after) <= 1
    assert len(after - before - {n_samples}) <= 1


def test_another_seed_splits_otherwise():
    assert not np.array_equal(dataset(50).split(0.5, 0)[1], dataset(50).split(0.5, 1)[1])
