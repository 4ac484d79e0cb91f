"""Rows of numbers, one for each sample, for a table."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from playground.core.expressions import printed

Index = QModelIndex | QPersistentModelIndex

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Ordered:
    """Rows whose columns are shown in another order; thousands of rows are not copied for that."""

    rows: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 0)))
    order: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def number(self, row: int, column: int) -> float:
        """The number in a cell."""
        return float(self.rows[row, self.order[column]])


class SampleModel(QAbstractTableModel):
    """Rows of numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headers: tuple[str, ...] = ()
        self._rows = Ordered()

    def show(self, headers: tuple[str, ...], rows: Ordered) -> None:
        """Show other numbers; the same shape as before keeps what is selected."""
        if headers == self._headers and len(rows) == len(self._rows):
            self._rows = rows
            if len(rows):
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(headers) - 1))
            return
        self.beginResetModel()
        self._headers, self._rows = headers, rows
        self.endResetModel()

    @property
    def headers(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self._headers

    def text(self, row: int, column: int) -> str:
        """A number as it is shown."""
        return printed(self._rows.number(row, column))

    def rowCount(self, _parent: Index | None = None) -> int:
        """How many samples there are."""
        return len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        """How many numbers each has."""
        return len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The number in a cell, at the right."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None
