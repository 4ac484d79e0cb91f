"""Where the numbers beside the ends of the cost curves are written, in pixels from the upper left of the axes."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.core.activations import Array

DOT_SIZE: Final = 9
_FROM_DOT: Final = 9
_ABOVE_DOT: Final = 5


def beside(box: QRectF, dot: QPointF, line: tuple[Array, Array], room: QSizeF) -> QRectF:
    """Place a number right of the end of its line; where there is no room, above or below the line's end.

    Parameters
    ----------
    box : QRectF
        The number's size.
    dot : QPointF
        The end of its line.
    line : (x, y)
        The line.
    room : QSizeF
        The size of the axes.
    """
    box = QRectF(box)
    if dot.x() + _FROM_DOT + box.width() <= room.width():
        box.moveTo(dot.x() + _FROM_DOT, dot.y() - box.height() / 2)
        return box
    box.moveRight(min(dot.x() + DOT_SIZE / 2, room.width() - 2.0))
    x, y = line
    heights = y[np.searchsorted(x, box.left()) :]
    heights = heights[np.isfinite(heights)]
    if not heights.size:
        box.moveBottom(dot.y() - _ABOVE_DOT)
        return box
    box.moveBottom(float(heights.min()) - _ABOVE_DOT)
    if box.top() < 0:
        box.moveTop(float(heights.max()) + _ABOVE_DOT)
    return box


def keep_apart(one: QRectF, other: QRectF, height: float) -> None:
    """Move two numbers apart that would touch, the upper one up and the lower one down, within the axes."""
    if one.bottom() <= other.top() or other.bottom() <= one.top():
        return
    upper, lower = (one, other) if one.center().y() <= other.center().y() else (other, one)
    overlap = upper.bottom() - lower.top()
    upper.translate(0.0, -overlap / 2)
    lower.translate(0.0, overlap / 2)
    if upper.top() < 0:
        lower.translate(0.0, -upper.top())
        upper.moveTop(0.0)
    below = lower.bottom() - height
    if below > 0:
        upper.translate(0.0, -below)
        lower.translate(0.0, -below)
