"""What stands in the Equations panel: formula, links and note above, the table below, in the room there is."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from playground.views.formula import FormulaView
from playground.views.sample_table import SampleTable
from playground.views.theme import Theme

_ROWS: Final = (4, 2)
"""Rows of the table that are seen at least, and where the panel is low."""
_LOW: Final = 300
"""Pixels of the design below which it is."""


class Sheet(QWidget):
    """Formula, links and note scroll where they are too long; the table stays below them with its foot in sight.

    Parameters
    ----------
    theme : Theme
    formula : FormulaView
    links : QLabel
    table : SampleTable
    note : QLabel
    """

    def __init__(self, theme: Theme, formula: FormulaView, links: QLabel, table: SampleTable, note: QLabel) -> None:
        super().__init__()
        self._theme, self._formula, self._links, self._table, self._note = theme, formula, links, table, note
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        for widget in (formula, links, note):
            widget.setParent(self._content)
        for text in (links, note):
            text.setWordWrap(True)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._scroll.setWidget(self._content)
        self._scroll.viewport().setAutoFillBackground(False)
        table.setParent(self)
        self._arranging = False
        self._top_of = ""
        self._content.installEventFilter(self)
        self.installEventFilter(self)
        formula.height_changed.connect(self.arrange)

    def show_top_of(self, title: str) -> None:
        """Begin at the top with what is called so; where that is there already, stay where the reader is."""
        if title != self._top_of:
            self._top_of = title
            self._scroll.verticalScrollBar().setValue(0)

    def arrange(self) -> None:
        """Give every part its place; the width is settled first, so that nothing is laid out twice."""
        if self._arranging:
            return
        self._arranging = True
        room, gap = self.height(), self._theme.px(8)
        width = max(1, self.width())
        places, size = self._places(width)
        table = self._table_height(room - size.height() - gap, room)
        above = max(0, room - table - gap) if table else room
        if size.height() > above:
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            places, size = self._places(max(1, width - bar))
        above = min(above, size.height())
        self._scroll.setGeometry(0, 0, width, above)
        self._content.resize(size)
        for widget, place in places:
            widget.setGeometry(place)
        self._table.setGeometry(0, above + gap, width, table)
        self._arranging = False

    def _places(self, width: int) -> tuple[list[tuple[QWidget, QRect]], QSize]:
        """Say where formula, links and note belong in this width, and how much all of it takes."""
        gap = self._theme.px(8)
        places: list[tuple[QWidget, QRect]] = []
        height, needed = self._formula.measure(width)
        wide, top = max(width, needed), 0
        if not self._formula.is_empty:
            places.append((self._formula, QRect(0, 0, wide, height)))
            top = height + gap
        for text in (self._links, self._note):
            if not text.isHidden():
                height = text.heightForWidth(width)
                places.append((text, QRect(0, top, width, height)))
                top += height + gap
        return places, QSize(wide, max(0, top - gap))

    def _table_height(self, left: int, room: int) -> int:
        """What the text leaves, but some rows at least and never more than there are."""
        if self._table.isHidden():
            return 0
        rows = _ROWS[room < self._theme.px(_LOW)]
        return min(self._table.full_height, max(left, self._table.height_with(rows)))

    def sizeHint(self) -> QSize:
        """Room for a formula and a small table."""
        return QSize(self._theme.px(330), self._theme.px(280))

    def minimumSizeHint(self) -> QSize:
        """Room to read something; it scrolls."""
        return QSize(self._theme.px(150), self._theme.px(60))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A part wants another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return super().eventFilter(watched, event)
