"""How a table paints numbers that change many times a second: itself, for style sheets take long for every cell."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.views.sample_model import SampleModel
from playground.views.theme import Theme

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MARGIN: Final = 3


class SampleCells(QStyledItemDelegate):
    """Paints the numbers of a `SampleModel` at the right of their cells; the chosen row has the accent's ground."""

    def __init__(self, theme: Theme, model: SampleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._take_colors()
        theme.changed.connect(self._take_colors)

    def _take_colors(self, _colors: object = None) -> None:
        self._text, self._chosen = self._theme.color("text"), self._theme.color("accent_soft")

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._chosen)
        painter.setFont(option.font)
        painter.setPen(self._text)
        box = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        text = self._model.text(index.row(), index.column())
        if option.fontMetrics.horizontalAdvance(text) > box.width():  # cut at its left it would be another number
            text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _RIGHT, text)
