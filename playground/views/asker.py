"""Asks the training thread on behalf of one view: never while nobody can see it, and not faster than it answers."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.session.session import Session
from playground.worker.messages import RunState
from playground.worker.probes import Probe, ProbeAnswer

RUNNING_SECONDS: Final = 0.15
_STILL_SECONDS: Final = 0.012
_PATIENCE_SECONDS: Final = 0.5
"""After so long without an answer it is asked again."""


class Asker(QObject):
    """Keeps the answer to one question new.

    Parameters
    ----------
    session : Session
    widget : QWidget
        The view: nothing is asked while it is not visible. Its parent.
    key : str
        Of the probe.
    make : callable
        ``make() -> Probe or None``: the question as it is now.
    every : float
        Seconds between two questions during a run, at least.

    Signals
    -------
    answered : ProbeAnswer
    """

    answered = Signal(object)

    def __init__(
        self,
        session: Session,
        widget: QWidget,
        key: str,
        make: Callable[[], Probe | None],
        every: float = RUNNING_SECONDS,
    ) -> None:
        super().__init__(widget)
        self._session = session
        self._widget = widget
        self._key = key
        self._make = make
        self._every = every
        self._wanted = False
        self._waits = False
        self._asked = 0.0
        self.seconds_to_final = 0.0
        """How long the last complete answer took."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        session.probe_answered.connect(self._on_answered)
        session.experiment_changed.connect(self._on_dropped)
        session.grid_changed.connect(self._on_dropped)

    def refresh(self, *, at_once: bool = False) -> None:
        """What was asked may have another answer now; ``at_once`` for what a hand changes."""
        self._wanted = True
        self._go_on(at_once)

    def _go_on(self, at_once: bool = False) -> None:
        if not self._wanted or not self._widget.isVisible():
            return
        running = self._session.run_state is RunState.RUNNING and not at_once
        passed = time.monotonic() - self._asked
        pause = (self._every if running else _STILL_SECONDS) if not self._waits else _PATIENCE_SECONDS
        if passed < pause:
            self._timer.start(max(1, int(1000 * (pause - passed))))
            return
        probe = self._make()
        self._wanted = False
        if probe is not None:
            self._waits = True
            self._asked = time.monotonic()
            self._session.ask(self._key, probe)

    def _on_answered(self, answer: ProbeAnswer) -> None:
        if answer.key != self._key:
            return
        self._waits = False
        if answer.final:
            self.seconds_to_final = time.monotonic() - self._asked
        if self._widget.isVisible():
            self.answered.emit(answer)
        else:
            self._wanted = True
        self._go_on()

    def _on_dropped(self, _fact: object) -> None:
        self._waits = False
