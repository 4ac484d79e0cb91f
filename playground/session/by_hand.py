"""Weights and biases changed by hand: what the gradient predicts, what the cost really does, and the way back."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.core.activations import Array
from playground.session.commands import MERGE_SECONDS
from playground.session.hand_change import HandChange
from playground.worker.messages import RunState, Snapshot

if TYPE_CHECKING:
    from playground.session.session import Session

LARGEST: Final = 1e6
"""No parameter is made larger by hand: the squares of much larger ones are beyond all numbers."""

_LATE: Final = 2
"""The first snapshot after a change may have been made before it, the second one shows it."""
_FAR_OFF: Final = 0.25
"""A real change that differs from the predicted one by this share of the larger is no longer told by the slope."""
_ROUNDINGS: Final = 64.0
"""Changes that differ by fewer units in the last place of the cost differ by its rounding."""
_AFFORDABLE: Final = 2_000_000
"""Up to so many products of a sample and a parameter the cost is computed again beside a run."""


@dataclass(frozen=True)
class HandReading:
    """What a change by hand does.

    Attributes
    ----------
    before, after : mapping of int to float
        The changed parameters by their place in theta: as they were and as they are.
    slopes : mapping of int to float
        Their exact derivatives of the cost before the change.
    predicted : float
        Σ slope · change.
    real : float or None
        What the cost really changed by; None while that is not known.
    cost : float
        What it was before.
    """

    before: Mapping[int, float]
    after: Mapping[int, float]
    slopes: Mapping[int, float]
    predicted: float
    real: float | None = None
    cost: float = 0.0

    @property
    def is_far(self) -> bool:
        """Whether the slope at the start says little about the real change, and not for rounding of the cost."""
        if self.real is None or not math.isfinite(self.real):
            return False
        off = abs(self.real - self.predicted)
        rounding = _ROUNDINGS * float(np.spacing(abs(self.cost)))
        return off > max(_FAR_OFF * max(abs(self.real), abs(self.predicted)), rounding)


class ByHand(QObject):
    """Changes parameters of a session's run; all of `begin` … `end` is one undo step. A run goes on meanwhile.

    Signals
    -------
    changed : HandReading or None
    """

    changed = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._text: str | None = None
        self._merges = False
        self._base: Snapshot | None = None
        self._own: dict[int, float] = {}
        self._new: dict[int, float] = {}
        self._reading: HandReading | None = None
        self._ended = -math.inf
        self._sent: dict[int, float] = {}
        self._unseen = 0
        session.snapshot_changed.connect(self._on_snapshot_changed)
        session.network_changed.connect(self.forget)
        session.dataset_changed.connect(self.forget)

    @property
    def is_open(self) -> bool:
        """Whether something is being changed right now."""
        return self._text is not None

    @property
    def reading(self) -> HandReading | None:
        """What the last change does, until the run goes on from it."""
        return self._reading

    def value(self, index: int) -> float:
        """The parameter as it is now, also where the training thread has not yet answered."""
        if self._reading is not None and (self.is_open or not self._is_running()) and index in self._reading.after:
            return self._reading.after[index]
        return self.present(index)

    def present(self, index: int) -> float:
        """The parameter as the training thread has it, also where that is not seen yet."""
        return self._sent[index] if index in self._sent else float(self._session.here().state.theta[index])

    def put(self, values: Mapping[int, float]) -> None:
        """Make parameters this large; not undoable by itself."""
        self._sent.update(values)
        self._unseen = _LATE
        self._session.change_parameters(values)

    def begin(self, text: str, *, merge: bool = False) -> None:
        """Begin a change called ``text``.

        Parameters
        ----------
        text : str
            What the undo menu calls it.
        merge : bool
            Whether it may go on with the last one of the same parameters and be one undo step with it: notches of a
            wheel, repeated keys.
        """
        self.end()
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        goes_on = merge and self._merges and time.monotonic() - self._ended < MERGE_SECONDS
        if not (goes_on and self._reading is not None):
            self._base, self._reading = snapshot, None
        self._own, self._new = {}, {}
        self._text, self._merges = text, merge

    def set(self, index: int, value: float) -> None:
        """Make a parameter this large; outside `begin` … `end` it is a change by itself."""
        self.set_all({index: value})

    def set_all(self, values: Mapping[int, float]) -> None:
        """Make several parameters this large at once."""
        if self._text is None:
            self.begin("change by hand")
            self.set_all(values)
            self.end()
            return
        base = self._base
        if base is None:
            return
        if self._reading is not None and not values.keys() <= self._reading.after.keys():
            self._continue_from_now()
        wanted = {index: min(LARGEST, max(-LARGEST, value)) for index, value in values.items() if not math.isnan(value)}
        for index in wanted:
            self._own.setdefault(index, self.value(index))
        self._new.update(wanted)
        self.put(wanted)  # first, so that the truth is on its way while the prediction is told
        self._show(wanted)

    def end(self) -> None:
        """End the change and make it undoable."""
        text, own, after = self._text, self._own, self._new
        self._text, self._own, self._new = None, {}, {}
        if text is None or not after:
            return
        self._ended = time.monotonic()
        if after != own:
            self._session.undo_stack.push(HandChange(self._session, text, own, after, merges=self._merges))

    def cancel(self) -> None:
        """Take back what is being changed right now, as if it had not been begun."""
        if self._text is not None:
            own = self._own
            self.forget()
            if own:
                self.put(own)

    def forget(self, _fact: object = None) -> None:
        """Drop the change: what it changed is no longer there, or is changed in another way."""
        self._text, self._own, self._new, self._base, self._ended = None, {}, {}, None, -math.inf
        self._tell(None)

    def _continue_from_now(self) -> None:
        """Take the present as what changes are measured from, when another parameter is changed."""
        self._base, self._reading = self._session.snapshot, None

    def _show(self, wanted: dict[int, float]) -> None:
        base, old = self._base, self._reading
        assert base is not None
        first = {index: float(base.theta[index]) for index in wanted}
        before = {**first, **(old.before if old else {})}
        after = {**(old.after if old else {}), **wanted}
        slopes = {index: float(base.gradient[index]) for index in before}
        predicted = sum(slopes[index] * (after[index] - before[index]) for index in before)
        self._reading = HandReading(before, after, slopes, predicted, cost=base.cost)
        self._tell(replace(self._reading, real=self._real(self._session.snapshot)))

    def _real(self, snapshot: Snapshot | None) -> float | None:
        """What the cost changed by: measured where the run stands still, else computed from where it was begun."""
        base, reading, session = self._base, self._reading, self._session
        if base is None or reading is None or snapshot is None:
            return None
        theta = np.array(base.theta)
        theta[list(reading.after)] = list(reading.after.values())
        if np.array_equal(theta, snapshot.theta):
            return snapshot.cost - base.cost
        built = session.built
        if theta.size * len(built.train_inputs) > _AFFORDABLE:
            return None
        start = base.cost
        if not self._is_running():
            if any(snapshot.theta[index] != value for index, value in reading.after.items()):
                return None
            theta = np.array(snapshot.theta)  # others were changed at the same time
            theta[list(reading.before)] = list(reading.before.values())
            start, theta = self._cost(theta), snapshot.theta
        return self._cost(theta) - start

    def _cost(self, theta: Array) -> float:
        built = self._session.built
        with np.errstate(all="ignore"):
            return built.recipe.objective.value(theta, built.train_inputs, built.train_targets)

    def _is_running(self) -> bool:
        return self._session.run_state is RunState.RUNNING

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        self._unseen -= 1
        if self._unseen <= 0 or self._is_running():
            self._sent.clear()
        reading = self._reading
        if reading is None:
            return
        if not self.is_open and self._is_over(snapshot):
            self.forget()
            return
        real = self._real(snapshot)
        if real is not None and real != reading.real:
            self._tell(replace(reading, real=real))

    def _is_over(self, snapshot: Snapshot) -> bool:
        """Whether the run has gone on from a change that is done."""
        if self._is_running():
            return time.monotonic() - self._ended > MERGE_SECONDS
        assert self._base is not None
        return snapshot.step != self._base.step

    def _tell(self, reading: HandReading | None) -> None:
        if reading != self._reading or reading is not None:
            self._reading = reading
            self.changed.emit(reading)
