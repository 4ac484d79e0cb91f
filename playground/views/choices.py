"""Choices: a combo box by keys, a field with suggestions, a slider along round numbers."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSlider, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from playground.views.fields import ParsedField
from playground.views.panel import Choice
from playground.views.theme import Theme

_LABEL_MARGIN = 4  # the style keeps so much around the text
_SHORT_ROLE = Qt.ItemDataRole.UserRole + 1
_TIP_ROLE = Qt.ItemDataRole.UserRole + 2


class KeyedChoice(Choice):
    """A combo box whose entries have keys. An entry that does not fit is written in its short form.

    The wheel changes nothing, so that scrolling past is safe.
    """

    chosen = Signal(str)
    """The user chose the entry with this key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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


class SuggestionField(ParsedField):
    """A field for a value written as a short text, with a menu of usual ones. It looks like a combo box.

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
        margins = self.textMargins()
        margins.setRight(self._arrow - theme.px(8))
        self.setTextMargins(margins)
        theme.changed.connect(self.update)

    def menu(self) -> QMenu:
        """The menu of suggestions; the present value is checked."""
        menu = QMenu(self)
        menu.setMinimumWidth(self.width())
        for value, words in self._suggestions():
            text = self._write(value)
            action = menu.addAction(f"{text}\t{words}" if words else text)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _checked, chosen=value: self._choose(chosen))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_menu(self) -> None:
        """Open the menu below the field."""
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _choose(self, value: Any) -> None:
        if value != self._value:
            self._value = value
            self._show_value()
            self.edited.emit(value)
        else:
            self._show_value()

    def _arrow_box(self) -> QRect:
        return QRect(self.width() - self._arrow - 1, 0, self._arrow, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu by its arrow."""
        if event.button() == Qt.MouseButton.LeftButton and self._arrow_box().contains(event.position().toPoint()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.open_menu()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show an arrow over the arrow, and the text cursor over the text."""
        over_arrow = self._arrow_box().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.ArrowCursor if over_arrow else Qt.CursorShape.IBeamCursor)
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


class StopsSlider(QSlider):
    """A slider along given numbers, such as learning rates from 0.00001 to 100 in equal ratios.

    Other values are shown at the nearest of them without being changed.

    Parameters
    ----------
    stops : tuple of float
        The numbers, ascending.
    """

    moved = Signal(object)
    """The user moved it to another of the numbers."""

    def __init__(self, stops: tuple[float, ...], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._stops = stops
        self.setRange(0, len(stops) - 1)
        self.setPageStep(max(1, len(stops) // 10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_value_changed)

    def set_number(self, number: float) -> None:
        """Show a number."""
        place = min(range(len(self._stops)), key=lambda stop: abs(self._stops[stop] - number))
        if place != self.value():
            self.blockSignals(True)
            self.setValue(place)
            self.blockSignals(False)
            self.update()

    @property
    def number(self) -> float:
        """The number at the knob."""
        return self._stops[self.value()]

    def _on_value_changed(self, place: int) -> None:
        self.moved.emit(self._stops[place])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to where the groove is clicked and go on dragging from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            option_width = max(1, self.width() - self._knob())
            at = QStyle.sliderValueFromPosition(
                self.minimum(), self.maximum(), round(event.position().x() - self._knob() / 2), option_width
            )
            if abs(at - self.value()) * option_width > self._knob() / 2 * max(1, self.maximum()):
                self.setValue(at)
        super().mousePressEvent(event)

    def _knob(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move with the wheel only when it has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """Short enough for narrow columns; forms stretch it."""
        return QSize(self.fontMetrics().averageCharWidth() * 5, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As short as it may be."""
        return self.sizeHint()
