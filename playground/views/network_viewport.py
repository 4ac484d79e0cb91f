"""Which part of the network's picture is seen, and how large: zoom, pan, and the way from widget to layout."""

from typing import Final

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QTransform

from playground.views.geometry import Box

ZOOM_STEP: Final = 1.25
_LARGEST_ZOOM: Final = 40.0
_LARGEST_TEXT_GROWTH: Final = 1.3
_ORDINARY_SIZE: Final = (700.0, 340.0)


class Viewport:
    """The part of the picture that a widget of some size shows.

    Attributes
    ----------
    zoom : float
        How much the picture is enlarged; 1 fits.
    origin : QPointF
        Where in the widget the picture's upper left corner is.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self.origin = QPointF(0.0, 0.0)
        self._size = QSizeF(*_ORDINARY_SIZE)

    @property
    def growth(self) -> float:
        """How much larger everything is in a large window, text too."""
        width, height = _ORDINARY_SIZE
        return max(1.0, min(_LARGEST_TEXT_GROWTH, self._size.width() / width, self._size.height() / height))

    @property
    def scale(self) -> float:
        """Pixels of the widget for a pixel of the layout."""
        return self.zoom * self.growth

    @property
    def box(self) -> Box:
        """What of the layout is seen."""
        scale, origin, size = self.scale, self.origin, self._size
        return Box(-origin.x() / scale, -origin.y() / scale, size.width() / scale, size.height() / scale)

    @property
    def transform(self) -> QTransform:
        """The way from the layout to the widget."""
        return QTransform(self.scale, 0, 0, self.scale, self.origin.x(), self.origin.y())

    def to_layout(self, position: QPointF) -> QPointF:
        """Return where in the layout a point of the widget is."""
        return (position - self.origin) / self.scale

    def to_widget(self, x: float, y: float) -> QPointF:
        """Return where in the widget a point of the layout is."""
        return QPointF(x, y) * self.scale + self.origin

    def resize(self, size: QSizeF) -> None:
        """Show it in a widget of another size."""
        self._size = size
        self.move(self.origin)

    def fit(self) -> None:
        """Show all of it, as large as it goes."""
        self.zoom, self.origin = 1.0, QPointF(0.0, 0.0)

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom, keeping the point ``about`` of the widget (by default its middle) where it is."""
        zoom = min(_LARGEST_ZOOM, max(1.0, self.zoom * factor))
        about = QPointF(self._size.width() / 2, self._size.height() / 2) if about is None else about
        origin = about - (about - self.origin) * (zoom / self.zoom)
        self.zoom = zoom
        self.move(origin)

    def move(self, origin: QPointF) -> None:
        """Pan, but never out of sight: the picture's sides stay at or beyond the widget's."""
        slack_x, slack_y = self._size.width() * (self.zoom - 1.0), self._size.height() * (self.zoom - 1.0)
        self.origin = QPointF(min(0.0, max(-slack_x, origin.x())), min(0.0, max(-slack_y, origin.y())))

    def show(self, x: float, y: float, margin: float) -> bool:
        """Pan so that a point of the layout is seen, ``margin`` pixels from the sides; returns whether it had to."""
        there, width, height = self.to_widget(x, y), self._size.width(), self._size.height()
        wanted = QPointF(min(max(there.x(), margin), width - margin), min(max(there.y(), margin), height - margin))
        before = self.origin
        self.move(self.origin + wanted - there)
        return self.origin != before
