"""The entry of the Prediction panel's legend for the samples kept for testing: their marker, and how many there are."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.numbers import format_count
from playground.views.theme import Theme


class TestingKey(QWidget):
    """A marker as on the plot and "60 for testing"; not shown while there are none."""

    __test__ = False  # not a class of tests, whatever its name

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colors = QColor("white"), QColor("black")
        self._text = ""
        self.setFont(theme.font(11))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip("Kept for testing: the network is not trained with these samples")
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says beside the marker."""
        return self._text

    def tell(self, testing: int, colors: tuple[QColor, QColor]) -> None:
        """Say how many samples are kept for testing, and the colours inside and at the rim of their marker."""
        self._text = f"{format_count(testing)} for testing"
        self._colors = colors
        self.setAccessibleName(self._text)
        self.setVisible(testing > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for marker and words."""
        metrics = self.fontMetrics()
        return QSize(metrics.height() + metrics.horizontalAdvance(self._text) + 1, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self.fontMetrics().height()
        inside, rim = self._colors
        painter.setBrush(inside)
        painter.setPen(QPen(rim, size / 7))
        painter.drawEllipse(QPointF(size * 0.35, size / 2), size * 0.27, size * 0.27)
        painter.setPen(QColor(self._theme.palette.secondary))
        box = self.rect().adjusted(size, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)
