"""Which lines of equal cost have their value written on them, and where. No Qt."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]

_MOST: Final = 4
_FROM_OTHERS: Final = 70.0
_FROM_POINT: Final = 46.0
_FROM_PATH: Final = 16.0
_FROM_EDGE: Final = 26.0
_FROM_LINES: Final = 11.0
_TRIED: Final = 24


def level_places(
    lines: Sequence[Floats], path: Floats, size: tuple[float, float], taken: Sequence[Floats] = ()
) -> list[tuple[int, float, float]]:
    """Choose lines and the places of their values, where these hide nothing.

    Parameters
    ----------
    lines : sequence of (n, 4) arrays
        The pieces of each line, in pixels.
    path : (n, 2) array
        The run, in pixels; the current point is last.
    size : (float, float)
        Of the picture.
    taken : sequence of (2,) arrays
        Middles of other labels.

    Returns
    -------
    list of (number of the line, x, y)
    """
    found: list[tuple[int, float, float]] = []
    middles = [0.5 * (line[:, :2] + line[:, 2:]) for line in lines]
    order = sorted(range(len(lines)), key=lambda number: (number % 2, number))  # every second one first
    for number in order:
        if len(found) == _MOST:
            break
        tried = middles[number]
        if not len(tried):
            continue
        tried = tried[:: max(1, len(tried) // _TRIED)]
        inside = (tried > _FROM_EDGE).all(axis=1) & (tried < np.array(size) - _FROM_EDGE).all(axis=1)
        others = [middle for other, middle in enumerate(middles) if abs(other - number) == 1 and len(middle)]
        clear = inside & (_away(tried, path[-1:]) > _FROM_POINT) & (_away(tried, path) > _FROM_PATH)
        for other in others:
            clear &= _away(tried, other) > _FROM_LINES
        labels = [*taken, *(np.array(place[1:]) for place in found)]
        if labels:
            clear &= _away(tried, np.array(labels)) > _FROM_OTHERS
        if clear.any():
            free = np.where(clear, _away(tried, path[-1:]), np.inf)
            x, y = tried[int(np.argmin(free))].tolist()
            found.append((number, x, y))
    return found


def _away(points: Floats, others: Floats) -> Floats:
    """How far each point is from the nearest of others."""
    apart = points[:, None, :] - others[None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]).min(axis=1))
