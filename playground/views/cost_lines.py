"""What the cost plot draws: lines short enough to be drawn sixty times a second, axes that stay put. No Qt."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from playground.core.activations import Array
from playground.core.cost_history import CostCurve

MOST_POINTS: Final = 600
_SMALLEST: Final = 1e-300
_LOWEST: Final = 1e-35
_HIGHEST: Final = 10.0**308.25
_HIGHEST_LINEAR: Final = 1e15
_STEP_ENDS: Final = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
_COST_ENDS: Final = (1.0, 2.0, 5.0, 10.0)
_FEWEST_STEPS: Final = 10
_EMPTY: Final = np.empty(0)
_LEAST_DECADES: Final = 0.9
_ROOM_LOG: Final = math.log10(1.12)
"""How far a logarithmic axis reaches beyond the costs, at least, as a factor."""
_VISIBLE: Final = 0.005
"""A bucket whose costs differ by less, as a share of themselves and of all, is one point of the line."""


@dataclass(frozen=True)
class CostLines:
    """The curves, in steps and costs.

    Attributes
    ----------
    steps, costs : arrays
        The cost over all training samples. Where a bucket of steps has several, the line goes through the smallest and
        the largest of them, so that neither a fall nor a spike is lost.
    band_steps, band_costs : arrays
        The same of the costs of mini-batches; empty without.
    test_steps, test_costs : arrays
        The cost over the test samples.
    """

    steps: Array
    costs: Array
    band_steps: Array
    band_costs: Array
    test_steps: Array
    test_costs: Array

    @property
    def span(self) -> tuple[float, float]:
        """First and last step."""
        return float(min(self.steps[0], self.band_steps[0] if self.band_steps.size else np.inf)), float(self.steps[-1])

    @property
    def reach(self) -> tuple[float, float] | None:
        """Smallest and largest finite cost of all lines; None if there is none."""
        values = np.concatenate([self.costs, self.band_costs, self.test_costs])
        values = values[np.isfinite(values)]
        return (float(values.min()), float(values.max())) if values.size else None


def cost_lines(curve: CostCurve, step: int, cost: float, test_cost: float | None) -> CostLines:
    """Make the lines of a curve that has come to ``step``.

    Parameters
    ----------
    curve : CostCurve
        The costs of the steps before.
    step : int
        The step that is shown.
    cost, test_cost : float
        The costs there.
    """
    steps, low, high = _thinned(curve)
    line_steps, line_costs = _through(steps, low, high, step, cost)
    band_steps, band_costs = _EMPTY, _EMPTY
    if curve.batched:
        band_steps, band_costs = line_steps, line_costs
        # before and after a run with mini-batches, the costs of the steps are those over all samples
        full_steps, full_costs = _every(curve.full_steps, curve.full_costs)
        width = steps[1] - steps[0] if steps.size > 1 else 1.0
        before, after = line_steps < full_steps[0], line_steps > curve.full_steps[-1] + width
        line_steps = np.concatenate([line_steps[before], full_steps, line_steps[after]])
        line_costs = np.concatenate([line_costs[before], full_costs, line_costs[after]])
    line_steps, line_costs = _with_end(line_steps, line_costs, step, cost)
    test_steps, test_costs = _EMPTY, _EMPTY
    if test_cost is not None:
        test_steps, test_costs = _with_end(*_every(curve.test_steps, curve.test_costs), step, test_cost)
    return CostLines(line_steps, line_costs, band_steps, band_costs, test_steps, test_costs)


def _thinned(curve: CostCurve) -> tuple[Array, Array, Array]:
    """Neighbouring buckets joined, so that there are at most as many as can be told apart."""
    every = -(-curve.steps.size // MOST_POINTS)
    if every <= 1:
        return curve.steps, curve.low, curve.high
    starts = np.arange(0, curve.steps.size, every)
    return curve.steps[starts], np.minimum.reduceat(curve.low, starts), np.maximum.reduceat(curve.high, starts)


def _every(steps: Array, costs: Array) -> tuple[Array, Array]:
    every = max(1, -(-steps.size // MOST_POINTS))
    return steps[::every], costs[::every]


def _through(steps: Array, low: Array, high: Array, step: int, cost: float) -> tuple[Array, Array]:
    """A line through the buckets: where costs fall, from the largest of the first step to the smallest of the last.

    That is exact wherever costs only fall or only rise within a bucket, above all at the very first step.
    """
    if not steps.size:
        return _EMPTY, _EMPTY
    around = np.concatenate([high[:1], high, [cost]])
    falls = around[2:] <= around[:-2]
    heights = np.column_stack([np.where(falls, high, low), np.where(falls, low, high)])
    ends = np.append(steps[1:], max(steps[-1] + 1.0, float(step))) - 1.0
    places = np.column_stack([steps, ends])
    finite = high[np.isfinite(high)]
    with np.errstate(over="ignore", invalid="ignore"):
        whole = float(finite.max() - low.min()) if finite.size else 0.0
        span = high - low
        wide = (span > _VISIBLE * np.abs(low)) | (span > _VISIBLE * whole)
    kept = np.column_stack([np.ones_like(wide), wide]).ravel()
    return places.ravel()[kept], heights.ravel()[kept]


def _with_end(steps: Array, costs: Array, step: int, cost: float) -> tuple[Array, Array]:
    before = int(np.searchsorted(steps, step))
    return np.append(steps[:before], float(step)), np.append(costs[:before], cost)


def plotted(costs: Array, log: bool) -> Array:
    """Costs as they go into the plot: clipped to what it can show, and their log10 on a log axis; NaN stays NaN."""
    return np.log10(np.clip(costs, _LOWEST, _HIGHEST)) if log else np.clip(costs, -_HIGHEST_LINEAR, _HIGHEST_LINEAR)


def plotted_one(cost: float, log: bool) -> float:
    """`plotted` for a single cost."""
    return float(plotted(np.array([cost]), log)[0])


def step_range(first: float, last: float) -> tuple[float, float]:
    """The ends of the axis of steps: they jump to the next round number now and then, and stay put in between."""
    start = 0.0 if first < last / 2 or first <= 0 else first
    span = max(last - start, _FEWEST_STEPS)
    unit = 10.0 ** math.floor(math.log10(span))
    end = next(digit * unit for digit in _STEP_ENDS if digit * unit >= span * (1 - 1e-9))
    return start, start + end


def cost_range(low: float, high: float, log: bool) -> tuple[float, float]:
    """The ends of the axis of costs, as plotted: round numbers around ``low`` and ``high``."""
    if not log:
        bottom, top = (float(value) for value in np.clip([low, high], -_HIGHEST_LINEAR, _HIGHEST_LINEAR))
        return -_round_up(-bottom) if bottom < 0 else 0.0, _round_up(top * 1.04) if top > 0 else 1.0
    low, high = (math.log10(value) for value in np.clip([low, high], _LOWEST, _HIGHEST))
    top = min(_round_up_log(high + _ROOM_LOG), math.log10(_HIGHEST))
    bottom = -_round_up_log(_ROOM_LOG - low)
    if top - bottom < _LEAST_DECADES:
        bottom = -_round_up_log(_LEAST_DECADES - top)
    return bottom, top


def _round_up(value: float) -> float:
    value = max(value, _SMALLEST)
    unit = 10.0 ** math.floor(math.log10(value))
    return next(digit * unit for digit in _COST_ENDS if digit * unit >= value * (1 - 1e-9))


def _round_up_log(value: float) -> float:
    """The same for a logarithm, which cannot overflow."""
    decade = math.floor(value)
    return next(decade + math.log10(digit) for digit in _COST_ENDS if decade + math.log10(digit) >= value - 1e-9)


@dataclass(frozen=True)
class Moment:
    """What the plot tells about the steps under the mouse.

    Attributes
    ----------
    first, last : int
        The steps; equal where every step has a bucket of its own.
    low, high : float
        Smallest and largest (batch) cost of these steps.
    full, test : float or None
        The newest cost over all training samples of a mini-batch run, and over the test samples, up to there.
    """

    first: int
    last: int
    low: float
    high: float
    full: float | None = None
    test: float | None = None


def moment_at(curve: CostCurve, at: float, step: int, cost: float, test_cost: float | None) -> Moment | None:
    """What happened at the place ``at`` on the axis of steps; None outside the curve."""
    first_step = curve.steps[0] if curve.steps.size else step
    if at < first_step - 0.5 or at > step + max(0.5, 0.02 * step):
        return None
    if round(at) >= step or not curve.steps.size:
        full = cost if curve.batched else None
        return Moment(step, step, cost, cost, full, test_cost)
    bucket = max(0, int(np.searchsorted(curve.steps, round(at), side="right")) - 1)
    following = curve.steps[bucket + 1] if bucket + 1 < curve.steps.size else step
    return Moment(
        int(curve.steps[bucket]),
        max(int(curve.steps[bucket]), int(following) - 1),
        float(curve.low[bucket]),
        float(curve.high[bucket]),
        _newest(curve.full_steps, curve.full_costs, at) if curve.batched else None,
        _newest(curve.test_steps, curve.test_costs, at),
    )


def _newest(steps: Array, costs: Array, at: float) -> float | None:
    place = int(np.searchsorted(steps, at + 0.5, side="right")) - 1
    return float(costs[place]) if place >= 0 else None
