"""The arrow down the gradient in the landscape, and its label beside it: both stay within the picture."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

_LENGTH: Final = 42.0
_LEAST: Final = 16.0
_HEAD: Final = 9.0
_FROM_EDGE: Final = 6.0
_FROM_ARROW: Final = 5.0


def arrow_tip(start: QPointF, way: tuple[float, float], room: QRectF) -> QPointF | None:
    """Where the arrow ends: as long as it likes, or as has room; None where it would be too short.

    Parameters
    ----------
    start : QPointF
        The point it belongs to, in pixels.
    way : (float, float)
        Its direction, of length 1.
    room : QRectF
        The picture.
    """
    length = _LENGTH
    inner = room.adjusted(_FROM_EDGE, _FROM_EDGE, -_FROM_EDGE, -_FROM_EDGE)
    for at, part, low, high in (
        (start.x(), way[0], inner.left(), inner.right()),
        (start.y(), way[1], inner.top(), inner.bottom()),
    ):
        if abs(part) > 1e-9:
            length = min(length, ((high if part > 0 else low) - at) / part)
    if length < _LEAST:
        return None
    return QPointF(start.x() + length * way[0], start.y() + length * way[1])


def arrow_path(tail: QPointF, tip: QPointF) -> QPainterPath:
    """Draw it."""
    path = QPainterPath(tail)
    path.lineTo(tip)
    angle = math.atan2(tip.y() - tail.y(), tip.x() - tail.x())
    for turn in (2.6, -2.6):
        path.moveTo(tip)
        path.lineTo(tip.x() + _HEAD * math.cos(angle + turn), tip.y() + _HEAD * math.sin(angle + turn))
    return path


def label_place(start: QPointF, tip: QPointF, size: QSizeF, room: QRectF) -> QPointF:
    """Middle of the label: beside the arrow, above it if there is room, else on the other side or beyond its tip."""
    along = QPointF(tip.x() - start.x(), tip.y() - start.y())
    length = math.hypot(along.x(), along.y()) or 1.0
    ux, uy = along.x() / length, along.y() / length
    away = abs(uy) * size.width() / 2 + abs(ux) * size.height() / 2 + _FROM_ARROW + _HEAD * math.sin(0.55)
    up = 1.0 if ux > 0 else -1.0
    base = QPointF(tip.x() - 6 * ux, tip.y() - 6 * uy)
    beyond = abs(ux) * size.width() / 2 + abs(uy) * size.height() / 2 + _FROM_ARROW
    places = [QPointF(base.x() + side * up * away * uy, base.y() - side * up * away * ux) for side in (1.0, -1.0)]
    places.append(QPointF(tip.x() + beyond * ux, tip.y() + beyond * uy))
    for place in places:
        box = QRectF(place.x() - size.width() / 2, place.y() - size.height() / 2, size.width(), size.height())
        if room.contains(box):
            return place
    return places[0]
