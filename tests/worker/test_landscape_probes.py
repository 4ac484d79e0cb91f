"""What the probes of the landscape and of the finite-difference lab answer."""

from dataclasses import replace

import numpy as np
import pytest

from playground.core.cost_meter import CostMeter
from playground.core.costs import Penalty
from playground.core.gradients import Objective, backpropagation
from playground.core.network import Network
from playground.core.optimizers import OptimizerSettings
from playground.core.recipe import Recipe, TrainingState
from playground.worker import landscape_probes
from playground.worker.difference_probes import GradientTimesProbe, QuotientErrorsProbe, SecantProbe
from playground.worker.landscape_probes import LandscapeProbe, quick_resolution
from playground.worker.messages import Samples
from playground.worker.probes import Moment
from playground.worker.slice_probes import UpdateSliceProbe, WeightSliceProbe
from tests.worker.test_probes import NONE, moment
from tests.worker.test_training_thread import THETA, XOR, recipe


def last(probe, at):
    return [answer for answer in probe.answers(at) if answer is not None][-1]


@pytest.mark.parametrize("compiled", [False, True])
def test_the_landscape_refines_and_is_the_cost(compiled):
    at = moment(compiled=compiled)
    answers = [answer for answer in LandscapeProbe((0, 4), resolutions=(5, 9)).answers(at) if answer is not None]
    assert [answer.costs.shape for answer in answers] == [(5, 5), (9, 9)]
    found = answers[-1]
    theta = THETA.copy()
    theta[[0, 4]] = found.x[2], found.y[7]
    assert found.costs[7, 2] == pytest.approx(at.recipe.objective.value(theta, XOR.inputs, XOR.targets), rel=1e-13)
    assert found.point == (THETA[0], THETA[4])
    exact = backpropagation(at.recipe.objective, THETA, XOR.inputs, XOR.targets)
    assert found.slopes == pytest.approx((exact[0], exact[4]))
    assert len(found.lines) == len(found.levels) > 2
    assert not found.costs.flags.writeable


def test_where_only_the_two_are_moved_the_costs_are_the_same():
    at = moment()
    found = last(LandscapeProbe((0, 4), resolutions=(9,)), at)
    theta = THETA.copy()
    theta[[0, 4]] += 0.1, -0.2
    exact = backpropagation(at.recipe.objective, theta, XOR.inputs, XOR.targets)
    moved = found.moved(theta, exact, 0.5)
    assert moved is not None
    assert moved.costs is found.costs
    assert (moved.point, moved.slopes, moved.cost) == ((theta[0], theta[4]), (exact[0], exact[4]), 0.5)
    np.testing.assert_array_equal(moved.path[-2:], [found.point, moved.point])
    assert found.moved(THETA, exact, 0.5) is not None
    held = replace(
        found, path=np.vstack([found.path, [9.0, 9.0]]), fixed=len(found.path)
    )  # answered while a hand moved
    np.testing.assert_array_equal(held.moved(theta, exact, 0.5).path[-2:], [found.point, moved.point])
    for index, value in ((1, THETA[1] + 1e-9), (0, found.x[-1] + 0.01), (4, np.nan)):
        theta = THETA.copy()
        theta[index] = value
        assert found.moved(theta, exact, 0.5) is None
    theta[[0, 4]] = found.x[-1] - 1e-3, THETA[4]
    theta[1] = THETA[1]
    assert found.moved(theta, exact, 0.5) is not None
    assert found.moved(theta, exact, 0.5, margin=0.05) is None


@pytest.mark.parametrize(
    ("n_samples", "n_parameters", "points"), [(4, 9, 25), (400, 50, 19), (400, 105, 13), (10**6, 9, 13)]
)
def test_what_changes_with_every_frame_is_as_fine_as_there_is_time_for(n_samples, n_parameters, points):
    assert quick_resolution(n_samples, n_parameters) == points


@pytest.mark.parametrize("measured", [7, 25])
def test_what_follows_a_hand_has_enough_points_for_smooth_lines(monkeypatch, measured):
    monkeypatch.setattr(landscape_probes, "quick_resolution", lambda _samples, _parameters: measured)
    answers = [answer for answer in LandscapeProbe((0, 4), quick=True).answers(moment()) if answer is not None]
    found, exact = answers[-1], last(LandscapeProbe((0, 4), resolutions=(measured,)), moment())
    shown = 13 if measured == 7 else 25
    assert len(answers) == 1
    assert found.costs.shape == (shown, shown)
    assert found.ranges == exact.ranges
    every = (shown - 1) // (measured - 1)
    np.testing.assert_allclose(found.costs[::every, ::every], exact.costs, rtol=1e-12)
    assert exact.costs.min() <= found.costs.min() <= found.costs.max() <= exact.costs.max()


def test_costs_beyond_all_numbers_are_not_blended_with_others(monkeypatch):
    monkeypatch.setattr(landscape_probes, "quick_resolution", lambda _samples, _parameters: 7)
    used = recipe()
    at = moment(used=replace(used, objective=replace(used.objective, penalty=Penalty(l2=1.0))))
    found = last(LandscapeProbe((0, 4), ((-1e200, 1e200), (-1.0, 1.0)), keep=True, quick=True), at)
    assert found.costs.shape == (7, 7)
    assert not np.isfinite(found.costs).all()


def test_the_update_slice_shows_the_step():
    found = last(UpdateSliceProbe(), moment(used=recipe(2.0)))
    gradient = backpropagation(recipe().objective, THETA, XOR.inputs, XOR.targets)
    after = recipe().objective.value(THETA - 2.0 * gradient, XOR.inputs, XOR.targets)
    assert found.cost_after == pytest.approx(after, rel=1e-12)
    assert found.outlook.slope == pytest.approx(-float(gradient @ gradient))
    assert found.learning_rates[-1] >= 4.0


def test_the_slice_shows_the_surroundings_of_the_step_or_all():
    at = moment(used=recipe(1e-4))
    auto, near, far = (last(UpdateSliceProbe(near), at) for near in (None, True, False))
    assert (auto.near, near.near, far.near) == (True, True, False)
    assert near.learning_rates[-1] == pytest.approx(4e-4)
    assert far.learning_rates[-1] > 1e-2
    assert near.outlook == far.outlook


def test_weight_slice_and_secant_go_through_the_current_point():
    at = moment()
    found = last(WeightSliceProbe(3), at)
    assert found.values[0] < found.value < found.values[-1]
    assert np.interp(found.value, found.values, found.costs) == pytest.approx(found.cost, rel=1e-3)
    secant = last(SecantProbe(3, 0.5, central=True, zoomed=True), at)
    assert (secant.value, secant.offsets[0], secant.offsets[-1]) == (THETA[3], -1.5, 1.5)
    assert secant.exact == pytest.approx(found.slope)


def test_times_are_measured_of_either_kind():
    for compiled in (False, True):
        times = last(GradientTimesProbe(), moment(compiled=compiled))
        assert (times.compiled, times.n_parameters) == (compiled, 9)
        assert min(times.forward_difference, times.central_difference, times.exact) > 0


@pytest.mark.parametrize(
    "probe",
    [
        LandscapeProbe((0, 1)),
        UpdateSliceProbe(),
        WeightSliceProbe(0),
        SecantProbe(0, 0.1, central=False, zoomed=False),
        QuotientErrorsProbe(0),
        GradientTimesProbe(),
    ],
)
def test_without_samples_there_is_no_answer(probe):
    used = recipe()
    empty = Samples(*NONE, *NONE, classes=True)
    at = Moment(1, used, empty, TrainingState.start(used, THETA), np.zeros(THETA.size))
    assert [answer for answer in probe.answers(at) if answer is not None] == []


def test_huge_weights_and_one_sample_are_answered():
    used = Recipe(Objective(Network((1, 1), ("linear",), biases=False)), optimizer=OptimizerSettings())
    data = np.array([[1.0]]), np.array([[2.0]])
    samples = Samples(*data, np.empty((0, 1)), np.empty((0, 1)), classes=False)
    for value in (1e160, 2.0, 1e-320):
        state = TrainingState.start(used, np.full(1, value))
        at = Moment(1, used, samples, state, np.zeros(1), CostMeter(used.objective, *data, compiled=True))
        for probe in (UpdateSliceProbe(), WeightSliceProbe(0), SecantProbe(0, 1e-9, central=True, zoomed=False)):
            list(probe.answers(at))
        list(QuotientErrorsProbe(0).answers(at))
