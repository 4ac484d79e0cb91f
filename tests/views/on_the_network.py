"""Where things are on a network's picture, and what a mouse does there."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.views.network_canvas import NetworkCanvas
from playground.views.network_diagram import NetworkDiagram

LEFT = Qt.MouseButton.LeftButton


def place(diagram: NetworkDiagram, index: int) -> QPoint:
    """The middle of a parameter's number."""
    return diagram._place(diagram._network.parameters[index]).center()


def turn(diagram: NetworkDiagram, at: QPoint, notches: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """Turn the wheel."""
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
    """What it looks like."""
    return canvas.grab().toImage()
