"""Single keys as shortcuts (Space, →, R, N) that an input field keeps for itself."""

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

_ARROWS: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
_ROWS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
)
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MODIFIERS: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})
_CHOOSING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select, Qt.Key.Key_F4})
_INPUTS: Final = (
    QLineEdit,
    QAbstractSpinBox,
    QComboBox,
    QAbstractItemView,
    QTextEdit,
    QPlainTextEdit,
    QAbstractSlider,
    QAbstractButton,
    QTabBar,
)
_TYPED_INTO: Final = (QLineEdit, QAbstractSpinBox, QComboBox, QTextEdit, QPlainTextEdit)


def keeps(widget: QWidget, key: int, clicked: bool = False) -> bool:
    """Whether a key without Ctrl belongs to the widget that has the keyboard, not to the window.

    Parameters
    ----------
    widget : QWidget
        Has the keyboard.
    key : int
        What was pressed.
    clicked : bool
        Whether the widget got the keyboard by being clicked.
    """
    if isinstance(widget, QAbstractItemView):
        # the list of a combo box takes its choice from the very event that is kept here
        return key in _ROWS if isinstance(widget, QTableView) else key not in _CHOOSING
    if isinstance(widget, _TYPED_INTO):
        return True
    if isinstance(widget, QAbstractSlider | QTabBar):
        return key in _ARROWS
    if isinstance(widget, QCheckBox | QRadioButton):
        return key == Qt.Key.Key_Space or (isinstance(widget, QRadioButton) and key in _ARROWS)
    if isinstance(widget, QAbstractButton):
        # A button reached with Tab is pressed with Space; one that was only clicked leaves Space to Run.
        return key == Qt.Key.Key_Space and not clicked
    return False


class KeyKeeper(QObject):
    """Watches the one widget that has the keyboard and lets it keep its own keys.

    Parameters
    ----------
    app : QApplication
        Tells where the keyboard goes.
    """

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        self._clicked = self._entered = False
        app.focusChanged.connect(self._on_focus_changed)
        self._on_focus_changed(None, app.focusWidget())

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._on_destroyed)
        self._watched = new if isinstance(new, _INPUTS) else None
        self._clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        self._entered = False
        if self._watched is not None:
            self._watched.installEventFilter(self)
            self._watched.destroyed.connect(self._on_destroyed)

    def _on_destroyed(self, _gone: object) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key before it becomes a shortcut; what was entered in a line leaves its keys to the window."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._entered = False
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() not in _MODIFIERS:
            self._entered = isinstance(watched, QLineEdit) and event.key() in _ENTER
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._entered and not watched.property("invalid"):
                event.ignore()  # what is no shortcut is typed all the same
                return True
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and isinstance(watched, QWidget) and keeps(watched, event.key(), self._clicked):
                event.accept()
                return True
        return False
