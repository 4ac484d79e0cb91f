"""The numbers of the optimizers, a few small fields in one line."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QWidget

from playground.experiment.experiment import Adam, GradientDescent, Momentum, OptimizerSpec, RmsProp
from playground.views.bounds import Bounds, along
from playground.views.fields import NumberField
from playground.views.panel import label_width
from playground.views.theme import Theme

OPTIMIZER_SPECS: Final[dict[str, OptimizerSpec]] = {
    "gradient-descent": GradientDescent(),
    "momentum": Momentum(),
    "rmsprop": RmsProp(),
    "adam": Adam(),
}
"""Every optimizer as the experiment writes it, with its defaults, by its name."""

_SHARE: Final = (
    Bounds(0.0, 1.0, high_open=True),
    along((0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)),
)
_TINY: Final = (Bounds(0.0, low_open=True), along(tuple(float(f"1e{power}") for power in range(-12, 0))))

_FIELDS: Final = {
    "momentum": (("momentum", "Momentum μ", "How much of the last step's direction is kept: v ← μ v + ∂C."),),
    "rmsprop": (
        ("decay", "Decay ρ", "How slowly the mean of the squares forgets: s ← ρ s + (1 − ρ) ∂C²."),
        ("epsilon", "ε", "Keeps the division by √s + ε from blowing up."),
    ),
    "adam": (
        ("beta1", "β₁", "How slowly the mean of the derivatives forgets."),
        ("beta2", "β₂", "How slowly the mean of their squares forgets."),
        ("epsilon", "ε", "Keeps the division from blowing up."),
    ),
}

_IN_THE_COLUMN: Final = ("momentum", "decay")
"""What has its name in the column of labels; the others have it inside their field, or share a label."""
_SHARED_LABELS: Final = {"adam": "β₁, β₂, ε"}
"""Where a column of its own is too narrow for names inside the fields."""
_ROOM: Final = {"beta2": 4}


def switched(now: OptimizerSpec, wanted: OptimizerSpec) -> OptimizerSpec:
    """``wanted`` as it is taken up after ``now``: plain descent and momentum share their learning rate."""
    plain = (GradientDescent, Momentum)
    if isinstance(now, plain) and isinstance(wanted, GradientDescent):
        return GradientDescent(now.learning_rate)
    if isinstance(now, plain) and isinstance(wanted, Momentum):
        return Momentum(now.learning_rate, wanted.momentum, wanted.nesterov)
    return wanted


class _ColumnLabel(QLabel):
    """A label as wide as those of the form, where there is room for that."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self.setProperty("role", "label")
        self._width = label_width(theme) + theme.px(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """The width of the form's labels."""
        own = super().sizeHint()
        return QSize(max(own.width(), self._width), own.height())

    def minimumSizeHint(self) -> QSize:
        """The text itself."""
        return super().sizeHint()


class OptimizerNumbers(QStackedWidget):
    """One line of fields for each optimizer that has numbers of its own; plain descent has none.

    Parameters
    ----------
    theme : Theme
        Sizes and fonts.

    Attributes
    ----------
    has_numbers : bool
        Whether the present optimizer has numbers of its own.
    """

    edited = Signal(object, bool)
    """The user changed numbers: their names and values, and whether such changes follow each other quickly."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.has_numbers = True
        self.fields: dict[tuple[str, str], NumberField] = {}
        self.nesterov = QCheckBox("Nesterov")
        self.nesterov.setToolTip("Looks ahead: θ ← θ − η (∂C + μ v).")
        self.nesterov.clicked.connect(lambda on: self.edited.emit({"nesterov": on}, False))
        self._pages = {name: self._page(name) for name in _FIELDS}
        self.setFixedHeight(theme.control_height)

    def _page(self, optimizer: str) -> QWidget:
        px = self._theme.px
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        shared = _SHARED_LABELS.get(optimizer)
        if shared is not None:
            row.addWidget(_ColumnLabel(self._theme, shared))
        for name, caption, tip in _FIELDS[optimizer]:
            field = NumberField(*_TINY) if name == "epsilon" else NumberField(*_SHARE)
            field.set_tip(tip)
            field.setAccessibleName(f"{optimizer}: {name}")
            field.edited.connect(lambda value, changed=name: self.edited.emit({changed: value}, False))
            field.nudged.connect(lambda value, changed=name: self.edited.emit({changed: value}, True))
            self.fields[optimizer, name] = field
            if name in _IN_THE_COLUMN:
                label = _ColumnLabel(self._theme, caption)
                label.setBuddy(field)
                label.setToolTip(tip)
                row.addWidget(label)
            elif shared is None:
                field.set_caption(caption)
            else:
                usual = field.bounds.write(getattr(OPTIMIZER_SPECS[optimizer], name))
                field.setMinimumWidth(field.fontMetrics().horizontalAdvance(usual) + px(20))
            row.addWidget(field, _ROOM.get(name, 3))
        if optimizer == "momentum":
            row.addSpacing(px(2))
            row.addWidget(self.nesterov)
        self.addWidget(page)
        return page

    def set_optimizer(self, optimizer: OptimizerSpec) -> None:
        """Show an optimizer's numbers."""
        name = next(name for name, known in OPTIMIZER_SPECS.items() if isinstance(optimizer, type(known)))
        self.has_numbers = name in self._pages
        if not self.has_numbers:
            return
        self.setCurrentWidget(self._pages[name])
        for field_name, _caption, _tip in _FIELDS[name]:
            self.fields[name, field_name].set_value(getattr(optimizer, field_name))
        if isinstance(optimizer, Momentum):
            self.nesterov.setChecked(optimizer.nesterov)
