"""The paper's diagrams of the models as small pictures: x → ( σ, b ) → y, in the palette's colours."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from playground.views.theme import Colors, Theme

WIDTH: Final = 132
HEIGHT: Final = 44
"""The pictures' size in the design's pixels; every place below is meant in them."""

_MIDDLE: Final = HEIGHT / 2
_HEAD: Final = 4.0


class _Pen:
    """Draws circles, letters and arrows at the design's places."""

    def __init__(self, painter: QPainter, colors: Colors, font: QFont) -> None:
        self._painter = painter
        self._colors = colors
        self._font = font

    def unit(self, x: float, y: float, radius: float, text: str = "") -> None:
        """A circle with letters in it."""
        painter = self._painter
        painter.setPen(QPen(QColor(self._colors.accent), 1.5))
        painter.setBrush(QColor(self._colors.panel))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        if text:
            self.letters(x, y, text, self._colors.text, 10)

    def letters(self, x: float, y: float, text: str, color: str, size: float = 11) -> None:
        """Letters centred at a place."""
        font = QFont(self._font)
        font.setPixelSize(round(size))
        self._painter.setFont(font)
        self._painter.setPen(QColor(color))
        self._painter.drawText(QRectF(x - 30, y - 12, 60, 23), Qt.AlignmentFlag.AlignCenter, text)

    def name(self, x: float, y: float, text: str) -> None:
        """The name of an input or an output."""
        self.letters(x, y, text, self._colors.secondary)

    def weight(self, x: float, y: float, text: str) -> None:
        """The name of a weight beside its arrow."""
        self.letters(x, y, text, self._colors.secondary, 9)

    def arrow(self, start: tuple[float, float], end: tuple[float, float], head: bool = True) -> None:
        """A line from one place to another, with a head at its end."""
        painter = self._painter
        color = QColor(self._colors.secondary)
        painter.setPen(QPen(color, 1.1))
        first, last = QPointF(*start), QPointF(*end)
        painter.drawLine(first, last)
        if not head:
            return
        along = last - first
        length = max(1e-9, (along.x() ** 2 + along.y() ** 2) ** 0.5)
        along /= length
        side = QPointF(-along.y(), along.x())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        back = last - along * _HEAD
        painter.drawPolygon(QPolygonF([last, back + side * (_HEAD * 0.55), back - side * (_HEAD * 0.55)]))


def _linear(pen: _Pen) -> None:
    pen.name(12, _MIDDLE, "x")
    pen.arrow((20, _MIDDLE), (52, _MIDDLE))
    pen.unit(66, _MIDDLE, 13, "w")
    pen.arrow((80, _MIDDLE), (112, _MIDDLE))
    pen.name(120, _MIDDLE, "y")


def _one_neuron(pen: _Pen) -> None:
    pen.name(12, 8, "x₁")
    pen.name(12, HEIGHT - 8, "x₂")
    pen.arrow((21, 9), (54, _MIDDLE - 6))
    pen.arrow((21, HEIGHT - 9), (54, _MIDDLE + 6))
    pen.weight(42, 7, "w₁")
    pen.weight(42, HEIGHT - 7, "w₂")
    pen.unit(68, _MIDDLE, 14, "σ,b")
    pen.arrow((83, _MIDDLE), (112, _MIDDLE))
    pen.name(120, _MIDDLE, "y")


def _two_neurons(pen: _Pen) -> None:
    pen.name(8, _MIDDLE, "x")
    pen.arrow((15, _MIDDLE), (33, _MIDDLE))
    pen.weight(23, _MIDDLE - 9, "w⁽¹⁾")
    pen.unit(46, _MIDDLE, 12, "σ,b")
    pen.arrow((59, _MIDDLE), (78, _MIDDLE))
    pen.weight(68, _MIDDLE - 9, "w⁽²⁾")
    pen.unit(91, _MIDDLE, 12, "σ,b")
    pen.arrow((104, _MIDDLE), (118, _MIDDLE))
    pen.name(125, _MIDDLE, "y")


def _chain(pen: _Pen) -> None:
    pen.name(7, _MIDDLE, "x")
    pen.arrow((13, _MIDDLE), (24, _MIDDLE))
    for x in (33, 60, 99):
        pen.unit(x, _MIDDLE, 8.5, "σ")
    pen.arrow((42.5, _MIDDLE), (51, _MIDDLE))
    pen.arrow((69.5, _MIDDLE), (74, _MIDDLE), head=False)
    pen.name(79.5, _MIDDLE - 2, "…")
    pen.arrow((85, _MIDDLE), (90, _MIDDLE))
    pen.arrow((108.5, _MIDDLE), (119, _MIDDLE))
    pen.name(126, _MIDDLE, "y")


def _layers(pen: _Pen) -> None:
    columns = ((14, (13, 31)), (49, (7, 22, 37)), (84, (13, 31)), (118, (22,)))
    for (x, heights), (next_x, next_heights) in pairwise(columns):
        for y in heights:
            for next_y in next_heights:
                pen.arrow((x, y), (next_x, next_y), head=False)
    for x, heights in columns:
        for y in heights:
            pen.unit(x, y, 5.5)


DIAGRAMS: Final[dict[str, Callable[[_Pen], None]]] = {
    "linear": _linear,
    "one-neuron": _one_neuron,
    "two-neurons": _two_neurons,
    "chain": _chain,
    "mlp": _layers,
}
"""What draws the diagram of each kind of model."""


def draw_diagram(painter: QPainter, kind: str, box: QRectF, theme: Theme) -> None:
    """Draw the diagram of a kind of model into a box, centred, as large as fits."""
    scale = min(box.width() / WIDTH, box.height() / HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.scale(scale, scale)
    painter.translate(-WIDTH / 2, -HEIGHT / 2)
    font = theme.font()
    DIAGRAMS[kind](_Pen(painter, theme.palette, font))
    painter.restore()


def diagram_pixmap(kind: str, theme: Theme, ratio: float = 1.0) -> QPixmap:
    """The diagram as a picture of its own, for screens with ``ratio`` device pixels a pixel."""
    size = QSize(theme.px(WIDTH), theme.px(HEIGHT))
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_diagram(painter, kind, QRectF(0, 0, size.width(), size.height()), theme)
    painter.end()
    return pixmap
