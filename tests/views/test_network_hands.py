"""Weights by hand on the canvas: real mouse and key events on a real session."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from playground.explain.target import Target
from playground.session import by_hand, hand_change
from playground.session.session import Session
from playground.views.network_canvas import NetworkCanvas
from playground.views.network_diagram import NetworkDiagram
from playground.worker.messages import RunState
from tests.views.on_the_network import LEFT, place, turn

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def diagram(canvas: NetworkCanvas) -> NetworkDiagram:
    return canvas.diagram


def wait_for(qtbot: QtBot, session: Session, index: int, value: float) -> None:
    qtbot.waitUntil(lambda: session.snapshot.theta[index] == pytest.approx(value, abs=1e-6))


# ---- dragging ----


@pytest.mark.parametrize("index", [1, 6, 8], ids=["edge", "last edge", "bias"])
def test_dragging_up_makes_it_larger_and_tells_prediction_and_truth(
    canvas: NetworkCanvas, session: Session, qtbot: QtBot, index: int
):
    diagram, before = canvas.diagram, session.snapshot
    at = place(diagram, index)
    qtbot.mousePress(diagram, LEFT, pos=at)
    qtbot.mouseMove(diagram, at - QPoint(0, 20))
    qtbot.mouseMove(diagram, at - QPoint(0, 50))
    wait_for(qtbot, session, index, before.theta[index] + 1.0)
    assert not diagram._card.isVisible(), "nothing covers what is dragged"
    assert dict(canvas.strip.readout.rows)["predicted g·δ"] not in ("…", "0")
    qtbot.waitUntil(lambda: dict(canvas.strip.readout.rows)["real change of C"] != "…")
    assert session.by_hand.reading.real == session.snapshot.cost - before.cost
    qtbot.mouseRelease(diagram, LEFT, pos=at - QPoint(0, 50))
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before.theta))


def test_a_click_changes_nothing_and_selects(diagram: NetworkDiagram, session: Session, qtbot: QtBot):
    qtbot.mouseClick(diagram, LEFT, pos=place(diagram, 0))
    assert session.undo_stack.count() == 0
    assert session.selection.target == Target("parameter", index=0)
    qtbot.mouseClick(diagram, LEFT, pos=QPoint(3, 3))
    assert session.selection.target == Target()


def test_with_shift_a_drag_is_finer(diagram: NetworkDiagram, session: Session, qtbot: QtBot):
    start = session.by_hand.value(0)
    hands = diagram.hands
    hands.grip(diagram._network.parameters[0], QPointF(0, 100))
    hands.drag(QPointF(0, 90), SHIFT)
    assert session.by_hand.value(0) == pytest.approx(start + 0.02)
    hands.drag(QPointF(0, 100), SHIFT)
    hands.release()
    assert session.undo_stack.count() == 0, "it is back where it was"


def test_escape_puts_back_what_is_dragged(diagram: NetworkDiagram, session: Session, qtbot: QtBot):
    before = session.snapshot.theta
    at = place(diagram, 6)
    qtbot.mousePress(diagram, LEFT, pos=at)
    qtbot.mouseMove(diagram, at + QPoint(0, 40))
    qtbot.waitUntil(lambda: not np.array_equal(session.snapshot.theta, before))
    qtbot.keyClick(diagram, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: np.array_equal(session.snapshot.theta, before))
    qtbot.mouseRelease(diagram, LEFT, pos=at)
    assert session.undo_stack.count() == 0


def test_dragging_while_running(diagram: NetworkDiagram, session: Session, qtbot: QtBot):
    session.run()
    qtbot.waitUntil(lambda: session.run_state is RunState.RUNNING)
    at = place(diagram, 6)
    qtbot.mousePress(diagram, LEFT, pos=at)
    qtbot.mouseMove(diagram, at - QPoint(0, 100))
    qtbot.waitUntil(lambda: session.snapshot.theta[6] > 0.9)
    assert session.by_hand.reading.real is not None
    qtbot.mouseRelease(diagram, LEFT, pos=at)
    assert session.run_state is RunState.RUNNING
    session.pause()
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE)


# ---- wheel and keys ----


def test_the_wheel_changes_what_is_under_it_and_zooms_over_ground_and_with_control(
    diagram: NetworkDiagram, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    for module in (by_hand, hand_change):
        monkeypatch.setattr(module, "MERGE_SECONDS", 1e9)
    start = session.by_hand.value(8)
    turn(diagram, place(diagram, 8), 2)
    turn(diagram, place(diagram, 8), 1)
    wait_for(qtbot, session, 8, start + 0.3)
    qtbot.mouseMove(diagram, place(diagram, 8))
    assert not diagram._card.isVisible(), "the strip tells it, and nothing covers the network"
    qtbot.mouseMove(diagram, place(diagram, 0))
    assert diagram._card.isVisible()
    assert session.undo_stack.count() == 1
    assert diagram.zoom == 1.0
    turn(diagram, place(diagram, 8), 1, CONTROL)
    assert diagram.zoom > 1.0
    diagram.fit()
    diagram._wheel._last = 0.0
    turn(diagram, QPoint(5, 5), 1)
    assert diagram.zoom > 1.0
    turn(diagram, place(diagram, 8), 1)
    assert session.by_hand.value(8) == pytest.approx(start + 0.3), "a turn that zooms goes on zooming"


def test_arrows_change_the_selected_one(
    diagram: NetworkDiagram, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    for module in (by_hand, hand_change):
        monkeypatch.setattr(module, "MERGE_SECONDS", 1e9)
    start = session.by_hand.value(0)
    session.selection.choose(Target("parameter", index=0))
    assert diagram.selected == diagram._network.parameters[0]
    qtbot.keyClick(diagram, Qt.Key.Key_Up)
    qtbot.keyClick(diagram, Qt.Key.Key_Up)
    qtbot.keyClick(diagram, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(diagram, Qt.Key.Key_PageUp)
    wait_for(qtbot, session, 0, start + 1.19)
    assert session.undo_stack.count() == 1


def test_every_target_is_reached_from_the_keyboard(diagram: NetworkDiagram, session: Session, qtbot: QtBot):
    seen = []
    for _ in range(14):
        qtbot.keyClicks(diagram, "]")
        seen.append(session.selection.target)
    assert len(set(seen)) == 14, "two inputs, three units, nine parameters"
    qtbot.keyClicks(diagram, "[")
    assert session.selection.target == seen[-2]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
        before = session.selection.target
        qtbot.keyClick(diagram, key, CONTROL)
        assert session.selection.target != before
    qtbot.keyClick(diagram, Qt.Key.Key_Escape)
    assert session.selection.target == Target()


# ---- typing ----


def test_typing_on_a_selected_weight(diagram: NetworkDiagram, session: Session, qtbot: QtBot):
    qtbot.mouseClick(diagram, LEFT, pos=place(diagram, 3))
    qtbot.keyClicks(diagram, "-")
    editor = diagram.hands.editor
    assert editor.isVisible()
    qtbot.keyClicks(editor, "1.25")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert not editor.isVisible()
    wait_for(qtbot, session, 3, -1.25)
    assert session.undo_stack.undoText() == "change w₂₂⁽¹⁾ by hand"


def test_a_double_click_opens_the_field_and_nonsense_is_refused(
    diagram: NetworkDiagram, session: Session, qtbot: QtBot
):
    qtbot.mouseDClick(diagram, LEFT, pos=place(diagram, 8))
    editor = diagram.hands.editor
    assert editor.isVisible()
    for typed in ("abc", "1e9", ""):
        editor.setText(typed)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert editor.isVisible()
        assert editor.toolTip()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert session.undo_stack.count() == 0
    assert diagram.zoom == 1.0


def test_another_network_closes_the_field(diagram: NetworkDiagram, session: Session, qtbot: QtBot):
    qtbot.mouseDClick(diagram, LEFT, pos=place(diagram, 8))
    session.open_example("twice")
    assert not diagram.hands.editor.isVisible()
    assert diagram.selected is None
