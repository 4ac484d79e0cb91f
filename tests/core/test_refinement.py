"""Values between the points of a grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.refinement import refined_plane


@given(st.integers(2, 9), st.integers(2, 9), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_the_given_values_stay(rows: int, columns: int, factor: int, seed: int):
    plane = np.random.default_rng(seed).normal(size=(rows, columns))
    found = refined_plane(plane, factor)
    assert found.shape == (factor * (rows - 1) + 1, factor * (columns - 1) + 1)
    np.testing.assert_allclose(found[::factor, ::factor], plane, atol=1e-12)


@pytest.mark.parametrize("factor", [2, 3])
def test_what_is_straight_stays_straight_and_what_is_curved_is_nearly_met(factor: int):
    x, fine = np.linspace(-1.0, 1.0, 13), np.linspace(-1.0, 1.0, 12 * factor + 1)
    straight = refined_plane(2.0 * x[:, None] - x, factor)
    np.testing.assert_allclose(straight, 2.0 * fine[:, None] - fine, atol=1e-12)
    curved = refined_plane(np.sin(2.0 * x[:, None] + x), factor)
    assert np.abs(curved - np.sin(2.0 * fine[:, None] + fine)).max() < 0.01


def test_the_precision_stays():
    assert refined_plane(np.ones((3, 3), dtype=np.float32), 2).dtype == np.float32
