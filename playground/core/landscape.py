"""The cost as a landscape: along a line, over one or two parameters, and which part of it to show.

Everything that takes long is a generator that yields after each measurement; see `CostMeter`.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from playground.core.activations import Array
from playground.core.batches import batch_by_pieces
from playground.core.cost_meter import CostMeter
from playground.core.optimizers import OPTIMIZERS
from playground.core.recipe import Recipe, TrainingState

Range = tuple[float, float]
Measured = Generator[None, None, Array]

SHOWN_HALF: Final = 2.0
"""At least so far on either side of the current value of a parameter is shown."""
_SHARES: Final = 2.0 ** np.append(np.arange(-12.0, 24.01, 0.25), np.arange(25.0, 45.0))
"""Which multiples of the learning rate are tried first."""
_SETTLED: Final = 8
"""After so many doublings without any change of the cost every unit is saturated, and nothing changes any more."""
_LARGE: Final = 1e4
_ZERO: Final = 1e-18
"""A minimum so much smaller than the present cost is what rounding and the search leave of 0."""
_MOST: Final = 0.9
_POINTS: Final = 33
_ROUNDS: Final = 8


def costs_along(meter: CostMeter, theta: Array, direction: Array, distances: Array) -> Measured:
    """Measure the costs at ``theta + distance · direction`` for every distance."""

    def points(start: int, stop: int) -> Array:
        with np.errstate(all="ignore"):
            return theta + distances[start:stop, None] * direction

    return meter.many(len(distances), points)


def costs_over(meter: CostMeter, theta: Array, indices: Sequence[int], values: Sequence[Array]) -> Measured:
    """Measure the costs over a grid of one or two parameters, all others as in ``theta``.

    Parameters
    ----------
    meter : CostMeter
    theta : (n_parameters,) array
    indices : sequence of int
        Places of the parameters in theta.
    values : sequence of arrays
        The values of each; the result has one axis for each, the last parameter first (rows are y, columns x).
    """
    columns = [axis.ravel() for axis in np.meshgrid(*values)]

    def points(start: int, stop: int) -> Array:
        changed = np.tile(theta, (stop - start, 1))
        for index, column in zip(indices, columns, strict=True):
            changed[:, index] = column[start:stop]
        return changed

    costs = yield from meter.many(columns[0].size, points)
    return costs.reshape([len(axis) for axis in reversed(values)])


# ---- the next update ----


def next_update(
    recipe: Recipe, state: TrainingState, meter: CostMeter, batch_meter: CostMeter | None = None
) -> Generator[None, None, Array]:
    """Find the direction of the next update: the step is η times it, whatever the optimizer.

    Parameters
    ----------
    recipe : Recipe
    state : TrainingState
    meter : CostMeter
        Of all training samples.
    batch_meter : CostMeter, optional
        Of the samples that the next step sees, where these are not all.
    """
    used = meter if batch_meter is None else batch_meter
    gradient = yield from used.gradient(state.theta, recipe.gradient, recipe.epsilon)
    update = OPTIMIZERS[recipe.optimizer.name].update
    settings = replace(recipe.optimizer, learning_rate=1.0)
    with np.errstate(all="ignore"):
        direction, _ = update(
            settings, np.zeros(state.theta.size), gradient, state.optimizer_state, state.optimizer_step + 1
        )
    return direction


def next_batch_meter(recipe: Recipe, state: TrainingState, meter: CostMeter) -> Generator[None, None, CostMeter | None]:
    """Make the meter of the samples that the next step sees; None where it sees all."""
    n_samples = len(meter.inputs)
    if recipe.batch_size is None or recipe.batch_size >= n_samples:
        return None
    seen = yield from batch_by_pieces(recipe.shuffle_seed, state.step, n_samples, recipe.batch_size)
    return CostMeter(meter.objective, meter.inputs[seen], meter.targets[seen], compiled=meter.compiled)


@dataclass(frozen=True)
class Outlook:
    """What lies along the line of the next update; distances are learning rates.

    Attributes
    ----------
    here : float
        The cost at the current point.
    slope : float
        Its exact derivative along the line.
    best, best_cost : float or None
        Where the cost is smallest before it is higher than here; None if it is nowhere lower.
    most_by : float or None
        Where nine tenths of that are gained, to a quarter of a doubling: long before ``best`` where the cost gets flat.
    open_end : bool
        Whether the cost still falls at the far end of what was searched.
    raises_from : float or None
        The smallest learning rate found with which the step raises the cost; 0 if any does, None if none was found.
    searched_to : float
        How far was looked.
    settled : bool
        Whether the cost had long stopped changing there: no step along the line raises it, however long.
    """

    here: float
    slope: float
    best: float | None
    best_cost: float | None
    most_by: float | None
    open_end: bool
    raises_from: float | None
    searched_to: float
    settled: bool = False

    @property
    def reaches_zero(self) -> bool:
        """Whether the smallest cost is 0 but for rounding."""
        return self.best_cost is not None and not self.open_end and self.best_cost <= _ZERO * self.here


def outlook(
    meter: CostMeter, theta: Array, direction: Array, learning_rate: float, slope: float
) -> Generator[None, None, Outlook]:
    """Look for the minimum along the line, and from where on the cost is higher than here.

    Looks at distances from thousandths to millions of the learning rate, four to a doubling, and beyond at every
    doubling, then closes in on what lies between two of them: what is narrower than that may be missed.
    """
    here = yield from meter.pieces(theta)
    if not np.isfinite(here):
        return Outlook(here, slope, None, None, None, False, None, 0.0)
    tried = np.append(0.0, learning_rate * _SHARES)
    costs = yield from costs_along(meter, theta, direction, tried)
    costs[0] = here
    raises_from: float | None = None
    rising = np.flatnonzero(~(costs <= here))
    if rising.size:
        first = int(rising[0])
        raises_from = yield from _crossing(meter, theta, direction, (tried[first - 1], tried[first]), here)
        if first == 1 and slope >= 0.0:
            raises_from = 0.0
        tried, costs = tried[: first + 1], costs[: first + 1]
    searched_to = float(tried[-1])
    costs = np.where(np.isnan(costs), np.inf, costs)
    settled = not rising.size and bool((costs[-_SETTLED:] == costs[-1]).all())
    lowest = int(np.argmin(costs))
    if lowest == 0 or not costs[lowest] < here:
        return Outlook(here, slope, None, None, None, False, raises_from, searched_to, settled)
    most_by = float(tried[np.flatnonzero(costs <= here - _MOST * (here - costs[lowest]))[0]])
    if lowest == len(costs) - 1:
        best, best_cost = float(tried[lowest]), float(costs[lowest])
        return Outlook(here, slope, best, best_cost, most_by, True, raises_from, searched_to, settled)
    best, best_cost = yield from _narrowed(meter, theta, direction, (tried[lowest - 1], tried[lowest + 1]))
    return Outlook(here, slope, best, best_cost, most_by, False, raises_from, searched_to, settled)


def _crossing(
    meter: CostMeter, theta: Array, direction: Array, between: tuple[float, float], here: float
) -> Generator[None, None, float]:
    """Close in on the place where the cost first exceeds ``here``; at the upper end it does, at the lower not."""
    low, high = between
    for _ in range(_ROUNDS):
        tried = np.linspace(low, high, _POINTS)
        costs = yield from costs_along(meter, theta, direction, tried)
        above = np.flatnonzero(~(costs[1:] <= here)) + 1
        place = int(above[0]) if above.size else _POINTS - 1
        low, high = float(tried[place - 1]), float(tried[place])
    return high


def _narrowed(
    meter: CostMeter, theta: Array, direction: Array, between: tuple[float, float]
) -> Generator[None, None, tuple[float, float]]:
    """Close in on a minimum."""
    low, high = between
    best, best_cost = low, np.inf
    for _ in range(_ROUNDS):
        tried = np.linspace(low, high, _POINTS)
        costs = yield from costs_along(meter, theta, direction, tried)
        place = int(np.argmin(np.where(np.isnan(costs), np.inf, costs)))
        best, best_cost = float(tried[place]), float(costs[place])
        low, high = float(tried[max(0, place - 1)]), float(tried[min(_POINTS - 1, place + 1)])
    return best, best_cost


# ---- what is shown ----


def seen_half(value: float, usual: float) -> float:
    """How far on either side of a parameter is shown: beside a very large one the usual would not be seen."""
    return usual if abs(value) < _LARGE or not np.isfinite(value) else 0.5 * abs(value)


def fitting_range(
    points: Array, previous: tuple[float, float] | None = None, least: float = 1.0, margin: float = 0.2
) -> tuple[float, float]:
    """Choose the part of an axis that shows all points, with round ends that stay put as long as they suit.

    Parameters
    ----------
    points : array
        What has to be seen; not finite ones are left out.
    previous : (float, float), optional
        What is shown at present: kept as long as all points are well inside and it is not far too large.
    least : float
        Smallest distance from the middle of the points to either end.
    margin : float
        Free share of the axis on either side.
    """
    points = points[np.isfinite(points)]
    low, high = (float(points.min()), float(points.max())) if points.size else (0.0, 0.0)
    half = max(0.5 * (high - low) / (1.0 - 2.0 * margin), least)
    middle = 0.5 * (low + high)
    if previous is not None:
        width = previous[1] - previous[0]
        inside = previous[0] + 0.06 * width <= low and high <= previous[1] - 0.06 * width
        if inside and width <= 6.0 * half:
            return previous
    unit = 10.0 ** np.floor(np.log10(half)) / 2.0
    if not np.isfinite(unit) or unit < 1e-12 * abs(middle):
        return middle - half, middle + half
    return float(np.floor((middle - half) / unit) * unit), float(np.ceil((middle + half) / unit) * unit)


def fitting_plane(
    points: Array, aspect: float, previous: tuple[Range, Range] | None = None, least: float = 1.0
) -> tuple[Range, Range]:
    """Choose the part of a plane that shows all points at one scale for both axes.

    Parameters
    ----------
    points : (n, 2) array
    aspect : float
        Width of the picture divided by its height.
    previous : (range, range), optional
        Kept as long as it suits.
    least : float
        Smallest distance from the middle to the lower and upper end.
    """
    points = points[np.isfinite(points).all(axis=1)]
    low, high = (points.min(axis=0), points.max(axis=0)) if len(points) else (np.zeros(2), np.zeros(2))
    middle, halves = 0.5 * (low + high), 0.5 * (high - low) / 0.55
    scale = float(max(halves[1], halves[0] / aspect, least))
    if previous is not None:
        shown = np.array(previous)
        margin = 0.13 * (shown[:, 1] - shown[:, 0])
        inside = (shown[:, 0] + margin <= low).all() and (high <= shown[:, 1] - margin).all()
        width, height = shown[:, 1] - shown[:, 0]
        same_shape = abs(width / height / aspect - 1.0) < 0.01
        if inside and same_shape and height <= 8.0 * scale:
            return previous
    x, y = float(middle[0]), float(middle[1])
    return (x - scale * aspect, x + scale * aspect), (y - scale, y + scale)
