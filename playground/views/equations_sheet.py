"""What stands in the Equations panel, one below the other, in the room there is."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
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
        """Give every part its place."""
        if self._arranging:
            return
        self._arranging = True
        gap = self._theme.px(8)
        room = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        for width in (room.width(), room.width() - bar):
            height = self._place(max(1, width), room.height(), gap)
            if height <= room.height():
                break
        self._arranging = False

    def _place(self, width: int, room: int, gap: int) -> int:
        """Place all parts in this width; gives the height they take."""
        top = 0
        height, needed = self._formula.measure(width)
        wide = max(width, needed)
        if not self._formula.is_empty:
            self._formula.setGeometry(0, 0, wide, height)
            top = height + gap
        top = self._place_text(self._links, top, width, gap)
        if not self._table.isHidden():
            below = 0 if self._note.isHidden() else self._note.heightForWidth(width) + gap
            height = self._table_height(room, room - top - below)
            self._table.setGeometry(0, top, width, height)
            top += height + gap
        height = max(0, self._place_text(self._note, top, width, gap) - gap)
        self._content.resize(wide, height)
        return height

    def _place_text(self, text: QLabel, top: int, width: int, gap: int) -> int:
        if text.isHidden():
            return top
        height = text.heightForWidth(width)
        text.setGeometry(0, top, width, height)
        return top + height + gap

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
