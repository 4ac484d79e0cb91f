"""Lines of equal cost through a grid of costs: round levels, and marching squares."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from playground.core.activations import Array

_FEW: Final = 10
_MANY: Final = 14
_LOG_RATIO: Final = 20.0
_DIGITS: Final = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))

# Which sides of a square a line crosses, by the corners that lie above the level: bit 0 lower left, 1 lower right,
# 2 upper right, 3 upper left; sides: 0 below, 1 right, 2 above, 3 left.
_CROSSED: Final = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 2), (0, 1)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    10: ((3, 0), (1, 2)),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}


def is_wide(low: float, high: float) -> bool:
    """Whether costs from ``low`` to ``high`` are better told apart on a logarithmic scale."""
    return low > 0.0 and high / low > _LOG_RATIO


def round_levels(low: float, high: float) -> list[float]:
    """Choose some ten round numbers between ``low`` and ``high``: evenly, or by decades where these are far apart."""
    if not (np.isfinite(low) and np.isfinite(high)) or not low < high:
        return []
    if is_wide(low, high):
        first, last = int(np.floor(np.log10(low))), int(np.ceil(np.log10(high)))
        for digits in _DIGITS:
            levels = [digit * 10.0**power for power in range(first, last + 1) for digit in digits]
            levels = [level for level in levels if low < level < high]
            if len(levels) <= _MANY:
                return levels
        return levels[:: -(-len(levels) // _MANY)]
    raw = (high - low) / _FEW
    unit = 10.0 ** np.floor(np.log10(raw))
    spacing = next(step * unit for step in (1.0, 2.0, 5.0, 10.0) if step * unit >= raw)
    if spacing <= 1e-13 * max(abs(low), abs(high)):
        return []
    places = np.arange(np.ceil(low / spacing), np.floor(high / spacing) + 1)
    return [float(place * spacing) for place in places if low < place * spacing < high]


def contour(x: Array, y: Array, costs: Array, level: float) -> Array:
    """Find the line where the cost is ``level``, as (n, 4) pieces x0, y0, x1, y1.

    Parameters
    ----------
    x, y : (columns,) and (rows,) arrays
    costs : (rows, columns) array
        Squares with a corner that is no number are left out.
    level : float
    """
    above = costs > level
    corners = (costs[:-1, :-1], costs[:-1, 1:], costs[1:, 1:], costs[1:, :-1])
    kind = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, 1:] + 8 * above[1:, :-1]
    usable = (kind > 0) & (kind < 15)
    for corner in corners:
        usable &= np.isfinite(corner)
    rows, columns = np.nonzero(usable)
    kinds = kind[rows, columns]
    lower_left, lower_right, upper_right, upper_left = (corner[rows, columns] for corner in corners)
    left, right, below, top = x[columns], x[columns + 1], y[rows], y[rows + 1]
    with np.errstate(all="ignore"):

        def between(first: Array, second: Array) -> Array:
            return np.clip((level - first) / (second - first), 0.0, 1.0)

        sides = (
            (left + between(lower_left, lower_right) * (right - left), below),
            (right, below + between(lower_right, upper_right) * (top - below)),
            (left + between(upper_left, upper_right) * (right - left), top),
            (left, below + between(lower_left, upper_left) * (top - below)),
        )
    pieces = []
    for number, pairs in _CROSSED.items():
        those = kinds == number
        if those.any():
            pieces += [
                np.column_stack([coordinate[those] for side in pair for coordinate in sides[side]]) for pair in pairs
            ]
    return np.concatenate(pieces) if pieces else np.empty((0, 4))


def contours(x: Array, y: Array, costs: Array, levels: list[float]) -> Iterator[Array]:
    """Find the lines of several levels, one after the other."""
    for level in levels:
        yield contour(x, y, costs, level)
