"""The frame of the prediction plot, which keeps a plane of two inputs square."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.prediction_view import MARGIN, PredictionView


class SquareFrame(QWidget):
    """Holds the view and keeps its plane square where it shows two features; with one it fills all there is."""

    def __init__(self, view: PredictionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._square = True
        view.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_square(self, square: bool) -> None:
        """Choose whether the plane is square."""
        self._square = square
        self._arrange()

    def sizeHint(self) -> QSize:
        """Room for a picture one can draw in."""
        return QSize(self._view.theme.px(330), self._view.theme.px(320))

    def minimumSizeHint(self) -> QSize:
        """Room for a picture one can recognise."""
        return QSize(self._view.theme.px(150), self._view.theme.px(140))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the view anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._square:
            self._view.setGeometry(self.rect())
            return
        # The axes take their room at the left and below; what is left must be as wide as high.
        beside = self._view.axis("left").maximumWidth() + MARGIN
        below = self._view.axis("bottom").maximumHeight() + 2 * MARGIN
        side = max(20.0, min(self.width() - beside, self.height() - below))
        left = max(0.0, (self.width() - side - beside) / 2)
        top = max(0.0, (self.height() - side - below) / 2)
        self._view.setGeometry(round(left), round(top), round(side + beside), round(side + below))
