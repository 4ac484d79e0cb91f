"""The cost of every step so far, in bounded memory: a curve of minima and maxima that loses no spike."""

from dataclasses import dataclass

import numpy as np

from playground.core.activations import Array


def _frozen(values: Array) -> Array:
    values.flags.writeable = False
    return values


def _empty() -> Array:
    return _frozen(np.empty(0))


@dataclass(frozen=True, eq=False)
class CostCurve:
    """The cost curve at one moment. All arrays are read-only.

    Attributes
    ----------
    steps, low, high : arrays of one length
        First step of each bucket, and the smallest and the largest (batch) cost of its steps. Every bucket but the
        last covers the same number of steps; the last one goes up to the newest.
    full_steps, full_costs : arrays of one length
        Cost over all training samples, where it was noted apart from the batch cost.
    test_steps, test_costs : arrays of one length
        Cost over the test samples.
    batched : bool
        Whether ``low`` and ``high`` are costs of mini-batches.
    """

    steps: Array
    low: Array
    high: Array
    full_steps: Array
    full_costs: Array
    test_steps: Array
    test_costs: Array
    batched: bool


class _Series:
    """Single points (step, cost), thinned to every other one when there are too many. The newest is always kept."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self.clear()

    def clear(self) -> None:
        self._steps = np.empty(self._capacity)
        self._costs = np.empty(self._capacity)
        self._size = 0

    def note(self, step: int, cost: float) -> None:
        """Add a point; a second one at the same step takes the place of the first."""
        if self._size and step == self._steps[self._size - 1]:
            self._size -= 1
        elif self._size == self._capacity:
            kept = (self._size + 1) // 2
            self._steps[:kept] = self._steps[: self._size : 2].copy()
            self._costs[:kept] = self._costs[: self._size : 2].copy()
            self._size = kept
        self._steps[self._size] = step
        self._costs[self._size] = cost
        self._size += 1

    def truncate(self, step: int) -> None:
        self._size = int(np.searchsorted(self._steps[: self._size], step, side="right"))

    def load(self, steps: Array, costs: Array) -> None:
        for step, cost in zip(steps, costs, strict=True):
            self.note(int(step), float(cost))

    def copies(self) -> tuple[Array, Array]:
        return _frozen(self._steps[: self._size].copy()), _frozen(self._costs[: self._size].copy())


class CostHistory:
    """Collects the costs of steps that follow each other.

    They are kept in at most ``capacity`` buckets of equal width. When the buckets are full, neighbours are merged and
    the width doubles. Smallest and largest cost of every bucket are exact.

    Parameters
    ----------
    capacity : int
        Largest number of buckets, even, at least 2.
    """

    def __init__(self, capacity: int = 2048) -> None:
        if capacity < 2 or capacity % 2:
            raise ValueError("the capacity is even and at least 2")
        self._capacity = capacity
        self._full = _Series(capacity)
        self._test = _Series(capacity)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._low = np.empty(self._capacity)
        self._high = np.empty(self._capacity)
        self._first = 0
        self._n_steps = 0
        self._stride = 1
        self._full.clear()
        self._test.clear()

    @classmethod
    def from_curve(cls, curve: CostCurve, capacity: int = 2048) -> "CostHistory":
        """Go on from a curve taken before.

        The curve does not say how far its last bucket was filled; the next `append` tells.
        """
        history = cls(capacity)
        history._load(curve)
        return history

    def _load(self, curve: CostCurve) -> None:
        n_buckets = curve.steps.size
        if n_buckets:
            self._first = int(curve.steps[0])
            self._stride = int(curve.steps[1]) - self._first if n_buckets > 1 else 1
            self._low[:n_buckets] = curve.low
            self._high[:n_buckets] = curve.high
            self._n_steps = (n_buckets - 1) * self._stride + 1
        self._full.load(curve.full_steps, curve.full_costs)
        self._test.load(curve.test_steps, curve.test_costs)

    @property
    def next_step(self) -> int:
        """The step whose cost is wanted next."""
        return self._first + self._n_steps

    def append(self, first_step: int, costs: Array) -> None:
        """Add the costs of consecutive steps.

        Parameters
        ----------
        first_step : int
            The step of ``costs[0]``. Known costs from there on are forgotten first, as when a step was taken back; a
            gap starts the history anew.
        costs : (n,) array
        """
        if costs.size == 0:
            return
        if first_step != self.next_step:
            self._continue_from(first_step)
        costs = np.asarray(costs, dtype=np.float64)
        while self._n_steps + costs.size > self._capacity * self._stride:
            self._halve()
        filled = self._n_steps % self._stride
        if filled:  # the last bucket first
            head, costs = costs[: self._stride - filled], costs[self._stride - filled :]
            bucket = self._n_steps // self._stride
            self._low[bucket] = min(self._low[bucket], head.min())
            self._high[bucket] = max(self._high[bucket], head.max())
            self._n_steps += head.size
        whole = costs.size // self._stride
        bucket = self._n_steps // self._stride
        rows = costs[: whole * self._stride].reshape(whole, self._stride)
        self._low[bucket : bucket + whole] = rows.min(axis=1)
        self._high[bucket : bucket + whole] = rows.max(axis=1)
        tail = costs[whole * self._stride :]
        if tail.size:
            self._low[bucket + whole] = tail.min()
            self._high[bucket + whole] = tail.max()
        self._n_steps += costs.size

    def note_full(self, step: int, cost: float) -> None:
        """Add the cost over all training samples at a step."""
        self._full.note(step, cost)

    def note_test(self, step: int, cost: float) -> None:
        """Add the cost over the test samples at a step."""
        self._test.note(step, cost)

    def truncate(self, step: int) -> None:
        """Forget the costs after ``step``; the last bucket keeps its minimum and maximum if ``step`` is within it."""
        self._n_steps = min(self._n_steps, max(0, step + 1 - self._first))
        self._full.truncate(step)
        self._test.truncate(step)

    def curve(self) -> CostCurve:
        """Copy the present curve, at most ``capacity`` points a line."""
        used = -(-self._n_steps // self._stride)
        steps = self._first + self._stride * np.arange(used, dtype=np.float64)
        full_steps, full_costs = self._full.copies()
        test_steps, test_costs = self._test.copies()
        return CostCurve(
            _frozen(steps),
            _frozen(self._low[:used].copy()),
            _frozen(self._high[:used].copy()),
            full_steps,
            full_costs,
            test_steps,
            test_costs,
            full_steps.size > 0,
        )

    def _continue_from(self, first_step: int) -> None:
        if self._first <= first_step < self.next_step:
            self._n_steps = first_step - self._first
            return
        used = -(-self._n_steps // self._stride)
        if self._n_steps and self.next_step < first_step <= self._first + used * self._stride:
            self._n_steps = first_step - self._first  # loaded from a curve: the last bucket was filled up to here
            return
        self._first = first_step
        self._n_steps = 0
        self._stride = 1

    def _halve(self) -> None:
        used = -(-self._n_steps // self._stride)
        pairs = used // 2
        for values, merged in ((self._low, np.minimum), (self._high, np.maximum)):
            values[:pairs] = merged(values[0 : 2 * pairs : 2], values[1 : 2 * pairs : 2])
            if used % 2:
                values[pairs] = values[used - 1]
        self._stride *= 2
