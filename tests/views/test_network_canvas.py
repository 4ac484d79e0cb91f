"""The network's picture: it shows what is computed, tells what is under the mouse, zooms and pans."""

import sys
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.core.network import Network
from playground.core.notation import size_text
from playground.explain.target import Target
from playground.session.session import Session
from playground.views.geometry import Box
from playground.views.network_canvas import NetworkCanvas
from playground.views.network_diagram import NetworkDiagram
from playground.views.network_layout import lay_out
from playground.views.theme import Theme
from tests.views.moments import XOR, XOR_THETA, moment

CHAIN = Network((1, 1, 1, 1), ("sigmoid",) * 3)
DEEP = Network((2, *(32,) * 8, 1), ("tanh",) * 9)


@pytest.fixture
def diagram(qtbot: QtBot, theme: Theme) -> NetworkDiagram:
    diagram = NetworkDiagram(theme)
    qtbot.addWidget(diagram)
    diagram.resize(700, 340)
    diagram.show_network(XOR, (0.0, 1.0))
    diagram.show_snapshot(moment(XOR, XOR_THETA))
    diagram.show()
    return diagram


def picture(diagram: NetworkDiagram) -> QImage:
    return diagram.grab().toImage()


def middle(box: Box) -> QPoint:
    return QPoint(round(box.centre_x), round(box.centre_y))


def layout_of(diagram: NetworkDiagram):
    diagram.grab()
    return lay_out((2, 2, 1), 700, 340, text=diagram._text_sizes(XOR))


def test_the_picture_changes_with_the_parameters(diagram: NetworkDiagram):
    before = picture(diagram)
    diagram.show_snapshot(moment(XOR, -XOR_THETA, number=2))
    assert picture(diagram) != before
    diagram.show_snapshot(moment(XOR, XOR_THETA, number=3))
    assert picture(diagram) == before


def test_without_a_snapshot_there_is_the_bare_diagram(diagram: NetworkDiagram):
    full = picture(diagram)
    diagram.show_snapshot(None)
    bare = picture(diagram)
    assert bare != full
    assert bare.pixelColor(350, 170) is not None


def test_hovering_tells_and_stays_live(diagram: NetworkDiagram, qtbot: QtBot):
    layout = layout_of(diagram)
    label = layout.connections[0].edges[1].label
    qtbot.mouseMove(diagram, middle(label))
    card = diagram._card
    assert card.isVisible()
    assert card.readout is not None
    assert card.readout.title == "w₁₂⁽¹⁾"
    theta = XOR_THETA.copy()
    theta[1] = 1.25
    diagram.show_snapshot(moment(XOR, theta, number=2))
    assert dict(card.readout.rows)["value"] == "+1.2500"
    qtbot.mouseMove(diagram, QPoint(2, 2))
    assert not card.isVisible()


def test_a_click_selects_a_parameter_and_what_it_is_stays_told(diagram: NetworkDiagram, qtbot: QtBot):
    told = []
    diagram.told.connect(told.append)
    bias = layout_of(diagram).columns[2].units[0].bias
    with qtbot.waitSignal(diagram.target_chosen) as selected:
        qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle(bias))
    assert selected.args == [Target("parameter", index=8)]
    assert diagram.selected == XOR.parameters[8]
    qtbot.mouseMove(diagram, QPoint(3, 3))
    assert not diagram._card.isVisible(), "a card that stays would cover the picture"
    assert dict(told[-1].rows)["value"] == "−3.3000"
    with qtbot.waitSignal(diagram.target_chosen) as selected:
        qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert selected.args == [Target()]
    assert told[-1] is None


def test_another_network_lets_go_of_the_selection(diagram: NetworkDiagram, qtbot: QtBot):
    bias = layout_of(diagram).columns[2].units[0].bias
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle(bias))
    diagram.show_network(CHAIN, (0.0, 1.0))
    assert diagram.selected is None
    picture(diagram)


def test_zooming_keeps_the_point_under_the_mouse(diagram: NetworkDiagram):
    fitted = picture(diagram)
    about = QPointF(200, 100)
    before = diagram._viewport.to_layout(about)
    event = QWheelEvent(
        about,
        QPointF(diagram.mapToGlobal(about.toPoint())),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(diagram, event)
    after = diagram._viewport.to_layout(about)
    assert diagram.zoom == pytest.approx(1.25**2)
    assert (after - before).manhattanLength() < 1e-6
    assert picture(diagram) != fitted
    diagram.fit()
    assert diagram.zoom == 1.0
    assert picture(diagram) == fitted


def test_keys_zoom_and_fit(diagram: NetworkDiagram, qtbot: QtBot):
    qtbot.keyClick(diagram, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert diagram.zoom == pytest.approx(1.25)
    qtbot.keyClick(diagram, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert diagram.zoom == pytest.approx(1.0)
    diagram.zoom_by(100)
    assert diagram.zoom == 40
    qtbot.keyClick(diagram, Qt.Key.Key_F)
    assert diagram.zoom == 1.0


def test_dragging_empty_ground_pans_but_never_out_of_sight(diagram: NetworkDiagram, qtbot: QtBot):
    diagram.zoom_by(2.0)
    start = diagram._viewport.origin
    qtbot.mousePress(diagram, Qt.MouseButton.LeftButton, pos=QPoint(350, 5))
    qtbot.mouseMove(diagram, QPoint(330, 5))
    moved = diagram._viewport.origin
    assert moved.x() == pytest.approx(start.x() - 20)
    qtbot.mouseMove(diagram, QPoint(20000, 5))
    assert diagram._viewport.origin.x() == 0
    qtbot.mouseRelease(diagram, Qt.MouseButton.LeftButton, pos=QPoint(330, 5))
    qtbot.mouseDClick(diagram, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert diagram.zoom == 1.0


@pytest.mark.parametrize(
    "network",
    [
        Network((1, 1), ("linear",), biases=False),
        CHAIN,
        Network((3, 5, 3), ("relu", "softmax")),
        Network((2, 32, 32, 1), ("tanh",) * 3),
        DEEP,
        Network((1, 300, 1), ("relu", "linear")),
    ],
    ids=size_text,
)
@pytest.mark.parametrize("missing", [False, True])
def test_any_network_is_painted_also_with_missing_numbers(qtbot: QtBot, theme: Theme, network: Network, missing: bool):
    diagram = NetworkDiagram(theme)
    qtbot.addWidget(diagram)
    diagram.resize(420, 260)
    diagram.show_network(network, (0.0, 1.0))
    theta = np.random.default_rng(3).normal(size=network.n_parameters)
    if missing:
        theta[0] = np.nan
    diagram.show_snapshot(moment(network, theta))
    fitted = picture(diagram)
    diagram.zoom_by(12.0)
    assert picture(diagram) != fitted
    diagram.resize(240, 140)
    picture(diagram)


def test_the_theme_changes_the_picture(diagram: NetworkDiagram, theme: Theme):
    light = picture(diagram)
    theme.set_mode("dark")
    dark = picture(diagram)
    assert dark.pixelColor(2, 2).lightness() < 60 < light.pixelColor(2, 2).lightness()


def test_painting_loses_no_references(diagram: NetworkDiagram):
    picture(diagram)
    before = sys.getrefcount(None)
    for _ in range(300):
        diagram.repaint()
    assert sys.getrefcount(None) >= before - 200


# ---- in the panel ----


def test_the_panel_follows_the_session(session: Session, theme: Theme, qtbot: QtBot):
    canvas = NetworkCanvas(session, theme)
    qtbot.addWidget(canvas)
    canvas.resize(724, 378)
    canvas.show()
    assert canvas.info.text() == "2 – 2 – 1 · 9 parameters"
    shown: Callable[[], QImage] = lambda: canvas.diagram.grab().toImage()  # noqa: E731
    before = shown()
    session.take_steps(200)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 200)
    assert shown() != before
    session.open_example("twice")
    assert canvas.info.text() == "1 – 1 · 1 parameter"
