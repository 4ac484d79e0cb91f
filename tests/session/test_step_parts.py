"""The parts of a step: looking changes nothing, and after the last one exactly one normal step has been taken."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.core.gradients import GRADIENTS
from playground.core.trainer import Trainer, TrainingState
from playground.data.strokes import RemoveSamples
from playground.experiment.experiment import Adam, GradientDescent, Momentum, RmsProp
from playground.session.run import Banner
from playground.session.session import Session
from playground.worker.messages import RunState
from tests.session.patience import settle, step

OPTIMIZERS = [GradientDescent(), Momentum(), Momentum(nesterov=True), RmsProp(), Adam()]


def walk_through(session: Session) -> int:
    """Look at all parts, and take the step; returns how many parts there were."""
    parts = 0
    session.parts.forward()
    while session.parts.stage is not None:
        parts += 1
        assert session.parts.stage.number == parts
        session.parts.forward()
    return parts


def one_step_from(session: Session, state: TrainingState) -> TrainingState:
    built = session.built
    trainer = Trainer(built.recipe, built.train_inputs, built.train_targets, state)
    trainer.advance(1)
    return trainer.state()


def assert_same(state: TrainingState, wanted: TrainingState) -> None:
    assert state.step == wanted.step
    assert state.optimizer_step == wanted.optimizer_step
    np.testing.assert_array_equal(state.theta, wanted.theta)
    np.testing.assert_array_equal(state.optimizer_state, wanted.optimizer_state)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
@pytest.mark.parametrize("method", GRADIENTS)
@pytest.mark.parametrize("batch_size", [None, 3])
def test_all_parts_together_are_one_step_bit_for_bit(
    qtbot: QtBot, session: Session, method: str, optimizer: GradientDescent, batch_size: int | None
) -> None:
    session.change_training("all", gradient=method, optimizer=optimizer, batch_size=batch_size)
    step(qtbot, session, 3)
    assert session.snapshot is not None
    wanted = one_step_from(session, session.snapshot.state)
    assert walk_through(session) > 4
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 4)
    settle(qtbot, session)
    assert_same(session.snapshot.state, wanted)


@pytest.mark.parametrize("method", GRADIENTS)
def test_the_last_part_tells_the_parameters_that_the_step_leads_to(qtbot: QtBot, session: Session, method: str) -> None:
    session.change_training("all", gradient=method, optimizer=Adam())
    settle(qtbot, session)
    session.parts.forward()
    while session.parts.stage.number < session.parts.stage.total:
        session.parts.forward()
    told = session.parts.stage.parameter_values
    session.parts.forward()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 1)
    values = np.array([told[index][1] for index in range(session.network.n_parameters)])
    np.testing.assert_allclose(values, session.snapshot.theta, rtol=1e-7)


@pytest.mark.parametrize("presses", [1, 4, 8])
def test_leaving_in_the_middle_changes_nothing(qtbot: QtBot, session: Session, presses: int) -> None:
    step(qtbot, session, 5)
    before = session.snapshot
    assert before is not None
    for _ in range(presses):
        session.parts.forward()
    assert session.parts.stage.number == presses
    session.parts.leave()
    assert session.parts.stage is None
    qtbot.wait(30)
    assert session.snapshot is before
    assert session.undo_stack.count() == 0
    step(qtbot, session, 1)
    assert_same(session.snapshot.state, one_step_from(session, before.state))


def test_back_goes_to_the_part_before_and_out_of_the_first(session: Session) -> None:
    seen = []
    session.parts.changed.connect(seen.append)
    session.parts.forward()
    first = session.parts.stage
    session.parts.forward()
    session.parts.back()
    assert session.parts.stage is first
    session.parts.back()
    assert session.parts.stage is None
    session.parts.back()
    assert [None if part is None else part.number for part in seen] == [1, 2, 1, None]


def test_the_first_part_pauses_a_run(qtbot: QtBot, session: Session) -> None:
    session.set_speed(None)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > 10)
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    assert session.run_state is RunState.IDLE
    here = session.snapshot
    wanted = one_step_from(session, here.state)
    session.parts.back()
    walk_through(session)
    qtbot.waitUntil(lambda: session.snapshot.step == here.step + 1)
    settle(qtbot, session)
    assert_same(session.snapshot.state, wanted)


def test_going_on_after_the_step_begins_the_next_one(qtbot: QtBot, session: Session) -> None:
    walk_through(session)
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    assert session.parts.stage.number == 1
    assert session.snapshot.step == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.change_training("rate", optimizer=GradientDescent(learning_rate=0.1)),
        lambda session: session.by_hand.set(0, 0.5),
        lambda session: session.drawing.draw(RemoveSamples(np.array([0]))),
        lambda session: session.step_once(),
        lambda session: session.run(),
        lambda session: session.open_example("chain"),
        lambda session: session.new_start(),
    ],
    ids=["setting", "hand", "data", "step", "run", "file", "start"],
)
def test_every_other_change_leaves(qtbot: QtBot, session: Session, change) -> None:
    session.parts.forward()
    session.parts.forward()
    change(session)
    qtbot.waitUntil(lambda: session.parts.stage is None)
    session.pause()
    settle(qtbot, session)
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    assert session.parts.stage.number == 1


def test_another_sample_puts_its_numbers_into_the_same_part(session: Session) -> None:
    session.parts.forward()
    session.parts.forward()
    before = session.parts.stage
    session.selection.choose_sample(2)
    assert session.parts.stage.number == 2
    assert session.parts.stage.sample == 2
    assert session.parts.stage.unit_values != before.unit_values


def test_without_samples_there_is_no_step_to_take_apart(qtbot: QtBot, session: Session, banners: list[Banner]) -> None:
    session.drawing.draw(RemoveSamples(np.arange(4)))
    settle(qtbot, session)
    session.parts.forward()
    assert session.parts.stage is None
    assert "put some samples" in banners[-1].text


def test_a_step_that_diverges_shows_that_in_words_and_is_refused_as_any_other(qtbot: QtBot, session: Session) -> None:
    session.open_example("twice")
    session.change_training("rate", optimizer=GradientDescent(learning_rate=1e300))
    settle(qtbot, session)
    start = session.snapshot.theta
    session.parts.forward()
    while session.parts.stage is not None:
        last = session.parts.stage
        session.parts.forward()
    assert "nan" not in (last.caption + last.formula + last.note).lower()
    qtbot.waitUntil(lambda: session.run_state is RunState.DIVERGED)
    settle(qtbot, session)
    np.testing.assert_array_equal(session.snapshot.theta, start)
    session.parts.forward()
    assert session.parts.stage is None


def test_one_sample_is_enough(qtbot: QtBot, session: Session) -> None:
    session.drawing.draw(RemoveSamples(np.array([1, 2, 3])))
    settle(qtbot, session)
    wanted = one_step_from(session, session.snapshot.state)
    walk_through(session)
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    assert_same(session.snapshot.state, wanted)
