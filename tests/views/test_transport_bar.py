"""The bar that runs the training."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.data.strokes import RemoveSamples
from playground.experiment.experiment import PenaltySpec, Split
from playground.session.session import Session
from playground.views.numbers import format_number
from playground.views.theme import Theme
from playground.views.transport_bar import SPEEDS, TransportBar, position_of
from playground.worker.messages import RunState
from playground.worker.training_thread import TrainingThread


@pytest.fixture
def bar(qtbot: QtBot, session: Session, theme: Theme) -> TransportBar:
    bar = TransportBar(session, theme)
    qtbot.addWidget(bar)
    bar.resize(1400, bar.sizeHint().height())
    bar.show()
    return bar


@pytest.fixture
def unready(qtbot: QtBot) -> Iterator[Session]:
    """A session whose kernel has not been loaded."""
    thread = TrainingThread()
    session = Session(thread)
    qtbot.waitUntil(lambda: session.snapshot is not None)
    yield session
    thread.close()
    session.deleteLater()


def wait_for(qtbot: QtBot, session: Session, state: RunState) -> None:
    qtbot.waitUntil(lambda: session.run_state is state, timeout=10_000)


def test_it_shows_where_the_run_stands(bar: TransportBar, session: Session):
    assert session.snapshot is not None
    assert bar.step.value == "0"
    assert bar.cost.value == format_number(session.snapshot.cost)
    assert bar.accuracy.value.endswith(" of 4")
    assert not bar.test_cost.isVisible()


def test_step_takes_one_step(bar: TransportBar, session: Session, qtbot: QtBot):
    qtbot.mouseClick(bar.step_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.step.value == "1")
    assert session.snapshot is not None
    assert bar.cost.value == format_number(session.snapshot.cost)


def test_run_becomes_pause_without_changing_its_width(bar: TransportBar, session: Session, qtbot: QtBot):
    width = bar.run_button.width()
    assert bar.run_button.text() == "Run"
    qtbot.mouseClick(bar.run_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, session, RunState.RUNNING)
    assert bar.run_button.text() == "Pause"
    assert not bar.step_button.isEnabled()
    qtbot.wait(1)
    assert bar.run_button.width() == width
    qtbot.mouseClick(bar.run_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, session, RunState.IDLE)
    assert bar.run_button.text() == "Run"
    assert bar.step_button.isEnabled()


def test_reset_is_dimmed_until_there_is_something_to_reset(bar: TransportBar, session: Session, qtbot: QtBot):
    assert not bar.reset_button.isEnabled()
    session.take_steps(5)
    qtbot.waitUntil(lambda: bar.step.value == "5")
    assert bar.reset_button.isEnabled()
    qtbot.mouseClick(bar.reset_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.step.value == "0")
    assert not bar.reset_button.isEnabled()


def test_a_run_asked_for_too_early_is_said_to_start(unready: Session, theme: Theme, qtbot: QtBot):
    bar = TransportBar(unready, theme)
    qtbot.addWidget(bar)
    bar.run_button.click()
    wait_for(qtbot, unready, RunState.WAITING)
    assert bar.run_button.text() == "Starting…"
    bar.run_button.click()
    qtbot.waitUntil(lambda: bar.run_button.text() == "Run")


def test_the_test_cost_is_there_with_a_test_set(bar: TransportBar, session: Session, qtbot: QtBot):
    session.change_split(Split(0.5, 0))
    qtbot.waitUntil(bar.test_cost.isVisible)
    assert session.snapshot is not None
    assert session.snapshot.test_cost is not None
    assert bar.test_cost.value == format_number(session.snapshot.test_cost)


def test_values_have_no_accuracy(bar: TransportBar, session: Session, qtbot: QtBot):
    session.open_example("twice")
    qtbot.waitUntil(lambda: bar.cost.value != "–")
    assert not bar.accuracy.isVisible()


def test_the_cost_is_the_largest_number(bar: TransportBar):
    assert bar.cost.sizeHint().width() > bar.step.sizeHint().width()
    assert bar.cost.sizeHint().height() == bar.step.sizeHint().height()


def test_numbers_do_not_move_their_neighbours(bar: TransportBar):
    before = bar.cost.sizeHint().width()
    bar.cost.set_value("1")
    assert bar.cost.sizeHint().width() == before


# ---- speed ----


def test_the_slider_sets_the_speed_and_follows_it(bar: TransportBar, session: Session):
    bar.speed_slider.setValue(len(SPEEDS) - 1)
    assert session.speed is None
    assert bar.speed_label.text() == "unlimited"
    session.set_speed(5.0)
    assert bar.speed_slider.value() == SPEEDS.index(5.0)
    assert bar.speed_label.text() == "5 steps/s"


def test_showing_a_speed_between_two_stops_does_not_change_it(bar: TransportBar, session: Session):
    session.set_speed(730.0)
    assert session.speed == 730.0
    assert bar.speed_slider.value() == position_of(730.0)


@given(st.sampled_from(SPEEDS))
def test_every_stop_of_the_slider_is_found_again(speed: float | None):
    assert SPEEDS[position_of(speed)] == speed


@given(st.floats(1e-3, 1e12))
def test_the_nearest_stop_is_never_far(speed: float):
    found = SPEEDS[position_of(speed)]
    assert found is not None
    if 1 <= speed <= 1e6:
        assert max(found / speed, speed / found) <= 1.6
    else:
        assert found in (1.0, 1e6)


# ---- room ----


def test_nothing_is_cut_off_when_there_is_little_room(bar: TransportBar):
    bar.resize(bar.minimumSizeHint().width(), bar.height())
    QApplication.processEvents()
    assert not bar.speed_label.isVisible()
    assert bar.reset_button.width() == bar.reset_button.height()
    for part in (bar.run_button, bar.step_button, bar.speed_slider, bar.step, bar.cost):
        assert part.geometry().right() < bar.width()
        assert part.width() >= part.minimumSizeHint().width()
    bar.resize(1400, bar.height())
    assert bar.speed_label.isVisible()


def test_a_number_that_comes_takes_the_room_of_a_word(bar: TransportBar, session: Session, qtbot: QtBot):
    words = bar.new_start_button.width() + bar.speed_caption.width() + bar.speed_label.width()
    bar.resize(bar.minimumSizeHint().width() + words + 30, bar.height())
    QApplication.processEvents()
    assert bar.speed_label.isVisible()
    session.change_split(Split(0.5, 0))
    qtbot.waitUntil(lambda: bar.test_cost.isVisible() and not bar.speed_label.isVisible())
    assert bar.cost.geometry().right() < bar.width()


def test_another_palette_changes_the_icons(bar: TransportBar, theme: Theme):
    before = bar.step_button.icon().cacheKey()
    theme.set_mode("dark")
    assert bar.step_button.icon().cacheKey() != before


def test_a_click_in_the_groove_sets_the_speed(bar: TransportBar, session: Session, qtbot: QtBot):
    slider = bar.speed_slider
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 2, slider.height() // 2))
    assert session.speed is None
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(2, slider.height() // 2))
    assert session.speed == SPEEDS[0]


def test_without_samples_there_is_no_cost(bar: TransportBar, session: Session, qtbot: QtBot):
    session.drawing.draw(RemoveSamples(np.arange(session.dataset.n_samples)))
    qtbot.waitUntil(lambda: bar.cost.value == "–")


def test_the_accuracy_says_of_which_samples(bar: TransportBar, session: Session, qtbot: QtBot):
    assert bar.accuracy.accessibleName() == "accuracy"
    assert not bar.test_accuracy.isVisible()
    session.change_split(Split(0.5, 0))
    qtbot.waitUntil(bar.test_accuracy.isVisible)
    assert bar.accuracy.accessibleName() == "training accuracy"
    assert bar.test_accuracy.value.endswith(" of 2")
    bar.resize(bar.minimumSizeHint().width(), bar.height())
    assert not bar.test_accuracy.isVisible()
    assert bar.test_accuracy.value in bar.accuracy.toolTip()


def test_new_start_begins_from_other_weights(bar: TransportBar, session: Session, qtbot: QtBot):
    before = session.experiment.initial
    qtbot.mouseClick(bar.new_start_button, Qt.MouseButton.LeftButton)
    assert session.experiment.initial != before


def test_run_keeps_its_width_in_another_palette(bar: TransportBar, theme: Theme):
    QApplication.processEvents()
    width = bar.run_button.width()
    theme.set_mode("dark")
    QApplication.processEvents()
    assert bar.run_button.width() == width


def test_the_cost_tells_its_parts_when_there_is_a_penalty(bar: TransportBar, session: Session, qtbot: QtBot):
    assert "penalty" not in bar.cost.toolTip()
    session.change_training("change the penalty", penalty=PenaltySpec(l2=0.01))
    qtbot.waitUntil(lambda: "penalty" in bar.cost.toolTip())
    snapshot = session.snapshot
    assert snapshot is not None
    assert bar.cost.toolTip().endswith(
        f"{format_number(snapshot.data_cost)}, and the penalty, {format_number(snapshot.penalty)}"
    )
