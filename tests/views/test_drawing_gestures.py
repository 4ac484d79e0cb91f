"""Drawing samples on the prediction plot."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.data.dataset import Dataset
from playground.session.session import Session
from playground.views.drawing_gestures import Frame, nearest_sample
from playground.views.drawing_tools import DrawingTools
from playground.views.prediction_plot import PredictionPlot
from playground.views.sample_marks import Shown
from playground.views.theme import Theme
from playground.worker.messages import RunState
from tests.views.hands import RIGHT, Hand, inline, shown_panel


@pytest.fixture
def tools(qapp: QApplication) -> Iterator[DrawingTools]:
    tools = DrawingTools(qapp)
    yield tools
    tools.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, session: Session, theme: Theme, tools: DrawingTools) -> PredictionPlot:
    return shown_panel(qtbot, session, theme, tools)


@pytest.fixture
def hand(panel: PredictionPlot, qtbot: QtBot) -> Hand:
    return Hand(panel, qtbot)


def test_putting_a_sample_is_one_undo_step(session: Session, tools: DrawingTools, hand: Hand):
    tools.set_tool("put")
    tools.set_value(0.0)
    hand.press(0.3, 0.6)
    hand.move(0.5, 0.4)
    hand.release(0.5, 0.4)
    assert session.dataset.n_samples == 5
    assert session.dataset.inputs[-1].tolist() == pytest.approx([0.5, 0.4], abs=0.01)
    assert session.dataset.targets[-1].tolist() == [0.0]
    assert session.undo_stack.undoText() == "put a sample"
    session.undo_stack.undo()
    assert session.dataset.n_samples == 4
    session.undo_stack.redo()
    assert session.dataset.inputs[-1].tolist() == pytest.approx([0.5, 0.4], abs=0.01)


def test_looking_draws_nothing(session: Session, hand: Hand):
    hand.click(0.5, 0.5)
    assert session.dataset.n_samples == 4
    assert not session.undo_stack.canUndo()


def test_escape_takes_the_stroke_back(session: Session, tools: DrawingTools, hand: Hand, qtbot: QtBot):
    tools.set_tool("put")
    hand.press(0.3, 0.6)
    assert session.dataset.n_samples == 5
    qtbot.keyClick(hand.panel.view, Qt.Key.Key_Escape)
    assert session.dataset.n_samples == 4
    hand.release(0.3, 0.6)
    assert not session.undo_stack.canUndo()


def test_the_brush_sprays_within_its_radius(session: Session, tools: DrawingTools, hand: Hand, qtbot: QtBot):
    tools.set_tool("brush")
    tools.set_radius(0.1)
    hand.press(0.5, 0.5)
    qtbot.waitUntil(lambda: session.dataset.n_samples >= 8)
    hand.release(0.5, 0.5)
    drawn = session.dataset.inputs[4:]
    span = session.grid.extent[0][1] - session.grid.extent[0][0]
    assert np.hypot(*(drawn - 0.5).T).max() <= 0.1 * span * 1.05
    assert set(session.dataset.targets[4:, 0]) == {1.0}
    count = session.dataset.n_samples
    qtbot.wait(120)
    assert session.dataset.n_samples == count  # nothing drips after the release
    session.undo_stack.undo()
    assert session.dataset.n_samples == 4


def test_a_longer_way_sprays_more(session: Session, tools: DrawingTools, hand: Hand):
    tools.set_tool("brush")
    hand.press(0.1, 0.5)
    hand.move(0.9, 0.5)
    hand.release(0.9, 0.5)
    assert session.dataset.n_samples > 4 + 5


def test_a_sample_is_moved_with_its_target(session: Session, tools: DrawingTools, hand: Hand):
    tools.set_tool("move")
    hand.press(0.01, 0.99)
    hand.move(0.31, 0.79)
    hand.release(0.31, 0.79)
    assert session.dataset.inputs[1].tolist() == pytest.approx([0.3, 0.8], abs=0.02)
    assert session.dataset.targets[1].tolist() == [1.0]
    hand.click(0.6, 0.3)  # nothing there
    assert session.undo_stack.count() == 1


def test_erasing_leaves_no_gaps_in_a_quick_stroke(session: Session, tools: DrawingTools, hand: Hand):
    tools.set_tool("erase")
    tools.set_radius(0.03)
    hand.press(0.0, 0.9)
    hand.move(0.0, -0.05)
    hand.release(0.0, -0.05)
    assert session.dataset.inputs.tolist() == [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    session.undo_stack.undo()
    assert session.dataset.n_samples == 4


def test_the_right_button_erases_with_any_tool_in_the_hand(session: Session, tools: DrawingTools, hand: Hand):
    hand.click(1.0, 1.0, RIGHT)
    assert session.dataset.n_samples == 4
    tools.set_tool("put")
    hand.click(1.0, 1.0, RIGHT)
    assert session.dataset.n_samples == 3


def test_samples_stay_within_the_picture(session: Session, tools: DrawingTools, hand: Hand, qtbot: QtBot):
    tools.set_tool("put")
    grid = session.grid
    hand.press(0.5, 0.5)
    qtbot.mouseMove(hand.panel.view.viewport(), QPoint(2000, -500))
    hand.release(0.5, 0.5)
    right, top = grid.extent[0][1], grid.extent[1][1]
    x, y = session.dataset.inputs[-1].tolist()
    assert right - 0.02 < x < right
    assert top - 0.02 < y < top
    assert session.grid == grid


def test_with_one_input_the_height_is_the_target(session: Session, tools: DrawingTools, hand: Hand):
    session.open_example("twice")
    hand.panel.grab()
    tools.set_tool("put")
    hand.click(1.5, 6.0)
    assert session.dataset.inputs[-1].tolist() == pytest.approx([1.5], abs=0.05)
    assert session.dataset.targets[-1].tolist() == pytest.approx([6.0], abs=0.1)


def test_with_one_input_and_classes_the_height_chooses_the_class(session: Session, tools: DrawingTools, hand: Hand):
    session.open_example("two-neurons")
    hand.panel.grab()
    tools.set_tool("put")
    low, high = session.grid.extent[0]
    hand.click((low + high) / 2, 0.9)
    assert session.dataset.targets[-1].tolist() == [1.0]


def test_drawing_a_class_of_several(session: Session, tools: DrawingTools, hand: Hand):
    session.choose_dataset(inline(2, 3))
    hand.panel.grab()
    tools.set_tool("put")
    tools.set_value(2.0)
    hand.click(0.0, 0.0)
    assert session.dataset.targets[-1].tolist() == [0.0, 0.0, 1.0]


def test_other_inputs_of_drawn_samples_are_at_their_mean(session: Session, tools: DrawingTools, hand: Hand):
    session.choose_dataset(inline(4, 1))
    hand.panel.grab()
    fixed = session.grid.fixed.copy()
    tools.set_tool("put")
    hand.click(0.1, 0.2)
    assert session.dataset.inputs[-1].tolist() == pytest.approx([0.1, 0.2, fixed[2], fixed[3]], abs=0.05)


def test_drawing_while_training_runs(session: Session, tools: DrawingTools, hand: Hand, qtbot: QtBot):
    session.set_speed(None)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > 100)
    tools.set_tool("brush")
    hand.press(0.4, 0.4)
    hand.move(0.6, 0.6)
    hand.release(0.6, 0.6)
    assert session.snapshot is not None
    count, step = session.dataset.n_samples, session.snapshot.step
    assert count > 4
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > step + 100)
    assert session.run_state is RunState.RUNNING
    session.pause()
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE)


def test_samples_can_be_drawn_from_nothing(session: Session, tools: DrawingTools, hand: Hand):
    tools.set_tool("erase")
    tools.set_radius(0.25)
    for x, y in session.dataset.inputs.tolist():
        hand.click(x, y)
    assert session.dataset.n_samples == 0
    hand.panel.grab()
    hand.move(0.5, 0.5)
    tools.set_tool("put")
    hand.click(0.5, 0.5)
    assert session.dataset.n_samples == 1


# ---- geometry ----


@given(st.floats(-5, 5), st.floats(0.1, 20), st.floats(50, 900), st.floats(50, 900), st.floats(0.01, 0.99))
def test_frames_map_back_and_forth(low: float, span: float, width: float, height: float, share: float):
    frame = Frame((low, low + span), (low - 1, low + span), width, height)
    point = np.array([[low + share * span, low - 1 + share * (span + 1)]])
    assert frame.plane(frame.pixels(point)) == pytest.approx(point)
    outside = frame.plane(np.array([[-100.0, 10 * height]]))
    assert frame.x[0] < outside[0, 0] < frame.x[1]
    assert frame.y[0] < outside[0, 1] < frame.y[1]


def test_the_nearest_sample_is_the_one_the_eye_sees():
    dataset = Dataset("d", np.array([[0.0, 0.0], [1.0, 1.0]]), np.zeros((2, 1)))
    frame = Frame((0.0, 1.0), (0.0, 1.0), 100, 100)
    shown = Shown((0, 1), 0, (0.0, 1.0))
    assert nearest_sample(dataset, shown, frame, np.array([95.0, 95.0]), 10) == 1
    assert nearest_sample(dataset, shown, frame, np.array([50.0, 50.0]), 10) is None
    empty = Dataset("e", np.zeros((0, 2)), np.zeros((0, 1)))
    assert nearest_sample(empty, shown, frame, np.array([0.0, 0.0]), 10) is None
