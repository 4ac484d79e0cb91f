"""The picture in the Prediction panel: heat map or curve, the samples over it, and what the mouse does there."""

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QGraphicsPathItem, QSizePolicy, QWidget

from playground.data.dataset import Dataset
from playground.data.input_grid import InputGrid
from playground.views.drawing_gestures import Frame
from playground.views.heat_map_item import HeatMapItem
from playground.views.plot_style import SIDES, StyledPlot, solid_pen
from playground.views.response_images import ColorTable, refined
from playground.views.sample_marks import Indices, SampleMarks, Shown, marker_size
from playground.views.theme import Theme

Floats = np.ndarray[Any, np.dtype[np.float64]]

_CURVE_WIDTH: Final = 2.5
MARGIN: Final = 2
"""Room around the plot, in pixels."""
_TICK_GAP: Final = 50
_REFINEMENT: Final = 4
"""How many times finer than the grid the heat map is."""
_BEYOND: Final = 20.0
"""How many heights of the view a curve may leave it before it is clipped: 1e300 breaks the drawing."""


class PredictionView(StyledPlot):
    """A plot of one output over one feature or two.

    Signals
    -------
    pressed : QMouseEvent
        A button of the mouse went down within the axes.
    moved : QMouseEvent
        The mouse moved, within the axes or not.
    released, left, escaped
        A button went up; the mouse went away; Esc was pressed.
    """

    pressed = Signal(object)
    moved = Signal(object)
    released = Signal()
    left = Signal()
    escaped = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._heat = HeatMapItem()
        self._curve = pg.PlotCurveItem(antialias=True)
        self._brush = QGraphicsPathItem()
        self._ring = QGraphicsPathItem()
        self._table = ColorTable(theme.scale)
        super().__init__(theme, parent)
        self.plotItem.addItem(self._heat, ignoreBounds=True)
        self.plotItem.addItem(self._curve, ignoreBounds=True)
        self._curve.setZValue(5)
        self._marks = SampleMarks(self.plotItem, theme)
        for item in (self._ring, self._brush):
            item.setZValue(50)
            item.hide()
            self.scene().addItem(item)
        self._axes = 2
        self._step = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.plotItem.layout.setContentsMargins(0, MARGIN, MARGIN, MARGIN)

    # What is shown

    def show_space(self, grid: InputGrid, x_name: str, y_name: str) -> None:
        """Lay out the axes for a grid of inputs."""
        self._axes = len(grid.axes)
        for side, name, extent in zip(SIDES, (x_name, y_name), grid.extent, strict=True):
            self.set_axis(side, name, at_end=True)
            axis = self.axis(side)
            axis.fix_size(*extent)
            axis.set_tick_gap(_TICK_GAP)
            axis.setGrid(255 if self._axes == 1 else False)
        self.plotItem.setRange(xRange=grid.extent[0], yRange=grid.extent[1], padding=0.0, disableAutoRange=True)
        self._heat.set_extent(*grid.extent)
        self._heat.setVisible(self._axes > 1)
        self._curve.setVisible(self._axes == 1)

    def show_responses(
        self, grid: InputGrid, responses: Floats, ends: tuple[float, float], activation: str = "linear"
    ) -> None:
        """Show the responses of one output at the points of ``grid``; ``ends`` are the ends of the scale."""
        if len(grid.axes) == 1:
            low, high = grid.extent[1]
            span = high - low
            clipped = np.clip(responses, low - _BEYOND * span, high + _BEYOND * span)
            self._curve.setData(grid.coordinates(0), clipped, connect="finite")
            return
        low, high = ends
        plane = refined(responses.reshape(grid.shape), activation, _REFINEMENT)
        values = (plane[::-1] - low) * (2.0 / (high - low)) - 1.0
        self._heat.set_pixels(self._table.pixels(values), has_holes=bool(np.isnan(values).any()))

    def clear_responses(self) -> None:
        """Show nothing but the axes and the samples."""
        self._heat.set_pixels(None)
        self._curve.setData([], [])

    def show_samples(self, dataset: Dataset, testing: Indices, shown: Shown) -> None:
        """Show the samples."""
        self._marks.show(dataset, testing, shown)

    def restyle(self, _palette: object = None) -> None:
        """Take the colours of the theme's present palette."""
        super().restyle()
        palette = self.theme.palette
        self._table = ColorTable(self.theme.scale)
        self._curve.setPen(solid_pen(palette.accent, _CURVE_WIDTH))
        self._heat.set_colors(QColor(palette.field), QColor(palette.secondary))
        for item in (self._ring, self._brush):
            item.setPen(solid_pen(palette.text, 1.5))

    # Points

    def frame(self) -> Frame:
        """Return what is in view, and its size in pixels."""
        box = self._box()
        (x_low, x_high), (y_low, y_high) = self.plotItem.vb.viewRange()
        return Frame((x_low, x_high), (y_low, y_high), max(1.0, box.width()), max(1.0, box.height()))

    def _box(self) -> QRectF:
        return QRectF(self.plotItem.vb.sceneBoundingRect())

    def pixels(self, position: QPoint) -> tuple[float, float] | None:
        """Return a position of the mouse in pixels from the lower left corner of the view; None outside."""
        at = self.mapToScene(position)
        box = self._box()
        return (at.x() - box.left(), box.bottom() - at.y()) if box.contains(at) else None

    def pixels_anywhere(self, position: QPoint) -> tuple[float, float]:
        """Return a position in pixels, also outside the view."""
        at, box = self.mapToScene(position), self._box()
        return at.x() - box.left(), box.bottom() - at.y()

    # Marks that follow the mouse

    def show_brush(self, at: tuple[float, float] | None, radius: float) -> None:
        """Show how far the brush reaches; ``radius`` is a share of the view's width. None hides it."""
        self._circle(self._brush, at, radius * self._box().width())

    def show_ring(self, at: tuple[float, float] | None, n_samples: int = 1) -> None:
        """Mark the sample at a point; None marks none."""
        self._circle(self._ring, at, marker_size(n_samples) / 2 + 5.0)

    def _circle(self, item: QGraphicsPathItem, at: tuple[float, float] | None, radius: float) -> None:
        item.setVisible(at is not None)
        if at is not None:
            box = self._box()
            path = QPainterPath()
            path.addEllipse(QRectF(box.left() + at[0] - radius, box.bottom() - at[1] - radius, 2 * radius, 2 * radius))
            item.setPath(path)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell where the mouse was pressed; nothing is dragged or zoomed here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.pressed.emit(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take quick clicks for single ones."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the mouse is."""
        self.moved.emit(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell that the mouse was let go."""
        self.released.emit()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse went away."""
        self.left.emit()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Esc; all other keys are the window's."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that points have moved."""
        super().resizeEvent(event)
        self.resized.emit()


class SquareFrame(QWidget):
    """Holds the view and keeps its plane square where it shows two features; with one it fills all there is."""

    def __init__(self, view: PredictionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._square = True
        view.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_square(self, square: bool) -> None:
        """Choose whether the plane is square."""
        self._square = square
        self._arrange()

    def sizeHint(self) -> QSize:
        """Room for a picture one can draw in."""
        return QSize(self._view.theme.px(330), self._view.theme.px(320))

    def minimumSizeHint(self) -> QSize:
        """Room for a picture one can recognise."""
        return QSize(self._view.theme.px(150), self._view.theme.px(140))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the view anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._square:
            self._view.setGeometry(self.rect())
            return
        # The axes take their room at the left and below; what is left must be as wide as high.
        beside = self._view.axis("left").maximumWidth() + MARGIN
        below = self._view.axis("bottom").maximumHeight() + 2 * MARGIN
        side = max(20.0, min(self.width() - beside, self.height() - below))
        left = max(0.0, (self.width() - side - beside) / 2)
        top = max(0.0, (self.height() - side - below) / 2)
        self._view.setGeometry(round(left), round(top), round(side + beside), round(side + below))
