"""Lines of equal cost through a grid of costs: round levels, and marching squares."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from playground.core.activations import Array

_FEW: Final = 10
_MANY: Final = 14
_LOG_RATIO: Final = 20.0
_DIGITS: Final = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))

_SQUARES: Final = 1 << 15
"""So many squares are looked at at once: it takes a millisecond or two."""

# Which sides of a square a line crosses, by the corners that lie above the level: bit 0 lower left, 1 lower right,
# 2 upper right, 3 upper left; sides: 0 below, 1 right, 2 above, 3 left; -1 for no second line.
_NONE: Final = (-1, -1)
_SIDES: Final = np.array(
    [
        (_NONE, _NONE),
        ((3, 0), _NONE),
        ((0, 1), _NONE),
        ((3, 1), _NONE),
        ((1, 2), _NONE),
        ((3, 2), (0, 1)),
        ((0, 2), _NONE),
        ((3, 2), _NONE),
        ((2, 3), _NONE),
        ((2, 0), _NONE),
        ((3, 0), (1, 2)),
        ((2, 1), _NONE),
        ((1, 3), _NONE),
        ((1, 0), _NONE),
        ((0, 3), _NONE),
        (_NONE, _NONE),
    ]
)


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


def contours(x: Array, y: Array, costs: Array, levels: list[float]) -> Iterator[Array]:
    """Find the lines of several levels, one after the other, each as (n, 4) pieces x0, y0, x1, y1.

    Parameters
    ----------
    x, y : (columns,) and (rows,) arrays
    costs : (rows, columns) array
        Squares with a corner that is no number are left out.
    levels : list of float
    """
    at_once = max(1, _SQUARES // costs.size)
    for first in range(0, len(levels), at_once):
        yield from _contours(x, y, costs, np.array(levels[first : first + at_once]))


def _contours(x: Array, y: Array, costs: Array, levels: Array) -> list[Array]:
    above = (costs > levels[:, None, None]).view(np.uint8)
    kind = above[:, :-1, :-1] + 2 * above[:, :-1, 1:] + 4 * above[:, 1:, 1:] + 8 * above[:, 1:, :-1]
    finite = np.isfinite(costs)
    usable = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, 1:] & finite[1:, :-1]
    numbers, rows, columns = np.nonzero((kind % 15 > 0) & usable)
    kinds, level = kind[numbers, rows, columns], levels[numbers]
    lower_left, lower_right = costs[rows, columns], costs[rows, columns + 1]
    upper_left, upper_right = costs[rows + 1, columns], costs[rows + 1, columns + 1]
    left, right, below, top = x[columns], x[columns + 1], y[rows], y[rows + 1]
    with np.errstate(all="ignore"):

        def between(first: Array, second: Array) -> Array:
            return np.clip((level - first) / (second - first), 0.0, 1.0)

        sides = np.array(
            [
                (left + between(lower_left, lower_right) * (right - left), below),
                (right, below + between(lower_right, upper_right) * (top - below)),
                (left + between(upper_left, upper_right) * (right - left), top),
                (left, below + between(lower_left, upper_left) * (top - below)),
            ]
        )
    # The second line of a square is only there where two lines cross it.
    squares, seconds = np.nonzero(_SIDES[kinds, :, 0] >= 0)
    one, other = _SIDES[kinds[squares], seconds].T
    pieces = np.concatenate([sides[one, :, squares], sides[other, :, squares]], axis=1)
    ends = np.searchsorted(numbers[squares], np.arange(1, len(levels)))
    return np.split(pieces, ends)
