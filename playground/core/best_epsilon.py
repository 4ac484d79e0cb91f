"""Which ε serves a difference quotient best: where truncation and rounding meet, not where the noise happens to dip."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from playground.core.activations import Array

_HALF_WINDOW: Final = 0.5
"""In decades of ε, to either side: what holds over a decade is no luck."""
_AS_GOOD: Final = 2.0
_NEAR_ONE: Final = 1.5
"""In decades: so far from the largest ε the noise alone may be smallest."""
_NO_RISE: Final = 20.0
"""Truncation is far more than so many times the error of the best ε where that is much smaller than the largest."""
_NOTHING_LEFT: Final = 0.5

Kind = Literal["meeting", "rounding", "exact", "lost"]


@dataclass(frozen=True)
class BestEpsilon:
    """The ε to be recommended.

    Attributes
    ----------
    kind : {"meeting", "rounding", "exact", "lost"}
        "meeting": truncation on its right and rounding on its left are equally bad. "rounding": there is no truncation,
        so a large ε is as good as any. "exact": the quotient is the derivative itself, here and at every smaller ε.
        "lost": rounding leaves nothing of the derivative, so that a quotient of 0 is closest to it.
    epsilon : float
    error : float
        The largest error within half a decade of it.
    """

    kind: Kind
    epsilon: float
    error: float


def best_epsilon(epsilons: Array, errors: Array, exact: float) -> BestEpsilon | None:
    """Find the best ε; None if no error is a number.

    Parameters
    ----------
    epsilons : (n,) array
        From large to small, evenly on a logarithmic axis.
    errors : (n,) array
        |quotient − exact| at each.
    exact : float
        The derivative.
    """
    known = np.isfinite(errors)
    if not known.any():
        return None
    first = _exact_from(errors)
    if first is not None:
        return BestEpsilon("exact", float(epsilons[first]), 0.0)
    decades = -np.log10(epsilons / epsilons[0])
    around = np.abs(decades[:, None] - decades) <= _HALF_WINDOW + 1e-9
    worst = np.where(around & known, errors, -np.inf).max(axis=1)
    worst = np.where(known, worst, np.inf)
    lowest = int(np.argmin(worst))
    if worst[lowest] >= _NOTHING_LEFT * abs(exact) and _is_lost(errors[lowest:], exact):
        return BestEpsilon("lost", float(epsilons[lowest]), float(worst[lowest]))
    if decades[lowest] <= _NEAR_ONE and worst[0] <= _NO_RISE * worst[lowest]:
        return BestEpsilon("rounding", float(epsilons[0]), float(worst[lowest]))
    as_good = worst <= _AS_GOOD * worst[lowest]
    left, right = lowest, lowest
    while left > 0 and as_good[left - 1]:
        left -= 1
    while right < len(worst) - 1 and as_good[right + 1]:
        right += 1
    middle = (left + right) // 2
    return BestEpsilon("meeting", float(epsilons[middle]), float(worst[middle]))


def _exact_from(errors: Array) -> int | None:
    """From which place on all errors are exactly 0."""
    wrong = np.flatnonzero(errors != 0.0)
    first = int(wrong[-1]) + 1 if wrong.size else 0
    return first if first < len(errors) else None


def _is_lost(errors: Array, exact: float) -> bool:
    """Whether most quotients are just 0, which is off by the derivative itself."""
    return bool(np.mean(errors == abs(exact)) > _NOTHING_LEFT)
