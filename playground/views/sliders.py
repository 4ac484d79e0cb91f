"""Sliders that follow a click in their groove."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget


class JumpSlider(QSlider):
    """A horizontal slider whose knob jumps to where the groove is clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to where the groove is clicked and go on dragging from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            option_width = max(1, self.width() - self._knob())
            at = QStyle.sliderValueFromPosition(
                self.minimum(), self.maximum(), round(event.position().x() - self._knob() / 2), option_width
            )
            if abs(at - self.value()) * option_width > self._knob() / 2 * max(1, self.maximum()):
                self.setValue(at)
        super().mousePressEvent(event)

    def _knob(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move with the wheel only when it has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class StopsSlider(JumpSlider):
    """A slider along given numbers, such as learning rates from 0.00001 to 100 in equal ratios.

    Other values are shown at the nearest of them without being changed.

    Parameters
    ----------
    stops : tuple of float
        The numbers, ascending.
    """

    moved = Signal(object)
    """The user moved it to another of the numbers."""

    def __init__(self, stops: tuple[float, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stops = stops
        self.setRange(0, len(stops) - 1)
        self.setPageStep(max(1, len(stops) // 10))
        self.valueChanged.connect(self._on_value_changed)

    def set_number(self, number: float) -> None:
        """Show a number."""
        place = min(range(len(self._stops)), key=lambda stop: abs(self._stops[stop] - number))
        if place != self.value():
            self.blockSignals(True)
            self.setValue(place)
            self.blockSignals(False)
            self.update()

    @property
    def number(self) -> float:
        """The number at the knob."""
        return self._stops[self.value()]

    def _on_value_changed(self, place: int) -> None:
        self.moved.emit(self._stops[place])

    def sizeHint(self) -> QSize:
        """Short enough for narrow columns; forms stretch it."""
        return QSize(self.fontMetrics().averageCharWidth() * 5, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As short as it may be."""
        return self.sizeHint()
