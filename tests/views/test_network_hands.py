"""Weights by hand on the canvas, and parts of a step: real mouse and key events on a real session."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.core.network import Parameter
from playground.session import by_hand, commands
from playground.session.selection import Target
from playground.session.session import Session
from playground.views.network_canvas import NetworkCanvas
from playground.views.network_diagram import NetworkDiagram
from playground.views.network_hands import hand_readout
from playground.views.network_part import with_hover
from playground.views.network_probe import UnitHit, emphasis
from playground.views.numbers import format_number
from playground.views.theme import Theme
from playground.worker.messages import RunState

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def canvas(qtbot: QtBot, session: Session, theme: Theme) -> Iterator[NetworkCanvas]:
    canvas = NetworkCanvas(session, theme)
    qtbot.addWidget(canvas)
    canvas.resize(724, 420)
    canvas.show()
    canvas.grab()
    yield canvas
    session.by_hand.forget()


@pytest.fixture
def diagram(canvas: NetworkCanvas) -> NetworkDiagram:
    return canvas.diagram


def place(diagram: NetworkDiagram, index: int) -> QPoint:
    return diagram._place(diagram._network.parameters[index]).center()


def turn(diagram: NetworkDiagram, at: QPoint, notches: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(diagram.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(diagram, event)


def picture(canvas: NetworkCanvas) -> QImage:
    return canvas.grab().toImage()


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
    monkeypatch.setattr(by_hand, "MERGE_SECONDS", 1e9)
    start = session.by_hand.value(8)
    turn(diagram, place(diagram, 8), 2)
    turn(diagram, place(diagram, 8), 1)
    wait_for(qtbot, session, 8, start + 0.3)
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
    monkeypatch.setattr(by_hand, "MERGE_SECONDS", 1e9)
    monkeypatch.setattr(commands, "MERGE_SECONDS", 1e9)
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


# ---- parts ----


def test_a_part_lights_up_and_says_what_happens(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    plain = picture(canvas)
    pictures = [plain]
    for number in range(1, 9):
        session.parts.forward()
        assert canvas.info.text().startswith(f"part {number} of 8 · ")
        assert canvas.strip.text
        pictures.append(picture(canvas))
        assert pictures[-1] != pictures[-2]
    session.parts.back()
    assert picture(canvas) == pictures[-2]
    session.parts.leave()
    qtbot.waitUntil(lambda: picture(canvas) == plain)  # the header is laid out anew first
    assert canvas.info.text() == "2 – 2 – 1 · 9 parameters"
    assert not canvas.strip.text


def test_values_stand_on_units_and_edges(canvas: NetworkCanvas, session: Session):
    for _ in range(5):
        session.parts.forward()
    marks = canvas.diagram._part.part
    stage = session.parts.stage
    assert set(marks.numbers) == {6, 7, 8}
    assert marks.numbers[6][0].startswith("∂ ")
    assert set(marks.names) == {(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)}
    assert marks.values[2, 0][0].startswith("∂ ")
    assert marks.targets == {(2, 0): "= 0"}
    for _ in range(3):
        session.parts.forward()
    marks = canvas.diagram._part.part
    assert set(marks.ghosts) == set(range(9))
    assert marks.numbers[0][0].startswith("Δ ")
    assert stage.number == 5


def test_the_header_has_the_ways_through_a_step(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    buttons = canvas.back_button, canvas.on_button, canvas.leave_button
    assert not any(button.isVisible() for button in buttons)
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    assert all(button.isVisible() for button in buttons)
    qtbot.mouseClick(canvas.on_button, LEFT)
    qtbot.waitUntil(lambda: session.parts.stage.number == 2)
    qtbot.mouseClick(canvas.back_button, LEFT)
    assert session.parts.stage.number == 1
    qtbot.mouseClick(canvas.leave_button, LEFT)
    assert session.parts.stage is None
    assert not any(button.isVisible() for button in buttons)


def test_what_is_selected_is_only_outlined_in_a_part(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    session.selection.choose(Target("parameter", index=0))
    for _ in range(6):
        session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None and session.parts.stage.number == 6)
    part = canvas.diagram._part
    assert part is not None
    meant = with_hover(part, emphasis(session.network, None, session.network.parameters[0]))
    assert 0 in meant.ringed
    assert 0 not in meant.parameters


def test_the_strip_tells_of_what_is_selected_between_steps(canvas: NetworkCanvas, session: Session):
    assert "Click an edge" in canvas.strip.accessibleDescription()
    session.selection.choose(Target("parameter", index=6))
    assert canvas.strip.readout.title == "w₁⁽²⁾"
    picture(canvas)
    session.selection.choose(Target("unit", layer=1, unit=0))
    assert canvas.strip.readout.title == "h₁"
    picture(canvas)


def test_of_two_parameters_changed_at_once_the_prediction_is_their_sum(session: Session):
    session.by_hand.begin("move")
    session.by_hand.set_all({0: 1.0, 6: -2.0})
    reading = session.by_hand.reading
    assert reading is not None
    told = dict(hand_readout(session.network, reading, session.snapshot).rows)
    session.by_hand.cancel()
    slopes, theta = session.snapshot.gradient, session.snapshot.theta
    expected = slopes[0] * (1.0 - theta[0]) + slopes[6] * (-2.0 - theta[6])
    assert told["predicted Σ g·δ"] == format_number(expected, 4, signed=True)
    assert {"δ of w₁₁⁽¹⁾", "δ of w₁⁽²⁾", "g = ∂C/∂w₁₁⁽¹⁾", "g = ∂C/∂w₁⁽²⁾"} <= set(told)


@pytest.mark.parametrize("width", [300, 450, 640, 1200])
def test_the_strip_never_leaves_out_the_result(canvas: NetworkCanvas, width: int):
    strip = canvas.strip
    strip.setFixedWidth(width)
    formula = "∂C/∂w₁₁⁽¹⁾ = " + " + ".join(["0.1234·(−2.345)"] * 6) + " = −0.03471  (exact: −0.0086775)"
    strip.show_part(formula, "By the layer rule it is 4 times the exact derivative, and this is said in many words.")
    for note in (strip.note, ""):
        strip.show_part(formula, note)
        _, lines = strip._lines(strip._chunks())
        assert len(lines) <= 3
        assert any(line[-1].words[-1].text == "(exact: −0.0086775)" for line in lines)
        picture(canvas)


def test_hovering_tells_the_parts_values(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    for _ in range(5):
        session.parts.forward()
    diagram = canvas.diagram
    qtbot.mouseMove(diagram, place(diagram, 6))
    assert diagram._card.readout.rows[0][0] == "∂C/∂w₁⁽²⁾"
    qtbot.mouseMove(diagram, diagram._place(UnitHit(1, 0)).center())
    assert diagram._card.readout.rows[0][0] == "for this sample"


@pytest.mark.parametrize("example", ["twice", "chain", "spiral", "and"])
@pytest.mark.parametrize("method", ["backpropagation", "layer-rule", "forward-difference"])
def test_every_part_of_any_network_is_painted(
    canvas: NetworkCanvas, session: Session, qtbot: QtBot, example: str, method: str
):
    session.open_example(example)
    session.change_training("method", gradient=method)
    session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None)
    for _ in range(12):
        picture(canvas)
        if session.parts.stage.number == session.parts.stage.total:
            break
        session.parts.forward()
    canvas.diagram.zoom_by(4.0)
    picture(canvas)


def test_a_change_by_hand_leaves_the_part(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    session.parts.forward()
    diagram = canvas.diagram
    turn(diagram, place(diagram, 0), 1)
    qtbot.waitUntil(lambda: session.parts.stage is None)
    assert isinstance(diagram.selected, Parameter)
