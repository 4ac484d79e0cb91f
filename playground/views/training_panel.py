"""How it is trained: learning rate, gradient, optimizer, batch, cost, penalty, test share and when a run stops."""

from typing import Any, Final

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.core.costs import COSTS
from playground.core.gradients import GRADIENTS
from playground.experiment.experiment import Experiment, PenaltySpec, Split, StopRule, TrainingSpec
from playground.session.session import Session
from playground.views.bounds import Bounds, along
from playground.views.choices import KeyedChoice, SuggestionField
from playground.views.fields import NumberField, ParsedField
from playground.views.optimizer_fields import OPTIMIZER_SPECS, OptimizerNumbers, switched
from playground.views.panel import FormGrid, Panel
from playground.views.setting_texts import (
    read_batch,
    read_penalty,
    read_share,
    read_stop,
    write_batch,
    write_penalty,
    write_share,
    write_stop,
)
from playground.views.shared_row import SharedRow
from playground.views.sliders import StopsSlider
from playground.views.theme import Theme

_DIGITS: Final = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
_RATES: Final = (*(float(f"{digit}e{power}") for power in range(-5, 2) for digit in _DIGITS), 100.0)
_EPSILONS: Final = tuple(float(f"1e{power}") for power in range(-12, 1))
_SHARES: Final = tuple(step / 100 for step in range(0, 95, 5))
_POSITIVE: Final = Bounds(0.0, low_open=True)

_GRADIENTS: Final = (
    (
        "backpropagation",
        "exact chain rule",
        "chain rule",
        "The exact derivative, from the last layer back to the first.",
    ),
    (
        "layer-rule",
        "paper's layer rule",
        "layer rule",
        "The paper's last section to the letter: 2^(m−l) times the exact derivative in layer l of m.",
    ),
    ("forward-difference", "forward difference", "forward", "(C(θ + ε) − C(θ)) / ε for one parameter at a time."),
    (
        "central-difference",
        "central difference",
        "central",
        "(C(θ + ε) − C(θ − ε)) / 2ε for one parameter at a time: closer to the derivative.",
    ),
)
_OPTIMIZERS: Final = (
    ("gradient-descent", "gradient descent", "descent", "θ ← θ − η ∂C: straight down the slope."),
    ("momentum", "momentum", "", "v ← μ v + ∂C, θ ← θ − η v: keeps rolling."),
    ("rmsprop", "RMSprop", "", "Divides each derivative by the size it had lately, √s."),
    ("adam", "Adam", "", "Momentum and RMSprop together, with bias correction."),
)
_COSTS: Final = (
    ("mse", "mean squared", "squared", "C = 1/n Σ (a − y)²: the paper's."),
    ("cross-entropy", "cross-entropy", "entropy", "C = −1/n Σ y log a + (1 − y) log(1 − a): for classes."),
)
_PENALTIES: Final = tuple(
    PenaltySpec(l1, l2)
    for l1, l2 in ((0, 0), (0.001, 0), (0.01, 0), (0.1, 0), (0, 0.001), (0, 0.01), (0, 0.1), (0.001, 0.01))
)
_STOPS: Final = (
    StopRule(),
    *(StopRule(cost=cost) for cost in (0.1, 0.01, 0.001, 1e-4, 1e-6)),
    *(StopRule(step=step) for step in (100, 1000, 10_000, 100_000, 1_000_000)),
)
_BATCHES: Final = (1, 2, 4, 8, 10, 16, 32, 64, 128, 256)


class TrainingPanel(Panel):
    """Shows and changes the settings of the training; a run goes on with what is changed.

    Parameters
    ----------
    session : Session
        What is shown and asked for changes.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Training", theme, parent)
        self.setMinimumWidth(theme.px(250))  # what momentum's numbers need; others must not make the column jump
        self._session = session
        self._used = {type(spec).__name__: spec for spec in OPTIMIZER_SPECS.values()}
        self.form = FormGrid(theme)
        self.body.addLayout(self.form)
        self.body.addStretch(1)
        self._add_learning_rate()
        self._add_gradient()
        self._add_optimizer()
        self._add_cost()
        session.experiment_changed.connect(self._on_experiment_changed)
        self._on_experiment_changed(session.experiment)

    # ---- building ----

    def _add(self, label: str, widget: QWidget, tip: str) -> QLabel:
        shown = self.form.add(label, widget)
        shown.setToolTip(tip)
        if isinstance(widget, KeyedChoice | SuggestionField | NumberField):
            widget.set_tip(tip)
        return shown

    def _add_learning_rate(self) -> None:
        tip = "η: how far a step goes along the slope, θ ← θ − η ∂C. Small is slow, large overshoots."
        self.rate_slider = StopsSlider(_RATES)
        self.rate_slider.setAccessibleName("Learning rate")
        self.rate_slider.setToolTip(tip)
        self.rate_slider.moved.connect(lambda rate: self._change_rate(rate, merge=True))
        self.rate = NumberField(_POSITIVE, along(_RATES))
        self.rate.setAccessibleName("Learning rate η")
        self.rate.set_tip(tip)
        self.rate.edited.connect(self._change_rate)
        self.rate.nudged.connect(lambda rate: self._change_rate(rate, merge=True))
        self._add("Learning rate η", self._sliding(self.rate_slider, self.rate), tip)

    def _sliding(self, slider: StopsSlider, field: ParsedField) -> QWidget:
        """A slider and the field with its number; all sliders end at the same place."""
        field.setFixedWidth(field.fontMetrics().horizontalAdvance("0.0001") + self.theme.px(20))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(8))
        row.addWidget(slider, 1)
        row.addWidget(field)
        return box

    def _add_gradient(self) -> None:
        self.gradient = _choice(_GRADIENTS)
        self.gradient.chosen.connect(lambda key: self._change("change the gradient", gradient=key))
        tip = "How the derivatives ∂C are found."
        self.gradient.set_tip(tip)
        self.gradient.setAccessibleName("Gradient")
        self.epsilon = NumberField(_POSITIVE, along(_EPSILONS))
        self.epsilon.edited.connect(lambda value: self._change("change ε", epsilon=value))
        self.epsilon.nudged.connect(lambda value: self._change("change ε", merge=True, epsilon=value))
        self.epsilon.set_caption("ε")
        self.epsilon.setAccessibleName("Nudge ε")
        self.epsilon.set_tip("ε: by how much the differences nudge a parameter.")
        width = self.fontMetrics().horizontalAdvance
        self.gradient_row = SharedRow(
            self.theme,
            (self.gradient, width("forward") + self.theme.px(36)),
            (self.epsilon, width("ε 0.001") + self.theme.px(20)),
        )
        self._add("Gradient", self.gradient_row, tip)

    def _add_optimizer(self) -> None:
        self.optimizer = _choice(_OPTIMIZERS)
        self.optimizer.chosen.connect(self._on_optimizer_chosen)
        self._add("Optimizer", self.optimizer, "What a step does with the derivatives.")
        self.numbers = OptimizerNumbers(self.theme)
        self.numbers.edited.connect(self._on_numbers_edited)
        self.form.add_wide(self.numbers)
        self.batch = SuggestionField(self.theme, read_batch, write_batch, self._batches)
        self.batch.edited.connect(lambda size: self._change("change the batch", batch_size=size))
        self._add("Batch", self.batch, "How many samples one step looks at; type any number.")

    def _add_cost(self) -> None:
        self.cost = _choice(_COSTS)
        self.cost.chosen.connect(lambda key: self._change("change the cost", cost=key))
        self._add("Cost", self.cost, "What is made small.")
        self.penalty = SuggestionField(
            self.theme, read_penalty, write_penalty, lambda: [(penalty, "") for penalty in _PENALTIES]
        )
        self.penalty.edited.connect(lambda value: self._change("change the penalty", penalty=value))
        self._add(
            "Penalty",
            self.penalty,
            "Added to the cost to keep weights small: L1·Σ|w| + L2/2·Σw²; type any rates, such as L1 0.001, L2 0.01.",
        )
        self._add_share()
        self.stop = SuggestionField(self.theme, read_stop, write_stop, lambda: [(rule, "") for rule in _STOPS])
        self.stop.edited.connect(lambda rule: self._change("change when to stop", stop=rule))
        self._add(
            "Stop when", self.stop, "When a run ends by itself; type any cost or step: cost < 0.001, step 5,000, never."
        )

    def _add_share(self) -> None:
        tip = "Which share of the samples is kept apart, to see how the network does on samples it never learns from."
        self.share_slider = StopsSlider(_SHARES)
        self.share_slider.setAccessibleName("Test share")
        self.share_slider.setToolTip(tip)
        self.share_slider.moved.connect(self._change_share)
        self.share = ParsedField(read_share, write_share)
        self.share.setAccessibleName("Test share in percent")
        self.share.set_tip(tip)
        self.share.edited.connect(self._change_share)
        self._add("Test share", self._sliding(self.share_slider, self.share), tip)

    # ---- asking ----

    @property
    def _training(self) -> TrainingSpec:
        return self._session.experiment.training

    def _change(self, text: str, *, merge: bool = False, **fields: Any) -> None:
        self._session.change_training(text, merge=merge, **fields)
        self._on_experiment_changed(self._session.experiment)  # what was refused must not stay on the screen

    def _change_rate(self, rate: float, *, merge: bool = False) -> None:
        optimizer = msgspec.structs.replace(self._training.optimizer, learning_rate=rate)
        self._change("change the learning rate", merge=merge, optimizer=optimizer)

    def _on_optimizer_chosen(self, name: str) -> None:
        now = self._training.optimizer
        if not isinstance(now, type(OPTIMIZER_SPECS[name])):
            remembered = self._used[type(OPTIMIZER_SPECS[name]).__name__]
            self._change("change the optimizer", optimizer=switched(now, remembered))

    def _on_numbers_edited(self, numbers: dict[str, float | bool], merge: bool) -> None:
        optimizer = msgspec.structs.replace(self._training.optimizer, **numbers)
        self._change("change the optimizer", merge=merge, optimizer=optimizer)

    def _change_share(self, share: float) -> None:
        self._session.change_split(Split(share, self._session.experiment.split.seed))

    def _batches(self) -> list[tuple[int | None, str]]:
        available = len(self._session.train_indices)
        return [(None, ""), *((size, "") for size in _BATCHES if size < available)]

    # ---- showing ----

    def _on_experiment_changed(self, experiment: Experiment) -> None:
        training = experiment.training
        rate = training.optimizer.learning_rate
        self._used[type(training.optimizer).__name__] = training.optimizer
        self.rate.set_value(rate)
        self.rate_slider.set_number(rate)
        self.gradient.set_key(training.gradient)
        self.epsilon.set_value(training.epsilon)
        uses_epsilon = GRADIENTS[training.gradient].uses_epsilon
        self.epsilon.setEnabled(uses_epsilon)
        self.gradient_row.set_part_visible(self.epsilon, uses_epsilon)
        self.optimizer.set_key(
            next(name for name, spec in OPTIMIZER_SPECS.items() if isinstance(training.optimizer, type(spec)))
        )
        self.numbers.set_optimizer(training.optimizer)
        self.form.set_row_visible(self.numbers, self.numbers.has_numbers)
        self.batch.set_value(training.batch_size)
        self._show_cost(experiment)
        self.penalty.set_value(training.penalty)
        self.share_slider.set_number(experiment.split.test_fraction)
        self.share.set_value(experiment.split.test_fraction)
        self.stop.set_value(training.stop)

    def _show_cost(self, experiment: Experiment) -> None:
        allowed = COSTS["cross-entropy"].outputs
        low, high = self._session.dataset.target_range()
        reason = ""
        if experiment.model.activations[-1] not in allowed:
            reason = f"Cross-entropy needs {' or '.join(allowed)} in the last layer."
        elif low < 0 or high > 1:
            reason = "Cross-entropy needs targets from 0 to 1."
        self.cost.set_entry_enabled("cross-entropy", not reason, reason)
        self.cost.set_key(experiment.training.cost)


def _choice(entries: tuple[tuple[str, str, str, str], ...]) -> KeyedChoice:
    choice = KeyedChoice()
    for key, text, short, tip in entries:
        choice.add(key, text, tip, short)
    return choice
