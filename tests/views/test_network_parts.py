"""Parts of a step on the network canvas."""

import pytest
from pytestqt.qtbot import QtBot

from playground.core.network import Parameter
from playground.explain.target import Target
from playground.session.session import Session
from playground.views.network_canvas import NetworkCanvas
from playground.views.network_part import with_hover
from playground.views.network_probe import UnitHit, emphasis
from tests.session.patience import look
from tests.views.on_the_network import LEFT, picture, place, turn


def test_a_part_lights_up_and_says_what_happens(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    plain = picture(canvas)
    pictures = [plain]
    for number in range(1, 9):
        look(qtbot, session)
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


def test_values_stand_on_units_and_edges(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    look(qtbot, session, 5)
    marks = canvas.diagram._part.part
    stage = session.parts.stage
    assert set(marks.numbers) == {6, 7, 8}
    assert marks.numbers[6][0].startswith("∂ ")
    assert set(marks.names) == {(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)}
    assert marks.values[2, 0][0].startswith("∂ᵢ ")
    assert marks.targets == {(2, 0): "= 0"}
    look(qtbot, session, 3)
    marks = canvas.diagram._part.part
    assert set(marks.ghosts) == set(range(9))
    assert marks.numbers[0][0].startswith("Δ ")
    assert stage.number == 5


def test_the_header_has_the_ways_through_a_step(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    buttons = canvas.back_button, canvas.on_button, canvas.leave_button
    assert not any(button.isVisible() for button in buttons)
    look(qtbot, session)
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
    look(qtbot, session, 6)
    part = canvas.diagram._part
    assert part is not None
    meant = with_hover(part, emphasis(session.network, None, session.network.parameters[0]))
    assert 0 in meant.ringed
    assert 0 not in meant.parameters


def test_hovering_tells_the_parts_values(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    look(qtbot, session, 5)
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
    look(qtbot, session)
    for _ in range(12):
        picture(canvas)
        if session.parts.stage.number == session.parts.stage.total:
            break
        look(qtbot, session)
    canvas.diagram.zoom_by(4.0)
    picture(canvas)


def test_a_change_by_hand_leaves_the_part(canvas: NetworkCanvas, session: Session, qtbot: QtBot):
    look(qtbot, session)
    diagram = canvas.diagram
    turn(diagram, place(diagram, 0), 1)
    qtbot.waitUntil(lambda: session.parts.stage is None)
    assert isinstance(diagram.selected, Parameter)


@pytest.mark.parametrize("width", [380, 724, 1200])
def test_the_whole_caption_is_told_at_any_width(canvas: NetworkCanvas, session: Session, qtbot: QtBot, width: int):
    canvas.resize(width, 420)
    session.change_training("method", gradient="layer-rule")
    for number in range(1, 9):
        session.parts.forward()
        qtbot.waitUntil(lambda: session.parts.stage is not None)
        qtbot.waitUntil(lambda: len(session.parts.seen) == number)  # noqa: B023 - waited for in this turn
        told = f"{canvas.info.text()}: {canvas.strip.note}".lower()
        words = session.parts.stage.caption.lower().rstrip(".").replace(". ", ": ").split(": ")
        assert all(part in told for part in words), told
        metrics = canvas.info.fontMetrics()
        assert metrics.horizontalAdvance(canvas.info.text()) <= canvas.info.width()
