"""The path of a run through the space of parameters: at most some thousand of its points, spread over all its steps."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from playground.core.activations import Array

MOST_POINTS: Final = 2000
_MOST_NUMBERS: Final = 4_000_000
_FEWEST_POINTS: Final = 64
_SHARE: Final = 200
"""The next point is noted after one two-hundredth of the steps so far, at least: early steps move the most."""


class RunPath:
    """Notes where a run has been; when it is full every second point is dropped.

    Parameters
    ----------
    capacity : int
        How many points it holds at most, even. Very large networks get fewer.
    """

    def __init__(self, capacity: int = MOST_POINTS) -> None:
        self._wanted = capacity
        self.clear()

    def __len__(self) -> int:
        return self._count

    @property
    def steps(self) -> Array:
        """The step of every point."""
        return self._steps[: self._count].copy()

    def clear(self) -> None:
        """Forget everything."""
        self._count = 0
        self._stride = 1
        self._steps = np.empty(0)
        self._thetas = np.empty((0, 0))

    def gap(self, step: int) -> int:
        """After how many steps beyond ``step`` the next point is wanted."""
        return max(1, self._stride, step // _SHARE)

    def note(self, step: int, theta: Array) -> None:
        """Note a point. Several of the same step in a row (by hand) leave the first and the last of them."""
        if not np.isfinite(theta).all():
            return
        if self._thetas.shape[1] != theta.size:
            self.clear()
            self._thetas = np.empty((0, theta.size))
        count = self._count
        if count and step < self._steps[count - 1]:
            count = self._count = int(np.searchsorted(self._steps[:count], step))  # a step was taken back
        if count and self._steps[count - 1] == step and np.array_equal(self._thetas[count - 1], theta):
            return
        if count >= 2 and self._is_provisional(step):
            count -= 1
            self._count = count
        if count == self._capacity(theta.size):
            self._thin()
        self._make_room(theta.size)
        self._steps[self._count] = step
        self._thetas[self._count] = theta
        self._count += 1

    @property
    def ends_by_hand(self) -> bool:
        """Whether its newest point was reached without a step."""
        return self._count >= 2 and bool(self._steps[self._count - 1] == self._steps[self._count - 2])

    def over(self, indices: Sequence[int]) -> Array:
        """Project the path onto some parameters: (n_points, n_indices), a copy."""
        if not self._count:
            return np.empty((0, len(indices)))
        return np.array(self._thetas[: self._count, list(indices)])

    def _is_provisional(self, step: int) -> bool:
        """Whether the newest point only stands for the end of the path and gives way to the next one."""
        before, newest = self._steps[self._count - 2 : self._count]
        return bool(newest == step if newest == before else newest - before < self._stride)

    def _capacity(self, n_parameters: int) -> int:
        return max(min(self._wanted, _FEWEST_POINTS), min(self._wanted, _MOST_NUMBERS // max(1, n_parameters)))

    def _thin(self) -> None:
        """Drop every second point but the newest."""
        kept = np.arange(self._count - 1, -1, -2)[::-1]
        self._steps[: kept.size] = self._steps[kept]
        self._thetas[: kept.size] = self._thetas[kept]
        self._count = kept.size
        self._stride *= 2

    def _make_room(self, n_parameters: int) -> None:
        if self._count < len(self._steps):
            return
        size = min(max(64, 2 * self._count), self._capacity(n_parameters))
        steps, thetas = np.empty(size), np.empty((size, n_parameters))
        steps[: self._count] = self._steps[: self._count]
        thetas[: self._count] = self._thetas[: self._count]
        self._steps, self._thetas = steps, thetas
