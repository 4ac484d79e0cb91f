"""A hand with a mouse over the prediction plot, and data to draw on."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem
from pytestqt.qtbot import QtBot

from playground.experiment.experiment import InlineData
from playground.session.session import Session
from playground.views.drawing_tools import DrawingTools
from playground.views.prediction_plot import PredictionPlot
from playground.views.theme import Theme

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def shown_panel(qtbot: QtBot, session: Session, theme: Theme, tools: DrawingTools) -> PredictionPlot:
    """The panel in the size it has in the window."""
    panel = PredictionPlot(session, theme, tools, generator=np.random.default_rng(7))
    qtbot.addWidget(panel)
    panel.resize(371, 352)
    panel.show()
    panel.grab()
    return panel


class Hand:
    """A hand with a mouse over the plot; points are those of the plane."""

    def __init__(self, panel: PredictionPlot, qtbot: QtBot) -> None:
        self.panel, self._qtbot = panel, qtbot

    def place(self, x: float, y: float) -> QPoint:
        view = self.panel.view
        return QPoint(view.mapFromScene(view.plotItem.vb.mapViewToScene(QPointF(x, y))))

    def press(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        self._qtbot.mousePress(self.panel.view.viewport(), button, pos=self.place(x, y))

    def move(self, x: float, y: float) -> None:
        self._qtbot.mouseMove(self.panel.view.viewport(), self.place(x, y))

    def release(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        self._qtbot.mouseRelease(self.panel.view.viewport(), button, pos=self.place(x, y))

    def click(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        self.press(x, y, button)
        self.release(x, y, button)


def inline(n_inputs: int, n_outputs: int, n_samples: int = 30) -> InlineData:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(n_samples, n_inputs))
    classes = rng.integers(0, max(2, n_outputs), n_samples)
    targets = np.eye(n_outputs)[classes] if n_outputs > 1 else classes[:, None].astype(float)
    return InlineData("some", inputs, targets)


def on_screen(item: QGraphicsItem) -> QRectF:
    """Where an item is in its plot, in pixels, also one that has the same size at any scale."""
    (view,) = item.scene().views()
    return QRectF(item.deviceTransform(view.viewportTransform()).mapRect(item.boundingRect()))
