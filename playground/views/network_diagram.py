"""What mouse and keys do with the network's picture: zoom, pan, select, and change weights by hand."""

from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from playground.core.network import Parameter
from playground.session.by_hand import ByHand
from playground.views.network_picture import NetworkPicture
from playground.views.network_probe import Hit
from playground.views.network_targets import Direction, following, keys_of, neighbour, place_of, target_of
from playground.views.network_viewport import ZOOM_STEP
from playground.views.network_wheel import Wheel
from playground.views.theme import Theme

_DIRECTIONS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_BY_KEYBOARD: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class NetworkDiagram(NetworkPicture):
    """A network, live.

    A click selects, a drag on a weight or a bias changes it, a drag on empty ground pans; the wheel changes what is
    under it, or zooms over empty ground and with Ctrl; a double click on a number opens a field for it, on empty
    ground it fits.

    Parameters
    ----------
    theme : Theme
    by_hand : ByHand or None
        Where changes by hand go; None for a picture that changes nothing.

    Signals
    -------
    target_chosen : Target
        What was selected with mouse or keyboard.
    pointed : frozenset of str
        The keys of the equations that stand for what is under the mouse.
    """

    target_chosen = Signal(object)
    pointed = Signal(object)

    def __init__(self, theme: Theme, by_hand: ByHand | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, by_hand, parent)
        self._ground: tuple[QPointF, QPointF] | None = None
        self._dragged = False
        self._wheel = Wheel()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # ---- mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Change what is held, pan, or tell what is under the mouse."""
        position = event.position()
        if self.hands is not None and self.hands.drag(position, event.modifiers()):
            self._mouse = position.toPoint()
            return
        if self._ground is not None:
            grabbed, origin = self._ground
            moved = position - grabbed
            if self._dragged or moved.manhattanLength() > 3:
                self._dragged = True
                self._viewport.move(origin + moved)
                self._after_pan()
            return
        hit = self._at(position)
        if hit != self._hover:
            self._hover = hit
            self.pointed.emit(keys_of(hit))
            changes = isinstance(hit, Parameter) and self.hands is not None
            shapes = Qt.CursorShape
            self.setCursor(
                shapes.SizeVerCursor if changes else shapes.ArrowCursor if hit is None else shapes.PointingHandCursor
            )
            self.update()
        if hit is not None:
            self._mouse = position.toPoint()
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select and take hold of what is under the mouse, or of the ground."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        hit = self._hover = self._at(event.position())
        self._dragged = False
        if hit is not None:
            self._mouse = event.position().toPoint()
            self._select(hit)
        if self.hands is not None and isinstance(hit, Parameter):
            self.hands.grip(hit, event.position())
        elif not isinstance(hit, Parameter):
            self._ground = (event.position(), QPointF(self._viewport.origin))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click on empty ground lets go of the selection, too."""
        if self.hands is not None:
            self.hands.release()
        if self._ground is not None and not self._dragged and self._hover is None:
            self._select(None)
        self._ground = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a field for a number; fit on empty ground."""
        hit = self._at(event.position())
        if hit is None:
            self.fit()
        elif self.hands is not None and isinstance(hit, Parameter):
            self._select(hit)
            self.hands.edit(hit, self._place(hit))
            self._tell()

    def leaveEvent(self, _event: object) -> None:
        """Stop telling when the mouse leaves, but for what is selected."""
        self._hover = None
        self.pointed.emit(frozenset())
        self._tell()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the weight or bias under the mouse; zoom over empty ground, and anywhere with Ctrl."""
        hit = self._at(event.position()) if self.hands is not None else None
        notches, parameter = self._wheel.turned(event, hit, self._selected, self._matrix_layers())
        if notches and parameter is not None and self.hands is not None:
            self._mouse = event.position().toPoint()
            self._select(parameter)
            self.hands.turn(parameter, notches, event.modifiers())
        elif notches:
            self.zoom_by(ZOOM_STEP**notches, event.position())
        event.accept()

    def _matrix_layers(self) -> frozenset[int]:
        connections = () if self._layout is None else self._layout.connections
        return frozenset(connection.layer for connection in connections if connection.matrix is not None)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and an arrow selects, arrows change what is selected, Ctrl with + or − zooms, F fits, Esc lets go."""
        if not (self._go(event) or self._view(event) or self._change(event)):
            super().keyPressEvent(event)

    def _go(self, event: QKeyEvent) -> bool:
        network, layout, key = self._network, self._layout, event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if network is None or layout is None:
            return False
        if control and key in _DIRECTIONS:
            hit = neighbour(network, layout, self._selected, _DIRECTIONS[key])
        elif event.text() in ("[", "]"):
            hit = following(network, self._selected, 1 if event.text() == "]" else -1)
        else:
            return False
        if hit is not None:
            self._hover = None
            self._select(hit)
            middle = place_of(layout, hit)
            if self._viewport.show(middle.centre_x, middle.centre_y, self._theme.px(60)):
                self._after_pan()
                self._tell()
        return True

    def _view(self, event: QKeyEvent) -> bool:
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(ZOOM_STEP)
        elif control and key == Qt.Key.Key_Minus:
            self.zoom_by(1.0 / ZOOM_STEP)
        elif key == Qt.Key.Key_F and not control:
            self.fit()
        else:
            return False
        return True

    def _change(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self.hands is not None and self.hands.cancel():
                return True
            if self._selected is None:
                return False
            self._select(None)
            return True
        if self.hands is None or not isinstance(self._selected, Parameter):
            return False
        meant = self.hands.press(self._selected, event, self._place(self._selected))
        self._tell()
        return meant

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here, if it came by Tab."""
        self._ringed_focus = event.reason() in _BY_KEYBOARD
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        self._ringed_focus = False
        self.update()
        super().focusOutEvent(event)

    def _select(self, hit: Hit | None) -> None:
        if hit != self._selected:
            self._selected = hit
            self.target_chosen.emit(target_of(hit))
            self.update()
        self._tell()
