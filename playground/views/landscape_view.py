"""The landscape under mouse and keys: the point can be dragged and moved with the arrow keys, the wheel zooms."""

import math
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from playground.views.landscape_picture import LandscapePicture
from playground.views.theme import Theme

_REACH: Final = 16.0
_NOTCH: Final = 1.25
"""One notch of the wheel shows so many times more or less."""
_MOST_SHOWN: Final = 1e6
_LEAST_SHOWN: Final = 1e-9
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_WITH_ARROWS: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class LandscapeView(LandscapePicture):
    """Draws a `Landscape` and tells what is done with it; knows nothing of the session.

    Signals
    -------
    hovered : ((float, float) or None, QPoint)
        Where in the plane the mouse is.
    drag_began, drag_ended, drag_cancelled
        The point was taken, let go, or let go with Esc.
    dragged : (float, float)
        The point was moved there.
    nudged : (int, int), Qt.KeyboardModifier
        An arrow key was pressed: one to the right, one up.
    zoomed : ((float, float), (float, float))
        These ranges of x and y are to be shown.
    fit_wanted
        The plot was double-clicked.
    """

    hovered = Signal(object, object)
    drag_began = Signal()
    dragged = Signal(object)
    drag_ended = Signal()
    drag_cancelled = Signal()
    nudged = Signal(object, object)
    zoomed = Signal(object)
    fit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _plane(self, event: QMouseEvent) -> tuple[float, float]:
        at = self.plotItem.vb.mapSceneToView(self.mapToScene(event.position().toPoint()))
        return float(at.x()), float(at.y())

    def _is_near(self, event: QMouseEvent) -> bool:
        if self._landscape is None:
            return False
        point = self.plotItem.vb.mapViewToScene(QPointF(*self._landscape.point))
        mouse = self.mapToScene(event.position().toPoint())
        return math.hypot(point.x() - mouse.x(), point.y() - mouse.y()) <= _REACH

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the point."""
        if event.button() == Qt.MouseButton.LeftButton and self._is_near(event) and self._landscape is not None:
            self._held = self._landscape.point
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.drag_began.emit()
            self._show_point()
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the point, or tell where the mouse is."""
        if self._held is not None:
            x, y = self._plane(event)
            left, right, low, high = (bound for ends in self.plotItem.vb.viewRange() for bound in ends)
            self._held = (min(right, max(left, x)), min(high, max(low, y)))
            self._show_point()
            self.dragged.emit(self._held)
            self.hovered.emit(None, QPoint())
            return
        super().mouseMoveEvent(event)
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._is_near(event) else Qt.CursorShape.ArrowCursor)
        place = event.position().toPoint()
        inside = self.plotItem.vb.sceneBoundingRect().contains(self.mapToScene(place))
        self.hovered.emit(self._plane(event) if inside else None, place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the point go."""
        if self._held is not None and event.button() == Qt.MouseButton.LeftButton:
            self._let_go()
            self.drag_ended.emit()
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all again."""
        if event.button() == Qt.MouseButton.LeftButton and self._held is None and not self._is_near(event):
            self.fit_wanted.emit()
            event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer or from farther away, around the mouse."""
        event.accept()
        place = self.mapToScene(event.position().toPoint())
        notches = event.angleDelta().y() / 120.0
        if self._landscape is None or self._held is not None or not notches:
            return
        at = self.plotItem.vb.mapSceneToView(place)
        factor = _NOTCH**-notches
        ranges = self.plotItem.vb.viewRange()
        size = factor * (ranges[1][1] - ranges[1][0])
        largest = max(1.0, abs(at.x()), abs(at.y()))
        if not _LEAST_SHOWN * largest < size < _MOST_SHOWN:
            return
        (left, right), (low, high) = (
            (centre + factor * (ends[0] - centre), centre + factor * (ends[1] - centre))
            for centre, ends in zip((at.x(), at.y()), ranges, strict=True)
        )
        self.show_ranges((left, right), (low, high))
        self.zoomed.emit(((left, right), (low, high)))

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys, which are the window's else."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _ARROWS
            and not event.modifiers() & ~_WITH_ARROWS
            and self._landscape is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the point; Esc takes a drag back."""
        if event.key() in _ARROWS and self._landscape is not None and not event.modifiers() & ~_WITH_ARROWS:
            if self._held is None:
                self.nudged.emit(_ARROWS[Qt.Key(event.key())], event.modifiers())
            return
        if self._held is not None and event.key() == Qt.Key.Key_Escape:
            self._let_go()
            self.drag_cancelled.emit()
            return
        super().keyPressEvent(event)

    def _let_go(self) -> None:
        self._held = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._show_point()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        super().leaveEvent(event)
        self.hovered.emit(None, QPoint())
