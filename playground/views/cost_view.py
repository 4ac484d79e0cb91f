"""The drawing of the cost plot: curves, the end with its number, the bound of the stop rule, the mouse's line."""

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.core.activations import Array
from playground.views.cost_labels import DOT_SIZE, beside, keep_apart
from playground.views.cost_lines import CostLines, cost_range, plotted, plotted_one, step_range
from playground.views.lean_pyqtgraph import pg
from playground.views.numbers import format_count, format_number
from playground.views.plot_marks import LiveCurve, PlotDot, PlotLabel
from playground.views.plot_style import StyledPlot, tick_text
from playground.views.theme import Theme

_CROSS_SIZE: Final = 11
_GROUND_ALPHA: Final = 170
_BATCH_ALPHA: Final = 60
_ROOM_LEFT: Final = 8
_ROOM_ABOVE: Final = 0.05
"""Room around what the axes show, in pixels and as a share, so that the end is never cut."""
_TARGET_DECADES: Final = 4.0
"""A stop bound further below the curve than this is not brought into the picture."""
_CARD_REACH: Final = 210
"""How far from the mouse the card that reads the curve reaches."""
_CARD_GAP: Final = 12
"""How far a card's place is beyond the end of the axes that it belongs to."""


class CostView(StyledPlot):
    """Draws `CostLines`; knows nothing of the session.

    Parameters
    ----------
    theme : Theme
        The look.
    """

    hovered = Signal(object)
    """The mouse is at this point of the screen (a QPoint); it has left (None)."""
    refitted = Signal()
    """The axes have another size."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._make_items()
        self._diverged = False
        super().__init__(theme, parent)
        self._log = True
        self._bound: float | None = None
        self._lines: CostLines | None = None
        self._fitted: tuple[float, ...] = ()
        self._end: tuple[float, float] | None = None
        self._test_end: tuple[float, float] | None = None
        self._add_items()
        self.plotItem.layout.setContentsMargins(0, 6, 4, 0)
        self.set_axis("bottom", "step")
        self.axis("left").setWidth(self._axis_width())
        self.set_log(True)
        self.plotItem.vb.sigResized.connect(self._on_resized)

    def _make_items(self) -> None:
        self.band = LiveCurve()
        self.test_line = LiveCurve(antialias=True)
        self.line = LiveCurve(antialias=True)
        self.bound_line = pg.InfiniteLine(angle=0, movable=False)
        self.bound_label = PlotLabel()
        self.mouse_line = pg.InfiniteLine(angle=90, movable=False)
        self.mouse_dot = PlotDot(DOT_SIZE - 2)
        self.dot = PlotDot(DOT_SIZE)
        self.start_label = PlotLabel()
        self.end_label = PlotLabel()
        self.test_label = PlotLabel()

    def _add_items(self) -> None:
        items = (
            self.bound_line,
            self.bound_label,
            self.band,
            self.test_line,
            self.line,
            self.mouse_line,
            self.start_label,
            self.test_label,
            self.end_label,
            self.dot,
            self.mouse_dot,
        )
        for height, item in enumerate(items):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)
        for item in (self.bound_line, self.bound_label, self.mouse_line, self.mouse_dot, *self._labels()):
            item.setVisible(False)

    def _labels(self) -> tuple[PlotLabel, ...]:
        return self.start_label, self.test_label, self.end_label

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
            self.bound_label.set_text(f"stops below {format_number(cost, 2).rstrip('0').rstrip('.')}")

    def show_lines(self, lines: CostLines, *, diverged: bool) -> None:
        """Draw the curves and fit the axes to them."""
        if diverged != self._diverged:
            self._diverged = diverged
            self._dress_dot()
        for item, steps, costs in (
            (self.band, lines.band_steps, lines.band_costs),
            (self.line, lines.steps, lines.costs),
            (self.test_line, lines.test_steps, lines.test_costs),
        ):
            item.redraw(steps, plotted(costs, self._log))
        self._lines = lines
        self._fit(lines)
        self._end = self._point(lines.steps[-1], lines.costs[-1])
        self._test_end = self._point(lines.test_steps[-1], lines.test_costs[-1]) if lines.test_steps.size else None
        self._show_end(lines)

    def clear_lines(self) -> None:
        """Draw nothing."""
        for item in (self.band, self.line, self.test_line):
            item.redraw(np.empty(0), np.empty(0))
        self._lines = self._end = self._test_end = None
        for item in (self.dot, self.bound_line, self.bound_label, *self._labels()):
            item.setVisible(False)

    def _point(self, step: float, cost: float) -> tuple[float, float] | None:
        height = plotted_one(cost, self._log)
        return (float(step), height) if math.isfinite(height) else None

    def _fit(self, lines: CostLines) -> None:
        low, high = lines.reach or (0.1, 1.0)
        bound = self._bound
        if bound is not None and plotted_one(low, True) - plotted_one(bound, True) <= _TARGET_DECADES:
            low = min(low, bound)
        bottom, top = cost_range(low, high, self._log)
        start, end = step_range(*lines.span)
        above = _ROOM_ABOVE * (top - bottom)
        view = self.plotItem.vb
        fitted = start, end, bottom, top, view.width()
        if fitted != self._fitted:
            self._fitted = fitted
            # beside the last step there is room for its number on the axis, which stands below it
            last_number = QFontMetrics(self.theme.font(11)).horizontalAdvance(tick_text(end, 1.0)) / 2 + 2
            pixel = (end - start) / max(1.0, view.width() - _ROOM_LEFT - last_number)
            view.setRange(
                xRange=(start - _ROOM_LEFT * pixel, end + last_number * pixel),
                yRange=(bottom - above, top + above),
                padding=0,
            )
        height = math.nan if bound is None else plotted_one(bound, self._log)
        visible = bottom - above < height < top + above
        self.bound_line.setVisible(visible)
        self.bound_label.setVisible(visible)
        if visible:
            self.bound_line.setValue(height)

    def _show_end(self, lines: CostLines) -> None:
        self.dot.setVisible(self._end is not None)
        if self._end is not None:
            self.dot.put(*self._end)
        self.end_label.set_text(format_number(float(lines.costs[-1])))
        if lines.test_costs.size:
            self.test_label.set_text(f"test {format_number(float(lines.test_costs[-1]))}")
        first = lines.span[0]
        if first > 0:
            self.start_label.set_text(f"curve begins at step {format_count(int(first))}")
        self.start_label.setVisible(first > 0)
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
                dot = view.mapFromView(QPointF(*end))
                boxes[label] = beside(label.boundingRect(), dot, self._in_pixels(line), view.size())
        if len(boxes) == 2:
            keep_apart(boxes[self.end_label], boxes[self.test_label], view.height())
        for label, box in boxes.items():
            box.moveTop(min(max(box.top(), 0.0), view.height() - box.height()))
            label.setPos(view.mapToView(box.topLeft()))
        if self.bound_line.isVisible():
            box = QRectF(self.bound_label.boundingRect())
            line = view.mapFromView(QPointF(0.0, self.bound_line.value())).y()
            box.moveBottomRight(QPointF(view.width() - 2, line))
            if any(box.intersects(other) for other in boxes.values()):
                box.moveLeft(2.0)
            boxes[self.bound_label] = self._place_if_free(self.bound_label, box, boxes.values())
        if self._lines is not None and self._lines.span[0] > 0:
            box = QRectF(self.start_label.boundingRect())
            start = view.mapFromView(QPointF(self._lines.span[0], 0.0)).x()
            box.moveBottomLeft(QPointF(max(0.0, min(start, view.width() - box.width())), view.height()))
            self._place_if_free(self.start_label, box, boxes.values())

    def _place_if_free(self, label: PlotLabel, box: QRectF, others: Iterable[QRectF]) -> QRectF:
        """Place what is not that important, but hide it where something else is."""
        label.setPos(self.plotItem.vb.mapToView(box.topLeft()))
        label.setVisible(not any(box.intersects(other) for other in others))
        return box

    def _in_pixels(self, line: LiveCurve) -> tuple[Array, Array]:
        """The points of a line in pixels from the upper left of the axes."""
        x, y = line.points()
        view = self.plotItem.vb
        (left, right), (bottom, top) = view.viewRange()
        return (x - left) / (right - left) * view.width(), (top - y) / (top - bottom) * view.height()

    def _on_resized(self, _view: object) -> None:
        """Keep the numbers where there is room for them."""
        if self._lines is not None:
            self._fit(self._lines)
            self._place_labels()
        self.refitted.emit()

    # ---- look ----

    def restyle(self, _palette: object = None) -> None:
        """Take the colours and fonts of the theme."""
        super().restyle()
        colors = self.theme.palette
        band = QColor(colors.accent)
        band.setAlpha(_BATCH_ALPHA)
        self.band.set_pen(self.pen(band))
        self.line.set_pen(self.pen(colors.accent, 2.2))
        self.test_line.set_pen(self.pen(colors.secondary, 1.5, (4.0, 3.0)))
        self.bound_line.setPen(self.pen(colors.secondary, 1.0, (1.0, 3.0)))
        self.mouse_line.setPen(self.pen(colors.disabled))
        self.mouse_dot.setBrush(QColor(colors.panel))
        self.mouse_dot.setPen(self.pen(colors.accent, 2.0))
        self.end_label.set_font(self.theme.font(15, "semibold"))
        ground = QColor(colors.panel)
        ground.setAlpha(_GROUND_ALPHA)
        for label in self._labels():
            label.set_ground(ground)
        for label in (self.start_label, self.test_label, self.bound_label):
            label.set_font(self.theme.font(11))
            label.set_color(QColor(colors.secondary))
        self._dress_dot()

    def _dress_dot(self) -> None:
        colors = self.theme.palette
        color = QColor(colors.error if self._diverged else colors.accent)
        self.dot.set_shape(_CROSS_SIZE if self._diverged else DOT_SIZE, cross=self._diverged)
        self.dot.setBrush(color)
        self.end_label.set_color(color)

    # ---- mouse ----

    def show_mouse(self, step: float | None) -> None:
        """Draw a line and a dot on the curve at a step; None for nowhere."""
        self.mouse_line.setVisible(step is not None)
        steps, costs = self.line.points()
        height = math.nan if step is None or not steps.size else float(np.interp(step, steps, costs))
        if step is not None:
            self.mouse_line.setValue(step)
        self.mouse_dot.setVisible(False)
        if step is not None and math.isfinite(height):
            self.mouse_dot.put(step, height)

    def place_for_card(self, place: QPoint) -> QPoint:
        """Where to tell a card that the mouse is, so that it is above or below the curves and not over them."""
        axes = self.mapFromScene(self.plotItem.vb.sceneBoundingRect()).boundingRect()
        right = place.x() + _CARD_REACH <= self.width()
        low, high = (0, _CARD_REACH) if right else (-_CARD_REACH, 0)
        heights = []
        for line in (self.line, self.test_line, self.band):
            x, y = self._in_pixels(line)
            from_mouse = x + axes.left() - place.x()
            heights.append(y[(from_mouse >= low) & (from_mouse <= high) & np.isfinite(y)])
        found = np.concatenate(heights)
        above = float(found.min()) if found.size else 0.0
        below = axes.height() - float(found.max()) if found.size else math.inf
        return QPoint(place.x(), axes.top() - _CARD_GAP if above > below else axes.bottom() + _CARD_GAP)

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
        self.hovered.emit(event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        super().leaveEvent(event)
        self.hovered.emit(None)
