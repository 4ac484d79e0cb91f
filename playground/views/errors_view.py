"""|difference quotient − exact| against ε on logarithmic axes: four curves, the present ε, and where what is lost."""

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.core.difference_quotient import QuotientErrors
from playground.views.numbers import format_number
from playground.views.plot_style import StyledPlot
from playground.views.probe_parts import DASHES, Ink, ink
from playground.views.theme import Theme

CURVES: Final = (("forward", "float32"), ("central", "float32"), ("forward", "float64"), ("central", "float64"))
INKS: Final[dict[str, Ink]] = {"forward": "accent", "central": "negative"}
_EPSILONS: Final = (-16.3, 1.2)
"""Beyond 1 there is room for the axis' name."""
_LEAST_ERROR: Final = 1e-18
_MOST_ERROR: Final = 1e18


class ErrorsView(StyledPlot):
    """Draws `QuotientErrors`; knows nothing of the session.

    Signals
    -------
    epsilon_chosen : float
        The mouse was pressed or dragged at this ε.
    hovered : (float or None, QPoint)
        The ε under the mouse.
    """

    epsilon_chosen = Signal(object)
    hovered = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._curves = {key: pg.PlotCurveItem(connect="finite", antialias=True) for key in CURVES}
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._dot = pg.ScatterPlotItem(size=10)
        self._best = pg.ScatterPlotItem(size=13)
        self._best_label = pg.TextItem()
        self._sides = (pg.TextItem("← rounding", anchor=(0.0, 1.0)), pg.TextItem("truncation →", anchor=(1.0, 1.0)))
        self._errors: QuotientErrors | None = None
        self._method = "forward"
        self._epsilon = 1e-3
        super().__init__(theme, parent)
        self.viewport().setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.plotItem.layout.setContentsMargins(0, 6, 6, 0)
        items = (self._line, *self._curves.values(), self._best, self._dot, self._best_label, *self._sides)
        for height, item in enumerate(items):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)
        self.set_axis("bottom", "ε", log=True, at_end=True)
        self.axis("bottom").fix_size(-16.0, 0.0)
        self.set_axis("left", "|quotient − exact|", log=True)
        font = QFontMetrics(theme.font(11))
        self.axis("bottom").set_tick_gap(theme.px(44))
        self.axis("left").set_tick_gap(theme.px(26))
        self.axis("left").setWidth(font.horizontalAdvance("10⁻¹⁰") + font.height() + theme.px(12))
        self.plotItem.vb.setRange(xRange=_EPSILONS, yRange=(-12.0, 0.0), padding=0)
        self.plotItem.vb.sigResized.connect(lambda _view: self._place_labels())
        self._dress()
        self.show_errors(None)

    def show_errors(self, errors: QuotientErrors | None) -> None:
        """Show other errors, or none."""
        self._errors = errors
        heights: list[Any] = []
        for key, curve in self._curves.items():
            curve.setVisible(errors is not None)
            if errors is not None:
                height = _heights(errors.errors[key])
                curve.setData(np.log10(errors.epsilons), height)
                heights.append(height[np.isfinite(height)])
        found = np.concatenate(heights) if heights else np.empty(0)
        if found.size:
            low, high = np.floor(found.min() - 3.0), np.ceil(np.percentile(found, 98) + 0.2)
            self.plotItem.vb.setRange(xRange=_EPSILONS, yRange=(low, max(high, low + 4.0)), padding=0)
        self.show_epsilon(self._method, self._epsilon)

    def show_epsilon(self, method: str, epsilon: float) -> None:
        """Mark the ε in use, and the best one of the method."""
        self._method, self._epsilon = method, epsilon
        self._line.setValue(float(np.log10(epsilon)))
        errors = self._errors
        colors = self.theme.palette
        color = ink(colors, INKS[method])
        for item in (self._line, self._dot, self._best, self._best_label, *self._sides):
            item.setVisible(errors is not None)
        for (name, precision), curve in self._curves.items():
            width = 2.2 if name == method and precision == "float64" else 1.3
            shade = ink(colors, INKS[name])
            if name != method:
                shade.setAlpha(150)
            curve.setPen(self.pen(shade, width, DASHES if precision == "float32" else ()))
        if errors is None:
            return
        place = int(np.abs(np.log10(errors.epsilons / epsilon)).argmin())
        height = _heights(errors.errors[method, "float64"])[place]
        self._dot.setData([np.log10(epsilon)], [height]) if np.isfinite(height) else self._dot.setData([], [])
        self._dot.setBrush(color)
        self._dot.setPen(self.pen(colors.panel, 1.5))
        best = errors.best(method, "float64")
        self._best.setVisible(best is not None)
        self._best_label.setVisible(best is not None)
        if best is not None:
            self._best.setData([np.log10(best[0])], _heights(np.array([best[1]])))
            self._best.setPen(self.pen(color, 2.0))
            self._best_label.setText(f"best ε = {format_number(best[0], 2)}")
            self._best_label.setColor(color)
        self._place_labels()

    def _place_labels(self) -> None:
        view = self.plotItem.vb
        (left, right), (bottom, _) = view.viewRange()
        self._sides[0].setPos(left, bottom)
        self._sides[1].setPos(right, bottom)
        best = self._errors.best(self._method, "float64") if self._errors is not None else None
        if best is None:
            return
        box = self._best_label.boundingRect()
        at = view.mapFromView(QPointF(np.log10(best[0]), float(_heights(np.array([best[1]]))[0])))
        right = at.x() + 9 + box.width() <= view.width()
        x = at.x() + 9 if right else max(0.0, at.x() - 9 - box.width())
        y = min(at.y() - box.height() / 2, view.height() - 2 * box.height())  # above the words at the bottom
        self._best_label.setPos(view.mapToView(QPointF(x, y)))

    def restyle(self, palette: object = None) -> None:
        """Take the colours of the theme's present palette."""
        super().restyle(palette)
        if hasattr(self, "_epsilon"):
            self._dress()
            self.show_epsilon(self._method, self._epsilon)

    def _dress(self) -> None:
        colors = self.theme.palette
        self._line.setPen(self.pen(colors.secondary, 1.2, DASHES))
        self._best.setBrush(pg.mkBrush(None))
        ground = QColor(colors.panel)
        ground.setAlpha(190)
        for label in (*self._sides, self._best_label):
            label.setFont(self.theme.font(11))
            label.fill = pg.mkBrush(ground)
        for label in self._sides:
            label.setColor(QColor(colors.secondary))

    # ---- mouse ----

    def _epsilon_at(self, event: QMouseEvent) -> float | None:
        view = self.plotItem.vb
        scene = self.mapToScene(event.position().toPoint())
        if not view.sceneBoundingRect().contains(scene):
            return None
        return float(10.0 ** min(0.0, max(-16.0, view.mapSceneToView(scene).x())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the ε under the mouse."""
        epsilon = self._epsilon_at(event)
        if epsilon is not None and event.button() == Qt.MouseButton.LeftButton:
            self.epsilon_chosen.emit(epsilon)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose it while the button is down; tell the errors there."""
        epsilon = self._epsilon_at(event)
        if epsilon is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.epsilon_chosen.emit(epsilon)
        self.hovered.emit(epsilon, event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more to do."""
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        super().leaveEvent(event)
        self.hovered.emit(None, QPoint())


def _heights(errors: Any) -> Any:
    """log10 for plotting; an error of exactly 0 lies at the bottom, what is no number leaves a gap."""
    clipped = np.clip(np.where(np.isfinite(errors), errors, np.nan), _LEAST_ERROR, _MOST_ERROR)
    return np.log10(clipped)
