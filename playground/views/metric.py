"""A live number with its caption above it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.theme import Theme

_CAPTION_PX = 11
_LARGEST_PX = 20
"""The largest number in a row; all stand on its line."""


class Metric(QWidget):
    """A number that changes many times a second without anything around it moving.

    Its room only grows: it is as wide as the widest text so far.

    Parameters
    ----------
    caption : str
        What the number is; small, above it.
    widest : str
        A text that always has to fit.
    size_px : float
        Size of the number.
    color : str
        The field of the palette in which the number is written.
    """

    def __init__(self, caption: str, theme: Theme, widest: str, size_px: float = 17, color: str = "text") -> None:
        super().__init__()
        self._theme = theme
        self._caption = caption
        self._value = ""
        self._widest = widest
        self._color = color
        self._caption_font = theme.font(_CAPTION_PX)
        self._value_font = theme.font(size_px, "semibold")
        self._line = QFontMetricsF(theme.font(_LARGEST_PX, "semibold"))
        self._room = max(self._width(widest), QFontMetricsF(self._caption_font).horizontalAdvance(caption))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or the bar behind it would be painted again
        theme.changed.connect(self._on_theme_changed)

    @property
    def value(self) -> str:
        """What is shown."""
        return self._value

    def set_caption(self, caption: str) -> None:
        """Say differently what the number is."""
        if caption == self._caption:
            return
        self._caption = caption
        self.setAccessibleName(caption)
        width = QFontMetricsF(self._caption_font).horizontalAdvance(caption)
        self._room = max(width, self._width(self._value), self._width(self._widest))
        self.updateGeometry()
        self.update()

    def set_value(self, value: str) -> None:
        """Show another number."""
        if value == self._value:
            return
        self._value = value
        self.setAccessibleDescription(value)
        width = self._width(value)
        if width > self._room:
            self._room = width
            self.updateGeometry()
        self.update()

    def set_tip(self, tip: str) -> None:
        """Tell something else where the mouse rests."""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _width(self, text: str) -> float:
        return QFontMetricsF(self._value_font).horizontalAdvance(text)

    def _on_theme_changed(self, _colors: object) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        """Caption over number."""
        height = QFontMetricsF(self._caption_font).height() + self._line.height()
        return QSize(int(self._room) + 2, int(height))

    def minimumSizeHint(self) -> QSize:
        """Never less."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write both at the right edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        box = QRectF(self.rect())
        right = Qt.AlignmentFlag.AlignRight
        painter.setFont(self._caption_font)
        painter.setPen(self._theme.color("secondary"))
        painter.drawText(box, right | Qt.AlignmentFlag.AlignTop, self._caption)
        painter.setFont(self._value_font)
        painter.setPen(self._theme.color(self._color if self.isEnabled() else "disabled"))
        baseline = box.bottom() - self._line.descent()
        painter.drawText(QPointF(box.right() - self._width(self._value), baseline), self._value)
