"""The legend of the landscape's colours: low cost at the left, high at the right."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.landscape_picture import DEEPEST
from playground.views.numbers import format_number
from playground.views.response_images import ColorTable, as_image
from playground.views.theme import Theme

_BAR = 64
_LEAST_BAR = 20
_GAP = 6
_HEIGHT = 9


class ShadeLegend(QWidget):
    """A slim bar of the colours with the costs of both ends beside it.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts: tuple[str, str] | None = None
        self.setFont(theme.font(11, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colours of the cost")
        self._widest = self.fontMetrics().horizontalAdvance("8.8·10⁻⁸⁸")
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self, _colors: object = None) -> None:
        self._table = ColorTable(self._theme.scale)
        self.update()

    @property
    def texts(self) -> tuple[str, str] | None:
        """What is written at the ends."""
        return self._texts

    def set_ends(self, ends: tuple[float, float] | None) -> None:
        """Show the costs of both ends; None hides all."""
        texts = None if ends is None else (format_number(ends[0], 2), format_number(ends[1], 2))
        if texts != self._texts:
            self._texts = texts
            told = "" if texts is None else f"Cost from {texts[0]} (blue) to {texts[1]}"
            self.setToolTip(told)
            self.setAccessibleDescription(told)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the longest numbers, so that nothing moves."""
        return QSize(2 * self._widest + self._theme.px(_BAR) + 2 * _GAP, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """It gives way: where there is little room the bar is shorter, where there is none it is not drawn."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw number, bar, number."""
        if self._texts is None:
            return
        painter = QPainter(self)
        metrics = self.fontMetrics()
        box = QRectF(self.rect())
        left_text, right = (metrics.horizontalAdvance(text) for text in self._texts)
        length = min(self._theme.px(_BAR), self.width() - left_text - right - 2 * _GAP)
        if length < self._theme.px(_LEAST_BAR):
            return
        bar = QRectF(0.0, (box.height() - _HEIGHT) / 2, length, _HEIGHT)
        bar.moveRight(box.right() - right - _GAP)
        painter.setPen(self._theme.color("secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._texts[1])
        left = QRectF(0.0, 0.0, bar.left() - _GAP, box.height())
        painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._texts[0])
        shades = DEEPEST * np.linspace(1.0, 0.0, max(1, int(bar.width())))
        painter.drawImage(bar, as_image(self._table.pixels(shades[None, :])))
        painter.setPen(QPen(self._theme.color("line"), 1.0))
        painter.drawRect(bar)
