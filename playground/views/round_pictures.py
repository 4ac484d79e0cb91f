"""Pictures of values with round corners: these are covered, for to fill a round shape with a picture takes long."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainterPath


def between_centres(image: QImage) -> QRectF:
    """Return the part of an image from the centres of its outermost pixels on: values at the corners of a grid."""
    across, down = 0.5 * (image.width() > 1), 0.5 * (image.height() > 1)
    return QRectF(across, down, image.width() - 2 * across, image.height() - 2 * down)


def corners(box: QRectF, radius: float) -> QPainterPath:
    """Return what a box has more than one with round corners."""
    whole, inside = QPainterPath(), QPainterPath()
    whole.addRect(box)
    inside.addRoundedRect(box, radius, radius)
    return whole - inside
