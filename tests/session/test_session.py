"""The session: every change is undoable, runs go on or begin again as they should, and bad input changes nothing."""

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.core.models import MODELS
from playground.data.strokes import AddSamples, MoveSamples, RemoveSamples
from playground.experiment.experiment import Adam, GeneratedData, GradientDescent, Momentum, StopRule
from playground.experiment.fitting import spec_of
from playground.session.run import Banner
from playground.session.session import Session
from playground.worker.messages import RunState
from tests.session.patience import settle, step


def added(place: int, x1: float, x2: float, target: float) -> AddSamples:
    return AddSamples(np.array([place]), np.array([[x1, x2]]), np.array([[target]]))


def removed(*places: int) -> RemoveSamples:
    return RemoveSamples(np.array(places))


def test_opens_on_xor_ready_to_run(session: Session) -> None:
    assert session.experiment.title == "XOR"
    assert session.network.layers == (2, 2, 1)
    assert session.run_state is RunState.IDLE
    assert session.snapshot is not None
    assert session.snapshot.step == 0
    assert not session.is_modified


def test_opening_example_gets_below_its_bound_within_ten_seconds_of_steps(qtbot: QtBot, session: Session) -> None:
    assert session.speed is not None
    step(qtbot, session, int(10 * session.speed))
    assert session.snapshot is not None
    assert session.snapshot.cost < 0.01


def test_changing_the_learning_rate_lets_the_run_go_on_and_is_undoable(qtbot: QtBot, session: Session) -> None:
    step(qtbot, session, 5)
    session.change_training("learning rate", optimizer=GradientDescent(learning_rate=0.5))
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.step == 5
    assert session.experiment.training.optimizer.learning_rate == 0.5
    session.undo_stack.undo()
    assert session.experiment.training.optimizer.learning_rate == 1.0
    assert not session.is_modified
    settle(qtbot, session)
    assert session.snapshot.step == 5


def test_a_slider_drag_is_one_undo_step(session: Session) -> None:
    for rate in (0.9, 0.8, 0.7):
        session.change_training("learning rate", merge=True, optimizer=GradientDescent(learning_rate=rate))
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.experiment.training.optimizer.learning_rate == 1.0


def test_reset_brings_the_same_start_and_undo_brings_the_run_back(qtbot: QtBot, session: Session) -> None:
    assert session.snapshot is not None
    start = session.snapshot.theta
    step(qtbot, session, 50)
    trained = session.snapshot
    session.reset()
    settle(qtbot, session)
    np.testing.assert_array_equal(session.snapshot.theta, start)
    assert session.snapshot.curve.steps.size == 0
    assert not session.is_modified, "training and resetting change nothing that a file would keep"
    session.undo_stack.undo()
    settle(qtbot, session)
    np.testing.assert_array_equal(session.snapshot.theta, trained.theta)
    np.testing.assert_array_equal(session.snapshot.curve.low, trained.curve.low)
    step(qtbot, session, 1)
    assert session.snapshot.curve.low.size == trained.curve.low.size + 1


@pytest.mark.parametrize("kind", list(MODELS))
def test_every_model_comes_with_data_that_fit_it(
    qtbot: QtBot, session: Session, banners: list[Banner], kind: str
) -> None:
    before = session.experiment
    session.change_model(spec_of(kind, MODELS[kind].default))
    settle(qtbot, session)
    assert session.network.n_inputs == session.dataset.n_inputs
    step(qtbot, session, 3)
    if kind != "mlp":
        assert banners[-1].undo
        session.undo_stack.undo()
        assert session.experiment == before
        settle(qtbot, session)


def test_data_resize_an_mlp_and_replace_a_paper_model(qtbot: QtBot, session: Session, banners: list[Banner]) -> None:
    session.choose_dataset(GeneratedData("plane", samples=50))
    assert session.network.activations[-1] == "linear"
    session.change_model(spec_of("two-neurons", MODELS["two-neurons"].default))
    assert session.dataset.n_inputs == 1
    session.choose_dataset(GeneratedData("spiral", samples=50))
    assert session.network.n_inputs == 2
    assert session.experiment.model.kind == "one-neuron"
    assert "to fit" in banners[-1].text
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    assert session.experiment.title == "XOR"
    settle(qtbot, session)


def test_other_samples_of_the_same_generator_let_a_run_go_on(qtbot: QtBot, session: Session) -> None:
    session.choose_dataset(GeneratedData("spiral", samples=50))
    step(qtbot, session, 4)
    session.choose_dataset(GeneratedData("spiral", samples=60))
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.step == 4
    assert session.dataset.n_samples == 60


def test_a_stroke_is_one_undo_step_and_goes_on_training(qtbot: QtBot, session: Session) -> None:
    before = session.dataset
    session.set_speed(None)
    session.run()
    qtbot.waitUntil(lambda: session.run_state is RunState.RUNNING)
    session.drawing.begin("spray")
    for place in (0.2, 0.4):
        dataset = session.dataset
        session.drawing.draw(AddSamples.at_end(dataset, np.array([[place, place]]), np.array([[1.0]])))
    session.drawing.draw(MoveSamples(np.array([0]), np.array([[0.1, 0.1]]), np.array([[0.0]])))
    session.drawing.end()
    drawn = session.dataset
    assert drawn.n_samples == 6
    assert session.undo_stack.count() == 1
    assert session.run_state is RunState.RUNNING
    session.undo_stack.undo()
    assert session.dataset == before
    session.undo_stack.redo()
    assert session.dataset == drawn
    session.undo_stack.undo()
    assert session.dataset == before
    session.pause()
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.step > 0


def test_drawing_on_generated_data_writes_them_down_and_undo_brings_the_generator_back(
    qtbot: QtBot, session: Session
) -> None:
    spec = GeneratedData("moons", samples=40)
    session.choose_dataset(spec)
    session.drawing.begin("erase")
    session.drawing.draw(removed(0, 3))
    session.drawing.end()
    assert session.dataset.n_samples == 38
    session.undo_stack.undo()
    assert session.experiment.dataset == spec
    settle(qtbot, session)


def test_a_cancelled_stroke_leaves_nothing(qtbot: QtBot, session: Session) -> None:
    before = session.experiment
    session.drawing.begin("erase")
    session.drawing.draw(removed(1))
    session.drawing.cancel()
    assert session.experiment == before
    assert session.undo_stack.count() == 0
    settle(qtbot, session)


def test_undo_in_the_middle_of_a_stroke_takes_the_stroke_back_first(qtbot: QtBot, session: Session) -> None:
    before = session.experiment
    session.change_training("learning rate", optimizer=GradientDescent(learning_rate=0.5))
    session.drawing.begin("erase")
    session.drawing.draw(removed(1))
    session.undo_stack.undo()
    assert not session.drawing.is_open
    assert session.experiment == before
    session.undo_stack.redo()
    assert session.dataset.n_samples == 4
    settle(qtbot, session)


def test_all_samples_can_be_erased_and_new_ones_drawn(qtbot: QtBot, session: Session, banners: list[Banner]) -> None:
    step(qtbot, session, 3)
    session.drawing.draw(removed(0, 1, 2, 3))
    settle(qtbot, session)
    assert session.snapshot is not None
    assert np.isnan(session.snapshot.cost)
    session.run()
    assert "put some samples" in banners[-1].text
    session.drawing.draw(added(0, 0.5, 0.5, 1.0))
    step(qtbot, session, 2)
    assert session.snapshot.step == 5
    assert session.snapshot.cost < 1


def test_divergence_is_told_and_a_smaller_learning_rate_lets_it_go_on(
    qtbot: QtBot, session: Session, banners: list[Banner]
) -> None:
    session.open_example("twice")
    session.change_training("learning rate", optimizer=GradientDescent(learning_rate=1e3))
    session.take_steps(1000)
    qtbot.waitUntil(lambda: session.run_state is RunState.DIVERGED, timeout=60_000)
    assert session.snapshot is not None
    assert session.snapshot.divergence is not None
    session.run()
    assert "diverged" in banners[-1].text
    session.change_training("learning rate", optimizer=GradientDescent(learning_rate=0.05))
    settle(qtbot, session)
    step(qtbot, session, 10)


def test_run_stops_by_its_rule(qtbot: QtBot, session: Session) -> None:
    session.set_speed(None)
    session.change_training("stop rule", stop=StopRule(step=123))
    session.run()
    qtbot.waitUntil(lambda: session.run_state is RunState.FINISHED, timeout=60_000)
    assert session.snapshot is not None
    assert session.snapshot.step == 123


def test_new_start_draws_other_numbers(qtbot: QtBot, session: Session) -> None:
    assert session.snapshot is not None
    before = session.snapshot.theta
    session.new_start()
    settle(qtbot, session)
    assert (session.snapshot.theta != before).any()
    session.undo_stack.undo()
    settle(qtbot, session)
    np.testing.assert_array_equal(session.snapshot.theta, before)


def test_a_setting_that_cannot_be_is_told_and_changes_nothing(session: Session, banners: list[Banner]) -> None:
    session.open_example("twice")
    before = session.experiment
    session.change_training("cost", cost="cross-entropy")
    assert session.experiment is before
    assert session.undo_stack.count() == 0
    assert banners[-1].kind == "error"


def test_cross_entropy_gives_way_to_data_it_cannot_be_used_with(
    qtbot: QtBot, session: Session, banners: list[Banner]
) -> None:
    session.change_training("cost", cost="cross-entropy")
    session.choose_dataset(GeneratedData("plane", samples=50))
    assert session.experiment.training.cost == "mse"
    assert "mean squared" in banners[-1].text
    settle(qtbot, session)


def test_grid_follows_the_data_and_stays_while_they_fit(qtbot: QtBot, session: Session) -> None:
    grid = session.grid
    session.drawing.draw(added(4, 0.5, 0.5, 1.0))
    assert session.grid is grid
    session.drawing.draw(added(5, 9.0, 0.5, 1.0))
    assert session.grid.covers(session.dataset)
    session.choose_dataset(msgspec.structs.replace(GeneratedData("circle"), samples=30))
    assert session.grid.extent[0][1] > 3
    settle(qtbot, session)


def test_resets_in_a_row_are_one_undo_step(qtbot: QtBot, session: Session) -> None:
    step(qtbot, session, 50)
    session.reset()
    session.reset()
    session.undo_stack.undo()
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.step == 50


def test_another_optimizer_a_reset_and_undo_can_be_trained_on(qtbot: QtBot, session: Session) -> None:
    session.change_training("optimizer", optimizer=Momentum())
    step(qtbot, session, 5)
    session.change_training("optimizer", optimizer=Adam())
    session.reset()
    session.undo_stack.undo()
    settle(qtbot, session)
    step(qtbot, session, 1)


def test_a_target_that_the_cost_cannot_have_is_refused_with_a_word(session: Session, banners: list[Banner]) -> None:
    session.change_training("cost", cost="cross-entropy")
    before = session.dataset
    session.drawing.begin("put")
    session.drawing.draw(added(4, 0.5, 0.5, 3.0))
    session.drawing.end()
    assert session.dataset == before
    assert "cross-entropy" in banners[-1].text


def test_run_right_after_lowering_the_learning_rate_of_a_diverged_run(qtbot: QtBot, session: Session) -> None:
    session.open_example("twice")
    session.change_training("learning rate", optimizer=GradientDescent(learning_rate=1e3))
    session.take_steps(1000)
    qtbot.waitUntil(lambda: session.run_state is RunState.DIVERGED, timeout=60_000)
    session.change_training("learning rate", optimizer=GradientDescent(learning_rate=0.05))
    session.take_steps(3)
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE)


def test_strokes_on_written_down_samples_keep_no_copy_of_them(session: Session) -> None:
    session.drawing.begin("put")
    session.drawing.draw(added(4, 0.5, 0.5, 1.0))
    assert session.drawing._stroke is not None
    assert session.drawing._stroke[1] is None
    session.drawing.end()
