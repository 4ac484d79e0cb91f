"""One difference quotient: the costs it is made of, and what there is to say about it in words."""

import math
import sys
from dataclasses import dataclass
from typing import Final

import numpy as np

from playground.core.activations import Array
from playground.core.expressions import setting_text, telling_digits
from playground.core.gradients import Objective
from playground.core.number_text import MINUS, format_number

_NOISY: Final = 0.05
_ROUNDINGS: Final = 4.0
"""The last digits of a cost may be off by so many units."""


@dataclass(frozen=True)
class DifferenceQuotient:
    """The quotient for one parameter.

    Attributes
    ----------
    parameter, epsilon : float
        The parameter's value, and how far it is nudged.
    above, below : float
        The cost at w + ε, and at w (forward) or w − ε (central).
    central : bool
        Whether it is nudged both ways.
    """

    parameter: float
    epsilon: float
    above: float
    below: float
    central: bool

    @property
    def width(self) -> float:
        """What the difference is divided by."""
        return 2.0 * self.epsilon if self.central else self.epsilon

    @property
    def value(self) -> float:
        """The quotient, to the bits of ``forward_difference`` or ``central_difference``."""
        return float(np.float64(self.above - self.below) / self.width)

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
        if self.parameter + self.epsilon == self.parameter:
            return f"ε is too small beside {name}: {name} + ε is the same number as {name}, so the quotient is 0."
        if self.above == self.below:
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


def quotient_at(
    objective: Objective, theta: Array, inputs: Array, targets: Array, index: int, epsilon: float, *, central: bool
) -> DifferenceQuotient:
    """Nudge one parameter and see."""
    nudged = theta.copy()

    def cost(value: float) -> float:
        nudged[index] = value
        with np.errstate(all="ignore"):
            return objective.value(nudged, inputs, targets)

    here = float(theta[index])
    above = cost(here + epsilon)
    return DifferenceQuotient(here, epsilon, above, cost(here - epsilon) if central else cost(here), central)
