"""Where the numbers of a bundle of edges go, so that none hides another, a unit or, if it can be helped, an edge.

Tried in turn: all numbers in one column, spread as evenly as the curves allow; each number for itself somewhere on
its own edge; above or below a single short edge. Where not all have room, none is shown.
"""

from typing import Any, Final

import numpy as np

from playground.views.geometry import Box, Curve

Floats = np.ndarray[Any, np.dtype[np.float64]]

_GAP: Final = 3.0
_MOST: Final = 32
"""More numbers than this between two layers are no longer read."""
_MOST_SCATTERED: Final = 12
"""More numbers than this are read only in a tidy column."""
_FULLEST: Final = 0.36
"""Largest share of the room between two layers that its numbers may cover."""
_COLUMN_T: Final = np.linspace(0.08, 0.92, 85)
_SINGLE_T: Final = np.linspace(0.1, 0.9, 25)
_FREE_ENOUGH: Final = 2.7
"""Numbers this many heights apart are apart enough; then the middle of the edge counts more."""
_ROUNDS: Final = 12
_CONFLICT: Final = 1e3
_MOST_BESIDE: Final = 8


def place_labels(
    curves: list[Curve], obstacles: list[Box], width: float, height: float, room_height: float, zoom: float = 1.0
) -> tuple[list[Box] | None, float]:
    """Find a place for the number of every curve.

    Parameters
    ----------
    curves : list of Curve
        The edges between two layers; all begin at one place from left to right and end at another.
    obstacles : list of Box
        What must not be covered.
    width, height : float
        Size of a number at zoom 1.
    room_height : float
        Numbers stay within 0 … ``room_height``.
    zoom : float
        How much the picture is enlarged; numbers may then be as much smaller in it.

    Returns
    -------
    labels : list of Box or None
        One box for each curve, or None where they do not all have room.
    scale : float
        1 or ``1 / zoom``: what their size was multiplied by.
    """
    walls = np.array([(box.x, box.y, box.right, box.bottom) for box in obstacles]).reshape(-1, 4)
    for scale in (1.0,) if zoom <= 1.0 else (1.0, 1.0 / zoom):
        if len(curves) <= _MOST or scale < 1.0:
            labels = _place(curves, walls, width * scale, height * scale, _GAP * scale, room_height)
            if labels is not None:
                return labels, scale
    return None, 1.0


def _place(
    curves: list[Curve], walls: Floats, width: float, height: float, gap: float, room_height: float
) -> list[Box] | None:
    across = curves[0].x1 - curves[0].x0
    ends = np.array([(curve.y0, curve.y1) for curve in curves])
    room = across * (ends.max() - ends.min() + 4 * height)
    if len(curves) > 1 and len(curves) * width * height > _FULLEST * room:
        return None
    labels = None
    if across >= width + 2 * gap:
        labels = _in_a_column(curves, walls, width, height, gap)
        if labels is None and len(curves) <= _MOST_SCATTERED:
            labels = _each_for_itself(curves, walls, width, height, gap)
    if labels is None and len(curves) == 1:
        labels = _beside(curves[0], walls, width, height, gap)
    if labels is not None and any(label.y < 0 or label.bottom > room_height for label in labels):
        return None
    return labels


def _hits_wall(x: Floats, y: Floats, walls: Floats, width: float, height: float, gap: float) -> np.ndarray[Any, Any]:
    """Which labels around points would come too close to an obstacle."""
    left, top, right, bottom = walls.T
    dx, dy = width / 2 + gap, height / 2 + gap
    x, y = x[..., None], y[..., None]
    return np.asarray(((x + dx > left) & (x - dx < right) & (y + dy > top) & (y - dy < bottom)).any(axis=-1))


def _in_a_column(curves: list[Curve], walls: Floats, width: float, height: float, gap: float) -> list[Box] | None:
    """All at the same ``t``: the tidiest way. The best ``t`` spreads them evenly and is near the middle."""
    ends = np.array([(curve.y0, curve.y1) for curve in curves])
    across = (_COLUMN_T**2 * (3.0 - 2.0 * _COLUMN_T))[:, None]
    heights = np.sort(ends[:, 0] + (ends[:, 1] - ends[:, 0]) * across, axis=1)
    nearest = np.diff(heights, axis=1).min(axis=1) if len(curves) > 1 else np.full(len(_COLUMN_T), np.inf)
    x = np.array([curves[0].point(t)[0] for t in _COLUMN_T.tolist()])
    blocked = _hits_wall(np.broadcast_to(x[:, None], heights.shape), heights, walls, width, height, gap).any(axis=1)
    score = np.minimum(nearest, _FREE_ENOUGH * height) / height - 1.6 * np.abs(_COLUMN_T - 0.5)
    score[(nearest < height + gap) | blocked] = -np.inf
    best = int(score.argmax())
    if np.isneginf(score[best]):
        return None
    return [Box.around(*curve.point(float(_COLUMN_T[best])), width, height) for curve in curves]


def _each_for_itself(curves: list[Curve], walls: Floats, width: float, height: float, gap: float) -> list[Box] | None:
    """Every number anywhere on its edge: start where few other edges are covered, then move those in conflict."""
    n = len(curves)
    points = np.array([[curve.point(t) for t in _SINGLE_T.tolist()] for curve in curves])
    x, y = points[..., 0], points[..., 1]
    price = 0.3 * np.abs(_SINGLE_T - 0.5) * np.ones((n, 1)) + _covered(curves, x, y, width, height)
    price[_hits_wall(x, y, walls, width, height, gap)] = np.inf
    if np.isinf(price).all(axis=1).any():
        return None
    chosen = price.argmin(axis=1)
    everyone = np.arange(n)
    for _ in range(_ROUNDS):
        moved = False
        for number in range(n):
            others = everyone != number
            dx = np.abs(x[number][:, None] - x[everyone, chosen][others])
            dy = np.abs(y[number][:, None] - y[everyone, chosen][others])
            conflicts = ((dx < width + gap) & (dy < height + gap)).sum(axis=1)
            best = int((price[number] + _CONFLICT * conflicts).argmin())
            moved |= best != chosen[number]
            chosen[number] = best
        if not moved:
            break
    places = points[everyone, chosen].tolist()
    labels = [Box.around(place[0], place[1], width, height) for place in places]
    clash = any(label.overlaps(other, gap / 2) for place, label in enumerate(labels) for other in labels[:place])
    return None if clash else labels


def _covered(curves: list[Curve], x: Floats, y: Floats, width: float, height: float) -> Floats:
    """Return how many other edges each possible label would cover, (n_curves, n_places)."""
    samples = np.stack([curve.samples for curve in curves])
    counts = np.empty(x.shape)
    for place in range(x.shape[1]):
        dx = np.abs(samples[None, :, :, 0] - x[:, place, None, None])
        dy = np.abs(samples[None, :, :, 1] - y[:, place, None, None])
        counts[:, place] = ((dx < width / 2) & (dy < height / 2)).any(axis=2).sum(axis=1) - 1
    return counts


def _beside(curve: Curve, walls: Floats, width: float, height: float, gap: float) -> list[Box] | None:
    """Above a single edge too short for its number, close to what is there, or below."""
    x, y = curve.point(0.5)
    reach = width / 2 + gap
    near = walls[(walls[:, 0] < x + reach) & (walls[:, 2] > x - reach)]
    above = sorted(near[near[:, 1] <= y, 1] - height / 2 - gap, reverse=True)
    below = sorted(near[near[:, 3] >= y, 3] + height / 2 + gap)
    for centre in above[:_MOST_BESIDE] + below[:_MOST_BESIDE]:
        # A hair less than the gap: boxes that just touch it are no obstacle.
        if not _hits_wall(np.array(x), np.array(centre), walls, width, height, gap - 0.5):
            return [Box.around(x, float(centre), width, height)]
    return None
