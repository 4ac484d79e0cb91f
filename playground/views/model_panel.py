"""The model: its kind, its layers and their activations, and where training starts."""

from typing import Final

import msgspec
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from playground.core.models import MODELS, chain
from playground.core.network import Network
from playground.experiment.experiment import (
    Experiment,
    Given,
    He,
    Initial,
    ModelSpec,
    Normal,
    Uniform,
    Xavier,
    Zeros,
)
from playground.experiment.fitting import spec_of
from playground.session.session import Session
from playground.views.bounds import Bounds, adding
from playground.views.choices import SuggestionField
from playground.views.fields import NumberField
from playground.views.layers_field import LayerActivations, LayersField, SteppedField, activation_choice
from playground.views.model_catalogue import ModelChoice
from playground.views.numbers import format_count
from playground.views.panel import FormGrid, Panel
from playground.views.seed_field import SeedField
from playground.views.setting_texts import read_initial, seed_of, write_initial
from playground.views.shared_row import SharedRow
from playground.views.theme import Theme

_MIXED: Final = "mixed"
_LONGEST_CHAIN: Final = 64
_STARTS: Final[tuple[tuple[Initial, str], ...]] = (
    (Uniform(), "even"),
    (Uniform(-0.5, 0.5), "even, smaller"),
    (Normal(), "bell curve"),
    (Normal(0.0, 0.1), "bell curve, small"),
    (Xavier(), "for sigmoid, tanh"),
    (He(), "for relu"),
    (Zeros(), "all alike: cannot learn"),
)


class ModelPanel(Panel):
    """Chooses the model and its start values.

    Parameters
    ----------
    session : Session
        What is shown and asked for changes.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Model", theme, parent)
        self._session = session
        self._labels: dict[QWidget, QLabel] = {}
        self.form = FormGrid(theme)
        self.body.addLayout(self.form)
        self.body.addStretch(1)
        self._add_model_rows()
        self._add_start_rows()
        session.experiment_changed.connect(self._on_experiment_changed)
        self._on_experiment_changed(session.experiment)

    # ---- building ----

    def _add_model_rows(self) -> None:
        self.kind = ModelChoice(self.theme)
        self.kind.kind_chosen.connect(self._on_kind_chosen)
        self._add("Kind", self.kind, "The models of the paper, and layers of any size beyond it.")
        self.kind.set_tip("The models of the paper, and layers of any size beyond it.")

        self.layers = LayersField(self.theme)
        self.layers.edited.connect(self._on_hidden_edited)
        self._add("Hidden units", self.layers, "Units of each hidden layer: 2 for one layer, or 4, 4 for two layers.")

        self.depth_field = NumberField(Bounds(1, _LONGEST_CHAIN, whole=True), adding(1))
        self.depth_field.set_tip("m: how many neurons follow one another.")
        self.depth_field.edited.connect(self._on_depth_edited)
        self.depth_field.nudged.connect(self._on_depth_edited)
        self.depth_row = SteppedField(self.theme, self.depth_field, "One neuron less", "One neuron more")
        self.depth_row.stepped.connect(self.depth_field.nudge)
        self._add("Neurons m", self.depth_row)

        self.activation = activation_choice()
        self.activation.add(_MIXED, "per layer …", "Choose the activation of each hidden layer by itself.")
        self.activation.set_tip("What the hidden units do with z = Σ w·a + b.")
        self.activation.chosen.connect(self._on_activation_chosen)
        self._add("Activation", self.activation)

        self.output = activation_choice(last=True)
        self.output.set_tip("What the units of the last layer do with z = Σ w·a + b.")
        self.output.chosen.connect(self._on_output_chosen)
        self.output.setAccessibleName("Activation of the output")
        self.biases = QCheckBox("bias")
        self.biases.setAccessibleName("Biases")
        self.biases.setToolTip("Every unit has a bias b, z = Σ w·a + b; without, z = Σ w·a.")
        self.biases.clicked.connect(self._on_biases_clicked)
        room = self.biases.sizeHint().width()
        self.output_row = SharedRow(self.theme, (self.output, self._room("softmax")), (self.biases, room), gap=8)
        self._add("Output", self.output_row)

    def _add_start_rows(self) -> None:
        self.start = SuggestionField(self.theme, self._read_start, write_initial, lambda: _STARTS)
        self.start.set_tip(
            "Where weights and biases begin. U(low, high) draws evenly, N(mean, deviation) from a bell curve; "
            "type any numbers into the brackets."
        )
        self.start.edited.connect(self._on_start_edited)
        self.start.setAccessibleName("Start values")
        self.seed = SeedField(self.theme)
        self.seed.set_tips(
            "The random numbers of the start; the same seed starts the same way.",
            "New start: begin again from the next seed.",
        )
        self.seed.field.setAccessibleName("Seed of the start")
        self.seed.field.set_caption("seed")
        self.seed.edited.connect(self._on_seed_edited)
        self.seed.rolled.connect(self._session.new_start)
        room = self.fontMetrics().horizontalAdvance("0000") + self.theme.px(34)
        self.start_row = SharedRow(self.theme, (self.start, self._room("U(−1, 1)")), (self.seed, room))
        self._add("Start", self.start_row)

    def _room(self, text: str) -> int:
        """The width of a choice that shows this text."""
        return self.fontMetrics().horizontalAdvance(text) + self.theme.px(36)

    def _add(self, label: str, widget: QWidget, tip: str = "") -> None:
        shown = self.form.add(label, widget)
        shown.setToolTip(tip)
        self._labels[widget] = shown

    # ---- asking ----

    @property
    def _model(self) -> ModelSpec:
        return self._session.experiment.model

    def _ask(self, network: Network, kind: str | None = None) -> None:
        self._session.change_model(spec_of(kind or self._model.kind, network))
        self._on_experiment_changed(self._session.experiment)

    def _on_kind_chosen(self, kind: str) -> None:
        if kind == self._model.kind:
            return
        if kind != "mlp":
            self._ask(MODELS[kind].default, kind)
            return
        now = self._model  # it grows out of the model there is, so that the data stay
        hidden, activations = now.layers[1:-1] or (2,), now.activations[:-1] or ("sigmoid",)
        self._ask(Network((now.layers[0], *hidden, now.layers[-1]), (*activations, now.activations[-1])), kind)

    def _on_hidden_edited(self, hidden: tuple[int, ...]) -> None:
        model = self._model
        old = model.activations[:-1]
        filler = old[-1] if old else "sigmoid"
        activations = (*old[: len(hidden)], *(filler,) * (len(hidden) - len(old)), model.activations[-1])
        self._ask(Network((model.layers[0], *hidden, model.layers[-1]), activations, model.biases))

    def _on_depth_edited(self, depth: int) -> None:
        self._ask(chain(depth))

    def _on_activation_chosen(self, name: str) -> None:
        model = self._model
        if name == _MIXED:
            self._on_experiment_changed(self._session.experiment)
            self._open_layers()
            return
        activations = (name,) * (len(model.activations) - 1) + model.activations[-1:]
        self._ask(Network(model.layers, activations, model.biases))

    def _open_layers(self) -> None:
        model = self._model
        self.layer_activations = LayerActivations(self.theme, self._change_layer, self)
        self.layer_activations.open(self.activation, model.layers[1:-1], model.activations[:-1])

    def _change_layer(self, layer: int, name: str) -> None:
        model = self._model
        activations: list[str] = list(model.activations)
        activations[layer] = name
        self._ask(Network(model.layers, tuple(activations), model.biases))

    def _on_output_chosen(self, name: str) -> None:
        model = self._model
        self._ask(Network(model.layers, (*model.activations[:-1], name), model.biases))

    def _on_biases_clicked(self, biases: bool) -> None:
        model = self._model
        self._ask(Network(model.layers, model.activations, biases))

    def _read_start(self, text: str) -> Initial:
        now = self._session.experiment.initial
        if isinstance(now, Given) and text.strip().lower() == write_initial(now):
            return now
        return self._with_seed(read_initial(text))

    def _with_seed(self, initial: Initial) -> Initial:
        """The same scheme with the seed there is."""
        seed = seed_of(self._session.experiment.initial)
        if seed is None or isinstance(initial, Given | Zeros):
            return initial
        return msgspec.structs.replace(initial, seed=seed)

    def _on_start_edited(self, initial: Initial) -> None:
        self._session.change_initial(self._with_seed(initial))
        self._on_experiment_changed(self._session.experiment)

    def _on_seed_edited(self, seed: int) -> None:
        initial = self._session.experiment.initial
        if not isinstance(initial, Given | Zeros):
            self._session.change_initial(msgspec.structs.replace(initial, seed=seed))

    # ---- showing ----

    def _on_experiment_changed(self, experiment: Experiment) -> None:
        model = experiment.model
        free = model.kind == "mlp"
        self.set_info(_count(model.network.n_parameters))
        self.kind.set_model(model)
        self._show_layers(model, free)
        self._show_activations(model, free)
        self.biases.setChecked(model.biases)
        self.start.set_value(experiment.initial)
        self.seed.set_value(seed_of(experiment.initial))
        for widget, usable in (
            (self.layers, free),
            (self.activation, free and len(model.layers) > 2),
            (self.output_row, free),
        ):
            widget.setEnabled(usable)
            self._labels[widget].setEnabled(usable)

    def _show_layers(self, model: ModelSpec, free: bool) -> None:
        is_chain = model.kind == "chain"
        self.form.set_row_visible(self.depth_row, is_chain)
        self.form.set_row_visible(self.layers, not is_chain)
        self.depth_field.set_value(len(model.activations))
        self.depth_row.less.setEnabled(len(model.activations) > 1)
        self.depth_row.more.setEnabled(len(model.activations) < _LONGEST_CHAIN)
        self.layers.set_hidden(model.layers[1:-1])
        ends = f"The {_plural(model.layers[0], 'input')} and {_plural(model.layers[-1], 'output')} come from the data."
        self.layers.units.set_tip(
            f"Units of each hidden layer: 2 for one layer, or 4, 4 for two layers; "
            f"↑ and ↓ change the one at the cursor. {ends}"
            if free
            else f"This model's layers are fixed. Choose “{MODELS['mlp'].title}” to change them. {ends}"
        )

    def _show_activations(self, model: ModelSpec, free: bool) -> None:
        hidden = model.activations[:-1]
        mixed = len(set(hidden)) > 1
        self.activation.set_entry_enabled(_MIXED, len(hidden) > 1, "There is only one hidden layer.")
        self.activation.set_text(_MIXED, "mixed …" if mixed else "per layer …")
        self.activation.set_key(_MIXED if mixed else hidden[0] if hidden else model.activations[-1])
        self.output.set_entry_enabled(
            "softmax", model.layers[-1] > 1, "Softmax needs several outputs, one for each class; there is only one."
        )
        self.output.set_key(model.activations[-1])


def _plural(count: int, what: str) -> str:
    return f"one {what}" if count == 1 else f"{format_count(count)} {what}s"


def _count(parameters: int) -> str:
    return "1 parameter" if parameters == 1 else f"{format_count(parameters)} parameters"
