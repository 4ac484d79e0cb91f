"""The parts of a step: looking changes nothing, and after the last one exactly one normal step has been taken."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.core.gradients import GRADIENTS
from playground.core.trainer import Trainer, TrainingState
from playground.data.strokes import RemoveSamples
from playground.experiment.experiment import Adam, GradientDescent, Momentum, RmsProp
from playground.explain.target import Target
from playground.session import step_parts
from playground.session.run import Banner
from playground.session.session import Session
from playground.worker.messages import RunState
from tests.session.patience import look, settle, step

OPTIMIZERS = [GradientDescent(), Momentum(), Momentum(nesterov=True), RmsProp(), Adam()]


def walk_through(qtbot: QtBot, session: Session) -> int:
    """Look at all parts, and take the step; returns how many parts there were."""
    look(qtbot, session)
    while session.parts.stage.number < session.parts.stage.total:
        look(qtbot, session)
    parts = session.parts.stage.number
    session.parts.forward()
    assert session.parts.stage is None
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
    assert walk_through(qtbot, session) > 4
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 4)
    settle(qtbot, session)
    assert_same(session.snapshot.state, wanted)


@pytest.mark.parametrize("method", GRADIENTS)
def test_the_last_part_tells_the_parameters_that_the_step_leads_to(qtbot: QtBot, session: Session, method: str) -> None:
    session.change_training("all", gradient=method, optimizer=Adam())
    settle(qtbot, session)
    look(qtbot, session)
    look(qtbot, session, session.parts.stage.total - 1)
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
    look(qtbot, session, presses)
    session.parts.leave()
    assert session.parts.stage is None
    qtbot.wait(30)
    assert session.snapshot is before
    assert session.undo_stack.count() == 0
    step(qtbot, session, 1)
    assert_same(session.snapshot.state, one_step_from(session, before.state))


def test_back_goes_to_the_part_before_and_out_of_the_first(qtbot: QtBot, session: Session) -> None:
    seen = []
    session.parts.changed.connect(seen.append)
    look(qtbot, session)
    first = session.parts.stage
    look(qtbot, session)
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
    walk_through(qtbot, session)
    qtbot.waitUntil(lambda: session.snapshot.step == here.step + 1)
    settle(qtbot, session)
    assert_same(session.snapshot.state, wanted)


def test_going_on_after_the_step_begins_the_next_one(qtbot: QtBot, session: Session) -> None:
    walk_through(qtbot, session)
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
    look(qtbot, session, 2)
    change(session)
    qtbot.waitUntil(lambda: session.parts.stage is None)
    session.pause()
    settle(qtbot, session)
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    assert session.parts.stage.number == 1


@pytest.mark.parametrize("method", ["backpropagation", "forward-difference"])
def test_another_sample_puts_its_numbers_into_the_same_part(qtbot: QtBot, session: Session, method: str) -> None:
    session.change_training("method", gradient=method)
    look(qtbot, session, 2)
    before = session.parts.stage
    session.selection.choose_sample(2)
    qtbot.waitUntil(lambda: session.parts.stage.sample == 2)
    assert session.parts.stage.number == 2
    assert session.parts.stage.unit_values != before.unit_values
    assert [stage.sample for stage in session.parts.seen] == [2, 2]


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
    look(qtbot, session)
    look(qtbot, session, session.parts.stage.total - 1)
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
    walk_through(qtbot, session)
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    assert_same(session.snapshot.state, wanted)


def test_presses_faster_than_answers_all_count_and_go_on_into_the_next_step(qtbot: QtBot, session: Session) -> None:
    wanted = one_step_from(session, session.snapshot.state)
    for _ in range(8 + 1 + 3):  # all parts, the step, and three of the next
        session.parts.forward()
    qtbot.waitUntil(lambda: session.snapshot.step == 1 and len(session.parts.seen) == 3)
    assert_same(session.snapshot.state, wanted)
    qtbot.wait(30)
    assert session.parts.stage.number == 3


def test_back_takes_back_a_press_that_is_not_answered_yet(qtbot: QtBot, session: Session) -> None:
    look(qtbot, session)
    session.parts.forward()
    session.parts.forward()
    session.parts.back()
    qtbot.waitUntil(lambda: session.parts.stage.number == 2)
    qtbot.wait(30)
    assert session.parts.stage.number == 2
    look(qtbot, session)
    assert [stage.number for stage in session.parts.seen] == [1, 2, 3]


def test_leaving_drops_what_is_under_way(qtbot: QtBot, session: Session) -> None:
    session.parts.forward()
    session.parts.leave()
    qtbot.wait(30)
    assert session.parts.stage is None


def test_another_sample_while_parts_are_under_way(qtbot: QtBot, session: Session) -> None:
    look(qtbot, session, 2)
    session.parts.forward()
    session.parts.forward()
    session.selection.choose_sample(3)
    qtbot.waitUntil(lambda: session.parts.stage.number == 4 and session.parts.stage.sample == 3)
    assert [(stage.number, stage.sample) for stage in session.parts.seen] == [(1, 3), (2, 3), (3, 3), (4, 3)]


def test_another_order_that_changes_nothing_of_the_step_asks_again(qtbot: QtBot, session: Session) -> None:
    look(qtbot, session)
    session.parts.forward()
    session.set_grid_axes((1, 0))
    qtbot.waitUntil(lambda: session.parts.stage.number == 2)
    settle(qtbot, session)
    look(qtbot, session)
    assert session.parts.stage.number == 3


def test_of_very_many_parts_the_newest_are_kept_and_those_before_are_asked_for(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step_parts, "MOST_SEEN", 3)
    session.change_training("method", gradient="central-difference")
    look(qtbot, session, 6)
    assert [stage.number for stage in session.parts.seen] == [4, 5, 6]
    session.selection.choose_sample(1)
    qtbot.waitUntil(lambda: session.parts.stage.sample == 1)
    assert [stage.number for stage in session.parts.seen] == [4, 5, 6]
    for wanted in (5, 4, 3, 2):
        session.parts.back()
        qtbot.waitUntil(lambda: session.parts.stage.number == wanted)  # noqa: B023  # it is over when that changes
    look(qtbot, session)
    assert [(stage.number, stage.sample) for stage in session.parts.seen] == [(2, 1), (3, 1)]


def test_back_while_another_samples_numbers_are_under_way(qtbot: QtBot, session: Session) -> None:
    look(qtbot, session, 6)
    session.selection.choose_sample(2)
    session.parts.back()
    session.parts.back()
    qtbot.waitUntil(lambda: session.parts.stage.sample == 2)
    assert [(stage.number, stage.sample) for stage in session.parts.seen] == [(1, 2), (2, 2), (3, 2), (4, 2)]


def test_the_update_is_reached_at_once_and_there_is_a_way_back(qtbot: QtBot, session: Session) -> None:
    session.change_training("method", gradient="forward-difference")
    settle(qtbot, session)
    session.parts.skip()
    assert session.parts.stage is None, "between steps there is nothing to skip"
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    wanted = one_step_from(session, session.snapshot.state)
    session.parts.skip()
    qtbot.waitUntil(lambda: session.parts.stage.kind == "update")
    last = session.parts.stage
    assert last is not None
    assert last.number == last.total == 1 + 3 * 9 + 1
    session.parts.back()
    qtbot.waitUntil(lambda: session.parts.stage.kind == "quotient")
    session.parts.skip()
    qtbot.waitUntil(lambda: session.parts.stage.kind == "update")
    session.parts.forward()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 1)
    settle(qtbot, session)
    assert_same(session.snapshot.state, wanted)


def test_what_is_selected_has_its_formula_written(qtbot: QtBot, session: Session) -> None:
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    assert session.parts.stage.formula.startswith("z₁⁽¹⁾")
    session.selection.choose(Target("unit", layer=1, unit=1))
    qtbot.waitUntil(lambda: session.parts.stage.formula.startswith("z₂⁽¹⁾"))
    assert session.parts.stage.number == 1
