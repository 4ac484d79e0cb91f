"""Formulas whose symbols can be pointed at and followed, with the mouse or from the keyboard."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.views.formula import FormulaView, Ink
from playground.views.theme import Theme
from playground.views.typesetting import Typesetter

_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_FOLLOWING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LinkedFormula(FormulaView):
    """Lines of mathematics with links: ↓ and ↑ go from symbol to symbol, Enter follows, as a click does.

    Signals
    -------
    key_pointed : str or None
        Mouse or keyboard are on a symbol or number that belongs to something, or on none any more.
    key_clicked : str
    back_requested
        Backspace: look at what was looked at before.
    """

    key_pointed = Signal(object)
    key_clicked = Signal(object)
    back_requested = Signal()

    def __init__(self, theme: Theme, typesetter: Typesetter, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(theme, typesetter, ink, parent)
        self._by_keys: str | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("")

    def key_at(self, point: QPointF) -> str | None:
        """What the symbol or number at a point belongs to."""
        for key, box in self.keyed_places():
            if box.adjusted(-1, 0, 1, 0).contains(point):
                return key
        return None

    def _point(self, key: str | None) -> None:
        keys = frozenset[str]() if key is None else frozenset({key})
        if keys != self.pointed:
            self.point_at(keys)
            self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.key_pointed.emit(key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what the symbol under the mouse belongs to, everywhere."""
        self._point(self.key_at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Mark nothing any more."""
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to what the symbol belongs to."""
        key = self.key_at(event.position()) if event.button() is Qt.MouseButton.LeftButton else None
        if key is None:
            event.ignore()
        else:
            self.key_clicked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from one thing in the formulas to the next, follow it, or go back."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            things = list(dict.fromkeys(key for key, _ in self.keyed_places()))
            if things:
                first = 0 if key == Qt.Key.Key_Down else -1
                known = self._by_keys in things
                place = things.index(self._by_keys or "") + _STEPS[key] if known else first
                self._by_keys = things[place % len(things)]
                self._point(self._by_keys)
        elif key in _FOLLOWING and self._by_keys is not None:
            self.key_clicked.emit(self._by_keys)
        elif key == Qt.Key.Key_Backspace:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard marks nothing any more."""
        self._by_keys = None
        self._point(None)
        super().focusOutEvent(event)
