"""One training step, part by part: forward, cost, backward, update. Looking at them changes nothing."""

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.core.stages import Stage
from playground.explain.target import Target
from playground.worker.messages import RunState, Snapshot
from playground.worker.parts_probe import PartsProbe
from playground.worker.probes import ProbeAnswer

if TYPE_CHECKING:
    from playground.session.session import Session

KEY: Final = "parts"
MOST_SEEN: Final = 256
"""So many parts are kept to go back to; a step by the chain rule has fewer."""
_BUSY = (RunState.RUNNING, RunState.WAITING)


class StepParts(QObject):
    """Walks through the parts of the step that would be taken next.

    The training thread answers them from the moment that stands still, so they change nothing; going on from the last
    one takes that step as any other, with the kernel. Whatever else changes the parameters, the data or a setting
    leaves. Every call of `forward` counts, however long the answers take.

    Signals
    -------
    changed : Stage or None
        Another part is looked at, or none any more.
    """

    changed = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._seen: list[Stage] = []
        self._wanted = 0
        self._asked: PartsProbe | None = None
        self._answered: list[Stage] = []
        self._moment: Snapshot | None = None
        self._sample, self._target = 0, Target()
        self._awaited_step = 0
        session.snapshot_changed.connect(self._on_snapshot_changed)
        session.experiment_changed.connect(self._on_changed)
        session.dataset_changed.connect(self._on_changed)
        session.network_changed.connect(self._on_changed)
        session.selection.changed.connect(self._on_selection_changed)
        session.probe_answered.connect(self._on_answer)

    @property
    def stage(self) -> Stage | None:
        """The part that is looked at; None between steps."""
        return self._seen[-1] if self._seen else None

    @property
    def seen(self) -> tuple[Stage, ...]:
        """The parts up to the one that is looked at: all of them from the first, or the newest of very many."""
        return tuple(self._seen)

    @property
    def target(self) -> Target | None:
        """What the formula of the part is about; None between steps."""
        stage = self.stage
        if stage is None:
            return None
        match stage.about:
            case (layer, unit):
                return Target("unit", layer=layer, unit=unit)
            case int(index):
                return Target("parameter", index=index)
            case _:
                return Target()

    # ---- going

    def forward(self) -> None:
        """Go to the next part: the first one pauses a run, after the last one the step is taken."""
        if self._wanted == 0:
            self._begin(1)
        else:
            self._wanted += 1
            self._go_on()

    def back(self) -> None:
        """Go back to the part before; before the first one there is none."""
        self._wanted -= 1
        if self._wanted < 1:
            self.leave()
        elif self._number > self._wanted:
            if len(self._seen) > 1:
                self._seen.pop()
                self.changed.emit(self.stage)
            else:
                self._ask(self._wanted, self._wanted, anew=True)

    def skip(self) -> None:
        """Go to the last part, the update; a finite difference has three parts for each parameter before it."""
        stage = self.stage
        if stage is not None and stage.number < stage.total:
            self._wanted = stage.total
            self._ask(stage.total, stage.total, anew=True)

    def leave(self) -> None:
        """Look at no part any more; the step has not been begun."""
        had_any = bool(self._seen)
        self._seen, self._wanted, self._asked, self._moment = [], 0, None, None
        if had_any:
            self.changed.emit(None)

    def _begin(self, wanted: int) -> None:
        if not self._session.may_step():
            return
        self._wanted = wanted
        self._enter_when_still()

    def _enter_when_still(self) -> None:
        """Begin with the first part once the snapshot is the one the next step starts from; a run is paused."""
        session, snapshot = self._session, self._session.snapshot
        if not self._wanted or self._moment is not None or snapshot is None:
            return
        taken = snapshot.step >= self._awaited_step  # else it is busy with the step that was asked for here
        if session.run_state in _BUSY or snapshot.run_state in _BUSY:
            if taken:
                session.pause()
        elif not session.is_up_to_date:
            return
        elif snapshot.divergence is not None:
            self._wanted = 0
        elif taken:
            self._moment = snapshot
            self._sample, self._target = session.selection.sample, session.selection.target
            self._go_on()

    def _finish(self) -> None:
        moment, more = self._moment, self._wanted - self._number - 1
        assert moment is not None
        self._awaited_step = moment.step + 1
        self.leave()
        self._session.step_once()
        if more:
            self._begin(more)

    # ---- asking

    @property
    def _number(self) -> int:
        """Which part is looked at, from 1; 0 for none."""
        return self._seen[-1].number if self._seen else 0

    def _go_on(self) -> None:
        """Ask for what is wanted and not there yet; what is under way is awaited, or haste would never get anything."""
        if self._moment is None or self._asked is not None or self._wanted <= self._number:
            return
        if self._seen and self._number == self._seen[-1].total:
            self._finish()
        else:
            self._ask(self._number + 1, self._wanted)

    def _ask(self, first: int, last: int, *, anew: bool = False) -> None:
        rows = np.flatnonzero(self._session.train_indices == self._sample)
        row = int(rows[0]) if rows.size else 0
        self._asked = PartsProbe(first, last, row, self._session.train_indices, self._target)
        self._answered = [] if anew else list(self._seen)
        self._session.ask(KEY, self._asked)

    def _ask_again(self) -> None:
        """Ask for the parts that were seen; what is wanted besides comes after."""
        last = max(1, min(self._number, self._wanted))
        self._ask(max(1, last - MOST_SEEN + 1), last, anew=True)

    def _on_answer(self, answer: ProbeAnswer) -> None:
        moment, stage = self._moment, answer.result
        if answer.probe is not self._asked or moment is None or not isinstance(stage, Stage):
            return
        self._answered.append(stage)
        if answer.final:
            self._asked = None
        if answer.step == moment.step and (answer.final or self._number < stage.number):
            self._show([one for one in self._answered if one.number <= self._wanted][-MOST_SEEN:])
        if answer.final:
            self._go_on()

    def _show(self, seen: list[Stage]) -> None:
        if seen and seen != self._seen:
            self._seen = seen
            self.changed.emit(self.stage)

    # ---- what happens besides

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        moment = self._moment
        if moment is not None:
            same = snapshot.step == moment.step and np.array_equal(snapshot.theta, moment.theta)
            if not same or snapshot.run_state in _BUSY:
                self.leave()
            elif snapshot.order != moment.order:  # what was asked before is not answered any more
                self._moment = snapshot
                if self._asked is not None:
                    self._ask_again()
        self._enter_when_still()

    def _on_changed(self, _fact: object) -> None:
        self._awaited_step = 0
        self.leave()

    def _on_selection_changed(self, _selection: object) -> None:
        """Put the numbers of another sample, or the formula of another unit or parameter, into the same parts."""
        chosen = self._session.selection.sample, self._session.selection.target
        if self._moment is not None and chosen != (self._sample, self._target):
            self._sample, self._target = chosen
            self._ask_again()
