"""A line of plain text with a formula: what is too long for one line stands on two, broken where a formula breaks."""

import re
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.theme import Theme

_BREAKS: Final = re.compile("(?<=;) +|   +| (?=[=+\u2212←≈] )")

_HATS: Final = str.maketrans({"\u0302": "′", "ŝ": "s′"})


def legible(text: str) -> str:
    """Write a prime for a hat: many fonts put the hat of an m beside or below it."""
    return text.translate(_HATS)


class FormulaLine(QWidget):
    """Shows one formula in the accent's colour, in the middle; room for two lines is always kept."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(32))
        self.setAccessibleName("Formula")
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The formula."""
        return self._text

    @property
    def note(self) -> str:
        """What is said below it."""
        return self._note

    def show_text(self, text: str, note: str = "") -> None:
        """Show another formula, or nothing, and what is to be said below it."""
        text = legible(text)
        if (text, note) != (self._text, self._note):
            self._text, self._note = text, note
            told = f"{text}\n{note}" if note else text
            self.setAccessibleDescription(told)
            self.setToolTip(told)
            self.update()

    def sizeHint(self) -> QSize:
        """Any width does."""
        return QSize(0, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the formula on as few lines as it fits on, the note below it."""
        if not self._text:
            return
        painter = QPainter(self)
        palette = self._theme.palette
        lines, font = self._lines()
        painter.setFont(font)
        metrics = QFontMetrics(font)
        height = metrics.height()
        top = (self.height() - height * len(lines)) // 2
        for place, line in enumerate(lines):
            painter.setPen(QColor(palette.secondary if self._note and place else palette.accent))
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QRect(0, top + place * height, self.width(), height), Qt.AlignmentFlag.AlignCenter, shown)

    def _lines(self) -> tuple[list[str], QFont]:
        font, small = self._theme.font(12, "medium"), self._theme.font(11, "medium")
        if self._note:
            return [self._text, self._note], small
        if QFontMetrics(font).horizontalAdvance(self._text) <= self.width():
            return [self._text], font
        metrics = QFontMetrics(small)
        halves = [(self._text[: found.start()], self._text[found.end() :]) for found in _BREAKS.finditer(self._text)]
        if not halves:
            return [self._text], small
        best = min(halves, key=lambda pair: max(metrics.horizontalAdvance(half) for half in pair))
        return list(best), small
