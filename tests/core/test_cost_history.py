from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.cost_history import CostCurve, CostHistory

COSTS = st.floats(0.0, 1e6)


@dataclass
class Everything:
    """What the history would be with unlimited memory."""

    first: int = 0
    costs: list[float] = field(default_factory=list)

    def check(self, curve: CostCurve, capacity: int) -> None:
        assert curve.steps.size == curve.low.size == curve.high.size <= capacity
        if not self.costs:
            assert curve.steps.size == 0
            return
        strides = np.diff(curve.steps)
        stride = int(strides[0]) if strides.size else max(1, len(self.costs))
        assert (strides == stride).all()
        assert curve.steps[0] == self.first
        for bucket, step in enumerate(curve.steps.astype(int)):
            start = step - self.first
            inside = self.costs[start : start + stride]
            assert curve.low[bucket] == min(inside)
            assert curve.high[bucket] == max(inside)
        assert start + stride >= len(self.costs), "the last bucket goes up to the newest step"


@given(
    chunks=st.lists(st.lists(COSTS, max_size=40), max_size=30),
    capacity=st.sampled_from([2, 4, 8, 64]),
    first=st.integers(0, 10**12),
)
def test_no_spike_is_lost(chunks: list[list[float]], capacity: int, first: int) -> None:
    history, everything = CostHistory(capacity), Everything(first)
    for chunk in chunks:
        history.append(first + len(everything.costs), np.array(chunk))
        everything.costs += chunk
        everything.check(history.curve(), capacity)
    if everything.costs:
        assert history.next_step == first + len(everything.costs)


def test_a_long_run_in_bounded_memory() -> None:
    history = CostHistory()
    rng = np.random.default_rng(0)
    everything = Everything()
    for _ in range(50):
        costs = rng.random(40_000)
        costs[rng.integers(40_000)] = 1e6
        history.append(len(everything.costs), costs)
        everything.costs += costs.tolist()
    everything.check(history.curve(), 2048)
    assert (history.curve().high == 1e6).sum() >= 45


def test_the_curve_is_a_read_only_copy() -> None:
    history = CostHistory()
    history.append(0, np.array([3.0, 2.0]))
    curve = history.curve()
    history.append(2, np.array([1.0]))
    assert curve.low.tolist() == [3.0, 2.0]
    assert history.curve().steps.tolist() == [0.0, 1.0, 2.0]
    for array in (curve.steps, curve.low, curve.high, curve.full_steps, curve.test_costs):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_points_beside_the_curve() -> None:
    history = CostHistory(capacity=4)
    assert not history.curve().batched
    for step in range(11):
        history.note_test(step, float(step))
    history.note_full(5, 0.5)
    history.note_full(5, 0.25)
    curve = history.curve()
    assert curve.batched
    assert curve.full_steps.tolist() == [5.0]
    assert curve.full_costs.tolist() == [0.25], "the newest value at a step counts"
    assert curve.test_steps.size <= 4
    assert curve.test_steps[0] == 0.0
    assert curve.test_steps[-1] == 10.0, "the newest is always there"
    assert curve.test_steps.tolist() == curve.test_costs.tolist()


def test_going_back_forgets_what_came_after() -> None:
    history = CostHistory()
    history.append(0, np.arange(10.0))
    history.note_test(3, 1.0)
    history.note_test(8, 2.0)
    history.truncate(5)
    assert history.curve().low.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert history.curve().test_steps.tolist() == [3.0]
    history.append(4, np.array([40.0]))  # a step was taken back and another one taken
    assert history.curve().low.tolist() == [0.0, 1.0, 2.0, 3.0, 40.0]
    history.append(100, np.array([7.0]))
    assert history.curve().steps.tolist() == [100.0], "after a gap it begins anew"
    history.clear()
    assert history.curve().steps.size == 0


@given(n=st.integers(1, 100), more=st.lists(COSTS, min_size=1, max_size=60), capacity=st.sampled_from([4, 16]))
def test_a_history_goes_on_from_its_curve(n: int, more: list[float], capacity: int) -> None:
    whole, costs = CostHistory(capacity), np.linspace(1.0, 2.0, n)
    whole.append(5, costs)
    whole.note_full(6, 0.5)
    resumed = CostHistory.from_curve(whole.curve(), capacity)
    for history in (whole, resumed):
        history.append(5 + n, np.array(more))
    assert resumed.curve().steps.tolist() == whole.curve().steps.tolist()
    assert resumed.curve().low.tolist() == whole.curve().low.tolist()
    assert resumed.curve().high.tolist() == whole.curve().high.tolist()
    assert resumed.curve().full_costs.tolist() == [0.5]


def test_capacities_that_cannot_be_halved_are_refused() -> None:
    for capacity in (0, 3):
        with pytest.raises(ValueError, match="even"):
            CostHistory(capacity)
