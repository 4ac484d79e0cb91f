"""The drawing of the cost plot: curves, the end with its number, the bound of the stop rule, the mouse's line."""

import math
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.views.cost_lines import CostLines, cost_range, plotted, plotted_one, step_range
from playground.views.numbers import format_number
from playground.views.plot_style import StyledPlot, solid_pen, tick_text
from playground.views.theme import Theme

_END_SIZE: Final = 9
_CROSS_SIZE: Final = 11
_GROUND_ALPHA: Final = 170
_BAND_ALPHA: Final = 110
_BATCH_ALPHA: Final = 60
_ROOM_LEFT: Final = 8
_ROOM_ABOVE: Final = 0.05
"""Room around what the axes show, in pixels and as a share, so that the end is never cut."""
_TARGET_DECADES: Final = 4.0
"""A stop bound further below the curve than this is not brought into the picture."""
_FROM_DOT: Final = 9
_ABOVE_DOT: Final = 5


class CostView(StyledPlot):
    """Draws `CostLines`; knows nothing of the session.

    Parameters
    ----------
    theme : Theme
        The look.
    """

    hovered = Signal(object, object)
    """The mouse is at this step (a float; None outside the axes) and at this point of the widget."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._log = True
        self._bound: float | None = None
        self._diverged = False
        self._lines: CostLines | None = None
        self._end: tuple[float, float] | None = None
        self._test_end: tuple[float, float] | None = None
        self._add_items()
        self.plotItem.layout.setContentsMargins(0, 6, 4, 0)
        self.set_axis("bottom", "step")
        self.axis("left").setWidth(self._axis_width())
        self.set_log(True)
        self.recolor()
        theme.changed.connect(self.recolor)
        self.plotItem.vb.sigResized.connect(self._on_resized)

    def _add_items(self) -> None:
        self.band = pg.PlotCurveItem(connect="finite")
        self.test_line = pg.PlotCurveItem(connect="finite", antialias=True)
        self.line = pg.PlotCurveItem(connect="finite", antialias=True)
        self.bound_line = pg.InfiniteLine(angle=0, movable=False)
        self.bound_label = pg.TextItem()
        self.mouse_line = pg.InfiniteLine(angle=90, movable=False)
        self.dot = pg.ScatterPlotItem(size=_END_SIZE)
        self.end_label = pg.TextItem()
        self.test_label = pg.TextItem()
        items = (
            self.bound_line,
            self.bound_label,
            self.band,
            self.test_line,
            self.line,
            self.mouse_line,
            self.test_label,
            self.end_label,
            self.dot,
        )
        for height, item in enumerate(items):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)
        for item in (self.bound_line, self.bound_label, self.mouse_line, self.test_label, self.end_label):
            item.setVisible(False)

    def _axis_width(self) -> int:
        font = QFontMetrics(self.theme.font(11))
        return font.horizontalAdvance("0.0005") + font.height() + self.theme.px(14)

    # ---- what is shown ----

    @property
    def log(self) -> bool:
        """Whether the axis of costs is logarithmic."""
        return self._log

    def set_log(self, log: bool) -> None:
        """Make the axis of costs logarithmic or not; the lines must be shown again."""
        self._log = log
        self.set_axis("left", "cost", "log" if log else "", log=log)

    def set_bound(self, cost: float | None) -> None:
        """Mark the cost below which a run stops; None for no such bound."""
        self._bound = cost
        if cost is not None:
            self.bound_label.setText(f"stops below {format_number(cost, 2).rstrip('0').rstrip('.')}")

    def show_lines(self, lines: CostLines, *, batched: bool, diverged: bool) -> None:
        """Draw the curves and fit the axes to them."""
        if diverged != self._diverged:
            self._diverged = diverged
            self._dress_dot()
        self.band.setPen(self._band_pen(batched))
        for item, steps, costs in (
            (self.band, lines.band_steps, lines.band_costs),
            (self.line, lines.steps, lines.costs),
            (self.test_line, lines.test_steps, lines.test_costs),
        ):
            item.setData(steps, plotted(costs, self._log))
        self._lines = lines
        self._fit(lines)
        self._end = self._point(lines.steps[-1], lines.costs[-1])
        self._test_end = self._point(lines.test_steps[-1], lines.test_costs[-1]) if lines.test_steps.size else None
        self._show_end(lines)

    def clear_lines(self) -> None:
        """Draw nothing."""
        for item in (self.band, self.line, self.test_line, self.dot):
            item.setData([], [])
        self._lines = None
        self._end = self._test_end = None
        for item in (self.end_label, self.test_label, self.bound_line, self.bound_label):
            item.setVisible(False)

    def _point(self, step: float, cost: float) -> tuple[float, float] | None:
        height = plotted_one(cost, self._log)
        return (float(step), height) if math.isfinite(height) else None

    def _fit(self, lines: CostLines) -> None:
        reach = lines.reach
        low, high = reach if reach is not None else (0.1, 1.0)
        bound = self._bound
        if bound is not None and plotted_one(low, True) - plotted_one(bound, True) <= _TARGET_DECADES:
            low = min(low, bound)
        bottom, top = cost_range(low, high, self._log)
        start, end = step_range(*lines.span)
        above = _ROOM_ABOVE * (top - bottom)
        view = self.plotItem.vb
        # beside the last step there is room for its number on the axis, which stands below it
        last_number = QFontMetrics(self.theme.font(11)).horizontalAdvance(tick_text(end, 1.0)) / 2 + 2
        pixel = (end - start) / max(1.0, view.width() - _ROOM_LEFT - last_number)
        view.setRange(
            xRange=(start - _ROOM_LEFT * pixel, end + last_number * pixel),
            yRange=(bottom - above, top + above),
            padding=0,
        )
        height = plotted_one(bound, self._log) if bound is not None else None
        visible = height is not None and bottom - above < height < top + above
        self.bound_line.setVisible(visible)
        self.bound_label.setVisible(visible)
        if height is not None:
            self.bound_line.setValue(height)

    def _show_end(self, lines: CostLines) -> None:
        if self._end is None:
            self.dot.setData([], [])
        else:
            self.dot.setData([self._end[0]], [self._end[1]])
        self.end_label.setText(format_number(float(lines.costs[-1])))
        if lines.test_costs.size:
            self.test_label.setText(f"test {format_number(float(lines.test_costs[-1]))}")
        self.end_label.setVisible(self._end is not None)
        self.test_label.setVisible(self._test_end is not None)
        self._place_labels()

    def _place_labels(self) -> None:
        """Put the numbers right of the ends, or above them where there is no room; never over one another."""
        view = self.plotItem.vb
        boxes = {}
        for label, end in ((self.end_label, self._end), (self.test_label, self._test_end)):
            if end is not None:
                line = self.line if label is self.end_label else self.test_line
                boxes[label] = self._beside(label, view.mapFromView(QPointF(*end)), line)
        if len(boxes) == 2:
            self._keep_apart(boxes[self.end_label], boxes[self.test_label])
        for label, box in boxes.items():
            box.moveTop(min(max(box.top(), 0.0), view.height() - box.height()))
            label.setPos(view.mapToView(box.topLeft()))
        if self.bound_line.isVisible():
            box = self.bound_label.boundingRect()
            line = view.mapFromView(QPointF(0.0, self.bound_line.value())).y()
            box.moveBottomRight(QPointF(view.width() - 2, line))
            if any(box.intersects(other) for other in boxes.values()):
                box.moveLeft(2.0)
            self.bound_label.setPos(view.mapToView(box.topLeft()))
            self.bound_label.setVisible(not any(box.intersects(other) for other in boxes.values()))

    def _beside(self, label: pg.TextItem, dot: QPointF, line: pg.PlotCurveItem) -> QRectF:
        """Where a number belongs in the view's pixels: right of the end, else above or below the end of its line."""
        view = self.plotItem.vb
        box = QRectF(label.boundingRect())
        if dot.x() + _FROM_DOT + box.width() <= view.width():
            box.moveTo(dot.x() + _FROM_DOT, dot.y() - box.height() / 2)
            return box
        box.moveRight(min(dot.x() + _END_SIZE / 2, view.width() - 2.0))
        first = view.mapToView(QPointF(box.left(), 0.0)).x()
        steps, costs = line.getData()
        heights = costs[np.searchsorted(steps, first) :]
        heights = heights[np.isfinite(heights)]
        if not heights.size:
            box.moveBottom(dot.y() - _ABOVE_DOT)
            return box
        box.moveBottom(view.mapFromView(QPointF(0.0, float(heights.max()))).y() - _ABOVE_DOT)
        if box.top() < 0:
            box.moveTop(view.mapFromView(QPointF(0.0, float(heights.min()))).y() + _ABOVE_DOT)
        return box

    def _keep_apart(self, end: QRectF, test: QRectF) -> None:
        """Move two numbers apart that would touch, the upper one up and the lower one down."""
        if end.bottom() <= test.top() or test.bottom() <= end.top():
            return
        upper, lower = (end, test) if end.center().y() <= test.center().y() else (test, end)
        overlap = upper.bottom() - lower.top()
        upper.translate(0.0, -overlap / 2)
        lower.translate(0.0, overlap / 2)
        if upper.top() < 0:
            lower.translate(0.0, -upper.top())
            upper.moveTop(0.0)
        below = lower.bottom() - self.plotItem.vb.height()
        if below > 0:
            upper.translate(0.0, -below)
            lower.translate(0.0, -below)

    def _on_resized(self, _view: object) -> None:
        """Keep the numbers where there is room for them."""
        if self._lines is not None:
            self._fit(self._lines)
            self._place_labels()

    # ---- look ----

    def recolor(self, _colors: object = None) -> None:
        """Take the colours and fonts of the theme."""
        colors = self.theme.palette
        self.line.setPen(solid_pen(colors.accent, 2.2))
        test = solid_pen(colors.secondary, 1.5)
        test.setDashPattern([4.0, 3.0])
        self.test_line.setPen(test)
        bound = solid_pen(colors.secondary, 1.0)
        bound.setDashPattern([1.0, 3.0])
        self.bound_line.setPen(bound)
        self.mouse_line.setPen(solid_pen(colors.disabled, 1.0))
        self.end_label.setFont(self.theme.font(15, "semibold"))
        ground = QColor(colors.panel)
        ground.setAlpha(_GROUND_ALPHA)
        for label in (self.end_label, self.test_label):
            label.fill = pg.mkBrush(ground)
        for label in (self.test_label, self.bound_label):
            label.setFont(self.theme.font(11))
            label.setColor(QColor(colors.secondary))
        self._dress_dot()

    def _dress_dot(self) -> None:
        colors = self.theme.palette
        color = QColor(colors.error if self._diverged else colors.accent)
        self.dot.setSymbol("x" if self._diverged else "o")
        self.dot.setSize(_CROSS_SIZE if self._diverged else _END_SIZE)
        self.dot.setBrush(color)
        self.dot.setPen(pg.mkPen(None))
        self.end_label.setColor(color)

    def _band_pen(self, batched: bool) -> object:
        color = QColor(self.theme.palette.accent)
        color.setAlpha(_BATCH_ALPHA if batched else _BAND_ALPHA)
        return solid_pen(color, 1.0)

    # ---- mouse ----

    def show_mouse(self, step: float | None) -> None:
        """Draw the line under the mouse at a step; None for nowhere."""
        self.mouse_line.setVisible(step is not None)
        if step is not None:
            self.mouse_line.setValue(step)

    def step_at(self, place: QPoint) -> float | None:
        """The step below a point of the widget; None outside the axes."""
        view = self.plotItem.vb
        scene = self.mapToScene(place)
        if not view.sceneBoundingRect().contains(scene):
            return None
        return float(view.mapSceneToView(scene).x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the step under the mouse."""
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        self.hovered.emit(self.step_at(place), place)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        super().leaveEvent(event)
        self.hovered.emit(None, QPoint())
