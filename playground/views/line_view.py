"""A plot of the cost along a line: the curve, straight lines through it, marks on its axis, points with labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.views.lean_pyqtgraph import pg
from playground.views.plot_marks import Curve, PlotLabel
from playground.views.plot_style import StyledPlot
from playground.views.probe_parts import DASHES, Ink, ink
from playground.views.theme import Theme

Floats = np.ndarray[Any, np.dtype[np.float64]]

_SHARE: Final = 80.0
_TALL: Final = 4.0
_MARGIN: Final = 0.08
_SIDE: Final = 0.012
_DOT: Final = 9
_LARGEST: Final = 1e300
DRAWABLE: Final = 1e250
"""Larger costs than this are told in words only."""


@dataclass(frozen=True)
class Mark:
    """A vertical line with a label at its upper end."""

    x: float
    label: str
    color: Ink = "secondary"


@dataclass(frozen=True)
class Straight:
    """A straight line through a point of the picture, from side to side or from ``begin`` on."""

    x: float
    y: float
    slope: float
    color: Ink
    dashed: bool = False
    begin: float = -np.inf


@dataclass(frozen=True)
class Dot:
    """A point of the picture."""

    x: float
    y: float
    color: Ink = "accent"
    symbol: str = "o"
    size: int = _DOT


@dataclass(frozen=True, eq=False)
class Picture:
    """All there is to see. What is not finite on the curve is hatched."""

    x: Floats
    y: Floats
    straights: Sequence[Straight] = ()
    marks: Sequence[Mark] = ()
    dots: Sequence[Dot] = ()
    low_at_zero: bool = False


class LineView(StyledPlot):
    """Draws a `Picture`; knows nothing of the session.

    Signals
    -------
    hovered : (float or None, QPoint)
        Where on the x-axis the mouse is; None outside the axes.
    """

    hovered = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._curve = Curve(connect="finite", antialias=True)
        self._hatch = pg.LinearRegionItem(movable=False)
        self._straights: list[Curve] = []
        self._marks: list[tuple[pg.InfiniteLine, PlotLabel]] = []
        self._dots = pg.ScatterPlotItem()
        self._mouse_line = pg.InfiniteLine(angle=90, movable=False)
        self._picture: Picture | None = None
        super().__init__(theme, parent)
        self.viewport().setMouseTracking(True)
        self.plotItem.layout.setContentsMargins(0, 6, 6, 0)
        for height, item in enumerate((self._hatch, self._mouse_line, self._curve)):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)
        self.addItem(self._dots, ignoreBounds=True)
        self._dots.setZValue(20)
        for line in self._hatch.lines:
            line.setPen(pg.mkPen(None))
        self._hatch.hide()
        self._mouse_line.hide()
        font = QFontMetrics(theme.font(11))
        self._label_height = font.height() + 4.0
        self.axis("bottom").fix_size(0.0, 1.0)
        self.axis("left").setWidth(font.horizontalAdvance("−0.00005") + font.height() + theme.px(12))
        self.plotItem.vb.sigResized.connect(self._on_resized)
        self._dress()

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def show_picture(self, picture: Picture | None) -> None:
        """Show something else, or nothing."""
        self._picture = picture
        if picture is None:
            self._curve.setData([], [])
            self._dots.setData([])
            self._hatch.hide()
            self._set_straights(())
            self._set_marks(())
            return
        y = np.where(np.isfinite(picture.y), picture.y, np.nan)
        room = _SIDE * float(picture.x[-1] - picture.x[0])
        x_range = (float(picture.x[0]) - room, float(picture.x[-1]) + room)
        low, high = self._heights(picture)
        room = 3.0 * (high - low)
        self._curve.setData(picture.x, np.clip(y, low - room, high + room))
        self.plotItem.vb.setRange(xRange=x_range, yRange=(low, high), padding=0)
        self._show_hatch(picture)
        self._set_straights(picture.straights)
        self._set_marks(picture.marks)
        colors = self.theme.palette
        self._dots.setData(
            [
                {
                    "pos": (dot.x, dot.y),
                    "symbol": dot.symbol,
                    "size": dot.size,
                    "brush": ink(colors, dot.color),
                    "pen": self.pen(colors.panel, 1.5),
                }
                for dot in picture.dots
                if np.isfinite(dot.y) and abs(dot.y) < _LARGEST
            ]
        )

    def _heights(self, picture: Picture) -> tuple[float, float]:
        """Return the ends of the y-axis: all of the curve, unless a part of it is far higher than most."""
        finite = picture.y[np.isfinite(picture.y) & (np.abs(picture.y) < _LARGEST)]
        left, right = picture.x[0], picture.x[-1]
        wanted = [
            dot.y for dot in picture.dots if left <= dot.x <= right and np.isfinite(dot.y) and abs(dot.y) < _LARGEST
        ]
        if not finite.size and not wanted:
            return 0.0, 1.0
        low = min([float(finite.min())] if finite.size else [], default=min(wanted, default=0.0))
        high = float(finite.max()) if finite.size else low
        if finite.size:
            usual = float(np.percentile(finite, _SHARE))
            high = min(high, low + _TALL * (usual - low)) if usual > low else high
        low, high = min([low, *wanted]), max([high, *wanted])
        if picture.low_at_zero and 0.0 <= low < 0.5 * high:
            low = 0.0
        span = high - low
        if span <= 4e-16 * max(abs(low), abs(high)):
            span = max(1e-3 * abs(high), 1e-300)
        bottom = low if picture.low_at_zero and low == 0.0 else low - _MARGIN * span
        height = max(1.0, float(self.plotItem.vb.height()))
        labels = min(0.3, self._label_height / height) if picture.marks else 0.0
        return bottom, high + (_MARGIN + labels / (1.0 - labels)) * span

    def _show_hatch(self, picture: Picture) -> None:
        bad = ~np.isfinite(picture.y)
        self._hatch.setVisible(bool(bad.any()))
        if bad.any():
            places = np.flatnonzero(bad)
            step = float(picture.x[1] - picture.x[0])
            self._hatch.setRegion((float(picture.x[places[0]]) - step / 2, float(picture.x[places[-1]]) + step / 2))

    def _set_straights(self, straights: Sequence[Straight]) -> None:
        while len(self._straights) < len(straights):
            item = Curve(antialias=True)
            item.setZValue(5 + len(self._straights))
            self.addItem(item, ignoreBounds=True)
            self._straights.append(item)
        left, right = self.plotItem.vb.viewRange()[0]
        for item, straight in zip(self._straights, straights, strict=False):
            ends = np.array([max(left, straight.begin), right])
            with np.errstate(all="ignore"):
                heights = straight.y + straight.slope * (ends - straight.x)
            item.setData(ends, np.clip(np.nan_to_num(heights), -_LARGEST, _LARGEST))
            color = ink(self.theme.palette, straight.color)
            item.setPen(self.pen(color, 1.5, DASHES if straight.dashed else ()))
        for place, item in enumerate(self._straights):
            item.setVisible(place < len(straights))

    def _set_marks(self, marks: Sequence[Mark]) -> None:
        while len(self._marks) < len(marks):
            line, label = pg.InfiniteLine(angle=90, movable=False), PlotLabel()
            line.setZValue(3)
            label.setZValue(30)
            self.addItem(line, ignoreBounds=True)
            self.addItem(label, ignoreBounds=True)
            self._marks.append((line, label))
        left, right = self.plotItem.vb.viewRange()[0]
        colors = self.theme.palette
        ground = QColor(colors.panel)
        ground.setAlpha(190)
        for place, (line, label) in enumerate(self._marks):
            seen = place < len(marks) and left <= marks[place].x <= right
            line.setVisible(seen)
            label.setVisible(seen)
            if seen:
                mark = marks[place]
                line.setValue(mark.x)
                line.setPen(self.pen(ink(colors, mark.color), 1.2, DASHES))
                label.set_text(mark.label)
                label.set_color(ink(colors, mark.color))
                label.set_font(self.theme.font(11))
                label.set_ground(ground)
        self._place_labels()

    def _place_labels(self) -> None:
        """Labels stand beside the upper ends of their lines, one lower than the other where they would touch."""
        view = self.plotItem.vb
        taken: list[QRectF] = []
        shown = [(line, label) for line, label in self._marks if line.isVisible()]
        for line, label in sorted(shown, key=lambda pair: float(pair[0].value())):
            box = QRectF(label.boundingRect())
            x = view.mapFromView(QPointF(line.value(), 0.0)).x()
            box.moveTopLeft(QPointF(x + 2, 0.0))
            if box.right() > view.width():
                box.moveRight(x - 2)
            while any(box.intersects(other) for other in taken) and box.bottom() < view.height():
                box.translate(0.0, box.height())
            taken.append(box)
            label.setPos(view.mapToView(box.topLeft()))

    def _on_resized(self, _view: object) -> None:
        self.show_picture(self._picture)

    def restyle(self, palette: object = None) -> None:
        """Take the colours of the theme's present palette."""
        super().restyle(palette)
        if hasattr(self, "_picture"):
            self._dress()
            self.show_picture(self._picture)

    def _dress(self) -> None:
        colors = self.theme.palette
        self._curve.setPen(self.pen(colors.accent, 2.2))
        self._mouse_line.setPen(self.pen(colors.disabled, 1.0))
        hatch = QColor(colors.secondary)
        hatch.setAlpha(120)
        self._hatch.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))

    def show_mouse(self, x: float | None) -> None:
        """Draw the line under the mouse; None for nowhere."""
        self._mouse_line.setVisible(x is not None)
        if x is not None:
            self._mouse_line.setValue(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the mouse is."""
        super().mouseMoveEvent(event)
        view, place = self.plotItem.vb, event.position().toPoint()
        scene = self.mapToScene(place)
        inside = view.sceneBoundingRect().contains(scene)
        self.hovered.emit(float(view.mapSceneToView(scene).x()) if inside else None, place)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        super().leaveEvent(event)
        self.hovered.emit(None, QPoint())
