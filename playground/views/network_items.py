"""How the parts of the network's picture are drawn: units, edges, matrices, chips and names."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPixmap,
    QPolygonF,
)

from playground.core.notation import Symbol
from playground.views.geometry import Box, Curve
from playground.views.network_places import TextSizes
from playground.views.response_images import ColorTable, Floats
from playground.views.round_pictures import between_centres, corners
from playground.views.theme import Theme

_FAINT: Final = 0.16
"""How much of its colour an edge keeps that is not meant while another is. Mixed, for transparent strokes are slow."""
_THINNEST: Final = 1.0
_FULL_WIDTH_AT: Final = 5.0
"""|w| from which an edge grows no wider."""
_BEYOND: Final = 5.0
"""How far beyond its scale a curve is drawn; its unit clips it."""
CHIP_PADDING: Final = 8.0


class Inks:
    """Pens, brushes and fonts of one palette, made once."""

    def __init__(self, theme: Theme) -> None:
        palette = theme.palette
        self.panel = QColor(palette.panel)
        self.field = QColor(palette.field)
        self.line = QColor(palette.line)
        self.text = QColor(palette.text)
        self.secondary = QColor(palette.secondary)
        self.accent = QColor(palette.accent)
        self.accent_soft = QColor(palette.accent_soft)
        self.rim = QColor(palette.text)
        self.rim.setAlphaF(0.22)
        self.quiet = QColor(palette.secondary)
        self.quiet.setAlphaF(0.55)
        self.veil = QColor(palette.panel)
        self.veil.setAlphaF(0.62)
        self.name_font = theme.font(13.5, "semibold")
        self.name_index_font = theme.font(9.5, "semibold")
        self.chip_font = theme.font(12, "medium")
        self.chip_index_font = theme.font(8.5, "medium")
        self.small_font = theme.font(10.5, "medium")
        self.chip_height = QFontMetricsF(self.chip_font).height() + 3.0
        self.table = ColorTable(theme.scale)
        self.faint_table = ColorTable(theme.scale, self.panel, _FAINT)
        self.hatch = QBrush(self.secondary, Qt.BrushStyle.BDiagPattern)
        self.is_dark = palette.is_dark

    def text_sizes(self, bias_symbols: list[Symbol], unit_symbols: list[Symbol]) -> TextSizes:
        """Measure the room that names and numbers of a network take."""
        chip, name = QFontMetricsF(self.chip_font), QFontMetricsF(self.name_font)
        number = chip.horizontalAdvance("+88.88") + CHIP_PADDING
        space = chip.horizontalAdvance(" ")
        indexed = [SymbolText(Symbol(s.base, s.sub), self.chip_font, self.chip_index_font) for s in bias_symbols]
        names = [SymbolText(s, self.name_font, self.name_index_font) for s in unit_symbols]
        return TextSizes(
            name_height=round(name.height() + 4),
            chip_height=round(chip.height() + 3),
            name_width=round(max(text.width for text in names) + 4),
            weight_width=round(number),
            bias_width=round(number + space + chip.horizontalAdvance("b")),
            indexed_bias_width=round(number + space + max((text.width for text in indexed), default=0.0)),
        )


class SymbolText:
    """A symbol made ready for drawing: a letter, with its indices stacked beside it in a smaller font."""

    def __init__(self, symbol: Symbol, font: QFont, index_font: QFont) -> None:
        metrics, small = QFontMetricsF(font), QFontMetricsF(index_font)
        beside = metrics.horizontalAdvance(symbol.base) + 0.5
        self._base = symbol.base
        self.font, self._index_font = font, index_font
        self.space = metrics.horizontalAdvance(" ")
        self._indices = [
            (beside, drop, text)
            for text, drop in ((symbol.sub, 0.2 * metrics.height()), (symbol.sup, -0.4 * metrics.height()))
            if text
        ]
        self.width = beside + max((small.horizontalAdvance(text) for _, _, text in self._indices), default=-0.5)
        self.centre_drop = (metrics.ascent() - metrics.descent()) / 2
        """Distance of the baseline below the middle of the text."""

    def room_for(self, tail: str) -> float:
        """Return the width that a text behind it takes."""
        return self.space + QFontMetricsF(self.font).horizontalAdvance(tail) if tail else 0.0

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        """Draw it with its left end at ``x``."""
        painter.setFont(self.font)
        painter.drawText(QPointF(x, baseline), self._base)
        if self._indices:
            painter.setFont(self._index_font)
            for beside, drop, text in self._indices:
                painter.drawText(QPointF(x + beside, baseline + drop), text)


def rectangle(box: Box) -> QRectF:
    """Return the box as Qt has it."""
    return QRectF(box.x, box.y, box.width, box.height)


def edge_path(curve: Curve) -> QPainterPath:
    """Return the curve as Qt draws it."""
    path = QPainterPath(QPointF(curve.x0, curve.y0))
    path.cubicTo(curve.middle, curve.y0, curve.middle, curve.y1, curve.x1, curve.y1)
    return path


def edge_widths(weights: Floats, widest: float) -> Floats:
    """Return the widths of edges: from 1 px for 0 to ``widest`` for |w| of 5 and more."""
    thinnest = min(_THINNEST, 0.4 * widest)
    grown = np.minimum(np.abs(weights), _FULL_WIDTH_AT) / _FULL_WIDTH_AT
    return np.asarray(thinnest + (widest - thinnest) * np.nan_to_num(grown))


def edge_pen(color: QColor, width: float, *, missing: bool) -> QPen:
    """Return the pen of an edge; what is not a number is dashed."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if missing:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def draw_empty_unit(painter: QPainter, inks: Inks, box: QRectF) -> None:
    """Draw a unit while it has no picture."""
    radius = _radius(box.width())
    painter.setPen(QPen(inks.line, 1.0))
    painter.setBrush(inks.field)
    painter.drawRoundedRect(box, radius, radius)


def _radius(width: float) -> float:
    return min(6.0, 0.12 * width + 1.0)


class UnitFrame:
    """Rim and round corners of units of one size, painted once.

    Parameters
    ----------
    inks : Inks
    width, height : float
        Size of a unit in the layout's pixels.
    scale : float
        Device pixels for a pixel of the layout.
    is_round : bool
        Whether there are rim and corners at all.
    """

    def __init__(self, inks: Inks, width: float, height: float, scale: float, *, is_round: bool) -> None:
        self.scale = scale
        self._width, self._height = max(1, round(width * scale)), max(1, round(height * scale))
        self._picture: QPixmap | None = None
        if is_round:
            self._picture = self._painted(inks, scale * _radius(width))

    def _painted(self, inks: Inks, radius: float) -> QPixmap:
        picture = QPixmap(self._width, self._height)
        picture.fill(Qt.GlobalColor.transparent)
        box, half = QRectF(picture.rect()), self.scale / 2
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(corners(box, radius), inks.panel)
        painter.setPen(QPen(inks.rim, self.scale))
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius - half, radius - half)
        painter.end()
        return picture

    def draw(self, painter: QPainter, box: QRectF, image: QImage) -> None:
        """Draw a unit's picture, on whole pixels of the device.

        ``image`` holds values at the corners of its pixels' grid: the outermost lie on the square's sides. Where it is
        transparent, a response is not a number, and a hatch below shows.
        """
        world = painter.deviceTransform()
        left, top = round(world.dx() + self.scale * box.x()), round(world.dy() + self.scale * box.y())
        place = QRectF(
            (left - world.dx()) / self.scale,
            (top - world.dy()) / self.scale,
            self._width / self.scale,
            self._height / self.scale,
        )
        painter.drawImage(place, image, between_centres(image))
        if self._picture is not None:
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))


def draw_missing(painter: QPainter, inks: Inks, box: QRectF) -> None:
    """Draw the hatch that stands for what is not a number; pictures with holes go over it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.hatch)
    painter.drawRoundedRect(box, 5, 5)


def draw_curve(painter: QPainter, inks: Inks, box: QRectF, values: Floats) -> None:
    """Draw the response to one feature as a curve over its unit's picture; ``values`` run from −1 to 1."""
    inset = 0.14 * box.height()
    x = np.linspace(box.left() + 1.5, box.right() - 1.5, len(values))
    y = box.center().y() - np.clip(values, -_BEYOND, _BEYOND) * (box.height() / 2 - inset)
    points = QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True) if point[1] == point[1]])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = max(1.2, min(2.4, 0.03 * box.height()))
    halo = QColor(inks.panel)
    halo.setAlphaF(0.75)
    painter.save()
    painter.setClipRect(box.adjusted(1.0, 1.0, -1.0, -1.0))
    for color, extent in ((halo, width + 2.5), (inks.text, width)):
        painter.setPen(QPen(color, extent, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(points)
    painter.restore()


def draw_ring(painter: QPainter, inks: Inks, box: QRectF, radius: float = 6.0) -> None:
    """Draw the accent's ring around what is under the mouse or selected."""
    painter.setPen(QPen(inks.accent, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), radius + 1.5, radius + 1.5)


def draw_ghost(painter: QPainter, inks: Inks, path: QPainterPath, width: float) -> None:
    """Draw the outline of an edge as wide as it will be."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen = QPen(inks.text, 1.2)
    pen.setDashPattern([3.0, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(stroker.createStroke(path).simplified())


def draw_name(
    painter: QPainter, color: QColor, box: Box, symbol: SymbolText, scale: float, *, left: bool, tail: str = ""
) -> None:
    """Draw a name into its box, in the middle or at the left; the ``tail`` follows it."""
    painter.save()
    painter.translate(box.x if left else box.centre_x, box.centre_y)
    painter.scale(scale, scale)
    painter.setPen(color)
    width = symbol.width + symbol.room_for(tail)
    start = 0.0 if left else -width / 2
    symbol.draw(painter, start, symbol.centre_drop)
    if tail:
        painter.setFont(symbol.font)
        painter.drawText(QPointF(start + width - symbol.room_for(tail) + symbol.space, symbol.centre_drop), tail)
    painter.restore()
