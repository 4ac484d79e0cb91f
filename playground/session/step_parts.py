"""One training step, part by part: forward, cost, backward, update. Looking at them changes nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.core.stages import Stage, stages
from playground.worker.messages import RunState, Snapshot

if TYPE_CHECKING:
    from playground.session.session import Session

_BUSY = (RunState.RUNNING, RunState.WAITING)


class StepParts(QObject):
    """Walks through the parts of the step that would be taken next.

    The parts are computed from the snapshot that stands still, so they change nothing; going on from the last one
    takes that step as any other, with the kernel. Whatever else changes the parameters, the data or a setting leaves.

    Signals
    -------
    changed : Stage or None
        Another part is looked at, or none any more.
    """

    changed = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._stages: Sequence[Stage] = ()
        self._seen: list[Stage] = []
        self._moment: Snapshot | None = None
        self._sample = 0
        self._due = False
        self._awaited_step = 0
        session.snapshot_changed.connect(self._on_snapshot_changed)
        session.experiment_changed.connect(self._on_changed)
        session.dataset_changed.connect(self._on_changed)
        session.network_changed.connect(self._on_changed)
        session.selection.changed.connect(self._on_selection_changed)

    @property
    def stage(self) -> Stage | None:
        """The part that is looked at; None between steps."""
        return self._seen[-1] if self._seen else None

    @property
    def seen(self) -> tuple[Stage, ...]:
        """All parts from the first to the one that is looked at."""
        return tuple(self._seen)

    def forward(self) -> None:
        """Go to the next part: the first one pauses a run, after the last one the step is taken."""
        if not self._seen:
            self._begin()
        elif len(self._seen) < len(self._stages):
            self._seen.append(self._stages[len(self._seen)])
            self.changed.emit(self.stage)
        else:
            self._finish()

    def back(self) -> None:
        """Go back to the part before; before the first one there is none."""
        if len(self._seen) > 1:
            self._seen.pop()
            self.changed.emit(self.stage)
        else:
            self.leave()

    def leave(self) -> None:
        """Look at no part any more; the step has not been begun."""
        self._due = False
        if self._seen:
            self._seen, self._stages, self._moment = [], (), None
            self.changed.emit(None)

    def _begin(self) -> None:
        if self._due or not self._session.may_step():
            return
        self._due = True
        if self._session.run_state in _BUSY:
            self._session.pause()
        self._enter_when_still()

    def _enter_when_still(self) -> None:
        """Begin with the first part once the snapshot is the one the next step starts from."""
        session, snapshot = self._session, self._session.snapshot
        if not self._due or snapshot is None or not session.is_up_to_date or snapshot.run_state in _BUSY:
            return
        if snapshot.divergence is not None:
            self._due = False
        elif snapshot.step >= self._awaited_step:
            self._due = False
            self._moment, self._sample = snapshot, session.selection.sample
            self._compute(1)

    def _compute(self, n_seen: int) -> None:
        moment = self._moment
        assert moment is not None
        built = self._session.built
        rows = np.flatnonzero(built.train_indices == self._sample)
        row = int(rows[0]) if rows.size else 0
        self._stages = stages(built.recipe, moment.state, built.train_inputs, built.train_targets, row)
        self._seen = [self._stages[place] for place in range(n_seen)]
        self.changed.emit(self.stage)

    def _finish(self) -> None:
        moment = self._moment
        assert moment is not None
        self._awaited_step = moment.step + 1
        self.leave()
        self._session.step_once()

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        moment = self._moment
        if moment is not None:
            same = snapshot.step == moment.step and np.array_equal(snapshot.theta, moment.theta)
            if not same or snapshot.run_state in _BUSY:
                self.leave()
        self._enter_when_still()

    def _on_changed(self, _fact: object) -> None:
        self._awaited_step = 0
        self.leave()

    def _on_selection_changed(self, _selection: object) -> None:
        """Put the numbers of another sample into the same part."""
        if self._seen and self._session.selection.sample != self._sample:
            self._sample = self._session.selection.sample
            self._compute(len(self._seen))
