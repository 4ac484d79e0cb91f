"""Which output is shown on the prediction plot, and over which two features where there are more."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from playground.views.panel import write
from playground.views.theme import Theme


class PredictionChoosers(QWidget):
    """A row of lists; those that have nothing to choose from are not there.

    Signals
    -------
    axes_chosen : (int, int)
        The features across and up.
    output_chosen : int
    """

    axes_chosen = Signal(object)
    output_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes: tuple[int, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        self.x_box, self.y_box, self.output_box = QComboBox(), QComboBox(), QComboBox()
        self._across = write(theme, "across", "secondary", 12)
        self._up = write(theme, "up", "secondary", 12)
        self._shows = write(theme, "output", "secondary", 12)
        self.x_box.setAccessibleName("Input across")
        self.y_box.setAccessibleName("Input up")
        self.output_box.setAccessibleName("Output shown")
        for widget in (self._shows, self.output_box, self._across, self.x_box, self._up, self.y_box):
            row.addWidget(widget)
        row.addStretch(1)
        for box in (self.x_box, self.y_box, self.output_box):
            box.setMinimumContentsLength(2)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.x_box.activated.connect(self._on_axes_chosen)
        self.y_box.activated.connect(self._on_axes_chosen)
        self.output_box.activated.connect(self.output_chosen.emit)

    def set_names(self, inputs: Sequence[str], outputs: Sequence[str], output: int) -> None:
        """Offer these features and outputs; ``output`` is the one shown."""
        for box, names in ((self.x_box, inputs), (self.y_box, inputs), (self.output_box, outputs)):
            box.clear()
            box.addItems(list(names))
        self.output_box.setCurrentIndex(output)

    def show_axes(self, axes: tuple[int, ...]) -> None:
        """Tell which features are shown."""
        self._axes = axes
        several, many = self.output_box.count() > 1, self.x_box.count() > 2
        for widget in (self._shows, self.output_box):
            widget.setVisible(several)
        for widget in (self._across, self.x_box, self._up, self.y_box):
            widget.setVisible(many)
        self.setVisible(several or many)
        if many and len(axes) > 1:
            self.x_box.setCurrentIndex(axes[0])
            self.y_box.setCurrentIndex(axes[1])

    def _on_axes_chosen(self, _index: int) -> None:
        x, y = self.x_box.currentIndex(), self.y_box.currentIndex()
        if x == y:  # the same input twice: the other one gives way
            old_x, old_y = self._axes
            x, y = (x, old_x) if x != old_x else (old_y, y)
        self.axes_chosen.emit((x, y))
