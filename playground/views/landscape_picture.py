"""The drawing of the landscape: colours, lines of equal cost, the path, the arrow, the point."""

import math
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Signal
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QWidget

from playground.views.heat_map_item import HeatMapItem
from playground.views.landscape_arrow import arrow_path, arrow_tip, label_place
from playground.views.level_labels import level_places
from playground.views.numbers import format_number
from playground.views.plot_marks import Curve, PlotDot, PlotLabel
from playground.views.plot_style import SIDES, StyledPlot
from playground.views.response_images import ColorTable
from playground.views.theme import Theme
from playground.worker.landscape_probes import Landscape

Floats = np.ndarray[Any, np.dtype[np.float64]]

_POINT_SIZE: Final = 15
_LABEL_ALPHA: Final = 190
DEEPEST: Final = 0.8
_LOWEST_SHARE: Final = 1e-6
_NEAR_LINE: Final = 7.0


class LandscapePicture(StyledPlot):
    """Draws a `Landscape`; knows nothing of the session.

    Signals
    -------
    shape_changed
        The picture has another ratio of width to height.
    """

    shape_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._heat = HeatMapItem()
        self._lines = Curve(connect="pairs", antialias=True)
        self._lit_line = Curve(connect="pairs", antialias=True)
        self._path_ground = Curve(antialias=True)
        self._path = Curve(antialias=True)
        self._point = PlotDot(_POINT_SIZE)
        self._arrow = QGraphicsPathItem()
        self._arrow_label = PlotLabel("−∇C", anchor=(0.5, 0.5))
        self._levels: list[PlotLabel] = []
        self._still = True
        self._names = ("", "")
        self._landscape: Landscape | None = None
        self._held: tuple[float, float] | None = None
        self._table = ColorTable(theme.scale)
        super().__init__(theme, parent)
        self.plotItem.layout.setContentsMargins(0, 6, 6, 0)
        plot_items: tuple[QGraphicsItem, ...] = (
            self._heat,
            self._lines,
            self._lit_line,
            self._path_ground,
            self._path,
            self._point,
            self._arrow_label,
        )
        for height, item in enumerate(plot_items):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)
        self.scene().addItem(self._arrow)
        self._arrow.setZValue(60)
        for side in SIDES:
            self.axis(side).setGrid(False)
        self.plotItem.vb.sigResized.connect(lambda _view: self.shape_changed.emit())
        self._dress()
        self.show_landscape(None)

    # ---- what is shown ----

    @property
    def landscape(self) -> Landscape | None:
        """What is shown."""
        return self._landscape

    @property
    def aspect(self) -> float:
        """Width of the picture divided by its height."""
        view = self.plotItem.vb
        return max(0.1, float(view.width()) / max(1.0, float(view.height())))

    @property
    def is_held(self) -> bool:
        """Whether the point is being dragged."""
        return self._held is not None

    def set_names(self, across: str, up: str) -> None:
        """Name the axes; names and numbers stand in the same lines, so that the picture is large."""
        if (across, up) == self._names:
            return
        self._names = across, up
        for side, name in zip(SIDES, (across, up), strict=True):
            self.set_axis(side, name, at_end=True)
        metrics = QFontMetrics(self.theme.font(12))
        self.axis("bottom").fix_size(0.0, 1.0)
        self.axis("left").setWidth(max(metrics.horizontalAdvance(text) for text in (up, "−1.50")) + 10)

    def show_landscape(self, landscape: Landscape | None) -> None:
        """Show another one, or nothing."""
        before, self._landscape = self._landscape, landscape
        for item in (self._heat, self._lines, self._lit_line, self._path_ground, self._path, self._point):
            item.setVisible(landscape is not None)
        for label in self._levels:
            label.setVisible(False)
        if landscape is None:
            self._arrow.setVisible(False)
            self._arrow_label.setVisible(False)
            return
        if before is None or before.costs is not landscape.costs:
            self._show_costs(landscape)
        path = self._thinned(landscape.path)
        for item in (self._path_ground, self._path):
            item.setData(path[:, 0], path[:, 1])
        self._show_point()
        if self._still and self._held is None:
            self._label_levels(landscape, path)

    def _show_costs(self, landscape: Landscape) -> None:
        x, y = landscape.x, landscape.y
        extent = ((float(x[0]), float(x[-1])), (float(y[0]), float(y[-1])))
        self.plotItem.setRange(xRange=extent[0], yRange=extent[1], padding=0.0, disableAutoRange=True)
        self._heat.set_extent(*extent)
        shades = self._shades(landscape)
        self._heat.set_pixels(self._table.pixels(shades[::-1]), has_holes=bool(np.isnan(shades).any()))
        pieces = np.concatenate(landscape.lines) if landscape.lines else np.empty((0, 4))
        self._lines.setData(pieces[:, ::2].ravel(), pieces[:, 1::2].ravel())
        self._lit_line.setData([], [])

    def show_ranges(self, across: tuple[float, float], up: tuple[float, float]) -> None:
        """Show another part of the plane at once; its costs follow."""
        self.plotItem.setRange(xRange=across, yRange=up, padding=0.0, disableAutoRange=True)
        for label in self._levels:
            label.setVisible(False)
        self._place_arrow()

    def set_still(self, still: bool) -> None:
        """Say whether the lines stand still: only then values are written on them, which would jump else."""
        self._still = still

    @property
    def ends(self) -> tuple[float, float] | None:
        """Lowest and highest cost that the colours tell apart; None if there is none."""
        landscape = self._landscape
        costs = landscape.costs[np.isfinite(landscape.costs)] if landscape is not None else np.empty(0)
        if landscape is None or not costs.size:
            return None
        low, high = float(costs.min()), float(costs.max())
        return (max(low, _LOWEST_SHARE * high) if landscape.wide else low), high

    def _label_levels(self, landscape: Landscape, path: Floats) -> None:
        """Write values on some lines."""
        view = self.plotItem.vb
        (left, right), (low, high) = view.viewRange()
        scale = np.array([view.width() / max(1e-300, right - left), -view.height() / max(1e-300, high - low)])
        corner = np.array([left, high])
        lines = [(line - np.tile(corner, 2)) * np.tile(scale, 2) for line in landscape.lines]
        size = (float(view.width()), float(view.height()))
        taken = []
        if self._arrow_label.isVisible():
            at = self._arrow_label.pos()
            taken.append((np.array([at.x(), at.y()]) - corner) * scale)
        places = level_places(lines, (path - corner) * scale, size, taken)
        while len(self._levels) < len(places):
            label = PlotLabel(anchor=(0.5, 0.5))
            label.setZValue(2.5)
            self.addItem(label, ignoreBounds=True)
            self._levels.append(label)
            self._dress_label(label)
        for label, (number, x, y) in zip(self._levels, places, strict=False):
            label.set_text(level_text(landscape.levels[number]))
            label.setPos(*(np.array([x, y]) / scale + corner).tolist())
            label.setVisible(True)

    def _dress_label(self, label: PlotLabel) -> None:
        ground = QColor(self.theme.palette.panel)
        ground.setAlpha(_LABEL_ALPHA)
        label.set_ground(ground)
        label.set_color(QColor(self.theme.palette.text))
        label.set_font(self.theme.font(10, tabular=True))

    def _thinned(self, path: Floats) -> Floats:
        """Leave out points that lie within the same two pixels as the one before: wide long curves are slow to draw."""
        (left, right), (low, high) = self.plotItem.vb.viewRange()
        view = self.plotItem.vb
        scale = np.array([view.width() / max(1e-300, right - left), view.height() / max(1e-300, high - low)]) / 2.0
        cells = np.floor(np.clip((path - (left, low)) * scale, -1e6, 1e6))
        kept = np.append(True, (np.diff(cells, axis=0) != 0).any(axis=1))
        kept[-1] = True
        return np.asarray(path[kept])

    def _shades(self, landscape: Landscape) -> Floats:
        """Low costs are blue, high ones neutral, what is not finite is NaN."""
        costs = np.where(np.isfinite(landscape.costs), landscape.costs, np.nan)
        if np.isnan(costs).all():
            return costs
        low, high = self.ends or (0.0, 0.0)
        if landscape.wide:
            costs, low, high = np.log(np.maximum(costs, low)), math.log(low), math.log(high)
        share = (costs - low) / (high - low) if high > low else np.full_like(costs, 0.5)
        return np.asarray(DEEPEST * (1.0 - share))

    def _show_point(self) -> None:
        landscape = self._landscape
        if landscape is None:
            return
        point = self._held or landscape.point
        self._point.put(*point)
        self._place_arrow()

    def _place_arrow(self) -> None:
        landscape = self._landscape
        down = (0.0, 0.0) if landscape is None else (-landscape.slopes[0], -landscape.slopes[1])
        length = math.hypot(*down)
        seen = landscape is not None and math.isfinite(length) and length > 0
        self._arrow.setVisible(seen)
        self._arrow_label.setVisible(seen)
        if not seen or landscape is None:
            return
        view = self.plotItem.vb
        room = view.sceneBoundingRect()
        start = view.mapViewToScene(QPointF(*(self._held or landscape.point)))  # a held point is a frame ahead
        way = down[0] / length, -down[1] / length  # both axes have one scale; y grows downwards on the screen
        tip = arrow_tip(start, way, room) if room.contains(start) else None
        if tip is None:
            self._arrow.setVisible(False)
            self._arrow_label.setVisible(False)
            return
        gap = _POINT_SIZE / 2 + 1
        self._arrow.setPath(arrow_path(QPointF(start.x() + gap * way[0], start.y() + gap * way[1]), tip))
        size = self._arrow_label.boundingRect().size()
        self._arrow_label.setPos(view.mapSceneToView(label_place(start, tip, size, room)))

    def lit_level(self, place: QPoint) -> float | None:
        """Draw the line of equal cost near a point of the widget stronger, and tell its level."""
        landscape, view = self._landscape, self.plotItem.vb
        best, lit = _NEAR_LINE, None
        if landscape is not None:
            at = view.mapSceneToView(self.mapToScene(place))
            per_unit = view.width() / max(1e-300, float(landscape.x[-1] - landscape.x[0]))
            for number, line in enumerate(landscape.lines):
                if len(line):
                    middles = 0.5 * (line[:, :2] + line[:, 2:])
                    away = np.hypot(middles[:, 0] - at.x(), middles[:, 1] - at.y()).min() * per_unit
                    if away < best:
                        best, lit = float(away), number
        line = landscape.lines[lit] if landscape is not None and lit is not None else np.empty((0, 4))
        self._lit_line.setData(line[:, ::2].ravel(), line[:, 1::2].ravel())
        return None if lit is None or landscape is None else landscape.levels[lit]

    # ---- look ----

    def restyle(self, palette: object = None) -> None:
        """Take the colours of the theme's present palette."""
        super().restyle(palette)
        for side in SIDES:
            self.axis(side).setGrid(False)
        if hasattr(self, "_held"):
            self._dress()
            if self._landscape is not None:
                self._show_costs(self._landscape)
            self.show_landscape(self._landscape)

    def _dress(self) -> None:
        colors = self.theme.palette
        self._table = ColorTable(self.theme.scale)
        self._heat.set_colors(QColor(colors.panel), QColor(colors.secondary), QColor(colors.panel))
        faint = QColor(colors.text)
        faint.setAlpha(80)
        self._lines.setPen(self.pen(faint, 1.0))
        self._lit_line.setPen(self.pen(colors.text, 2.0))
        self._path_ground.setPen(self.pen(colors.panel, 4.0))
        self._path.setPen(self.pen(colors.text, 1.6))
        self._point.setBrush(QColor(colors.panel))
        self._point.setPen(self.pen(colors.text, 3.0))
        self._arrow.setPen(self.pen(colors.negative_mark, 2.6))
        self._arrow_label.set_color(QColor(colors.negative_mark))
        self._arrow_label.set_font(self.theme.font(12, "semibold"))
        ground = QColor(colors.panel)
        ground.setAlpha(_LABEL_ALPHA)
        self._arrow_label.set_ground(ground)
        for label in self._levels:
            self._dress_label(label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the arrow at its point."""
        super().resizeEvent(event)
        if hasattr(self, "_held"):
            self._place_arrow()


def level_text(level: float) -> str:
    """Write the round number of a line: no zeros at its end."""
    text = format_number(level, 6)
    mantissa, dot, power = text.partition("·")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + dot + power
