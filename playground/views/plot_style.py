"""pyqtgraph dressed as the rest of the window: the panel's colours, a thin grid, axes with names, tabular figures."""

import math
from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView, QWidget

from playground.views.lean_pyqtgraph import pg
from playground.views.numbers import MINUS, format_number
from playground.views.theme import Theme

Side = Literal["left", "bottom"]
SIDES: Final[tuple[Side, Side]] = ("bottom", "left")
"""Both axes: x, y."""

_SMALLEST_PLAIN: Final = 1e-4
_LARGEST_PLAIN: Final = 1e6
_TICK_GAP: Final = {"left": 44, "bottom": 84}
"""Pixels between neighbouring ticks that read well, at least."""
_FEW_DECADES: Final = 1.6
_DECADES: Final = (1, 2, 3, 5, 10, 20, 50, 100)
"""How many decades are between neighbouring ticks of a logarithmic axis."""
_FONT_SIZE: Final = 11
_NAME_SIZE: Final = 12
_OFFSET: Final = 6
"""Pixels between the numbers and the axis."""
_BETWEEN: Final = 12
"""Pixels between neighbouring numbers of the lower axis, at least."""
_BESIDE_NAME: Final = 3
"""Pixels between the numbers and the name in line with them."""
_PAST_END: Final = {"left": 15, "bottom": 40}
"""Pixels that a number may reach beyond the axis' ends."""

_MORE_PIECES: Final = 5
"""With so many more pieces than have room there are certainly two ticks."""


def tick_text(value: float, spacing: float) -> str:
    """Write the number at a tick: no more decimals than it needs, a real minus sign, thousands apart."""
    if abs(value) < 1e-9 * spacing:
        return "0"
    if not _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN:
        mantissa, dot, rest = format_number(value, 3).partition(".")
        digits, power, exponent = rest.partition("·")
        digits = digits.rstrip("0")
        short = mantissa + (dot + digits if digits else "") + power + exponent
        sign = MINUS if short.startswith(MINUS) else ""
        return sign + short.removeprefix(MINUS).removeprefix("1·")
    decimals = max(0, -math.floor(math.log10(spacing) + 1e-9)) if spacing > 0 else 0
    text = f"{value:,.{min(decimals, 12)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", MINUS)


def nice_spacing(span: float, most: int) -> float:
    """Return the smallest of 1, 2, 5 · 10^k that cuts ``span`` into at most ``most`` pieces."""
    raw = span / max(1, most)
    unit = 10.0 ** math.floor(math.log10(raw))
    return next(step * unit for step in (1.0, 2.0, 5.0, 10.0) if step * unit >= raw * (1 - 1e-9))


def linear_ticks(low: float, high: float, most: int) -> tuple[float, list[float]]:
    """Return spacing and places of round ticks within ``low`` … ``high``: at least two, however little room."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return 1.0, []
    for pieces in range(max(1, most), max(1, most) + _MORE_PIECES):
        spacing = nice_spacing(high - low, pieces)
        first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
        if last > first:
            break
    return spacing, [place * spacing for place in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return places (log10) of ticks for an axis that shows 10^low … 10^high: decades, finer where there are few."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    span = high - low
    if span > _FEW_DECADES:
        wanted = span / max(1, most)
        every = next((step for step in _DECADES if step >= wanted), _DECADES[-1])
        for step in reversed(_DECADES[: _DECADES.index(every) + 1]):
            places = range(math.ceil(low / step), math.floor(high / step) + 1)
            if len(places) >= 2:
                return [float(place * step) for place in places]
    candidates = [
        decade + math.log10(digit)
        for decade in range(math.floor(low), math.ceil(high) + 1)
        for digit in ((1, 2, 5) if span > 1 / 3 else range(1, 10))
    ]
    ticks = [place for place in candidates if low <= place <= high]
    if len(ticks) >= 2:
        crowded = len(ticks) >= 2 * most
        return ticks[:: max(1, math.ceil((len(ticks) - 1) / max(1, most - 1)))] if crowded else ticks
    _, values = linear_ticks(10.0**low, 10.0**high, most)
    return [math.log10(value) for value in values if value > 0]


class StyledAxis(pg.AxisItem):
    """An axis without a line of its own: round ticks, few of them, their grid behind the curves."""

    name: str = ""
    _end_name: Any = None
    _bounds: tuple[object, QRectF] | None = None

    def __init__(self, side: Side) -> None:
        super().__init__(side, maxTickLength=0)
        self._end_name = QGraphicsSimpleTextItem(self)
        self._gap = _TICK_GAP[side]
        self.enableAutoSIPrefix(False)
        self.setStyle(maxTickLevel=0, tickAlpha=255, tickTextOffset=_OFFSET, hideOverlappingLabels=False)
        self.setGrid(255)
        self.setZValue(-10)
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float | None, list[float]]]:
        """Return one level of round ticks, as many as have room."""
        most = max(2, int(size / self._gap))
        if self.logMode:
            last = minVal + (maxVal - minVal) * self._room(size, "1")
            return [(None, [tick for tick in log_ticks(minVal, maxVal, most) if tick <= last])]
        spacing, ticks = self._ticks_with_room(minVal, maxVal, size, most)
        last = minVal + (maxVal - minVal) * self._room(size, tick_text(maxVal, spacing))
        shown = [tick for tick in ticks if tick <= last]
        return [(spacing, shown) if len(shown) > 1 else linear_ticks(minVal, last, 2)]

    def _ticks_with_room(self, low: float, high: float, size: float, most: int) -> tuple[float, list[float]]:
        """Fewer ticks where their numbers are so long that they would touch."""
        while True:
            spacing, ticks = linear_ticks(low, high, most)
            if most <= 1 or len(ticks) <= 2:
                return spacing, ticks
            metrics = QFontMetricsF(self.style["tickFont"])
            needed = metrics.height()
            if self.orientation == "bottom":
                needed = _BETWEEN + max(metrics.horizontalAdvance(tick_text(tick, spacing)) for tick in ticks)
            if needed <= spacing / (high - low) * size:
                return spacing, ticks
            most -= 1

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        """Write the ticks' numbers."""
        if not self.logMode:
            return [tick_text(value * scale, spacing or 1.0) for value in values]
        numbers = [10.0**value for value in values]
        return [tick_text(number, float(f"{number:.0e}")) for number in numbers]

    def set_tick_gap(self, pixels: int) -> None:
        """Choose how far apart neighbouring ticks are at least."""
        self._gap = pixels
        self.picture = None
        self.update()

    def set_name(self, name: str, *, at_end: bool = False) -> None:
        """Name the axis, along it or in line with its numbers at its end, where a letter takes no room of its own."""
        self.name = name
        self._end_name.setText(name if at_end else "")
        self.setLabel("" if at_end else name)
        self.showLabel(bool(name) and not at_end)
        self.resizeEvent()

    def fix_size(self, low: float, high: float) -> None:
        """Take no more room than the numbers of the range need, whatever is shown later."""
        metrics = QFontMetricsF(self.style["tickFont"])
        if self.orientation == "bottom":
            self.setHeight(math.ceil(metrics.height()) + _OFFSET)
            return
        spacing, ticks = linear_ticks(low, high, 8)
        texts = [tick_text(tick, spacing) for tick in ticks]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
        self.setWidth(math.ceil(max(widest, self._end_name.boundingRect().width())) + _OFFSET + 1)

    def resizeEvent(self, event: Any = None) -> None:
        """Place the name."""
        super().resizeEvent(event)
        if self._end_name is None:
            return
        name = self._end_name.boundingRect()
        if self.orientation == "left":
            room = self.label.boundingRect().width() <= self.size().height()
            self.label.setOpacity(1.0 if room else 0.0)  # half a name helps nobody
            self._end_name.setPos(self.size().width() - _OFFSET - name.width(), -3)
        else:
            self._end_name.setPos(self.size().width() - name.width(), _OFFSET - 2)

    def boundingRect(self) -> QRectF:
        """Return axis and grid, and the room beyond its ends that the numbers there need, as far as it can be seen."""
        plot, view = self.parentItem(), self.linkedView()
        if plot is None or view is None:
            return QRectF(super().boundingRect())
        # Asked for several times whenever a plot is painted; it follows from where things are alone.
        where = self.geometry().getRect(), view.geometry().getRect(), plot.size().toTuple(), self.grid
        if self._bounds is None or self._bounds[0] != where:
            self._bounds = where, self._reach(plot)
        return QRectF(self._bounds[1])

    def _reach(self, plot: pg.PlotItem) -> QRectF:
        rect = QRectF(super().boundingRect())
        past = _PAST_END[self.orientation]
        across, along = (0, past) if self.orientation == "left" else (past, 0)
        seen = QRectF(self.mapRectFromParent(plot.boundingRect()))
        return rect | (rect.adjusted(-across, -along, across, along) & seen)

    def _room(self, size: float, widest: str) -> float:
        """Return the share of the axis on which numbers do not touch its name."""
        if not self._end_name.text():
            return 1.0
        name, numbers = self._end_name.boundingRect(), QFontMetricsF(self.style["tickFont"])
        if self.orientation == "left":
            taken = self._end_name.y() + name.height() + _BESIDE_NAME + numbers.ascent() / 2
        else:
            taken = name.width() + _BESIDE_NAME + numbers.horizontalAdvance(widest) / 2
        return max(0.3, 1.0 - float(taken) / max(1.0, size))

    def dress(self, text: QColor, grid: QPen, font: QFont, name_font: QFont) -> None:
        """Take on a theme's colours and font."""
        self.setPen(pg.mkPen(None))
        self.setTextPen(text)
        self.setTickPen(grid)
        self.setTickFont(font)
        self.label.setFont(name_font)
        self._end_name.setFont(name_font)
        self._end_name.setBrush(text)
        self.labelStyle = {"color": text.name()}
        self._updateLabel()


class StyledPlot(pg.PlotWidget):
    """A plot that follows the theme. Curves and items are the caller's; axes, grid and ground are dressed here.

    The mouse neither zooms nor opens a menu unless the caller asks for it (``plotItem.setMouseEnabled``).
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        axes: dict[str, Any] = {"left": StyledAxis("left"), "bottom": StyledAxis("bottom")}
        super().__init__(parent, axisItems=axes, enableMenu=False)
        self.theme = theme
        # pyqtgraph makes its menu also where it is not wanted, and lets nobody own it.
        self.plotItem.ctrlMenu.setParent(self, self.plotItem.ctrlMenu.windowFlags())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Nearly all of a plot changes at once, and pyqtgraph's items do not tell in time what they leave behind.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)  # few items, and most of them move
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.plotItem.setMouseEnabled(x=False, y=False)
        self.plotItem.vb.setDefaultPadding(0.0)
        self.plotItem.layout.setContentsMargins(0, 6, 8, 0)
        for axis in axes.values():
            axis.setZValue(-10)
        theme.changed.connect(self.restyle)
        self.restyle()

    def axis(self, side: Side) -> StyledAxis:
        """Return the axis at that side."""
        axis = self.plotItem.getAxis(side)
        assert isinstance(axis, StyledAxis)
        return axis

    def set_axis(self, side: Side, name: str, units: str = "", *, log: bool = False, at_end: bool = False) -> None:
        """Name an axis, such as ``set_axis("left", "cost", log=True)``, and say whether it is logarithmic.

        With ``at_end`` the name, a letter, stands at the axis' end in line with the numbers.

        Logarithmic axes show log10 of what is plotted: give the curves log10 of their values.
        """
        axis = self.axis(side)
        axis.setLogMode(log, log)
        axis.labelStyle = {"color": self.theme.palette.secondary}
        axis.set_name(f"{name} ({units})" if units else name, at_end=at_end)

    def restyle(self, _palette: object = None) -> None:
        """Take the colours of the theme's present palette."""
        palette = self.theme.palette
        self.setBackground(QColor(palette.panel))
        font, name_font = self.theme.font(_FONT_SIZE, tabular=True), self.theme.font(_NAME_SIZE)
        for side in SIDES:
            self.axis(side).dress(QColor(palette.secondary), self.pen(palette.grid), font, name_font)

    def pen(self, color: str | QColor, width: float = 1.0, dashes: Sequence[float] = ()) -> QPen:
        """Return a pen as wide as ``width`` in pixels of the layout, on any screen."""
        pen = solid_pen(color, width * self.devicePixelRatioF())
        if dashes:
            pen.setDashPattern(list(dashes))
        return pen

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen with finer or coarser pixels."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.restyle()
        return done


def solid_pen(color: str | QColor, width: float = 1.0) -> QPen:
    """Return a pen for curves: cosmetic, so ``width`` is in the screen's own pixels.

    Nobody tells its bevelled joins from round ones in lines as thin and smooth as curves, which take twice the time.
    """
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def log10_clipped(values: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return log10 for plotting: what is not positive or not finite becomes NaN, which leaves a gap in the curve."""
    usable = np.isfinite(values) & (values > 0.0)
    return np.asarray(np.log10(np.where(usable, values, np.nan)))
