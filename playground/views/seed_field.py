"""A seed of random numbers and the dice that rolls another one."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from playground.views.bounds import Bounds
from playground.views.fields import NumberField
from playground.views.theme import Theme


class SeedField(QWidget):
    """A seed of random numbers, with a button for another one inside the field."""

    edited = Signal(object)
    """The user entered another seed."""
    rolled = Signal()
    """The user wants another seed, whichever."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = NumberField(Bounds(0, 2**53, whole=True, grouped=False))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        side = theme.px(20)
        self.dice = QToolButton(self)
        self.dice.setProperty("role", "inset")
        self.dice.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.dice.setFixedSize(side, side)
        margins = self.field.textMargins()
        margins.setRight(margins.right() + side - theme.px(4))
        self.field.setTextMargins(margins)
        self.setFocusProxy(self.field)
        self.field.edited.connect(self.edited)
        self.field.nudged.connect(self.edited)
        self.dice.clicked.connect(self.rolled)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the right end of the field."""
        super().resizeEvent(event)
        gap = (self.height() - self.dice.height()) // 2
        self.dice.move(self.width() - self.dice.width() - gap, gap)

    def _on_theme_changed(self, _colors: object = None) -> None:
        self.dice.setIcon(self._theme.icon("dice"))

    def set_tips(self, field: str, dice: str) -> None:
        """Explain the field and the button."""
        self.field.set_tip(field)
        self.dice.setToolTip(dice)
        self.dice.setAccessibleName(dice)

    def set_value(self, seed: int | None) -> None:
        """Show a seed; None dims the field."""
        self.field.set_value(seed)
        self.setEnabled(seed is not None)
