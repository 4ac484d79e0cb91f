"""Weights by hand: predicted and real change, one undo step for one drag, paused and running."""

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.core.gradients import backpropagation
from playground.data.strokes import RemoveSamples
from playground.experiment.experiment import GradientDescent
from playground.session import by_hand, hand_change
from playground.session.by_hand import LARGEST, HandReading
from playground.session.session import Session
from playground.worker.messages import RunState
from tests.session.patience import settle, step


def wait_for(qtbot: QtBot, session: Session, index: int, value: float) -> None:
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.theta[index] == value)


def drag(session: Session, index: int, *values: float) -> None:
    session.by_hand.begin("drag")
    for value in values:
        session.by_hand.set(index, value)
    session.by_hand.end()


def test_a_drag_is_one_undo_step(qtbot: QtBot, session: Session) -> None:
    step(qtbot, session, 3)
    before = session.snapshot
    drag(session, 4, 1.0, 1.5, 2.0)
    wait_for(qtbot, session, 4, 2.0)
    assert session.snapshot.step == 3
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "drag"
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before.theta))
    assert session.by_hand.reading is None
    session.undo_stack.redo()
    wait_for(qtbot, session, 4, 2.0)
    assert not session.is_modified


def test_undo_after_training_on_loses_nothing_that_redo_does_not_bring_back(qtbot: QtBot, session: Session) -> None:
    former = float(session.snapshot.theta[4])
    drag(session, 4, 2.0)
    wait_for(qtbot, session, 4, 2.0)
    step(qtbot, session, 50)
    trained = session.snapshot.theta
    assert trained[4] != 2.0
    session.undo_stack.undo()
    wait_for(qtbot, session, 4, former)
    session.undo_stack.redo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, trained))
    session.undo_stack.undo()
    wait_for(qtbot, session, 4, former)
    step(qtbot, session, 50)
    trained = session.snapshot.theta
    session.undo_stack.redo()
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, trained))


def test_undo_in_haste_after_training_on_goes_back_step_by_step(qtbot: QtBot, session: Session) -> None:
    former = float(session.snapshot.theta[4])
    for value in (2.0, 3.0):
        drag(session, 4, value)
    wait_for(qtbot, session, 4, 3.0)
    step(qtbot, session, 50)
    trained = float(session.snapshot.theta[4])
    session.undo_stack.undo()
    session.undo_stack.undo()
    wait_for(qtbot, session, 4, former)
    for wanted in (2.0, trained):
        session.undo_stack.redo()
        wait_for(qtbot, session, 4, wanted)
    session.by_hand.begin("drag")
    session.by_hand.set(4, 8.0)
    session.undo_stack.undo()
    wait_for(qtbot, session, 4, 2.0)
    session.undo_stack.redo()
    wait_for(qtbot, session, 4, trained)


def test_redo_at_another_step_sets_what_was_chosen(qtbot: QtBot, session: Session) -> None:
    step(qtbot, session, 20)
    session.reset()
    settle(qtbot, session)
    drag(session, 4, 2.0)
    wait_for(qtbot, session, 4, 2.0)
    step(qtbot, session, 50)
    for _ in range(2):
        session.undo_stack.undo()
    qtbot.waitUntil(lambda: session.snapshot.step == 20)
    for _ in range(2):
        session.undo_stack.redo()
    wait_for(qtbot, session, 4, 2.0)
    assert session.snapshot.step == 0


def test_two_changes_of_one_parameter_in_haste_are_undone_one_by_one(qtbot: QtBot, session: Session) -> None:
    former = float(session.snapshot.theta[4])
    session.by_hand.set(4, 2.0)
    session.by_hand.set(4, 3.0)
    wait_for(qtbot, session, 4, 3.0)
    for wanted in (2.0, former):
        session.undo_stack.undo()
        wait_for(qtbot, session, 4, wanted)


def test_two_changes_in_haste_both_come_to_their_truth(qtbot: QtBot, session: Session) -> None:
    theta, built = np.array(session.snapshot.theta), session.built
    session.by_hand.set(0, 1.0)
    session.by_hand.set(4, 2.0)  # before the first one is seen
    qtbot.waitUntil(lambda: session.by_hand.reading.real is not None)
    wait_for(qtbot, session, 4, 2.0)
    theta[0] = 1.0
    before = built.recipe.objective.value(theta, built.train_inputs, built.train_targets)
    assert session.by_hand.reading.real == pytest.approx(session.snapshot.cost - before, rel=1e-9)


@pytest.mark.parametrize(
    ("predicted", "real", "is_far"),
    [(0.1, 0.11, False), (0.1, 0.2, True), (0.1, -0.1, True), (1e-17, 1.1e-16, False), (0.1, math.nan, False)],
)
def test_what_is_far_is_not_told_of_rounding(predicted: float, real: float, is_far: bool) -> None:
    assert HandReading({0: 0.0}, {0: 1.0}, {0: predicted}, predicted, real, cost=0.25).is_far == is_far
    assert not HandReading({0: 0.0}, {0: 1.0}, {0: predicted}, predicted).is_far


def test_one_parameter_after_the_other_in_one_change_is_one_undo_step(qtbot: QtBot, session: Session) -> None:
    before = session.snapshot
    session.by_hand.begin("both")
    session.by_hand.set(4, 1.0)
    session.by_hand.set(7, -1.0)
    session.by_hand.end()
    wait_for(qtbot, session, 7, -1.0)
    assert session.snapshot.theta[4] == 1.0
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before.theta))


def test_predicted_and_real_change(qtbot: QtBot, session: Session) -> None:
    step(qtbot, session, 100)
    base = session.snapshot
    objective, built = session.built.recipe.objective, session.built
    slope = backpropagation(objective, base.theta, built.train_inputs, built.train_targets)[6]
    session.by_hand.begin("drag")
    for change in (0.5, 0.25):
        value = float(base.theta[6]) + change
        session.by_hand.set(6, value)
        wait_for(qtbot, session, 6, value)
        reading = session.by_hand.reading
        assert reading.predicted == pytest.approx(slope * change, rel=1e-12)
        assert reading.slopes[6] == base.gradient[6]
        assert reading.real == session.snapshot.cost - base.cost
        changed = np.array(base.theta)
        changed[6] = value
        real = objective.value(changed, built.train_inputs, built.train_targets) - base.cost
        assert reading.real == pytest.approx(real, rel=1e-9)
    session.by_hand.end()
    assert session.by_hand.reading is not None, "it stays to be read"
    step(qtbot, session, 1)
    assert session.by_hand.reading is None


def test_several_at_once_are_predicted_together(qtbot: QtBot, session: Session) -> None:
    base = session.snapshot
    session.by_hand.begin("two weights")
    session.by_hand.set_all({0: 1.0, 3: -1.0})
    wait_for(qtbot, session, 3, -1.0)
    change = np.zeros(9)
    change[[0, 3]] = 1.0 - base.theta[0], -1.0 - base.theta[3]
    assert session.by_hand.reading.predicted == pytest.approx(float(base.gradient @ change))
    session.by_hand.end()
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, base.theta))


def test_optimizer_state_and_curve_go_on(qtbot: QtBot, session: Session) -> None:
    session.open_example("chain")
    step(qtbot, session, 20)
    before = session.snapshot
    drag(session, 0, 0.25)
    wait_for(qtbot, session, 0, 0.25)
    np.testing.assert_array_equal(session.snapshot.state.optimizer_state, before.state.optimizer_state)
    np.testing.assert_array_equal(session.snapshot.curve.low, before.curve.low)
    step(qtbot, session, 1)
    assert session.snapshot.step == 21


def test_while_running_the_others_go_on_and_undo_sets_only_this_one_back(qtbot: QtBot, session: Session) -> None:
    session.set_speed(None)
    session.change_training("rate", optimizer=GradientDescent(learning_rate=1e-9))
    session.run()
    qtbot.waitUntil(lambda: session.run_state is RunState.RUNNING and session.snapshot.step > 5)
    former = float(session.snapshot.theta[2])
    session.by_hand.begin("drag")
    session.by_hand.set(2, 3.0)
    assert session.by_hand.reading.real is not None
    qtbot.waitUntil(lambda: abs(session.snapshot.theta[2] - 3.0) < 1e-3)
    session.by_hand.end()
    assert session.run_state is RunState.RUNNING
    at = session.snapshot.step
    qtbot.waitUntil(lambda: session.snapshot.step > at)
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: abs(session.snapshot.theta[2] - former) < 1e-3)
    assert session.snapshot.step > at
    session.pause()
    settle(qtbot, session)


def test_cancelling_leaves_nothing(qtbot: QtBot, session: Session) -> None:
    before = session.snapshot.theta
    session.by_hand.begin("drag")
    session.by_hand.set(1, 4.0)
    wait_for(qtbot, session, 1, 4.0)
    session.by_hand.cancel()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before))
    assert session.undo_stack.count() == 0
    assert not session.by_hand.is_open


def test_undo_in_the_middle_of_a_drag_takes_the_drag_back_first(qtbot: QtBot, session: Session) -> None:
    before = session.snapshot.theta
    drag(session, 0, 1.0)
    session.by_hand.begin("drag")
    session.by_hand.set(1, 4.0)
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before))
    assert not session.by_hand.is_open


def test_reset_in_the_middle_of_a_drag_ends_it(qtbot: QtBot, session: Session) -> None:
    start = session.snapshot.theta
    step(qtbot, session, 5)
    session.by_hand.begin("drag")
    session.by_hand.set(1, 4.0)
    session.reset()
    settle(qtbot, session)
    session.by_hand.set(1, 4.5)
    session.by_hand.end()
    assert session.undo_stack.count() == 3
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    session.reset()
    settle(qtbot, session)
    np.testing.assert_array_equal(session.snapshot.theta, start)


def test_quick_notches_are_one_undo_step_measured_from_the_first(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.snapshot
    for module in (by_hand, hand_change):
        monkeypatch.setattr(module, "MERGE_SECONDS", 1e9)
    for value in (1.0, 1.1, 1.2):
        session.by_hand.begin("wheel", merge=True)
        session.by_hand.set(5, value)
        session.by_hand.end()
        wait_for(qtbot, session, 5, value)
    assert session.undo_stack.count() == 1
    assert session.by_hand.reading.before[5] == before.theta[5]
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before.theta))


def test_slow_notches_are_undone_one_by_one(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (by_hand, hand_change):
        monkeypatch.setattr(module, "MERGE_SECONDS", -1.0)
    for value in (1.0, 1.1):
        session.by_hand.begin("wheel", merge=True)
        session.by_hand.set(5, value)
        session.by_hand.end()
        wait_for(qtbot, session, 5, value)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    wait_for(qtbot, session, 5, 1.0)


def test_what_is_beyond_all_numbers_is_not_taken(qtbot: QtBot, session: Session) -> None:
    drag(session, 0, 1e300)
    wait_for(qtbot, session, 0, LARGEST)
    session.by_hand.set(0, float("nan"))
    settle(qtbot, session)
    assert session.snapshot.theta[0] == LARGEST


def test_without_samples_weights_can_be_changed_all_the_same(qtbot: QtBot, session: Session) -> None:
    session.drawing.draw(RemoveSamples(np.arange(4)))
    settle(qtbot, session)
    drag(session, 0, 0.75)
    wait_for(qtbot, session, 0, 0.75)


def test_a_change_by_hand_helps_out_of_divergence(qtbot: QtBot, session: Session) -> None:
    session.open_example("twice")
    session.change_training("rate", optimizer=GradientDescent(learning_rate=1e3))
    session.take_steps(1000)
    qtbot.waitUntil(lambda: session.run_state is RunState.DIVERGED)
    session.by_hand.set(0, 1.0)
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE)
    wait_for(qtbot, session, 0, 1.0)
