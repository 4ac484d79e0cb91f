"""The grid of inputs lies over the samples as promised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.data.dataset import Dataset
from playground.data.generators import FIXED, GENERATORS
from playground.data.input_grid import InputGrid, input_grid


def test_rows_are_y_ascending_and_x_runs_fastest():
    grid = InputGrid((0, 1), ((0.0, 2.0), (10.0, 12.0)), 3, np.zeros(2))
    assert grid.points.tolist() == [[x, y] for y in (10, 11, 12) for x in (0, 1, 2)]
    assert grid.shape == (3, 3)
    assert grid.points[:, 0].reshape(grid.shape).tolist() == [[0, 1, 2]] * 3


def test_one_feature_is_a_line_of_points():
    grid = input_grid(FIXED["twice"](), resolution=7)
    assert grid.shape == (7,)
    assert np.allclose(grid.points[:, 0], np.linspace(-0.4, 4.4, 7))
    assert grid.extent[1] == pytest.approx((-0.8, 8.8))  # the range of the curve, from the targets


def test_two_features_lie_in_a_square():
    (left, right), (bottom, top) = input_grid(GENERATORS["moons"].dataset(200, 0.0, 0)).extent
    assert right - left == pytest.approx(top - bottom)


def test_features_not_shown_stay_at_their_mean():
    inputs = np.array([[0.0, 1.0, 10.0], [2.0, 5.0, 30.0]])
    grid = input_grid(Dataset("d", inputs, np.zeros((2, 1))), axes=(2, 0), resolution=4)
    points = grid.points
    assert points.shape == (16, 3)
    assert (points[:, 1] == 3.0).all()
    assert np.ptp(points[:4, 2]) > 0  # the first of the axes is x
    assert np.ptp(points[:4, 0]) == 0


def test_features_the_data_do_not_have_are_left_out():
    assert input_grid(FIXED["not"](), axes=(0, 1)).axes == (0,)
    assert input_grid(FIXED["not"](), axes=(5,)).axes == (0,)


numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(arrays(float, st.tuples(st.integers(0, 5), st.integers(1, 3)), elements=numbers))
def test_every_sample_is_within_and_everything_is_finite(inputs):
    grid = input_grid(Dataset("d", inputs, np.zeros((len(inputs), 1))), resolution=3)
    assert np.isfinite(grid.points).all()
    for axis, (low, high) in zip(grid.axes, grid.extent, strict=False):
        assert low < high
        column = np.clip(inputs[:, axis], -1e300, 1e300)
        assert ((low <= column) & (column <= high)).all()


def test_a_single_sample_still_gets_a_plot():
    grid = input_grid(Dataset("d", np.array([[5.0, 5.0]]), np.array([[1.0]])))
    assert grid.extent == ((-2.5, 12.5), (-2.5, 12.5))


def test_equality_is_by_value():
    data = FIXED["xor"]()
    assert input_grid(data) == input_grid(data)
    assert input_grid(data) != input_grid(data, resolution=9)
    assert input_grid(data) != 1


def test_the_fixed_values_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        input_grid(FIXED["xor"]()).fixed[0] = 1.0
