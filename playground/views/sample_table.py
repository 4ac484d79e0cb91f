"""The samples of a sum, one row each: their numbers, the factors, the term; at the foot what becomes of them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.core.expressions import printed
from playground.views.panel import ElidedLabel, rule
from playground.views.sample_cells import SampleCells
from playground.views.sample_model import Ordered, SampleModel
from playground.views.selectable_label import SelectableLabel
from playground.views.theme import Theme, Weight

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW_HEIGHT: Final = 22
_ROOM: Final = 9
"""Between two columns, in pixels of the design."""
_MEASURED: Final = 60
"""So many rows decide how wide a column begins; it grows with what is seen later."""


class _Columns(QTableView):
    """Some columns of the model; the others are hidden."""

    def __init__(self, theme: Theme, model: SampleModel) -> None:
        super().__init__()
        self.setModel(model)
        self._theme = theme
        self.setItemDelegate(SampleCells(theme, model, self))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or all behind it is painted again
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font(12))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(theme.px(_ROW_HEIGHT))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setMinimumSectionSize(1)
        columns.setFixedHeight(theme.px(_ROW_HEIGHT))
        columns.setFont(theme.font(12))
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, too."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("panel"))
        painter.end()
        super().paintEvent(event)

    def show_row(self, row: int) -> None:
        """Scroll no more than needed, and never across."""
        across = self.horizontalScrollBar().value()
        self.scrollTo(self.model().index(row, 0))
        self.horizontalScrollBar().setValue(across)


class SampleTable(QWidget):
    """The table and its foot. The last column, the term, always stays in sight.

    Signals
    -------
    row_chosen : int
        A row was clicked, or reached with the arrow keys.
    """

    row_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settling = self._follows = False
        self._title: object = None
        self._widths: list[int] = []
        self.model = SampleModel(self)
        self.view = _Columns(theme, self.model)
        self.view.setAccessibleName("Samples")
        self.term = _Columns(theme, self.model)
        self.term.setAccessibleName("Terms")
        self.term.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.term.setSelectionModel(self.view.selectionModel())
        self.view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        down, across = self.view.verticalScrollBar(), self.view.horizontalScrollBar()
        down.valueChanged.connect(self.term.verticalScrollBar().setValue)
        down.valueChanged.connect(self._on_scrolled)
        self.term.verticalScrollBar().valueChanged.connect(down.setValue)
        self.term.verticalScrollBar().rangeChanged.connect(self._on_height_changed)  # it gets its height last
        self._across = QScrollBar(Qt.Orientation.Horizontal)
        self._across.valueChanged.connect(across.setValue)
        across.valueChanged.connect(self._across.setValue)
        across.rangeChanged.connect(self._on_range_changed)
        self._across.hide()
        self._foot = QWidget()
        self._foot_grid = QGridLayout(self._foot)
        self._foot_grid.setContentsMargins(0, theme.px(3), theme.px(3), 0)
        self._foot_grid.setHorizontalSpacing(theme.px(16))
        self._foot_grid.setVerticalSpacing(theme.px(2))
        self._foot_grid.setColumnStretch(0, 1)
        self._feet: list[tuple[QLabel, QLabel]] = []
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.view, 1)
        beside.addWidget(self.term)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(beside, 1)
        column.addWidget(self._across)
        column.addWidget(rule())
        column.addWidget(self._foot)

    def show_table(
        self, title: object, headers: tuple[str, ...], rows: Ordered, foot: Sequence[tuple[str, float]], selected: int
    ) -> None:
        """Show a table.

        Parameters
        ----------
        title : object
            What it is about; the columns keep their widths as long as that stays the same.
        headers, rows
            Names and numbers.
        foot : sequence of (str, float)
            What stands below; the last one is what all of it comes to.
        selected : int
            The row that is marked.
        """
        anew = title != self._title or headers != self.model.headers
        self._title = title
        self._settling = True
        self.model.show(headers, rows)
        self._measure(anew=anew)
        self._show_foot(foot)
        self._select(selected)
        self._settling = False
        self.updateGeometry()

    def _measure(self, *, anew: bool) -> None:
        """Make columns as wide as their widest numbers; while these change they only grow, as long as all have room."""
        model, metrics = self.model, QFontMetrics(self._theme.font(12))
        n_columns = model.columnCount()
        if anew or len(self._widths) != n_columns:
            self._widths = [0] * n_columns
            for column in range(n_columns):
                self.view.setColumnHidden(column, column == n_columns - 1)
                self.term.setColumnHidden(column, column < n_columns - 1)
        first = max(0, self.view.rowAt(0))
        last = self.view.rowAt(self.view.viewport().height() - 1)
        # one row more, which the bar below may hide: it must not come and go with that row's width
        seen = _MEASURED if last < 0 else last + 3 - first
        rows = range(first, min(model.rowCount(), first + max(seen, _MEASURED * anew)))
        room = self._theme.px(_ROOM)
        needed = []
        for column in range(n_columns):
            longest = max((model.text(row, column) for row in rows), key=len, default="")
            needed.append(max(metrics.horizontalAdvance(text) for text in (longest, model.headers[column])) + room)
        grown = [max(widths) for widths in zip(self._widths, needed, strict=True)]
        self._widths = needed if sum(needed) <= self._room_for_columns < sum(grown) else grown
        self._spread()

    @property
    def _room_for_columns(self) -> int:
        return self.width() - self._taken_by_bar

    @property
    def _taken_by_bar(self) -> int:
        bar = self.term.verticalScrollBar()
        return bar.sizeHint().width() if bar.maximum() > 0 else 0

    def _spread(self) -> None:
        """Share what is left of the width among the columns."""
        if not self._widths:
            return
        taken, last = self._taken_by_bar, self._widths[-1]
        room = self._room_for_columns - last
        seen = _fitting(self._widths[:-1], room)
        whole = seen == len(self._widths) - 1
        # What is left over is shared by the columns in sight, so that none of them is cut.
        spare = max(0, room - sum(self._widths[:seen]))
        share, rest = divmod(spare, seen + whole)
        for column, width in enumerate(self._widths[:-1]):
            self.view.setColumnWidth(column, width + (share if column < seen else 0) + (rest if column == 0 else 0))
        last += share if whole else 0
        self.term.setColumnWidth(len(self._widths) - 1, last)
        self.term.setFixedWidth(last + taken)
        self._foot_grid.setContentsMargins(0, self._theme.px(3), self._theme.px(3) + taken, 0)

    def _on_range_changed(self, low: int, high: int) -> None:
        self._across.setRange(low, high)
        self._across.setPageStep(self.view.horizontalScrollBar().pageStep())
        if self._across.isHidden() == (high > low):
            self._across.setVisible(high > low)
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns anew."""
        super().resizeEvent(event)
        self._measure(anew=False)

    @property
    def feet(self) -> list[tuple[str, str]]:
        """What stands below, as text."""
        return [(label.text(), value.text()) for label, value in self._feet if not label.isHidden()]

    def _select(self, row: int) -> None:
        view = self.view
        if not 0 <= row < self.model.rowCount():
            view.clearSelection()
            self._follows = False
        elif view.currentIndex().row() != row or not view.selectionModel().isRowSelected(row, QModelIndex()):
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, 0)
            view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            view.show_row(row)
            self._follows = True

    def _on_scrolled(self, _place: int) -> None:
        if self._settling:  # half of the columns may be others already; all is measured when they are there
            return
        chosen = self.view.visualRect(self.view.currentIndex())
        self._follows = chosen.intersects(self.view.viewport().rect())
        self._measure(anew=False)

    def _on_height_changed(self) -> None:
        """Keep the chosen row in sight, if it was."""
        if self._follows:
            self.view.show_row(self.view.currentIndex().row())

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._settling and current.isValid():
            self.row_chosen.emit(current.row())

    def _show_foot(self, foot: Sequence[tuple[str, float]]) -> None:
        while len(self._feet) < len(foot):
            label: QLabel = ElidedLabel()
            value: QLabel = SelectableLabel()
            value.setProperty("role", "text")
            label.setAlignment(_RIGHT)
            value.setAlignment(_RIGHT)
            row = len(self._feet)
            self._foot_grid.addWidget(label, row, 0)
            self._foot_grid.addWidget(value, row, 1)
            self._feet.append((label, value))
        for place, (label, value) in enumerate(self._feet):
            shown = place < len(foot)
            label.setVisible(shown)
            value.setVisible(shown)
            if shown:
                weight: Weight = "semibold" if place == len(foot) - 1 else "normal"
                font = self._theme.font(12, weight)
                texts = (foot[place][0], printed(foot[place][1]))
                for widget, text in ((label, texts[0]), (value, texts[1])):
                    if widget.font() != font:
                        widget.setFont(font)
                    if widget.text() != text:
                        widget.setText(text)

    # Heights

    def height_with(self, rows: int) -> int:
        """The height with so many rows in sight, or all of them."""
        rows, row = min(rows, self.model.rowCount()), self._theme.px(_ROW_HEIGHT)
        foot = self._foot.sizeHint().height() + 1
        across = 0 if self._across.isHidden() else self._across.sizeHint().height()
        return row * (1 + rows) + foot + across

    @property
    def full_height(self) -> int:
        """The height with all rows in sight."""
        return self.height_with(self.model.rowCount())

    def sizeHint(self) -> QSize:
        """Room for all rows."""
        return QSize(self._theme.px(300), min(self.full_height, 100_000))

    def minimumSizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(self._theme.px(160), self.height_with(1))


def _fitting(widths: Sequence[int], room: int) -> int:
    """How many columns fit, at least one."""
    total = 0
    for place, width in enumerate(widths):
        total += width
        if total > room:
            return max(1, place)
    return max(1, len(widths))
