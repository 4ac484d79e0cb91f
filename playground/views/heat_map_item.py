"""The heat map of the prediction plot: values as colours over a part of the plane, in a frame with round corners."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from playground.views.lean_pyqtgraph import pg
from playground.views.response_images import Pixels, as_image
from playground.views.round_pictures import between_centres, corners

_RADIUS: Final = 7.0


class HeatMapItem(pg.GraphicsObject):
    """A picture whose outermost pixels' centres lie on the sides of its rectangle, blended between its pixels.

    Pixels that are transparent stand for what is not a number: a hatch shows there.
    """

    def __init__(self) -> None:
        super().__init__()
        self._extent = QRectF(0, 0, 1, 1)
        self._pixels: Pixels | None = None
        self._image: QImage | None = None
        self._has_holes = False
        self._hatch = QBrush(QColor("gray"), Qt.BrushStyle.BDiagPattern)
        self._ground = self._around = QColor("white")
        self._cut: tuple[QRectF, QPainterPath] | None = None

    def set_colors(self, ground: QColor, hatch: QColor, around: QColor) -> None:
        """Choose the colours of what is not a number, lines on a ground, and of what is around the picture."""
        self._ground, self._around = ground, around
        self._hatch = QBrush(hatch, Qt.BrushStyle.BDiagPattern)
        self.update()

    def set_extent(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Choose the part of the plane that the picture covers."""
        extent = QRectF(x[0], y[0], x[1] - x[0], y[1] - y[0])
        if extent != self._extent:
            self.prepareGeometryChange()
            self._extent = extent

    def set_pixels(self, pixels: Pixels | None, *, has_holes: bool = False) -> None:
        """Show rows of pixels, the uppermost row first; None for nothing."""
        self._pixels = pixels
        self._image = None if pixels is None else as_image(pixels)
        self._has_holes = has_holes
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self._image is None

    def boundingRect(self) -> QRectF:
        """Return the part of the plane that is covered."""
        return QRectF(self._extent)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the picture in pixels of the screen, so that its corners are round."""
        if self._image is None:
            return
        world = painter.worldTransform()
        box = world.mapRect(self._extent)
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._has_holes:
            for brush in (QBrush(self._ground), self._hatch):
                painter.fillRect(box, brush)
        painter.drawImage(box, self._image, between_centres(self._image))
        if self._cut is None or self._cut[0] != box:
            self._cut = box, corners(box, _RADIUS)
        painter.fillPath(self._cut[1], self._around)
        painter.restore()
