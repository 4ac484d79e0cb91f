"""Drawing on the prediction plot: which tool is in the hand, what it draws, how large the brush is."""

from typing import Final, Literal

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPolygonF

from playground.data.dataset import Dataset
from playground.views.theme import Theme

Tool = Literal["look", "put", "brush", "move", "erase"]

MOST_CLASSES: Final = 4
"""With more outputs than this, samples are not drawn by class."""


class DrawingTools(QObject):
    """What the mouse does on the prediction plot; the plot and the row of tools share one.

    Attributes
    ----------
    tool : str
        "look" is none: the plot is only looked at.
    value : float
        The target of drawn samples; where there are several outputs, the number of the class.
    radius : float
        The brush's radius as a share of the plot's width.
    """

    changed = Signal(object)
    """Any of them changed; carries this object."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool: Tool = "look"
        self._value = 1.0
        self._radius = 0.06

    @property
    def tool(self) -> Tool:
        """The tool in the hand."""
        return self._tool

    @property
    def value(self) -> float:
        """The target of drawn samples."""
        return self._value

    @property
    def radius(self) -> float:
        """The brush's radius as a share of the plot's width."""
        return self._radius

    def set_tool(self, tool: Tool) -> None:
        """Take a tool into the hand."""
        self._set("_tool", tool)

    def set_value(self, value: float) -> None:
        """Choose the target of drawn samples."""
        self._set("_value", float(value))

    def set_radius(self, radius: float) -> None:
        """Choose the brush's radius."""
        self._set("_radius", float(radius))

    def _set(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self.changed.emit(self)


def class_count(dataset: Dataset) -> int:
    """How many classes samples can be drawn of; 0 where targets are values."""
    if not dataset.is_classes or dataset.n_outputs > MOST_CLASSES:
        return 0
    return 2 if dataset.n_outputs == 1 else dataset.n_outputs


def draw_marker(painter: QPainter, kind: int, centre: QPointF, size: float) -> None:
    """Draw the marker of a class: circle, square, triangle, diamond. ``size`` is its width."""
    half = size / 2
    x, y = centre.x(), centre.y()
    if kind == 0:
        painter.drawEllipse(centre, half, half)
    elif kind == 1:
        side = size * 0.9
        painter.drawRoundedRect(QRectF(x - side / 2, y - side / 2, side, side), size * 0.1, size * 0.1)
    elif kind == 2:
        painter.drawPolygon(QPolygonF([QPointF(x, y - half), QPointF(x + half, y + half), QPointF(x - half, y + half)]))
    else:
        corners = ((0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))


def class_color(theme: Theme, kind: int, classes: int) -> QColor:
    """The colour of a class: orange for the first, blue for the last of two; of more, shades in between."""
    palette = theme.palette
    if kind == 0:
        return QColor(palette.negative_mark)
    if kind == classes - 1:
        return QColor(palette.positive_mark)
    return QColor(palette.secondary)
