"""Numbers in the network's picture: on small cards beside edges and units, and over units."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.views.geometry import Box
from playground.views.network_emphasis import Texts
from playground.views.network_items import CHIP_PADDING, Inks, SymbolText
from playground.views.numbers import format_number

_TWO_DECIMALS_UP_TO: Final = 99.995
SECOND_LINE: Final = 1.75
WIDER: Final = 1.35
"""How much higher and wider a number's card is with a second line."""


def chip_number(value: float) -> str:
    """Write a parameter on its chip: always with sign, two decimals, so that live numbers keep their width."""
    if abs(value) <= _TWO_DECIMALS_UP_TO:
        return f"{value:+.2f}".replace("-", "\u2212")
    return format_number(value, 3, signed=True)


def widened(box: Box) -> Box:
    """Return the place of a number's card when it has a second line."""
    return Box.around(box.centre_x, box.centre_y, WIDER * box.width, SECOND_LINE * box.height)


@dataclass(frozen=True)
class Chip:
    """A number on a small card of the panel's colour.

    Attributes
    ----------
    text : str
        The number.
    symbol : SymbolText or None
        What stands before it.
    below : str
        A second line, smaller.
    marked : bool
        Whether it is selected.
    quiet : bool
        Whether it steps back.
    filled : bool
        Whether the card is as wide as its box, so that edges can begin at it; else it is as wide as its text.
    small : bool
        Whether the number is written as a second line would be.
    """

    text: str
    symbol: SymbolText | None = None
    below: str = ""
    marked: bool = False
    quiet: bool = False
    filled: bool = False
    small: bool = False


def draw_chip(painter: QPainter, inks: Inks, box: Box, chip: Chip, scale: float) -> None:
    """Draw a number into its box."""
    text, symbol, below, quiet = chip.text, chip.symbol, chip.below, chip.quiet
    painter.save()
    painter.translate(box.centre_x, box.centre_y)
    painter.scale(scale, scale)
    font = inks.small_font if chip.small else inks.chip_font
    painter.setFont(font)
    metrics = painter.fontMetrics()
    advance = metrics.horizontalAdvance(text)
    before = 0.0 if symbol is None else symbol.width + metrics.horizontalAdvance(" ")
    small = QFontMetricsF(inks.small_font).horizontalAdvance(below) if below else 0.0
    width = max(advance + before, small) + CHIP_PADDING
    if chip.filled:
        width = max(width, box.width / scale)
    height = box.height / scale
    card = QRectF(-round(width / 2) + 0.5, -round(height / 2) + 0.5, round(width) - 1, round(height) - 1)
    painter.setPen(QPen(inks.accent if chip.marked else inks.line, 1.0))
    painter.setBrush(inks.panel)
    painter.drawRoundedRect(card, 5, 5)
    painter.setPen(inks.accent if chip.small else inks.quiet if quiet else inks.text)
    baseline = (metrics.ascent() - metrics.descent()) / 2 - (0.22 * height if below else 0.0)
    left = card.center().x() - (advance + before) / 2
    painter.drawText(QPointF(left + before, baseline), text)
    if symbol is not None:
        painter.setPen(inks.quiet if quiet else inks.secondary)
        symbol.draw(painter, left, baseline)
    if below:
        painter.setFont(inks.small_font)
        painter.setPen(inks.accent)
        drop = (painter.fontMetrics().ascent() - painter.fontMetrics().descent()) / 2
        painter.drawText(QPointF(card.center().x() - small / 2, 0.24 * height + drop), below)
    painter.restore()


def fitting(inks: Inks, texts: Texts, room: float) -> str:
    """Return the longest of several ways to write a value that has room in the small font; else the shortest."""
    metrics = QFontMetricsF(inks.small_font)
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), texts[-1]) if texts else ""


def draw_value(painter: QPainter, inks: Inks, box: Box, texts: Texts, scale: float, color: QColor) -> None:
    """Draw a value on a unit: a small card over the lower part of its picture, where that is large enough."""
    metrics = QFontMetricsF(inks.small_font)
    text = fitting(inks, texts, box.width / scale + 4.0)
    width, height = metrics.horizontalAdvance(text) + 6.0, metrics.height() + 1.0
    if box.height < 1.15 * height * scale:
        return
    painter.save()
    painter.translate(box.centre_x, box.bottom - scale * (0.5 * height + min(3.0, 0.05 * box.height / scale)))
    painter.scale(scale, scale)
    painter.setFont(inks.small_font)
    painter.setPen(QPen(inks.line, 1.0))
    painter.setBrush(inks.panel)
    painter.drawRoundedRect(QRectF(-width / 2, -height / 2, width, height), 4, 4)
    painter.setPen(color)
    painter.drawText(QPointF(-width / 2 + 3.0, (metrics.ascent() - metrics.descent()) / 2), text)
    painter.restore()
