"""Probes of the finite-difference lab: one secant, the errors for every ε, and what a gradient costs in time."""

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import numpy as np

from playground.core.activations import Array
from playground.core.blocks import cost_by_blocks, gradient_by_blocks
from playground.core.cost_meter import CostMeter
from playground.core.difference_quotient import (
    DifferenceQuotient,
    QuotientErrors,
    difference_quotient,
    quotient_errors,
)
from playground.core.gradients import with_penalty
from playground.core.landscape import fitting_range, seen_half
from playground.worker.observation import frozen
from playground.worker.probes import Moment

_MEASURED_SECONDS = 0.003
_AFFORDABLE_SECONDS = 0.003
_ROUND_SECONDS = 0.0005
_REPEATS = 5
_ZOOM = 3.0
"""Zoomed in, so many ε are shown on either side."""
_HALF = 1.5
_SMALLEST_HALF = 1e-300


@dataclass(frozen=True, eq=False)
class Secant:
    """The cost over one parameter, with the secant of a difference quotient and the tangent.

    Attributes
    ----------
    index : int
    value, cost : float
        The parameter and the cost as they are.
    offsets, costs : (n,) arrays
        The cost at ``value + offset``.
    quotient : DifferenceQuotient
    exact : float
        The derivative by the chain rule.
    """

    index: int
    value: float
    cost: float
    offsets: Array
    costs: Array
    quotient: DifferenceQuotient
    exact: float


@dataclass(frozen=True)
class SecantProbe:
    """Asks for a `Secant`, all by the readable reference in float64.

    Attributes
    ----------
    index : int
    epsilon : float
    central : bool
        Whether the secant goes through w − ε and w + ε.
    zoomed : bool
        Whether only some ε to either side are shown.
    shown : (float, float) or None
        The values of the parameter that are shown now, where not zoomed.
    """

    index: int
    epsilon: float
    central: bool
    zoomed: bool
    shown: tuple[float, float] | None = None
    n_points: int = 121

    def answers(self, moment: Moment) -> Iterator[Secant | None]:
        """Take the quotient, then the curve."""
        meter, theta = moment.meter, moment.state.theta
        if meter is None:
            return
        objective, data = meter.objective, (meter.inputs, meter.targets)
        exact = yield from _exact(meter, theta, self.index)
        cost = yield from cost_by_blocks(objective, theta, *data)
        quotient = yield from difference_quotient(
            objective, theta, data, self.index, self.epsilon, central=self.central, here=cost
        )
        value = float(theta[self.index])
        if self.zoomed:
            half = max(_ZOOM * self.epsilon, _SMALLEST_HALF)
            offsets = np.linspace(-half, half, self.n_points)
        else:
            low, high = fitting_range(np.array([value]), self.shown, seen_half(value, _HALF))
            offsets = np.linspace(low, high, self.n_points) - value
        costs = np.empty(offsets.size)
        changed = theta.copy()
        for place, offset in enumerate(offsets.tolist()):
            changed[self.index] = value + offset
            costs[place] = yield from cost_by_blocks(objective, changed, *data)
        yield Secant(self.index, value, cost, frozen(offsets), frozen(costs), quotient, exact)


def _exact(meter: CostMeter, theta: Array, index: int) -> Generator[None, None, float]:
    """Take one derivative by the reference, or where there are many samples by the kernel."""
    if meter.compiled and theta.size * len(meter.inputs) > 1_000_000:
        gradient = yield from meter.gradient(theta, "backpropagation", 1.0)
        return float(gradient[index])
    gradient = yield from gradient_by_blocks(meter.objective, theta, meter.inputs, meter.targets)
    with np.errstate(all="ignore"):
        return float(with_penalty(meter.objective, theta, gradient)[index])


@dataclass(frozen=True)
class QuotientErrorsProbe:
    """Asks for `QuotientErrors` by one parameter."""

    index: int

    def answers(self, moment: Moment) -> Iterator[QuotientErrors | None]:
        """Take all quotients."""
        meter, theta = moment.meter, moment.state.theta
        if meter is None:
            return
        exact = yield from _exact(meter, theta, self.index)
        yield (yield from quotient_errors(meter.objective, theta, (meter.inputs, meter.targets), self.index, exact))


@dataclass(frozen=True)
class GradientTimes:
    """How long the ways to the whole gradient take, in seconds, measured here and now.

    Attributes
    ----------
    forward_difference, central_difference : float
        P + 1 and 2 P evaluations of the cost.
    exact : float
        One forward and one backward pass.
    n_parameters : int
        P.
    estimated : bool
        Whether the differences would have taken too long and are reckoned from one evaluation.
    compiled : bool
        Whether the compiled kernel was measured, or the readable reference.
    """

    forward_difference: float
    central_difference: float
    exact: float
    n_parameters: int
    estimated: bool
    compiled: bool


@dataclass(frozen=True)
class GradientTimesProbe:
    """Asks for `GradientTimes`."""

    def answers(self, moment: Moment) -> Iterator[GradientTimes | None]:
        """Measure each several times and take the shortest."""
        meter, theta = moment.meter, moment.state.theta
        if meter is None:
            return
        one_cost = yield from _shortest(lambda: meter.pieces(theta))
        if 2 * theta.size * one_cost > _AFFORDABLE_SECONDS:
            exact = yield from _shortest(lambda: meter.gradient(theta, "backpropagation", 1.0))
            forward, central = (theta.size + 1) * one_cost, 2 * theta.size * one_cost
            yield GradientTimes(forward, central, exact, theta.size, estimated=True, compiled=meter.compiled)
            return
        seconds = []
        for method in ("forward-difference", "central-difference", "backpropagation"):
            yield None
            once = meter.seconds_of_gradient(theta, method, 1)
            if not np.isfinite(once):
                return
            yield None
            rounds = max(1, int(_ROUND_SECONDS / max(once, 1e-7)))
            seconds.append(meter.seconds_of_gradient(theta, method, rounds))
        yield GradientTimes(seconds[0], seconds[1], seconds[2], theta.size, estimated=False, compiled=meter.compiled)


def _shortest(begin: Callable[[], Generator[None, None, object]]) -> Generator[None, None, float]:
    """Time a measurement; what is left of it after its first breath is the work."""
    shortest, spent, count = np.inf, 0.0, 0
    while count < _REPEATS or (spent < _MEASURED_SECONDS and count < 20 * _REPEATS):
        work = begin()
        next(work)
        yield
        began = time.perf_counter()
        for _ in work:  # interrupted: begin again
            yield
            began = time.perf_counter()
        seconds = time.perf_counter() - began
        shortest, spent, count = min(shortest, seconds), spent + seconds, count + 1
    return float(shortest)
