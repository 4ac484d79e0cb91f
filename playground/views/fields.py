"""Input fields that know what they accept: numbers, and values written as a short text."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStyle, QStyleOptionFrame, QToolTip, QWidget

from playground.views.bounds import Bounds, Step, adding
from playground.views.bubble import show_above

_STEP_KEYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_TEXT_MARGINS = (-2, 0, -2, 0)  # a line edit keeps 2 px more than a combo box; their texts stand under one another
_NOTCH = 120  # Qt's units for one notch of a mouse wheel


class ParsedField(QLineEdit):
    """A line of text that stands for a value.

    Enter or leaving the field takes the text over; text that cannot be read gets a red border and a tool tip that says
    what would be right, and Esc brings the last value back.

    Parameters
    ----------
    read : callable
        ``read(text) -> value``; raises ValueError with a sentence for the user.
    write : callable
        ``write(value) -> text``.
    """

    edited = Signal(object)
    """The user entered another value."""

    def __init__(self, read: Callable[[str], Any], write: Callable[[Any], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._write = write
        self._value: Any = None
        self._tip = ""
        self._problem = ""
        self._elided = False
        self._caption = ""
        self._caption_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(*_TEXT_MARGINS)
        self.editingFinished.connect(self.commit)
        self.textEdited.connect(self._on_text_edited)
        self.textChanged.connect(self._make_room)

    @property
    def value(self) -> Any:
        """The value the field stands for; text that cannot be read does not change it."""
        return self._value

    @property
    def problem(self) -> str:
        """What is wrong with the text; empty if nothing is."""
        return self._problem

    def set_value(self, value: Any) -> None:
        """Show a value. What the user is typing stays if the value is the one shown already."""
        if value == self._value and (self._problem or self.isModified()):
            return
        self._value = value
        self._show_value()

    def set_tip(self, tip: str) -> None:
        """Explain the field."""
        self._tip = tip
        if not self._problem:
            self.setToolTip(tip)

    def set_caption(self, caption: str) -> None:
        """Write what the value is quietly before it, inside the field, as long as there is room for both."""
        self._caption = caption
        self._make_room()

    @property
    def is_caption_shown(self) -> bool:
        """Whether there is room for the caption."""
        return self._caption_width > 0

    def _make_room(self) -> None:
        if not self._caption and not self._caption_width:
            return
        metrics = self.fontMetrics()
        wanted = metrics.horizontalAdvance(self._caption) + metrics.averageCharWidth() // 2 + 1
        fits = self._text_box().width() + self._caption_width >= wanted + metrics.horizontalAdvance(self.text())
        width = wanted if self._caption and fits else 0
        if width != self._caption_width:
            margins = self.textMargins()
            margins.setLeft(margins.left() + width - self._caption_width)
            self._caption_width = width
            self.setTextMargins(margins)

    def commit(self) -> None:
        """Take the text over, if it can be read."""
        if not self.isModified():
            return
        try:
            value = self._read(self.text())
        except ValueError as error:
            self._set_problem(str(error))
            if self.hasFocus():
                show_above(self, self._problem)
            return
        changed = value != self._value
        self._value = value
        self._show_value()
        if changed:
            self.edited.emit(value)

    def revert(self) -> None:
        """Show the last value again."""
        self._show_value()
        self.selectAll()

    def _show_value(self) -> None:
        self._set_problem("")
        text = self._write(self._value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        elif self.isUndoAvailable() or self.isRedoAvailable():
            cursor = self.cursorPosition()
            self.setText(text)  # forgets what was typed: from now on, Ctrl+Z is the session's
            self.setCursorPosition(cursor)
        self.setModified(False)

    def _on_text_edited(self, text: str) -> None:
        """Take the mark away as soon as the text can be read; set it only on `commit`, not while typing."""
        if not self._problem:
            return
        try:
            self._read(text)
        except ValueError as error:
            self._set_problem(str(error))
        else:
            self._set_problem("")

    def _set_problem(self, problem: str) -> None:
        self.setToolTip(problem or self._tip)
        if bool(problem) != bool(self._problem):
            self.setProperty("invalid", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)
        self._problem = problem

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc bring the last value back."""
        if event.key() == Qt.Key.Key_Escape and (self.isModified() or self._problem):
            self.revert()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all when reached by the keyboard, as Qt does, and explain what is still wrong."""
        super().focusInEvent(event)
        if self._problem:
            show_above(self, self._problem)

    def paintEvent(self, event: QPaintEvent) -> None:
        """End a text that does not fit in "…" while nobody is typing."""
        box = self._text_box()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width() + 1)
        self._elided = text != self.text() and not self.hasFocus()
        if not self._elided:
            super().paintEvent(event)
            self._paint_caption(box)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(option.palette.color(self.foregroundRole()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _text_box(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        margins = self.textMargins()
        return box.adjusted(margins.left() + 2, 0, -margins.right() - 2, 0)

    def _paint_caption(self, text_box: QRect) -> None:
        if not self._caption_width:
            return
        colors = QGuiApplication.palette()
        role = QPalette.ColorRole.PlaceholderText if self.isEnabled() else QPalette.ColorRole.Text
        painter = QPainter(self)
        painter.setPen(colors.color(self.palette().currentColorGroup(), role))
        text_box.setLeft(text_box.left() - self._caption_width)
        painter.drawText(text_box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._caption)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for the caption now, or none any more."""
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        """Leave undo to the window unless something is being typed; show all of a long text in the tool tip."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_undone(event):
            event.ignore()
            return True
        if event.type() == QEvent.Type.ToolTip and self._elided and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), f"{self.text()}\n{self.toolTip()}", self)
            return True
        return super().event(event)

    def _is_undone(self, event: QKeyEvent) -> bool:
        """Whether undo or redo is pressed while there is nothing of it in the field."""
        if event.matches(QKeySequence.StandardKey.Undo):
            return not self.isModified() or self.text() == self._write(self._value)
        return event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()

    def sizeHint(self) -> QSize:
        """Narrower than Qt's: forms give it the room there is."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a short number."""
        metrics = self.fontMetrics()
        return QSize(
            metrics.horizontalAdvance("0.99") + 2 * metrics.averageCharWidth() + 2, super().minimumSizeHint().height()
        )


class NumberField(ParsedField):
    """A field for one number. The arrow keys and, once it has the focus, the wheel step it up and down.

    Parameters
    ----------
    bounds : Bounds
        What it takes.
    step : callable
        ``step(value, notches) -> value``, such as ``adding(1)``.
    """

    nudged = Signal(object)
    """The user stepped to another value; such changes follow each other quickly."""

    def __init__(
        self,
        bounds: Bounds,
        step: Step | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(bounds.read, lambda value: "" if value is None else bounds.write(value), parent)
        self.bounds = bounds
        self._step = step or adding(1.0)

    def set_tip(self, tip: str) -> None:
        """Explain the field; what it takes is added."""
        words = self.bounds.words
        super().set_tip(f"{tip}\n{words[0].upper()}{words[1:]}.")

    def nudge(self, notches: int) -> None:
        """Step up or down, within the bounds."""
        self.commit()
        if self._value is None or self._problem or not notches:
            return
        value = self._step(float(self._value), notches)
        if self.bounds.whole:
            value = round(value)
        if not self.bounds.contain(value):
            low, high = self.bounds.low, self.bounds.high
            value = low if value <= low else high
            if not self.bounds.contain(value):
                return
        if value != self._value:
            self._value = value
            self._show_value()
            self.nudged.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        notches = _STEP_KEYS.get(Qt.Key(event.key()))
        if notches and not self.isReadOnly():
            self.nudge(notches)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel, but only when the field has the focus, so that scrolling past changes nothing."""
        if self.hasFocus() and abs(event.angleDelta().y()) >= _NOTCH:
            self.nudge(event.angleDelta().y() // _NOTCH)
            event.accept()
        else:
            event.ignore()
