"""The hidden layers: their units as "4, 2" with buttons that add and remove one, and their activations one by one."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from playground.core.activations import ACTIVATIONS
from playground.views.choices import KeyedChoice
from playground.views.fields import ParsedField
from playground.views.panel import FormGrid, write
from playground.views.setting_texts import MOST_HIDDEN, MOST_UNITS, read_layers, write_layers
from playground.views.theme import Theme

ACTIVATION_TIPS: Final = {
    "sigmoid": "σ(z) = 1 / (1 + e⁻ᶻ), between 0 and 1: the paper's.",
    "tanh": "tanh z, between −1 and 1.",
    "relu": "max(0, z): 0 for negative z, else z itself.",
    "leaky-relu": "z where positive, else 0.01 z, so that a unit never falls silent.",
    "linear": "z itself: any value.",
    "sine": "sin z, between −1 and 1.",
    "softplus": "log(1 + eᶻ): a smooth relu.",
    "softmax": "Shares that add up to 1: one output for each class.",
}


class UnitsField(ParsedField):
    """The units of the hidden layers as text; the arrow keys change the number at the cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(read_layers, write_layers, parent)
        self.setAccessibleName("Units of the hidden layers")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the number at the cursor by one."""
        offset = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if offset is None:
            super().keyPressEvent(event)
            return
        self.commit()
        if self.problem or not self._value:
            return
        cursor = self.cursorPosition()
        place = min(self.text()[:cursor].count(","), len(self._value) - 1)
        hidden = list(self._value)
        hidden[place] = min(MOST_UNITS, max(1, hidden[place] + offset))
        if tuple(hidden) != self._value:
            self._value = tuple(hidden)
            self._show_value()
            self.setCursorPosition(cursor)
            self.edited.emit(self._value)


class SteppedField(QWidget):
    """A field with a − and a + button.

    Parameters
    ----------
    theme : Theme
        Icons and sizes.
    field : ParsedField
        What stands at the left.
    less, more : str
        What the buttons do.
    """

    stepped = Signal(int)
    """A button was clicked: −1 or 1."""

    def __init__(self, theme: Theme, field: ParsedField, less: str, more: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = field
        self.less = self._button(less, -1)
        self.more = self._button(more, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(field, 1)
        row.addWidget(self.less)
        row.addWidget(self.more)
        self.setFocusProxy(field)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _button(self, tip: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        side = self._theme.px(14)
        button.setIconSize(QSize(side, side))
        button.setFixedSize(self._theme.px(26), self._theme.control_height)
        button.clicked.connect(lambda: self.stepped.emit(step))
        return button

    def _on_theme_changed(self, _colors: object = None) -> None:
        self.less.setIcon(self._theme.icon("minus"))
        self.more.setIcon(self._theme.icon("plus"))


class LayersField(SteppedField):
    """Units of the hidden layers and buttons to remove and add a layer."""

    edited = Signal(object)
    """The user wants these hidden layers, a tuple of units."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.units = UnitsField()
        super().__init__(theme, self.units, "Remove the last hidden layer", "Add a hidden layer", parent)
        self.units.edited.connect(self.edited)
        self.stepped.connect(self._on_stepped)

    def set_hidden(self, hidden: tuple[int, ...]) -> None:
        """Show the units of the hidden layers."""
        self.units.set_value(hidden)
        self.less.setEnabled(len(hidden) > 0)
        self.more.setEnabled(len(hidden) < MOST_HIDDEN)

    def _on_stepped(self, step: int) -> None:
        self.units.commit()
        hidden: tuple[int, ...] = self.units.value
        self.edited.emit((*hidden, hidden[-1] if hidden else 2) if step > 0 else hidden[:-1])


class LayerActivations(QFrame):
    """A small window that opens below a field: one choice of activation for every hidden layer.

    Parameters
    ----------
    theme : Theme
        The look.
    change : callable
        ``change(layer, activation)`` is called when the user chooses one; layers count from 0.
    """

    def __init__(self, theme: Theme, change: Callable[[int, str], None], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("layers")
        colors = theme.palette
        self.setStyleSheet(f"#layers {{ background: {colors.panel}; border: 1px solid {colors.line}; }}")
        self._theme = theme
        self._change = change
        self.choices: list[KeyedChoice] = []
        self._box = QVBoxLayout(self)
        margin = theme.px(12)
        self._box.setContentsMargins(margin, theme.px(9), margin, margin)
        self._box.setSpacing(theme.px(8))
        self._box.addWidget(write(theme, "Activation of each layer", "title", weight="semibold"))

    def open(self, below: QWidget, hidden: tuple[int, ...], activations: tuple[str, ...]) -> None:
        """Show these layers, below a widget."""
        form = FormGrid(self._theme)
        for layer, (units, activation) in enumerate(zip(hidden, activations, strict=False)):
            choice = activation_choice()
            choice.set_key(activation)
            choice.chosen.connect(lambda name, place=layer: self._change(place, name))
            form.add(f"Layer {layer + 1} · {units}", choice)
            self.choices.append(choice)
        self._box.addLayout(form)
        self.setMinimumWidth(below.window().fontMetrics().averageCharWidth() * 34)
        self.adjustSize()
        self.move(below.mapToGlobal(QPoint(below.width() - self.width(), below.height() + 2)))
        self.show()
        if self.choices:
            self.choices[0].setFocus()


def activation_choice(*, last: bool = False) -> KeyedChoice:
    """A choice of activations; ``last`` adds those for the last layer alone."""
    choice = KeyedChoice()
    for activation in ACTIVATIONS.values():
        if last or not activation.only_last:
            choice.add(activation.name, activation.name.replace("-", " "), ACTIVATION_TIPS[activation.name])
    return choice
