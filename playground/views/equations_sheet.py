"""What stands in the Equations panel, one below the other, in the room there is."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from playground.views.formula import FormulaView
from playground.views.sample_table import SampleTable
from playground.views.theme import Theme


class Sheet(QScrollArea):
    """The formula, links, table and note, one below the other. Only where all is too long does it scroll as a whole.

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
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        for widget in (formula, links, table, note):
            widget.setParent(self._content)
        for text in (links, note):
            text.setWordWrap(True)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setWidget(self._content)
        self.viewport().setAutoFillBackground(False)
        self._arranging = False
        self._content.installEventFilter(self)
        formula.height_changed.connect(self.arrange)

    def arrange(self) -> None:
        """Give every part its place; the width is settled first, so that nothing is laid out twice."""
        if self._arranging:
            return
        self._arranging = True
        room = self.maximumViewportSize()
        wide, narrow = max(1, room.width()), max(1, room.width() - self.verticalScrollBar().sizeHint().width())
        places, size = self._places(wide, room.height())
        if size.height() > room.height():
            places, size = self._places(narrow, room.height())
        self._content.resize(size)
        for widget, place in places:
            widget.setGeometry(place)
        self._arranging = False

    def _places(self, width: int, room: int) -> tuple[list[tuple[QWidget, QRect]], QSize]:
        """Say where every part belongs in this width, and how much all of it takes."""
        gap, top = self._theme.px(8), 0
        places: list[tuple[QWidget, QRect]] = []
        height, needed = self._formula.measure(width)
        wide = max(width, needed)
        if not self._formula.is_empty:
            places.append((self._formula, QRect(0, 0, wide, height)))
            top = height + gap
        heights = {text: 0 if text.isHidden() else text.heightForWidth(width) for text in (self._links, self._note)}
        below = heights[self._note] and heights[self._note] + gap
        if heights[self._links]:
            places.append((self._links, QRect(0, top, width, heights[self._links])))
            top += heights[self._links] + gap
        if not self._table.isHidden():
            height = self._table_height(room, room - top - below)
            places.append((self._table, QRect(0, top, width, height)))
            top += height + gap
        if heights[self._note]:
            places.append((self._note, QRect(0, top, width, heights[self._note])))
            top += heights[self._note] + gap
        return places, QSize(wide, max(0, top - gap))

    def _table_height(self, room: int, left: int) -> int:
        """What is left if that is enough; else as much as can be seen when it is scrolled to."""
        least, full = self._table.least_height, self._table.full_height
        if left >= min(least, full):
            return min(full, left)
        return min(full, max(least, room))

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
