"""The landscape of the cost: what is measured is the objective's value, and what is told of a line is true."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.blocks import cost_by_blocks
from playground.core.contours import contours, round_levels
from playground.core.cost_meter import CostMeter
from playground.core.costs import Penalty
from playground.core.difference_quotient import difference_quotient, quotient_errors
from playground.core.gradients import Objective, backpropagation, central_difference, forward_difference
from playground.core.landscape import (
    costs_along,
    costs_over,
    fitting_plane,
    fitting_range,
    next_batch_meter,
    next_update,
    outlook,
)
from playground.core.network import Network
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.core.run_path import RunPath
from playground.core.trainer import Trainer

XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
NETWORK = Network((2, 2, 1), ("sigmoid", "sigmoid"))
OBJECTIVE = Objective(NETWORK, penalty=Penalty(l1=1e-3, l2=1e-2))
THETA = np.random.default_rng(3).uniform(-1, 1, NETWORK.n_parameters)
LINE = Objective(Network((1, 1), ("linear",), biases=False))
"""C(w) = mean (x w − y)²: a parabola."""


def result_of(work):
    """Let a generator do its work."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value


def meter(objective=OBJECTIVE, data=XOR, compiled=True):
    return CostMeter(objective, *data, compiled=compiled)


def parabola(compiled=False):
    return meter(LINE, (np.array([[1.0]]), np.array([[2.0]])), compiled)


# ---- measuring ----


@pytest.mark.parametrize("compiled", [False, True])
def test_costs_over_two_parameters_are_the_objectives_values(compiled):
    x, y = np.linspace(-2, 2, 4), np.linspace(-1, 3, 3)
    costs = result_of(costs_over(meter(compiled=compiled), THETA, (0, 8), (x, y)))
    assert costs.shape == (3, 4)
    for row, at_y in enumerate(y):
        for column, at_x in enumerate(x):
            theta = THETA.copy()
            theta[[0, 8]] = at_x, at_y
            assert costs[row, column] == pytest.approx(OBJECTIVE.value(theta, *XOR), rel=1e-13)


def test_costs_over_one_parameter_and_along_a_line_agree():
    values, direction = np.linspace(-2, 2, 9), np.eye(9)[4]
    over = result_of(costs_over(meter(), THETA, (4,), (values,)))
    along = result_of(costs_along(meter(), THETA, direction, values - THETA[4]))
    np.testing.assert_allclose(over, along, rtol=1e-12)


def test_a_measurement_that_is_interrupted_is_made_again():
    flag = np.ones(1, dtype=np.int64)
    work = CostMeter(OBJECTIVE, *XOR, compiled=True, stop_flag=flag).pieces(THETA)
    for _ in range(3):
        next(work)
    flag[0] = 0
    assert result_of(work) == pytest.approx(OBJECTIVE.value(THETA, *XOR))


def test_many_samples_in_blocks_cost_the_same():
    rng = np.random.default_rng(0)
    data = rng.normal(size=(90_000, 2)), rng.random((90_000, 1))
    assert result_of(cost_by_blocks(OBJECTIVE, THETA, *data)) == pytest.approx(OBJECTIVE.value(THETA, *data), rel=1e-12)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_gradient_can_be_timed(compiled):
    assert 0 < meter(compiled=compiled).seconds_of_gradient(THETA, "forward-difference", 3) < 10


# ---- the next update ----


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize("gradient", ["backpropagation", "layer-rule", "central-difference"])
def test_the_direction_times_the_learning_rate_is_the_step(optimizer, batch_size, gradient):
    settings = OptimizerSettings(optimizer, learning_rate=0.3)
    recipe = Recipe(OBJECTIVE, gradient, optimizer=settings, batch_size=batch_size)
    trainer = Trainer(recipe, *XOR, TrainingState.start(recipe, THETA))
    trainer.advance(5)
    state = trainer.state()
    whole = meter()
    of_batch = result_of(next_batch_meter(recipe, state, whole))
    direction = result_of(next_update(recipe, state, whole, of_batch))
    trainer.advance(1)
    np.testing.assert_allclose(trainer.theta - state.theta, 0.3 * direction, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("compiled", [False, True])
def test_minimum_and_rise_along_a_parabola(compiled):
    """From w = 0 with C = (w − 2)², the step −ηC′ = 4η is best at η = 1/2 and raises the cost from η = 1."""
    found = result_of(outlook(parabola(compiled), np.zeros(1), np.array([4.0]), 0.1, -16.0))
    assert (found.here, found.open_end) == (pytest.approx(4.0), False)
    assert found.best == pytest.approx(0.5, rel=1e-6)
    assert found.best_cost == pytest.approx(0.0, abs=1e-12)
    assert found.raises_from == pytest.approx(1.0, rel=1e-9)
    assert 0 < found.most_by < found.best


def test_uphill_every_step_raises_the_cost():
    found = result_of(outlook(parabola(), np.zeros(1), np.array([-4.0]), 0.1, 16.0))
    assert (found.best, found.raises_from) == (None, 0.0)


def test_where_the_cost_is_flat_nothing_raises_it():
    found = result_of(outlook(parabola(), np.zeros(1), np.zeros(1), 0.1, 0.0))
    assert (found.best, found.raises_from) == (None, None)


def test_a_step_beyond_all_numbers_counts_as_raising():
    found = result_of(outlook(parabola(), np.zeros(1), np.array([1e300]), 1e8, -1.0))
    assert found.raises_from is not None


def test_at_a_minimum_no_step_is_better():
    found = result_of(outlook(parabola(), np.full(1, 2.0), np.array([1.0]), 0.1, 0.0))
    assert (found.best, found.raises_from) == (None, 0.0)


def test_a_parabola_comes_down_to_zero_and_is_never_settled():
    found = result_of(outlook(parabola(), np.zeros(1), np.array([4.0]), 0.1, -16.0))
    assert found.reaches_zero
    assert not found.settled


def test_a_line_on_which_all_units_saturate_is_settled():
    one = Objective(Network((1, 1), ("sigmoid",), biases=False))
    found = result_of(outlook(meter(one, (np.ones((1, 1)), np.ones((1, 1)))), np.zeros(1), np.ones(1), 1.0, -0.1))
    assert (found.settled, found.raises_from) == (True, None)


# ---- difference quotients ----


@given(st.integers(0, 8), st.floats(-15, 0))
def test_quotients_are_those_of_the_reference_to_the_last_bit(index, power):
    epsilon = 10.0**power
    forward = result_of(difference_quotient(OBJECTIVE, THETA, XOR, index, epsilon, central=False))
    central = result_of(difference_quotient(OBJECTIVE, THETA, XOR, index, epsilon, central=True))
    assert forward.value == forward_difference(OBJECTIVE, THETA, *XOR, epsilon)[index]
    assert central.value == central_difference(OBJECTIVE, THETA, *XOR, epsilon)[index]
    assert forward.high[0] == central.high[0] == THETA[index] + epsilon


def test_an_epsilon_that_is_lost_is_told():
    lost = result_of(difference_quotient(OBJECTIVE, THETA + 10, XOR, 0, 1e-16, central=False))
    assert (lost.lost, lost.flat, lost.value) == (True, True, 0.0)
    kept = result_of(difference_quotient(OBJECTIVE, THETA, XOR, 0, 1e-3, central=True))
    assert (kept.lost, kept.flat) == (False, False)


def test_errors_fall_as_truncation_says_and_rise_again_by_rounding():
    exact = float(backpropagation(OBJECTIVE, THETA, *XOR)[0])
    found = result_of(quotient_errors(OBJECTIVE, THETA, XOR, 0, exact))
    error = {
        key: dict(zip(np.round(np.log10(found.epsilons), 9), values, strict=True))
        for key, values in found.errors.items()
    }
    forward, central = error["forward", "float64"], error["central", "float64"]
    assert forward[-1.0] / forward[-2.0] == pytest.approx(10, rel=0.3)
    assert central[-1.0] / central[-2.0] == pytest.approx(100, rel=0.3)
    best = {key: found.best(*key) for key in found.errors}
    assert best["central", "float64"].error < best["forward", "float64"].error < best["forward", "float32"].error
    assert forward[-16.0] > 1e3 * best["forward", "float64"].error


def test_no_best_epsilon_where_nothing_is_a_number():
    found = result_of(quotient_errors(LINE, np.full(1, 1e200), (np.ones((1, 1)), np.ones((1, 1))), 0, np.inf))
    assert found.best("forward", "float64") is None


# ---- what is shown ----


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5), st.floats(0.1, 10))
def test_a_range_shows_all_points_and_stays(points, least):
    values = np.array(points)
    low, high = fitting_range(values, None, least)
    assert low < values.min() <= values.max() < high
    assert fitting_range(values, (low, high), least) == (low, high)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=1, max_size=6), st.floats(0.3, 4))
def test_a_plane_shows_all_points_at_one_scale(points, aspect):
    plane = np.array(points)
    (left, right), (low, high) = fitting_plane(plane, aspect)
    assert ((left <= plane[:, 0]) & (plane[:, 0] <= right)).all()
    assert ((low <= plane[:, 1]) & (plane[:, 1] <= high)).all()
    assert (right - left) / (high - low) == pytest.approx(aspect)
    assert fitting_plane(plane, aspect, ((left, right), (low, high))) == ((left, right), (low, high))


def test_contours_of_a_bowl_are_circles():
    x = y = np.linspace(-2, 2, 101)
    costs = x[None, :] ** 2 + y[:, None] ** 2
    (line,) = contours(x, y, costs, [1.0])
    np.testing.assert_allclose(np.hypot(line[:, ::2], line[:, 1::2]), 1.0, atol=1e-3)
    length = np.hypot(line[:, 2] - line[:, 0], line[:, 3] - line[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi, rel=1e-3)


def test_contours_leave_out_what_is_not_a_number():
    costs = np.array([[0.0, 2.0, np.nan], [0.0, 2.0, np.inf]])
    (line,) = contours(np.arange(3.0), np.arange(2.0), costs, [1.0])
    np.testing.assert_allclose(line, [[0.5, 1, 0.5, 0]] if line[0, 1] else [[0.5, 0, 0.5, 1]])


@given(st.floats(1e-12, 1e12), st.floats(1.0001, 1e9))
def test_levels_are_within_and_not_too_many(low, ratio):
    levels = round_levels(low, low * ratio)
    assert all(low < level < low * ratio for level in levels)
    assert len(levels) <= 16
    assert levels == sorted(levels)


# ---- the path ----


@given(st.lists(st.integers(1, 40), max_size=300))
def test_a_path_is_bounded_keeps_its_ends_and_its_order(gaps):
    path = RunPath(capacity=20)
    path.note(0, np.zeros(3))
    step = 0
    for gap in gaps:
        step += gap
        path.note(step, np.full(3, float(step)))
    assert len(path) <= 20
    assert path.steps[-1] == step
    assert (np.diff(path.steps) > 0).all()
    np.testing.assert_array_equal(path.over((2, 0))[:, 0], path.steps)


def test_a_long_path_has_points_everywhere():
    path = RunPath(capacity=100)
    for step in range(5_000):
        path.note(step, np.full(1, float(step)))
    assert 30 <= len(path) <= 100
    assert np.diff(path.steps).max() <= 4 * np.median(np.diff(path.steps))


def test_changes_by_hand_leave_where_they_began_and_ended():
    path = RunPath()
    for value in (0.0, 1.0, 2.0, 3.0):
        path.note(7, np.full(2, value))
    path.note(8, np.full(2, 4.0))
    assert path.over((0,))[:, 0].tolist() == [0.0, 3.0, 4.0]


def test_a_step_that_is_taken_back_leaves_the_path():
    path = RunPath()
    for step in range(4):
        path.note(step, np.full(1, float(step)))
    path.note(2, np.full(1, 2.0))
    path.note(3, np.full(1, np.inf))
    assert path.steps.tolist() == [0, 1, 2]
    path.clear()
    assert (len(path), path.over((0,)).shape) == (0, (0, 1))


def test_a_path_tells_whether_it_ends_by_hand():
    path = RunPath()
    for step, value, by_hand in ((0, 0.0, False), (0, 1.0, True), (0, 2.0, True), (1, 3.0, False), (1, 4.0, True)):
        path.note(step, np.array([value]))
        assert path.ends_by_hand is by_hand
