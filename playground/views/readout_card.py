"""The small card beside the mouse that tells what is under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.views.theme import Theme

_PADDING: Final = 10
_FROM_MOUSE: Final = 16
_BETWEEN: Final = 18


@dataclass(frozen=True)
class Readout:
    """What a card says: a title, a quieter remark, and rows of a name and a value."""

    title: str
    remark: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    def rewritten(self, write: Callable[[str], str]) -> "Readout":
        """The same with title, remark and names written in another way."""
        return Readout(write(self.title), write(self.remark), tuple((write(name), value) for name, value in self.rows))


class ReadoutCard(QWidget):
    """A card that follows the mouse within its parent and never takes the mouse itself."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self._theme = theme
        self._readout: Readout | None = None
        self._at = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def readout(self) -> Readout | None:
        """What it says at present; None while hidden."""
        return self._readout

    def tell(self, readout: Readout | None, at: QPoint | None = None) -> None:
        """Say something beside the point ``at`` of the parent (None: where it was); None hides the card."""
        moved = at is not None and at != self._at
        if at is not None:
            self._at = at
        if readout == self._readout and not moved:
            return
        self._readout = readout
        if readout is None:
            self.hide()
            return
        self.setGeometry(self._place(readout))
        self.update()
        self.show()
        self.raise_()

    def _place(self, readout: Readout) -> QRect:
        title, plain = self._metrics()
        rows = self._widths(readout.rows, plain)
        width = max(title.horizontalAdvance(readout.title), plain.horizontalAdvance(readout.remark), sum(rows))
        lines = len(readout.rows) + bool(readout.remark)
        height = title.height() + lines * (plain.height() + 3) + (4 if lines else 0)
        size = QRect(0, 0, width + 2 * _PADDING + 1, height + 2 * _PADDING - 2)
        parent = self._room.rect()
        x, y = self._at.x() + _FROM_MOUSE, self._at.y() + _FROM_MOUSE
        if x + size.width() > parent.right() - 2:
            x = self._at.x() - _FROM_MOUSE - size.width()
        if y + size.height() > parent.bottom() - 2:
            y = self._at.y() - _FROM_MOUSE - size.height()
        x = max(2, min(x, parent.right() - 1 - size.width()))
        y = max(2, min(y, parent.bottom() - 1 - size.height()))
        size.moveTopLeft(QPoint(x, y))
        return size

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self._theme.font(13, "semibold")), QFontMetrics(self._theme.font(12))

    @staticmethod
    def _widths(rows: Sequence[tuple[str, str]], plain: QFontMetrics) -> tuple[int, int]:
        names = max((plain.horizontalAdvance(name) for name, _ in rows), default=0)
        values = max((plain.horizontalAdvance(value) for _, value in rows), default=0)
        return names, values + _BETWEEN if rows else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        readout, palette = self._readout, self._theme.palette
        if readout is None:
            return
        title, plain = self._metrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        y = _PADDING - 2 + title.ascent()
        painter.setFont(self._theme.font(13, "semibold"))
        painter.setPen(QColor(palette.text))
        painter.drawText(_PADDING, y, readout.title)
        painter.setFont(self._theme.font(12))
        y += title.descent() + 4
        if readout.remark:
            painter.setPen(QColor(palette.secondary))
            painter.drawText(_PADDING, y + plain.ascent(), readout.remark)
            y += plain.height() + 3
        for name, value in readout.rows:
            painter.setPen(QColor(palette.secondary))
            painter.drawText(_PADDING, y + plain.ascent(), name)
            painter.setPen(QColor(palette.text))
            painter.drawText(self.width() - _PADDING - 1 - plain.horizontalAdvance(value), y + plain.ascent(), value)
            y += plain.height() + 3
