"""Probes of the cost over two parameters."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from playground.core.activations import Array
from playground.core.contours import contours, is_wide, round_levels
from playground.core.landscape import SHOWN_HALF, Range, costs_over, fitting_plane
from playground.core.refinement import refined_plane
from playground.worker.observation import frozen
from playground.worker.probes import Moment

RESOLUTIONS = 13, 25, 50, 100
"""Points along each axis, coarse to fine."""
_LOWEST_SHARE = 1e-6
_QUICK_PRODUCTS = 7.5e6
"""So many products of a sample with a parameter take some two or three milliseconds."""
_SMOOTH_FROM = 20
"""Lines through fewer points along each axis look broken."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """The cost over two parameters.

    Attributes
    ----------
    indices : (int, int)
        Places in theta of the parameters along x and y.
    x, y : arrays
        Their values.
    costs : (len(y), len(x)) array
    levels : tuple of float
        Of the lines of equal cost.
    lines : tuple of (n, 4) arrays
        Their pieces, x0, y0, x1, y1, one array for each level.
    wide : bool
        Whether colours should follow the logarithm of the cost.
    point, slopes : (float, float)
        The current values and the exact derivatives by both.
    cost : float
        The current cost.
    path : (n, 2) array
        The run so far, the current point last.
    fixed : int
        How many points of the path stay while a hand moves the current one.
    theta : (n_parameters,) array
        The current parameters: all but the two are the same in all of the plane.
    """

    indices: tuple[int, int]
    x: Array
    y: Array
    costs: Array
    levels: tuple[float, ...]
    lines: tuple[Array, ...]
    wide: bool
    point: tuple[float, float]
    slopes: tuple[float, float]
    cost: float
    path: Array
    fixed: int
    theta: Array

    @property
    def ranges(self) -> tuple[Range, Range]:
        """The part of the plane that is shown."""
        x, y = self.x, self.y
        return (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))

    def cost_near(self, x: float, y: float) -> float:
        """Return the cost between the points of the grid, by bilinear interpolation."""
        column = np.interp(x, self.x, np.arange(self.x.size))
        row = np.interp(y, self.y, np.arange(self.y.size))
        left, low = min(int(column), self.x.size - 2), min(int(row), self.y.size - 2)
        across, up = column - left, row - low
        corners = self.costs[low : low + 2, left : left + 2]
        with np.errstate(all="ignore"):
            return float(np.array([1 - up, up]) @ corners @ np.array([1 - across, across]))

    def moved(self, theta: Array, gradient: Array, cost: float, margin: float = 0.0) -> "Landscape | None":
        """Return the same costs with another current point; None where they are others there, or it is outside.

        Parameters
        ----------
        theta, gradient : (n_parameters,) arrays
            The point and the exact derivatives there.
        cost : float
            The cost there.
        margin : float
            Share of width and height along the border that counts as outside.
        """
        across, up = self.indices
        others = np.delete(theta, self.indices)
        if not np.array_equal(others, np.delete(self.theta, self.indices)):
            return None
        point, slopes = ((float(numbers[across]), float(numbers[up])) for numbers in (theta, gradient))
        for value, axis in zip(point, (self.x, self.y), strict=True):
            room = margin * (axis[-1] - axis[0])
            if not axis[0] + room <= value <= axis[-1] - room:
                return None
        path = frozen(np.vstack([self.path[: self.fixed], point]))
        return replace(self, point=point, slopes=slopes, cost=cost, path=path, theta=theta)


def quick_resolution(n_samples: int, n_parameters: int) -> int:
    """Return how many points along each axis take a few milliseconds: for what changes with every frame."""
    affordable = math.sqrt(_QUICK_PRODUCTS / max(1, n_samples * n_parameters))
    return int(np.clip(affordable, RESOLUTIONS[0], RESOLUTIONS[1]))


@dataclass(frozen=True)
class LandscapeProbe:
    """Asks for a `Landscape`, coarse to fine.

    Attributes
    ----------
    indices : (int, int)
        Along x and y.
    shown : (range, range) or None
        What is shown now; it stays as long as path and point are well inside, and always if ``keep``.
    keep : bool
        Whether what is shown stays in any case.
    aspect : float
        Width of the picture divided by its height: both axes have one scale.
    resolutions : tuple of int
        Points along each axis, of one answer after the other.
    quick : bool
        Whether one answer is wanted that can follow a hand: as many points as a few milliseconds allow, and where
        these are few, as many again between them by cubics.
    """

    indices: tuple[int, int]
    shown: tuple[Range, Range] | None = None
    keep: bool = False
    aspect: float = 1.0
    resolutions: tuple[int, ...] = RESOLUTIONS
    quick: bool = False

    def answers(self, moment: Moment) -> Iterator[Landscape | None]:
        """Measure the plane again for every resolution."""
        meter, theta = moment.meter, moment.state.theta
        if meter is None:
            return
        exact = yield from meter.gradient(theta, "backpropagation", moment.recipe.epsilon)
        cost = yield from meter.pieces(theta)
        point = theta[list(self.indices)]
        path = np.vstack([moment.path.over(self.indices), point])
        ranges = self._ranges(path)
        for resolution in [quick_resolution(len(meter.inputs), theta.size)] if self.quick else self.resolutions:
            x, y = (np.linspace(low, high, resolution) for low, high in ranges)
            costs = yield from costs_over(meter, theta, self.indices, (x, y))
            if resolution < _SMOOTH_FROM and self.quick and np.isfinite(costs).all():
                costs = np.clip(refined_plane(costs, 2), costs.min(), costs.max())
                x, y = (np.linspace(low, high, len(costs)) for low, high in ranges)
            low, high, wide = _seen_range(costs)
            levels = round_levels(low, high)
            lines = []
            for line in contours(x, y, costs, levels):
                lines.append(frozen(line))
                yield None
            yield Landscape(
                self.indices,
                frozen(x),
                frozen(y),
                frozen(costs),
                tuple(levels),
                tuple(lines),
                wide,
                (float(point[0]), float(point[1])),
                (float(exact[self.indices[0]]), float(exact[self.indices[1]])),
                cost,
                frozen(path),
                max(1, len(path) - 1 - moment.path.ends_by_hand),
                theta,
            )

    def _ranges(self, path: Array) -> tuple[Range, Range]:
        if self.keep and self.shown is not None:
            return self.shown
        return fitting_plane(path, self.aspect, self.shown, SHOWN_HALF)


def _seen_range(costs: Array) -> tuple[float, float, bool]:
    """Smallest and largest cost told apart by colours and lines, and whether that is by their logarithm."""
    finite = costs[np.isfinite(costs)]
    if not finite.size:
        return 0.0, 0.0, False
    low, high = float(finite.min()), float(finite.max())
    wide = is_wide(max(low, _LOWEST_SHARE * high), high)
    return (max(low, _LOWEST_SHARE * high) if wide else low), high, wide
