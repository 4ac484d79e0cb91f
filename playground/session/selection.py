"""What the learner looks at: the cost, a unit or a parameter, and one sample. Shared by all views, never undone."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.core.activations import Array
from playground.explain.target import Target


class Selection(QObject):
    """The target and the sample that are looked at.

    Signals
    -------
    changed : Selection
    forgotten
        Another experiment is coming; `changed` follows.
    """

    changed = Signal(object)
    forgotten = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._target = Target()
        self._parameter = 0
        self._sample = 0
        self._has_chosen_sample = False
        self._paper_letters = False

    @property
    def paper_letters(self) -> bool:
        """Whether the paper's one neuron is written in the paper's own letters."""
        return self._paper_letters

    def choose_paper_letters(self, chosen: bool) -> None:
        """Write the paper's one neuron in its own letters, or in those of all other networks."""
        if chosen != self._paper_letters:
            self._paper_letters = chosen
            self.changed.emit(self)

    @property
    def target(self) -> Target:
        """What is explained."""
        return self._target

    @property
    def parameter(self) -> int:
        """The place in theta of the parameter that was chosen last; 0 if none was, or it is no longer there."""
        return self._parameter

    @property
    def sample(self) -> int:
        """The sample whose numbers are put in: its place in the dataset. Until one is chosen, a telling one."""
        return self._sample

    def choose(self, target: Target) -> None:
        """Look at something else."""
        if target != self._target:
            self._target = target
            if target.kind == "parameter":
                self._parameter = target.index
            self.changed.emit(self)

    def choose_sample(self, sample: int) -> None:
        """Look at another sample."""
        self._has_chosen_sample = True
        if sample != self._sample:
            self._sample = sample
            self.changed.emit(self)

    def forget(self) -> None:
        """Look at nothing in particular, and at a telling sample: another experiment is coming."""
        self._has_chosen_sample = False
        self._target, self._parameter = Target(), 0
        self.forgotten.emit()
        self.changed.emit(self)

    def keep_within(self, layers: Sequence[int], n_parameters: int, inputs: Array) -> None:
        """Let go of what is no longer there, after the network (``layers`` are its sizes) or the data changed."""
        target = self._target
        gone = (target.kind == "unit" and (target.layer >= len(layers) or target.unit >= layers[target.layer])) or (
            target.kind == "parameter" and target.index >= n_parameters
        )
        if self._parameter >= n_parameters:
            self._parameter = 0
        sample = min(self._sample, max(0, len(inputs) - 1)) if self._has_chosen_sample else telling_sample(inputs)
        if gone or sample != self._sample:
            self._target, self._sample = Target() if gone else target, sample
            self.changed.emit(self)


def telling_sample(inputs: Array) -> int:
    """Return the first sample without an input of 0, for such a factor hides all others; if there is none, the first.

    Parameters
    ----------
    inputs : (n_samples, n_inputs) array
    """
    telling = np.flatnonzero((inputs != 0.0).all(axis=1))
    return int(telling[0]) if telling.size else 0
