"""How high and how low the plot of a curve reaches: the samples always, the curve as far as it is not absurd. No Qt."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Interval = tuple[float, float]

_PARTS: Final = 4
"""The range grows in such parts of the samples' span, so that it jumps only now and then."""
_MOST: Final = 4
"""So many parts at either end at most: three spans in all."""
_SLACK: Final = 0.04
"""It shrinks again when the curve is so far away from what is given up, as a share of the samples' span."""


@dataclass(frozen=True)
class CurveRange:
    """The range of the samples, and how many parts of it are added below and above for the curve."""

    samples: Interval
    below: int = 0
    above: int = 0

    @property
    def ends(self) -> Interval:
        """The range that is shown."""
        low, high = self.samples
        part = (high - low) / _PARTS
        return low - self.below * part, high + self.above * part

    def around(self, curve: Floats) -> "CurveRange":
        """Return the range for another curve: this one if it will do."""
        low, high = self.samples
        part = (high - low) / _PARTS
        finite = curve[~np.isnan(curve)]
        if not finite.size:
            return self
        needs = (low - float(finite.min())) / part, (float(finite.max()) - high) / part
        return CurveRange(self.samples, _added(self.below, needs[0]), _added(self.above, needs[1]))


def _added(present: int, needed: float) -> int:
    """The number of parts to add where ``needed`` are."""
    least = int(np.ceil(np.clip(needed, 0, _MOST)))
    enough = int(np.ceil(np.clip(needed + _SLACK * _PARTS, 0, _MOST)))
    return min(max(present, least), enough)
