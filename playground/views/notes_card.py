"""What the experiment is about: its title, its notes, and the formulas it stands on."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.core.models import MODELS
from playground.experiment.experiment import Experiment
from playground.session.session import Session
from playground.views.panel import Panel, rule, write
from playground.views.theme import Theme

UNTITLED: Final = "Your experiment"
_NO_NOTES: Final = (
    "Put samples on the prediction plot, choose a model that fits them, and press Space to run. "
    "Every change can be undone."
)
_COSTS: Final = {
    "mse": "C = 1/n · Σ (a − y)²",
    "cross-entropy": "C = −1/n · Σ (y ln a + (1 − y) ln(1 − a))",
}
_SOFTMAX_COST: Final = "C = −1/n · Σ y ln a"
_STEPS: Final = {
    "gradient-descent": "w ← w − η · ∂C/∂w",
    "momentum": "v ← μv + ∂C/∂w,  w ← w − ηv",
    "nesterov": "v ← μv + ∂C/∂w,  w ← w − η(∂C/∂w + μv)",
    "rmsprop": "s ← ρs + (1 − ρ)(∂C/∂w)²,  w ← w − η · ∂C/∂w / (√s + ε)",
    "adam": "w ← w − η · m̂ / (√v̂ + ε)",
}


def cost_formula(experiment: Experiment) -> str:
    """The cost in one line, with the penalty if there is one."""
    training = experiment.training
    softmax = experiment.model.activations[-1] == "softmax"
    formula = _SOFTMAX_COST if training.cost == "cross-entropy" and softmax else _COSTS[training.cost]
    if training.penalty.l1:
        formula += " + λ₁ Σ|w|"
    if training.penalty.l2:
        formula += " + λ₂/2 · Σ w²"
    return formula


def step_formula(experiment: Experiment) -> str:
    """What one step does to a weight, in one line."""
    optimizer = experiment.training.optimizer
    name = type(optimizer).__struct_config__.tag
    if getattr(optimizer, "nesterov", False):
        name = "nesterov"
    return _STEPS[str(name)]


class NotesCard(Panel):
    """Title and notes of the experiment, and below them its model, cost and step as formulas.

    Parameters
    ----------
    session : Session
        Has the experiment.
    theme : Theme
        How it looks.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("About", theme, parent)
        self._session = session
        self.notes = self._text(write(theme, "", "secondary"))
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(4), 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.notes)
        column.addSpacing(theme.px(2))
        column.addWidget(rule())
        column.addSpacing(theme.px(2))
        column.addLayout(self._make_formulas())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        scroll.setWidget(content)
        self.body.addWidget(scroll, 1)
        session.experiment_changed.connect(self._show)
        session.path_changed.connect(lambda _path: self._show(session.experiment))
        self._show(session.experiment)

    def _text(self, label: QLabel) -> QLabel:
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        return label

    def _make_formulas(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.px(14))
        grid.setVerticalSpacing(self.theme.px(6))
        grid.setColumnStretch(1, 1)
        self.formulas: dict[str, QLabel] = {}
        for row, name in enumerate(("Model", "Cost", "Step")):
            formula = self._text(write(self.theme, ""))
            formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(write(self.theme, name, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(formula, row, 1)
            self.formulas[name] = formula
        return grid

    def _show(self, experiment: Experiment) -> None:
        path = self._session.path
        title = path.stem if path else experiment.title or UNTITLED
        based_on = experiment.title and path is None and self._session.is_modified
        self.set_info(f"based on {title}" if based_on else title)
        self.notes.setText(experiment.notes or _NO_NOTES)
        self.formulas["Model"].setText(MODELS[experiment.model.kind].formula)
        self.formulas["Cost"].setText(cost_formula(experiment))
        self.formulas["Step"].setText(step_formula(experiment))
