"""Words and dots at points of a plot, always of the same size on the screen, and curves.

Qt's own items, painted by Qt alone: pyqtgraph's text items hold a whole document, and its scatters an atlas of symbols.
"""

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem, QGraphicsSimpleTextItem

from playground.views.lean_pyqtgraph import pg

Floats = np.ndarray[Any, np.dtype[np.float64]]

_MARGIN: Final = 4.0
"""Room around the words, in pixels."""


class PlotLabel(QGraphicsRectItem):
    """Words at a point.

    Parameters
    ----------
    text : str
    anchor : (float, float)
        Which part of the words is at the point, from (0, 0), the upper left corner, to (1, 1).
    """

    def __init__(self, text: str = "", anchor: tuple[float, float] = (0.0, 0.0)) -> None:
        super().__init__()
        self._anchor = anchor
        self._words = QGraphicsSimpleTextItem(self)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.set_text(text)

    def text(self) -> str:
        """Return the words."""
        return self._words.text()

    def set_text(self, text: str) -> None:
        """Say something else."""
        if text != self._words.text():
            self._words.setText(text)
            self._place()

    def set_font(self, font: QFont) -> None:
        """Write in another font."""
        self._words.setFont(font)
        self._place()

    def set_color(self, color: QColor) -> None:
        """Write in another colour."""
        self._words.setBrush(color)

    def set_ground(self, color: QColor) -> None:
        """Choose what is behind the words."""
        self.setBrush(QBrush(color))

    def _place(self) -> None:
        words = self._words.boundingRect()
        width, height = words.width() + 2 * _MARGIN, words.height() + 2 * _MARGIN
        left, top = -self._anchor[0] * width, -self._anchor[1] * height
        self.setRect(QRectF(left, top, width, height))
        self._words.setPos(left + _MARGIN, top + _MARGIN)


class PlotDot(QGraphicsPathItem):
    """A disc or a cross at a point.

    Parameters
    ----------
    size : float
        Its diameter in pixels.
    """

    def __init__(self, size: float) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.set_shape(size)

    def set_shape(self, size: float, *, cross: bool = False) -> None:
        """Make it a disc or an upright cross turned by 45 degrees."""
        path, half = QPainterPath(), size / 2
        if cross:
            other, arm = QPainterPath(), size / 10
            path.addRect(QRectF(-half, -arm, size, 2 * arm))
            other.addRect(QRectF(-arm, -half, 2 * arm, size))
            path = path.united(other)
        else:
            path.addEllipse(QRectF(-half, -half, size, size))
        self.setPath(path)
        self.setRotation(45.0 if cross else 0.0)

    def put(self, x: float, y: float) -> None:
        """Show it at a point of the plot."""
        self.setPos(QPointF(x, y))
        self.setVisible(True)


class Curve(pg.PlotCurveItem):
    """A curve in a plot that is painted as a whole and shows a range of its own: where its points end is not asked."""

    def boundingRect(self) -> QRectF:
        """Return all that is in view."""
        view = self.getViewBox()
        return QRectF() if view is None else QRectF(view.viewRect())

    def redraw(self, x: Floats, y: Floats) -> None:
        """Take other points; the same ones again cost nothing."""
        before = self.getData()
        if before[0] is None or not (np.array_equal(before[0], x) and np.array_equal(before[1], y, equal_nan=True)):
            self.setData(x, y)


class LiveCurve(QGraphicsItem):
    """A curve whose last point may move on its own: all before it is painted once and kept as a picture.

    Parameters
    ----------
    antialias : bool
        Whether its edges are smooth.
    """

    def __init__(self, *, antialias: bool = False) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        self._points: tuple[Floats, Floats] = (np.empty(0), np.empty(0))
        self._before, self._end = (Curve(parent=self, connect="finite", antialias=antialias) for _ in range(2))
        self._before.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def points(self) -> tuple[Floats, Floats]:
        """Return its points, as plotted."""
        return self._points

    def redraw(self, x: Floats, y: Floats) -> None:
        """Take other points."""
        self._points = x, y
        self._before.redraw(x[:-1], y[:-1])
        self._end.redraw(x[-2:], y[-2:])

    def pen(self) -> QPen:
        """What it is drawn with."""
        return QPen(self._before.opts["pen"])

    def set_pen(self, pen: QPen) -> None:
        """Draw it with another pen."""
        for part in (self._before, self._end):
            part.setPen(pen)

    def boundingRect(self) -> QRectF:
        """Its parts are what is painted."""
        return QRectF()

    def paint(self, *_args: object) -> None:
        """Paint nothing of its own."""
