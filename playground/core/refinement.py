"""Values between the points of a grid, by cubics: smooth where neighbours would else be joined by straight lines."""

from functools import lru_cache
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[Any]]


@lru_cache(maxsize=8)
def _matrix(n: int, factor: int, kind: str) -> Floats:
    """Return the matrix that puts ``factor − 1`` values between neighbours of ``n``, by cubics (Catmull-Rom)."""
    matrix = np.zeros((factor * (n - 1) + 1, n + 2))
    for row in range(len(matrix) - 1):
        at, phase = divmod(row, factor)
        t = phase / factor
        shares = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3)
        matrix[row, at : at + 4] = 0.5 * np.array(shares)
    matrix[-1, -2] = 1.0
    for end, first, second in ((0, 1, 2), (-1, -2, -3)):  # beyond its ends the plane goes on straight
        matrix[:, first] += 2.0 * matrix[:, end]
        matrix[:, second] -= matrix[:, end]
    return np.ascontiguousarray(matrix[:, 1:-1], dtype=kind)


def refined_plane(plane: Floats, factor: int) -> Floats:
    """Return a plane with ``factor`` times as many points each way; the given ones keep their values.

    Parameters
    ----------
    plane : (m, n) array
        Finite, m and n at least 2; its precision is kept.
    factor : int
        At least 1.

    Returns
    -------
    (factor · (m − 1) + 1, factor · (n − 1) + 1) array
    """
    rows, columns = (_matrix(n, factor, plane.dtype.char) for n in plane.shape)
    return np.asarray(rows @ plane @ columns.T)
