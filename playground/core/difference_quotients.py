"""Difference quotients by one parameter, and how far they are from the exact derivative for every ε.

Generators that yield after each measurement; see `CostMeter`.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from playground.core.activations import Array
from playground.core.best_epsilon import BestEpsilon, best_epsilon
from playground.core.cost_meter import reference_cost
from playground.core.gradients import Objective

EPSILONS_PER_DECADE: Final = 6


@dataclass(frozen=True)
class Quotient:
    """One difference quotient by one parameter.

    Attributes
    ----------
    low, high : (float, float)
        Value of the parameter and cost at both ends of the secant.
    value : float
        (C(w + ε) − C(w)) / ε, or (C(w + ε) − C(w − ε)) / 2ε.
    lost : bool
        Whether ε is so small that the parameter did not change at one end.
    flat : bool
        Whether both costs are the very same number.
    """

    low: tuple[float, float]
    high: tuple[float, float]
    value: float
    lost: bool
    flat: bool


def difference_quotient(
    objective: Objective, theta: Array, data: tuple[Array, Array], index: int, epsilon: float, *, central: bool
) -> Generator[None, None, Quotient]:
    """Take the difference quotient by one parameter as the reference does, in the precision of the arrays."""
    kind = theta.dtype.type
    nudge = kind(epsilon)
    nudged = theta.copy()
    here = theta[index]
    nudged[index] = here + nudge
    above = kind((yield from reference_cost(objective, nudged, *data)))
    high = (float(nudged[index]), float(above))
    nudged[index] = here - nudge if central else here
    below = kind((yield from reference_cost(objective, nudged, *data)))
    low = (float(nudged[index]), float(below))
    with np.errstate(all="ignore"):
        value = (above - below) / (kind(2.0) * nudge if central else nudge)
    lost = high[0] == float(here) or (central and low[0] == float(here))
    return Quotient(low, high, float(value), lost, above == below)


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


def _in_precision(array: Array, kind: type[np.floating[Any]]) -> Any:
    return array.astype(kind)


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
        nudged = point.copy()
        here = kind((yield from reference_cost(objective, point, inputs, targets)))
        for place, epsilon in enumerate(epsilons.tolist()):
            nudge = kind(epsilon)
            nudged[index] = point[index] + nudge
            above = kind((yield from reference_cost(objective, nudged, inputs, targets)))
            nudged[index] = point[index] - nudge
            below = kind((yield from reference_cost(objective, nudged, inputs, targets)))
            with np.errstate(all="ignore"):
                forward[place] = abs(float((above - here) / nudge) - exact)
                central[place] = abs(float((above - below) / (kind(2.0) * nudge)) - exact)
        name = np.dtype(kind).name
        errors["forward", name], errors["central", name] = forward, central
    return QuotientErrors(epsilons, exact, errors)
