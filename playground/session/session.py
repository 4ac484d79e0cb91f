"""The session: the run, what changes it undoably, and its file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from playground.data.strokes import Edit
from playground.experiment.build import build, inline_spec, with_progress
from playground.experiment.check import ExperimentError
from playground.experiment.examples import OPENING, example_path
from playground.experiment.experiment import DatasetSpec, Experiment, Initial, ModelSpec, Split, Uniform
from playground.experiment.experiment_file import load, save
from playground.experiment.fitting import Change, is_redrawn, with_dataset, with_model
from playground.session.by_hand import ByHand
from playground.session.commands import ChangeExperiment, Situation
from playground.session.drawing import Drawing
from playground.session.run import Run
from playground.session.selection import Selection
from playground.session.step_parts import StepParts
from playground.worker.messages import RunState, Start
from playground.worker.training_thread import TrainingThread


class Session(Run):
    """The single source of truth: views show it and ask it for changes.

    Every change of the experiment goes through the undo stack. Changes of settings and drawn samples let a run go on;
    another model, another start or other data begin again, and undoing them brings the run back.

    Signals
    -------
    path_changed : Path or None
    """

    path_changed = Signal(object)

    def __init__(self, thread: TrainingThread, parent: QObject | None = None) -> None:
        super().__init__(thread, _example(OPENING), parent)
        self.undo_stack = QUndoStack(self)
        self.drawing = Drawing(self)
        self.selection = Selection(self)
        self.parts = StepParts(self)
        self.by_hand = ByHand(self)
        self.network_changed.connect(self._keep_selection)
        self.dataset_changed.connect(self._keep_selection)
        self._path: Path | None = None
        self._saved = self._experiment
        self._shipped = True
        self._keep_selection(None)

    def _keep_selection(self, _fact: object) -> None:
        self.selection.keep_within(self.network.layers, self.network.n_parameters, self.dataset.inputs)

    @property
    def in_paper_letters(self) -> bool:
        """Whether inputs and target are called x, y and z, as in the paper's one neuron."""
        return self.selection.paper_letters and self._experiment.model.kind == "one-neuron"

    @property
    def path(self) -> Path | None:
        """The file it was opened from or saved to."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether settings or data differ from what was opened or saved last."""
        return self._experiment != self._saved

    @property
    def may_reset(self) -> bool:
        """Whether there is a way back to step 0: steps were taken, or the parameters are not those of the start."""
        busy = self._run_state in (RunState.RUNNING, RunState.WAITING)
        here, start = self.here().state, self._built.state
        return busy or here.step != 0 or not np.array_equal(here.theta, start.theta)

    def reset(self) -> None:
        """Back to the same start; undoing it brings the run back."""
        if self.may_reset:
            self._push("reset", self._experiment, restart=True)

    def new_start(self) -> None:
        """Begin again from other random numbers: the next seed."""
        initial = self._experiment.initial
        seed = getattr(initial, "seed", None)
        if seed is None:
            self.change_initial(Uniform())
        else:
            self.change_initial(msgspec.structs.replace(initial, seed=seed + 1))

    # Changing the experiment

    def change_training(self, text: str, *, merge: bool = False, **fields: Any) -> None:
        """Change settings of the training; a run goes on with them.

        Parameters
        ----------
        text : str
            What the undo menu calls it.
        merge : bool
            Whether quick successive changes of the same fields are one undo step (sliders).
        **fields
            New values of fields of `TrainingSpec`.
        """
        training = msgspec.structs.replace(self._experiment.training, **fields)
        if training == self._experiment.training:
            return
        key = hash((text, *sorted(fields))) & 0x7FFFFFFF if merge else -1
        before = self._experiment.training
        another_cost = (training.cost, training.penalty) != (before.cost, before.penalty)
        has_curve = self.here().state.step > 0
        pushed = self._push(text, msgspec.structs.replace(self._experiment, training=training), merge_key=key)
        if pushed and another_cost and has_curve:
            self.post("The cost is another one now, so its curve begins anew. The run goes on.", undo=True)

    def change_model(self, model: ModelSpec) -> None:
        """Choose another model; data that do not fit it are replaced by its example data. Begins again."""
        if model == self._experiment.model:
            return
        self._replace("change the model", with_model(self._experiment, self.dataset, model))

    def choose_dataset(self, spec: DatasetSpec) -> None:
        """Choose other data; a model that does not fit them is resized or replaced. Begins again.

        Other samples of the same generator let a run go on.
        """
        if spec == self._experiment.dataset:
            return
        if is_redrawn(self._experiment, spec):
            redrawn = msgspec.structs.replace(self._experiment, dataset=spec)
            self._push("redraw the data", redrawn, merge_key=hash("redraw") & 0x7FFFFFFF)
            return
        self._replace("choose the data", with_dataset(self._experiment, spec))

    def _replace(self, text: str, change: Change) -> None:
        """Begin again with another model or other data, told in a banner."""
        experiment = change.experiment
        if self._shipped:  # the texts of an example speak of its own model and data
            experiment = msgspec.structs.replace(experiment, title="", notes="")
        if self._push(text, experiment, restart=True):
            self.post(change.told, undo=True)

    def change_initial(self, initial: Initial) -> None:
        """Choose other start values. Begins again."""
        if initial != self._experiment.initial:
            self._push("change the start", msgspec.structs.replace(self._experiment, initial=initial), restart=True)

    def change_split(self, split: Split) -> None:
        """Keep another share of the samples for testing; a run goes on."""
        if split != self._experiment.split:
            key = hash("split") & 0x7FFFFFFF
            self._push("change the test share", msgspec.structs.replace(self._experiment, split=split), merge_key=key)

    def _push(self, text: str, experiment: Experiment, *, restart: bool = False, merge_key: int = -1) -> bool:
        """Make a change undoable and do it; what cannot be trained is told and changes nothing."""
        self.by_hand.end()  # what is in the hand right now comes before
        try:
            built = build(experiment, drawing=True)
        except ExperimentError as error:
            self.post(str(error), "error")
            return False
        before = after = None
        if restart:
            after = Start(built.state)
            before = self.here()
        self.undo_stack.push(
            ChangeExperiment(self, text, Situation(self._experiment, before), Situation(experiment, after), merge_key)
        )
        return True

    def adopt(self, situation: Situation) -> None:
        """Make this the experiment (called by commands)."""
        self.take(situation.experiment, build(situation.experiment, drawing=True), situation.start)

    def draw(self, edits: Sequence[Edit], spec: DatasetSpec | None = None) -> list[Edit]:
        """Edit the samples at once, not undoable by itself (see `Drawing`); a run goes on with them.

        Parameters
        ----------
        edits : sequence of Edit
        spec : DatasetSpec or None
            What the result is written as, where it is known; None writes the samples down.

        Returns
        -------
        list of Edit
            Their inverses, in the same order; empty where the result could not be trained with, which is told.
        """
        dataset = self.dataset
        inverses = []
        for edit in edits:
            dataset, inverse = edit.apply(dataset)
            inverses.append(inverse)
        experiment = msgspec.structs.replace(self._experiment, dataset=spec or inline_spec(dataset))
        try:
            built = build(experiment, drawing=True)
        except ExperimentError as error:  # a target that the cost cannot have
            self.post(str(error), "warning")
            return []
        self.take(experiment, built, None)
        return inverses

    # Files

    def new(self) -> None:
        """Begin a new experiment: the opening example."""
        self.open_example(OPENING)

    def open_example(self, name: str) -> None:
        """Open a shipped example."""
        self._open(_example(name), None)

    def open(self, path: Path) -> bool:
        """Open an experiment file; a bad one is told in a banner and what is there stays. Returns whether it opened."""
        try:
            experiment = load(path)
            build(experiment)
        except ExperimentError as error:
            self.post(str(error), "error")
            return False
        self._open(experiment, path)
        return True

    def load(self, experiment: Experiment) -> None:
        """Take an experiment that is in no file."""
        self._open(experiment, None)

    def _open(self, experiment: Experiment, path: Path | None) -> None:
        self.drawing.forget()
        built = build(experiment)
        self._shipped = path is None
        self.selection.forget()
        self.take(msgspec.structs.replace(experiment, progress=None), built, Start(built.state))
        self.undo_stack.clear()
        self._saved = self._experiment
        self._set_path(path)

    def save(self, path: Path) -> bool:
        """Save the experiment with the progress that is seen. Returns whether it worked; a banner tells if not."""
        experiment, state = self._experiment, self.here().state
        if state.step > 0:
            experiment = with_progress(experiment, state)
        try:
            save(experiment, path)
        except (OSError, ExperimentError) as error:
            self.post(f"Not saved: {error}", "error")
            return False
        self._saved = self._experiment
        self._shipped = False
        self._set_path(path)
        return True

    def _set_path(self, path: Path | None) -> None:
        self._path = path
        self.path_changed.emit(path)


def _example(name: str) -> Experiment:
    return load(example_path(name))
