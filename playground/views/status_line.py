"""The line at the bottom: how derivatives are taken and what the kernel does, and what the next step will do."""

import math
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStatusBar, QWidget

from playground.experiment.experiment import Experiment
from playground.session.session import Session
from playground.views.numbers import format_exact, format_number, format_rate
from playground.views.panel import ElidedLabel
from playground.views.theme import Theme
from playground.worker.messages import RunState, Snapshot

_METHODS: Final = {
    "backpropagation": "Exact derivatives",
    "forward-difference": "Forward differences, ε = {}",
    "central-difference": "Central differences, ε = {}",
    "layer-rule": "Layer rule: a factor 2 per layer, not the derivative",
}
_STATES: Final = {
    RunState.LOADING: "kernel loading (compiling, the first time)",
    RunState.WAITING: "kernel loading (compiling, the first time), starts by itself",
    RunState.IDLE: "kernel ready",
    RunState.FINISHED: "stop rule met",
}

_STANDSTILL: Final = 1e-9
"""A step shorter than this changes nothing one could see."""


def left_text(experiment: Experiment, state: RunState, snapshot: Snapshot | None) -> str:
    """What is true of the whole run."""
    training = experiment.training
    method = _METHODS[training.gradient].format(format_exact(training.epsilon))
    doing = _STATES.get(state, "")
    if state is RunState.RUNNING:
        speed = snapshot.steps_per_second if snapshot is not None else 0.0
        doing = f"running, {format_rate(speed)}" if speed > 0 else "running"
    if state is RunState.DIVERGED and snapshot is not None and snapshot.divergence is not None:
        divergence = snapshot.divergence
        doing = f"diverged at step {divergence.step:,}"
    return f"{method} · float64 · {doing}"


def right_text(snapshot: Snapshot | None) -> str:
    """What the next step will do, where that can be said."""
    if snapshot is None or snapshot.divergence is not None:
        return ""
    if snapshot.step_length is None or snapshot.next_change is None or math.isnan(snapshot.next_change):
        return ""
    length, change = snapshot.step_length, snapshot.next_change
    step = f"η·|∇C| = {format_number(length, 3)}"
    if change == 0.0:
        return f"{step} · the next step changes nothing"
    if math.isinf(change):
        return f"{step} · the next step is far too long: the cost grows beyond all numbers"
    if length < _STANDSTILL:
        return f"{step} · almost no slope here: the units are saturated, or a valley is reached"
    verb = "lowers" if change < 0 else "raises"
    return f"{step} · the next step {verb} the cost by {format_number(abs(change), 2)}"


class _Saying(ElidedLabel):
    """Words that may change with every frame: nothing is laid out anew for them, nor painted behind them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self.setFont(theme.font(12))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def text(self) -> str:
        """What is said."""
        return self._words

    def setText(self, text: str) -> None:
        """Say something else."""
        self._words = text
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, too."""
        QPainter(self).fillRect(self.rect(), self._theme.color("panel"))
        super().paintEvent(event)


class StatusLine(QStatusBar):
    """Shows both; ten times a second at most while training runs, so that it can be read.

    Parameters
    ----------
    session : Session
        What is trained.
    theme : Theme
        How it looks.
    """

    INTERVAL_MS = 100

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizeGripEnabled(False)
        self.left, self.right = _Saying(theme), _Saying(theme)
        self.right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setContentsMargins(theme.px(11), 0, theme.px(11), 0)
        self.addWidget(self.left, 1)
        self.addWidget(self.right, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        session.snapshot_changed.connect(self._on_changed)
        session.run_state_changed.connect(self._on_changed)
        session.experiment_changed.connect(self._on_changed)
        self._show()

    def _on_changed(self, _fact: object) -> None:
        if self._session.run_state is not RunState.RUNNING:
            self._timer.stop()
            self._show()
        elif not self._timer.isActive():
            self._timer.start(self.INTERVAL_MS)

    def _show(self) -> None:
        session = self._session
        for label, text in (
            (self.left, left_text(session.experiment, session.run_state, session.snapshot)),
            (self.right, right_text(session.snapshot)),
        ):
            if label.text() != text:
                label.setText(text)
