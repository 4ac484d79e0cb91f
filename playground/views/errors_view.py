"""|difference quotient − exact| against ε on logarithmic axes: four curves, the present ε, and where what is lost."""

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.core.difference_quotient import QuotientErrors
from playground.views.difference_words import roughly
from playground.views.lean_pyqtgraph import pg
from playground.views.numbers import format_number
from playground.views.plot_marks import Curve, PlotLabel
from playground.views.plot_style import StyledPlot
from playground.views.probe_parts import DASHES, Ink, LegendKey, ink
from playground.views.readout_card import Readout
from playground.views.theme import Theme

CURVES: Final = (("forward", "float32"), ("central", "float32"), ("forward", "float64"), ("central", "float64"))
INKS: Final[dict[str, Ink]] = {"forward": "accent", "central": "negative"}
_LOWEST: Final = -16.3
_HEIGHTS: Final = (-12.0, 0.0)
_NAME: Final = "|quotient − exact|"
_SHORT_NAME: Final = "error"
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
        self._curves = {key: Curve(connect="finite", antialias=True) for key in CURVES}
        self._line = Curve()
        self._dot = pg.ScatterPlotItem(size=10)
        self._best = pg.ScatterPlotItem(size=13)
        self._best_drop = Curve()
        self._best_label = PlotLabel()
        self._training = pg.ScatterPlotItem(size=11, symbol="t")
        self._sides = (PlotLabel("← rounding", anchor=(0.0, 1.0)), PlotLabel("truncation →", anchor=(1.0, 1.0)))
        self._errors: QuotientErrors | None = None
        self._heights = _HEIGHTS
        self._method = "forward"
        self._epsilon = 1e-3
        self._training_epsilon: float | None = None
        super().__init__(theme, parent)
        self.viewport().setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.plotItem.layout.setContentsMargins(0, 6, 6, 0)
        items = (
            self._line,
            self._best_drop,
            *self._curves.values(),
            self._best,
            self._dot,
            self._training,
            self._best_label,
            *self._sides,
        )
        for height, item in enumerate(items):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)
        self.set_axis("bottom", "ε", log=True, at_end=True)
        self.axis("bottom").fix_size(-16.0, 0.0)
        self.set_axis("left", _NAME, log=True)
        font = QFontMetrics(theme.font(11))
        self.axis("bottom").set_tick_gap(theme.px(44))
        self.axis("left").set_tick_gap(theme.px(26))
        self.axis("left").setWidth(font.horizontalAdvance("10⁻¹⁰") + font.height() + theme.px(12))
        self._tick_gap = theme.px(26)
        self._past_end = font.horizontalAdvance("ε") + font.horizontalAdvance("1") + theme.px(8)
        self.plotItem.vb.sigResized.connect(lambda _view: self._on_resized())
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
        self._heights = (float(found.min()), float(np.percentile(found, 98))) if found.size else _HEIGHTS
        self._fit()
        self.show_epsilon(self._method, self._epsilon)

    def _fit(self) -> None:
        """Show all ε with room for the axis' name at the end, all errors with room for two lines of words below."""
        view = self.plotItem.vb
        width, height = max(1.0, float(view.width())), max(1.0, float(view.height()))
        right = -_LOWEST * self._past_end / max(1.0, width - self._past_end)
        low, high = self._heights
        high = max(np.ceil(high + 0.2), low + 4.0)
        words = min(0.6, 2.0 * self._best_label.boundingRect().height() / height)
        low -= 0.5 + words / (1.0 - words) * (high - low + 0.5)
        view.setRange(xRange=(_LOWEST, right), yRange=(low, high), padding=0)

    def _on_resized(self) -> None:
        room = float(self.plotItem.vb.height())
        name = QFontMetrics(self.theme.font(12)).horizontalAdvance(_NAME)
        self.set_axis("left", _NAME if name < room else _SHORT_NAME, log=True)
        self.show_errors(self._errors)

    @property
    def training_epsilon(self) -> float | None:
        """The ε that the training uses, as marked."""
        return self._training_epsilon

    def show_training(self, epsilon: float | None) -> None:
        """Mark the ε that the training uses, None if it uses none."""
        self._training_epsilon = epsilon
        self._place_labels()

    def show_epsilon(self, method: str, epsilon: float) -> None:
        """Mark the ε in use, and the best one of the method."""
        self._method, self._epsilon = method, epsilon
        errors = self._errors
        colors = self.theme.palette
        color = ink(colors, INKS[method])
        for item in (self._line, self._dot, *self._sides):
            item.setVisible(errors is not None)
        for item in (self._best, self._best_drop, self._best_label):
            item.setVisible(False)
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
        if best is not None and best.kind == "meeting":
            for item in (self._best, self._best_drop, self._best_label):
                item.setVisible(True)
            self._best.setData([np.log10(best.epsilon)], _heights(np.array([best.error])))
            self._best.setPen(self.pen(color, 2.0))
            self._best_label.set_text(f"best ε ≈ {roughly(best.epsilon)}")
            self._best_label.set_color(color)
        self._place_labels()

    def _place_labels(self) -> None:
        """All words stand below the curves; the best ε above the two sides' where it would touch them."""
        view = self.plotItem.vb
        (left, right), (bottom, top) = view.viewRange()
        self._sides[0].setPos(left, bottom)
        self._sides[1].setPos(right, bottom)
        self._training.setVisible(self._errors is not None and self._training_epsilon is not None)
        if self._training_epsilon is not None:
            at = float(np.clip(np.log10(self._training_epsilon), left, right))
            drop = (top - bottom) * 6.0 / max(1.0, float(view.height()))
            self._training.setData([at], [top - drop])
        at = float(np.log10(self._epsilon))
        lines = self._place_best() if self._best_label.isVisible() else 1
        words = lines * self._sides[0].boundingRect().height()
        self._line.setData([at, at], [float(view.mapToView(QPointF(0.0, view.height() - words)).y()), top])

    def _place_best(self) -> int:
        """Place the name of the best ε; returns how many lines of words there are then."""
        view = self.plotItem.vb
        (x,), (y,) = self._best.getData()
        box = self._best_label.boundingRect()
        middle = view.mapFromView(QPointF(x, y))
        at_left = float(np.clip(middle.x() - box.width() / 2, 0.0, max(0.0, view.width() - box.width())))
        ends = [side.boundingRect().width() for side in self._sides]
        beside = ends[0] + 6 < at_left and at_left + box.width() + 6 < view.width() - ends[1]
        lines = 1 if beside else 2
        corner = view.mapToView(QPointF(at_left, view.height() - box.height() * lines))
        self._best_label.setPos(corner)
        self._best_drop.setData([x, x], [float(corner.y()), y])
        return lines

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
        self._best_drop.setPen(self.pen(colors.disabled, 1.0))
        self._training.setBrush(QColor(colors.text))
        self._training.setPen(self.pen(colors.panel, 1.0))
        for label in (*self._sides, self._best_label):
            label.set_font(self.theme.font(11))
        for label in self._sides:
            label.set_color(QColor(colors.secondary))

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


def errors_readout(errors: QuotientErrors, epsilon: float) -> Readout:
    """Tell the errors of all four quotients at the nearest ε."""
    nearest = int(abs(errors.epsilons / epsilon - 1.0).argmin())
    rows = tuple(
        (f"{method}, {precision}", format_number(float(errors.errors[method, precision][nearest]), 3))
        for method, precision in reversed(CURVES)
    )
    return Readout(f"ε = {format_number(float(errors.epsilons[nearest]), 3)}", "error", rows)


def error_keys(theme: Theme) -> tuple[LegendKey, ...]:
    """The legend of its curves."""
    return (
        LegendKey(theme, "forward", "accent"),
        LegendKey(theme, "central", "negative"),
        LegendKey(theme, "float32", "secondary", width=1.3, dashed=True),
    )
