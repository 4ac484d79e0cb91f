"""Probes of the cost along a line: that of the next update, and one parameter."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from playground.core.activations import Array
from playground.core.landscape import (
    SHOWN_HALF,
    Outlook,
    Range,
    costs_along,
    costs_over,
    fitting_range,
    next_batch_meter,
    next_update,
    outlook,
    seen_half,
)
from playground.worker.observation import frozen
from playground.worker.probes import Moment

_ROOM = 1.25
_FARTHEST = 8.0
"""A minimum so many times farther than most of the way down is only approached."""
_NEAR = 4.0
"""So many learning rates are shown of a line that is looked at near the step."""
_SEEN, _SEEN_LEAVING = 0.03, 0.06
"""A step that is a smaller share of the line than this is not seen well."""
_ROUND_ENDS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)


@dataclass(frozen=True, eq=False)
class UpdateSlice:
    """The cost along the line of the next update.

    Attributes
    ----------
    learning_rates, costs : (n,) arrays
        ``costs[i]`` is the cost after a step with ``learning_rates[i]``.
    learning_rate, cost_after : float
        The present one, and the cost after the step.
    outlook : Outlook
        Minimum along the line, and from where on the cost rises.
    step_length : float
        Length of the step at the present learning rate.
    whole : bool
        Whether the step sees all samples; if not, the line is that of the next batch.
    near : bool
        Whether only the step and its surroundings are shown, not all of what `outlook` tells.
    """

    learning_rates: Array
    costs: Array
    learning_rate: float
    cost_after: float
    outlook: Outlook
    step_length: float
    whole: bool
    near: bool = False


@dataclass(frozen=True)
class UpdateSliceProbe:
    """Asks for an `UpdateSlice`.

    Attributes
    ----------
    near : bool or None
        Whether to show only the surroundings of the step; None leaves that to the answer: near where the step could not
        be seen otherwise.
    before : bool
        What was shown last: it stays while either will do.
    """

    near: bool | None = None
    before: bool = False
    n_points: int = 161

    def answers(self, moment: Moment) -> Iterator[UpdateSlice | None]:
        """Look for minimum and rise first, then draw the line as far as they are."""
        meter, recipe, state = moment.meter, moment.recipe, moment.state
        if meter is None:
            return
        batch_meter = yield from next_batch_meter(recipe, state, meter)
        direction = yield from next_update(recipe, state, meter, batch_meter)
        if not np.isfinite(direction).all():
            return
        exact = yield from meter.gradient(state.theta, "backpropagation", recipe.epsilon)
        learning_rate = recipe.optimizer.learning_rate
        with np.errstate(all="ignore"):
            slope = float(exact @ direction)
            step_length = learning_rate * float(np.linalg.norm(direction))
        found = yield from outlook(meter, state.theta, direction, learning_rate, slope)
        end = _end_of_line(learning_rate, found)
        seen = (_SEEN_LEAVING if self.before else _SEEN) * end
        near = learning_rate < seen if self.near is None else self.near
        if near:
            end = _NEAR * learning_rate
        distances = np.linspace(0.0, end, self.n_points)
        costs = yield from costs_along(meter, state.theta, direction, distances)
        after = yield from costs_along(meter, state.theta, direction, np.array([learning_rate]))
        yield UpdateSlice(
            frozen(distances),
            frozen(costs),
            learning_rate,
            float(after[0]),
            found,
            step_length,
            batch_meter is None,
            near,
        )


def _end_of_line(learning_rate: float, found: Outlook) -> float:
    """Show step, minimum and rise, or most of the way down where these are far; round, so that it rarely changes."""
    wanted = [2.0 * learning_rate]
    if found.best is not None and found.most_by is not None:
        wanted.append(1.6 * found.best if found.best < _FARTHEST * found.most_by else 2.0 * found.most_by)
    if found.raises_from and found.raises_from < _FARTHEST * max(wanted):
        wanted.append(_ROOM * found.raises_from)
    end = max(wanted)
    unit = 10.0 ** np.floor(np.log10(end))
    return float(next((digit * unit for digit in _ROUND_ENDS if digit * unit >= end * (1 - 1e-9)), end))


@dataclass(frozen=True, eq=False)
class WeightSlice:
    """The cost over one parameter, and the tangent at its current value.

    Attributes
    ----------
    index : int
    values, costs : (n,) arrays
    value, cost, slope : float
        The current value, the cost there and its exact derivative.
    """

    index: int
    values: Array
    costs: Array
    value: float
    cost: float
    slope: float


@dataclass(frozen=True)
class WeightSliceProbe:
    """Asks for a `WeightSlice`.

    Attributes
    ----------
    index : int
    shown : (float, float) or None
        The part of the axis that is shown now; it stays if the current value is well inside.
    half : float
        How far to either side is shown.
    """

    index: int
    shown: Range | None = None
    half: float = SHOWN_HALF
    n_points: int = 161

    def answers(self, moment: Moment) -> Iterator[WeightSlice | None]:
        """Measure point by point."""
        meter, theta = moment.meter, moment.state.theta
        if meter is None:
            return
        exact = yield from meter.gradient(theta, "backpropagation", moment.recipe.epsilon)
        value = float(theta[self.index])
        low, high = fitting_range(np.array([value]), self.shown, seen_half(value, self.half))
        values = np.linspace(low, high, self.n_points)
        costs = yield from costs_over(meter, theta, (self.index,), (values,))
        cost = yield from meter.pieces(theta)
        yield WeightSlice(self.index, frozen(values), frozen(costs), value, cost, float(exact[self.index]))
