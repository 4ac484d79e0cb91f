"""Difference quotients by one parameter, what there is to say about them, and their errors for every ε.

What measures costs is a generator that yields between two blocks of samples.
"""

import math
import sys
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from playground.core.activations import Array
from playground.core.best_epsilon import BestEpsilon, best_epsilon
from playground.core.blocks import cost_by_blocks
from playground.core.expressions import setting_text, telling_digits
from playground.core.gradients import Objective
from playground.core.number_text import MINUS, format_number

EPSILONS_PER_DECADE: Final = 6
_NOISY: Final = 0.05
_ROUNDINGS: Final = 4.0
"""The last digits of a cost may be off by so many units."""


@dataclass(frozen=True)
class DifferenceQuotient:
    """The difference quotient by one parameter.

    Attributes
    ----------
    parameter, epsilon : float
        The parameter's value, and how far it is nudged.
    low, high : (float, float)
        Value of the parameter and cost at both ends of the secant: at w (forward) or w − ε (central), and at w + ε.
    central : bool
        Whether it is nudged both ways.
    precision : type
        What it is computed in, np.float64 or np.float32.
    """

    parameter: float
    epsilon: float
    low: tuple[float, float]
    high: tuple[float, float]
    central: bool
    precision: type[np.floating[Any]] = np.float64

    @property
    def above(self) -> float:
        """The cost at w + ε."""
        return self.high[1]

    @property
    def below(self) -> float:
        """The cost at w, or at w − ε if it is central."""
        return self.low[1]

    @property
    def width(self) -> float:
        """What the difference is divided by."""
        return float(self._width)

    @property
    def value(self) -> float:
        """The quotient, to the bits of ``forward_difference`` or ``central_difference``."""
        with np.errstate(all="ignore"):
            return float((self.precision(self.above) - self.precision(self.below)) / self._width)

    @property
    def lost(self) -> bool:
        """Whether ε is so small that the parameter did not change at one end."""
        return self.high[0] == self.parameter or (self.central and self.low[0] == self.parameter)

    @property
    def flat(self) -> bool:
        """Whether both costs are the very same number."""
        return self.above == self.below

    @property
    def _width(self) -> np.floating[Any]:
        nudge = self.precision(self.epsilon)
        return self.precision(2.0) * nudge if self.central else nudge

    @property
    def digits(self) -> int:
        """How many digits of the costs show their difference."""
        return min(17, max(6, 2 + telling_digits(self.above, self.below)))

    @property
    def numbers(self) -> str:
        """Above − below over the width, in numbers."""
        above, below = (format_number(cost, self.digits) for cost in (self.above, self.below))
        return f"({above} {MINUS} {below})/{self.divisor}"

    @property
    def divisor(self) -> str:
        """The width, as it is divided by."""
        width = setting_text(self.epsilon)
        if self.central:
            return f"(2·{width})"
        return f"({width})" if "·" in width else width

    def note(self, name: str) -> str:
        """Say what is wrong with it; empty if it is nearly the derivative."""
        if not (math.isfinite(self.above) and math.isfinite(self.below)):
            return f"The cost at the nudged {name} is too large for the computer, so there is no quotient."
        if self.high[0] == self.parameter:
            return f"ε is too small beside {name}: {name} + ε is the same number as {name}, so the quotient is 0."
        if self.flat:
            return (
                f"The two costs are the same to the last digit, so the quotient is 0: either {name} has no influence "
                "here, or ε is too small."
            )
        noise = _ROUNDINGS * sys.float_info.epsilon * max(abs(self.above), abs(self.below)) / self.width
        if noise > _NOISY * abs(self.value):
            return (
                "ε is so small that the two costs differ only in their last digits: up to "
                f"{format_number(noise, 1)} of the quotient is rounding noise."
            )
        return ""


def difference_quotient(
    objective: Objective,
    theta: Array,
    data: tuple[Array, Array],
    index: int,
    epsilon: float,
    *,
    central: bool,
    here: float | None = None,
) -> Generator[None, None, DifferenceQuotient]:
    """Nudge one parameter and see, in the precision of the arrays.

    Parameters
    ----------
    objective, theta, data
        Where, and the inputs and targets of the samples.
    index : int
        The parameter's place in theta.
    epsilon : float
        How far it is nudged.
    central : bool
        Whether it is nudged both ways.
    here : float, optional
        The cost at ``theta``, if it is known already; a central quotient does not need it.
    """
    kind = theta.dtype.type
    nudged = theta.copy()

    def end(nudge: np.floating[Any] | float) -> Generator[None, None, tuple[float, float]]:
        with np.errstate(all="ignore"):
            nudged[index] = theta[index] + nudge
        value = float(nudged[index])
        cost = here if nudge == 0.0 and here is not None else (yield from cost_by_blocks(objective, nudged, *data))
        with np.errstate(all="ignore"):
            return value, float(kind(cost))

    high = yield from end(kind(epsilon))
    low = yield from end(-kind(epsilon) if central else 0.0)
    return DifferenceQuotient(float(theta[index]), epsilon, low, high, central, kind)


@dataclass(frozen=True, eq=False)
class QuotientErrors:
    """How far difference quotients are from the exact derivative, for many ε.

    Attributes
    ----------
    epsilons : (n,) array
        From 1 down to 1e-16.
    exact : float
        The derivative by the chain rule, float64.
    errors : dict
        ``errors[method, precision]``, an (n,) array of |quotient − exact|; method is "forward" or "central", precision
        "float64" or "float32".
    """

    epsilons: Array
    exact: float
    errors: dict[tuple[str, str], Array]

    def best(self, method: str, precision: str) -> BestEpsilon | None:
        """Return the ε to be recommended; None if no error is a number."""
        return best_epsilon(self.epsilons, self.errors[method, precision], self.exact)


def tried_epsilons() -> Array:
    """The ε from 1 to 1e-16, evenly on a logarithmic axis."""
    return np.asarray(10.0 ** -(np.arange(16 * EPSILONS_PER_DECADE + 1) / EPSILONS_PER_DECADE))


def quotient_errors(
    objective: Objective, theta: Array, data: tuple[Array, Array], index: int, exact: float
) -> Generator[None, None, QuotientErrors]:
    """Compare difference quotients with the exact derivative."""
    epsilons = tried_epsilons()
    errors: dict[tuple[str, str], Array] = {}
    for kind in (np.float64, np.float32):
        with np.errstate(all="ignore"):
            point, inputs, targets = (_in_precision(array, kind) for array in (theta, *data))
        forward, central = np.empty(epsilons.size), np.empty(epsilons.size)
        cost = yield from cost_by_blocks(objective, point, inputs, targets)
        with np.errstate(all="ignore"):
            here = float(point[index]), float(kind(cost))
        for place, epsilon in enumerate(epsilons.tolist()):
            both = yield from difference_quotient(objective, point, (inputs, targets), index, epsilon, central=True)
            forward[place] = abs(replace(both, low=here, central=False).value - exact)
            central[place] = abs(both.value - exact)
        name = np.dtype(kind).name
        errors["forward", name], errors["central", name] = forward, central
    return QuotientErrors(epsilons, exact, errors)


def _in_precision(array: Array, kind: type[np.floating[Any]]) -> Any:
    return array.astype(kind)
