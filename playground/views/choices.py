"""Choices: a combo box by keys, and a field with suggestions."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from playground.views.fields import ParsedField
from playground.views.panel import Choice
from playground.views.theme import Theme

_LABEL_MARGIN = 4  # the style keeps so much around the text
_SHORT_ROLE = Qt.ItemDataRole.UserRole + 1
_TIP_ROLE = Qt.ItemDataRole.UserRole + 2


class KeyedChoice(Choice):
    """A combo box whose entries have keys. An entry that does not fit is written in its short form.

    The wheel changes nothing, so that scrolling past is safe. After a choice with the mouse, the keyboard belongs to
    the window again, so that Space runs the training.
    """

    chosen = Signal(str)
    """The user chose the entry with this key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = ""
        self._by_mouse = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view().installEventFilter(self)
        self.view().viewport().installEventFilter(self)
        self.activated.connect(self._on_activated)

    def add(self, key: str, text: str, tip: str = "", short: str = "") -> None:
        """Add an entry.

        Parameters
        ----------
        key : str
            What it stands for.
        text, tip : str
            What people read, and the sentence that explains it.
        short : str
            What is shown in the closed box where ``text`` does not fit.
        """
        self.addItem(text, key)
        row = self.count() - 1
        self.setItemData(row, tip, _TIP_ROLE)
        self.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        self.setItemData(row, short, _SHORT_ROLE)

    @property
    def key(self) -> str:
        """The key of the present entry."""
        return str(self.currentData())

    def set_key(self, key: str) -> None:
        """Show the entry with this key."""
        self.setCurrentIndex(self.findData(key))
        self._refresh_tip()

    def set_text(self, key: str, text: str) -> None:
        """Write an entry differently."""
        row = self.findData(key)
        if self.itemText(row) != text:
            self.setItemText(row, text)
            self.update()

    def set_entry_enabled(self, key: str, enabled: bool, reason: str = "") -> None:
        """Dim an entry that cannot be chosen now; its tool tip gives the reason."""
        row = self.findData(key)
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.item(row).setEnabled(enabled)
        self.setItemData(row, self.itemData(row, _TIP_ROLE) if enabled else reason, Qt.ItemDataRole.ToolTipRole)

    def is_entry_enabled(self, key: str) -> bool:
        """Whether an entry can be chosen now."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        return model.item(self.findData(key)).isEnabled()

    def set_tip(self, tip: str) -> None:
        """Explain the choice; the sentence of the present entry is added."""
        self._tip = tip
        self._refresh_tip()

    def _refresh_tip(self) -> None:
        entry = self.itemData(self.currentIndex(), _TIP_ROLE)
        self.setToolTip("\n".join(part for part in (self._tip, entry) if part))

    def _on_activated(self, _row: int) -> None:
        self._refresh_tip()
        self.chosen.emit(self.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list."""
        self._by_mouse = True
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, or choose another entry."""
        self._by_mouse = False
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See whether the list is used with the mouse or with the keys."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._by_mouse = True
        elif event.type() == QEvent.Type.KeyPress:
            self._by_mouse = False
        return super().eventFilter(watched, event)

    def hidePopup(self) -> None:
        """Close the list; after the mouse, the keyboard is the window's."""
        super().hidePopup()
        # Qt does not tell the box that the mouse has left it while the list was open.
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, self.rect().contains(self.mapFromGlobal(QCursor.pos())))
        self.update()
        if self._by_mouse:
            self.clearFocus()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box with the entry as long as it fits."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self._fitting_text(field.width() - _LABEL_MARGIN)
        option.currentIcon = QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _fitting_text(self, room: int) -> str:
        metrics = self.fontMetrics()
        text = self.currentText()
        short = self.itemData(self.currentIndex(), _SHORT_ROLE)
        if short and metrics.horizontalAdvance(text) > room:
            text = str(short)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


class Suggestions(QMenu):
    """The menu of a field; what is typed while it is open goes into the field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters, digits and what deletes them to the field."""
        typed = event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space
        if typed or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.close()
            QApplication.sendEvent(self._field, event)
        else:
            super().keyPressEvent(event)


class SuggestionField(ParsedField):
    """A field for a value written as a short text, with a menu of usual ones. It looks like a combo box.

    The first click opens the menu, as a combo box does; typing or another click edits the text.

    Parameters
    ----------
    theme : Theme
        Icons and sizes.
    read, write : callable
        As for `ParsedField`.
    suggestions : callable
        ``suggestions() -> [(value, words), …]`` for the menu, asked whenever it opens; ``words`` explain the value and
        may be empty.
    """

    def __init__(
        self,
        theme: Theme,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        suggestions: Callable[[], Sequence[tuple[Any, str]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(read, write, parent)
        self._theme = theme
        self._suggestions = suggestions
        self._arrow = theme.px(22)
        self._just_reached = False
        self._by_mouse = False
        self.setCursor(Qt.CursorShape.ArrowCursor)
        margins = self.textMargins()
        margins.setRight(self._arrow - theme.px(8))
        self.setTextMargins(margins)
        theme.changed.connect(self.update)

    def menu(self) -> QMenu:
        """The menu of suggestions; the present value is checked."""
        menu = Suggestions(self)
        menu.setMinimumWidth(self.width())
        for value, words in self._suggestions():
            text = self._write(value)
            action = menu.addAction(f"{text}\t{words}" if words else text)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _checked, chosen=value: self._choose(chosen))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_menu(self, *, by_mouse: bool = False) -> None:
        """Open the menu below the field."""
        self._by_mouse = by_mouse
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _choose(self, value: Any) -> None:
        changed = value != self._value
        self._value = value
        self._show_value()
        if self._by_mouse:
            self.clearFocus()  # so that Space runs the training again
        if changed:
            self.edited.emit(value)

    def _is_arrow(self, event: QMouseEvent) -> bool:
        return self._arrow_box().contains(event.position().toPoint())

    def _arrow_box(self) -> QRect:
        return QRect(self.width() - self._arrow - 1, 0, self._arrow, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu with the first click, and by its arrow."""
        first, self._just_reached = self._just_reached or not self.hasFocus(), False
        if event.button() == Qt.MouseButton.LeftButton and (first or self._is_arrow(event)):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._just_reached = False
            self.selectAll()
            self.open_menu(by_mouse=True)
            return
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt gives the keyboard to what is clicked before it tells of the click."""
        self._just_reached = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the text cursor where a click edits the text, else an arrow."""
        edits = self.hasFocus() and not self._is_arrow(event)
        self.setCursor(Qt.CursorShape.IBeamCursor if edits else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu with the down arrow, as a combo box does."""
        if event.key() == Qt.Key.Key_Down:
            self.open_menu()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow at the right."""
        super().paintEvent(event)
        side = self._theme.px(14)
        box = QRect(0, 0, side, side)
        box.moveCenter(self._arrow_box().center())
        colors = self._theme.palette
        icon = self._theme.icon("chevron-down", colors.secondary if self.isEnabled() else colors.disabled)
        icon.paint(QPainter(self), box)
