"""The picture in the Prediction panel: heat map or curve, the samples over it, and what the mouse does there."""

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QGraphicsPathItem, QSizePolicy, QWidget

from playground.data.dataset import Dataset
from playground.data.input_grid import InputGrid
from playground.views.curve_range import CurveRange
from playground.views.drawing_gestures import Frame
from playground.views.heat_map_item import HeatMapItem
from playground.views.numbers import format_number
from playground.views.plot_marks import Curve, PlotLabel
from playground.views.plot_style import SIDES, StyledPlot
from playground.views.response_images import ColorTable, refined
from playground.views.sample_marks import Indices, SampleMarks, Shown, marker_size
from playground.views.theme import Theme

Floats = np.ndarray[Any, np.dtype[np.float64]]

_CURVE_WIDTH: Final = 2.5
_EDGE_FONT: Final = 11
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
    resized, rescaled
        Points have moved, with the widget or with the axes.
    """

    pressed = Signal(object)
    moved = Signal(object)
    released = Signal()
    left = Signal()
    escaped = Signal()
    resized = Signal()
    rescaled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._heat = HeatMapItem()
        self._curve = Curve(antialias=True)
        self._brush = QGraphicsPathItem()
        self._ring = QGraphicsPathItem()
        self._choice = QGraphicsPathItem()
        self.edge_labels = PlotLabel(anchor=(0.5, 0.0)), PlotLabel(anchor=(0.5, 1.0))
        self._beyond: list[tuple[float, float] | None] = [None, None]
        self._range = CurveRange((0.0, 1.0))
        self._table = ColorTable(theme.scale)
        self._marks = SampleMarks(theme, self.pen)
        super().__init__(theme, parent)
        self.axis_names = ("", "")
        self.plotItem.addItem(self._heat, ignoreBounds=True)
        self.plotItem.addItem(self._curve, ignoreBounds=True)
        self._curve.setZValue(5)
        for label in self.edge_labels:
            label.setZValue(20)
            label.hide()
            self.plotItem.addItem(label, ignoreBounds=True)
        for level, item in enumerate(self._marks.items):
            item.setZValue(10 + level)
            self.plotItem.addItem(item, ignoreBounds=True)
        for item in (self._ring, self._choice, self._brush):
            item.setZValue(50)
            item.hide()
            self.scene().addItem(item)
        self._axes = 2
        self._step = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.plotItem.layout.setContentsMargins(0, MARGIN, MARGIN, MARGIN)
        self.plotItem.vb.sigResized.connect(self._on_box_resized)

    # What is shown

    def show_names(self, x_name: str, y_name: str) -> None:
        """Name the axes."""
        self.axis_names = x_name, y_name
        for side, name in zip(SIDES, self.axis_names, strict=True):
            self.set_axis(side, name, at_end=True)

    def show_space(self, grid: InputGrid) -> None:
        """Lay out the axes for a grid of inputs."""
        self._axes = len(grid.axes)
        if grid.extent[1] != self._range.samples or self._axes > 1:
            self._range = CurveRange(grid.extent[1])
        for side in SIDES:
            axis = self.axis(side)
            axis.set_tick_gap(_TICK_GAP)
            axis.setGrid(255 if self._axes == 1 else False)
        self.axis("bottom").fix_size(*grid.extent[0])
        self.plotItem.setRange(xRange=grid.extent[0], padding=0.0, disableAutoRange=True)
        self._fit_height()
        self._heat.set_extent(*grid.extent)
        self._heat.setVisible(self._axes > 1)
        self._curve.setVisible(self._axes == 1)

    def _on_box_resized(self, _box: object) -> None:
        self._place_edge_labels()
        self.rescaled.emit()

    def _fit_height(self) -> None:
        """Show samples and curve as high and as low as they reach."""
        ends = self._range.ends
        self.axis("left").fix_size(*ends)
        self.plotItem.setRange(yRange=ends, padding=0.0, disableAutoRange=True)

    def show_responses(
        self,
        grid: InputGrid,
        responses: Floats,
        ends: tuple[float, float],
        activation: str = "linear",
        *,
        may_rescale: bool = True,
    ) -> None:
        """Show the responses of one output at the points of ``grid``; ``ends`` are the ends of the scale.

        Where they are a curve, the height of the plot follows it unless it may not be rescaled now.
        """
        if len(grid.axes) == 1:
            self._show_curve(grid, responses, may_rescale=may_rescale)
            return
        low, high = ends
        plane = refined(responses.reshape(grid.shape), activation, _REFINEMENT)
        values = (plane[::-1] - low) * (2.0 / (high - low)) - 1.0
        self._heat.set_pixels(self._table.pixels(values), has_holes=bool(np.isnan(values).any()))

    def _show_curve(self, grid: InputGrid, responses: Floats, *, may_rescale: bool) -> None:
        if may_rescale and (fitting := self._range.around(responses)) != self._range:
            self._range = fitting
            self._fit_height()
            self.rescaled.emit()
        low, high = self._range.ends
        span = high - low
        x = grid.coordinates(0)
        self._curve.setData(x, np.clip(responses, low - _BEYOND * span, high + _BEYOND * span), connect="finite")
        self._beyond = [None, None]
        known = np.flatnonzero(~np.isnan(responses))
        if known.size:
            top, bottom = known[responses[known].argmax()], known[responses[known].argmin()]
            if responses[top] > high:
                self._beyond[0] = float(x[top]), float(responses[top])
            if responses[bottom] < low:
                self._beyond[1] = float(x[bottom]), float(responses[bottom])
        self._place_edge_labels()

    def _place_edge_labels(self) -> None:
        """Tell at the edge how far the curve goes beyond it."""
        view = self.plotItem.vb
        edges = zip(self.edge_labels, self._beyond, "↑↓", reversed(self._range.ends), strict=True)
        for label, beyond, arrow, edge in edges:
            label.setVisible(beyond is not None)
            if beyond is not None:
                label.set_text(f"{arrow} {format_number(beyond[1], 3)}")
                half = label.boundingRect().width() / 2
                x = min(max(view.mapFromView(QPointF(beyond[0], 0.0)).x(), half), view.width() - half)
                label.setPos(view.mapToView(QPointF(x, 0.0)).x(), edge)

    def clear_responses(self) -> None:
        """Show nothing but the axes and the samples."""
        self._beyond = [None, None]
        self._place_edge_labels()
        self._heat.set_pixels(None)
        self._curve.setData([], [])

    def show_samples(self, dataset: Dataset, testing: Indices, shown: Shown) -> None:
        """Show the samples."""
        self._marks.show(dataset, testing, shown)

    @property
    def testing_colors(self) -> tuple[QColor, QColor]:
        """The colours inside and at the rim of samples kept for testing."""
        return self._marks.testing_colors

    def restyle(self, _palette: object = None) -> None:
        """Take the colours of the theme's present palette."""
        super().restyle()
        palette = self.theme.palette
        self._table = ColorTable(self.theme.scale)
        self._curve.setPen(self.pen(palette.accent, _CURVE_WIDTH))
        for label in self.edge_labels:
            label.set_font(self.theme.font(_EDGE_FONT, "semibold"))
            label.set_color(QColor(palette.accent))
            label.set_ground(QColor(palette.panel))
        self._heat.set_colors(QColor(palette.field), QColor(palette.secondary), QColor(palette.panel))
        self._marks.restyle()
        for item in (self._ring, self._choice, self._brush):
            item.setPen(self.pen(palette.text, 1.5))

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

    def show_choice(self, at: tuple[float, float] | None, n_samples: int = 1) -> None:
        """Put a ring around the chosen sample; None around none."""
        self._circle(self._choice, at, marker_size(n_samples) / 2 + 8.0)

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
