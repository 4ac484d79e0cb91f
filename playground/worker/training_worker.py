"""The object that trains. It lives in a thread of its own; its slots are reached through queued signals only."""

import functools
import math
import time
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from playground.core.cost_history import CostHistory
from playground.core.trainer import Divergence, Trainer, TrainingState
from playground.worker.interrupt import Interrupt
from playground.worker.messages import Order, RunState, Snapshot
from playground.worker.observation import frozen, observe
from playground.worker.speed_clock import SpeedClock

SLICE_SECONDS = 0.008
"""How long one call of the kernel may take in a run: short enough for Pause, long enough for speed."""
FRAME_SECONDS = 1 / 60
OBSERVING_SHARE = 0.05
"""Largest share of the time that goes into snapshots while training at full speed, unless one takes very long."""
LONGEST_FRAME_SECONDS = 0.1


def _reporting(slot: Callable[..., None]) -> Callable[..., None]:
    """Let an error in a slot travel as a signal instead of being lost in the thread; training stands still then."""

    @functools.wraps(slot)
    def guarded(self: "TrainingWorker", *arguments: Any) -> None:
        try:
            slot(self, *arguments)
        except Exception:  # noqa: BLE001 - whatever it was, the window must tell
            self.stand_still()
            self.failed.emit(traceback.format_exc())

    return guarded


class TrainingWorker(QObject):
    """Trains by slices of some milliseconds between which it reads its messages.

    At most one snapshot is under way: the next one is made after `acknowledge`. The costs of the steps between are
    kept in the cost history.
    """

    snapshot_ready = Signal(object)
    failed = Signal(object)

    def __init__(self, interrupt: Interrupt) -> None:
        super().__init__()
        self._interrupt = interrupt
        self._order: Order | None = None
        self._trainer: Trainer | None = None
        self._idle_state: TrainingState | None = None
        self._history = CostHistory()
        self._kernel_ready = False
        self._wanted_steps: float = 0
        self._state = RunState.LOADING
        self._speed: float | None = None
        self._ignore_stop_cost = False
        self._in_flight = False
        self._snapshot_due = False
        self._number = 0
        self._next_frame = 0.0
        self._seconds_per_step = 0.0
        self._clock = SpeedClock()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_slice)

    @Slot(object)
    @_reporting
    def take_order(self, order: Order) -> None:
        """Train something else from now on, or the same with other settings."""
        self._interrupt.answer()
        start = order.start
        self._order = order
        if start is not None:
            self._set_state(RunState.IDLE if self._kernel_ready else RunState.LOADING)
            self._wanted_steps = 0
            self._idle_state = start.state
            self._trainer = None
            self._history = CostHistory() if start.curve is None else CostHistory.from_curve(start.curve)
        elif not order.keep_curve:
            self._history = CostHistory()
        if self._trainer is not None and not len(order.samples.train_inputs):
            self._idle_state = self._trainer.state()
            self._trainer = None
            self.stand_still()
        if self._trainer is not None:
            self._trainer.replace_data(order.samples.train_inputs, order.samples.train_targets)
            self._trainer.change(order.recipe)
        elif self._idle_state is not None and start is None:
            self._idle_state = self._idle_state.for_recipe(order.recipe)
        if self._state in (RunState.FINISHED, RunState.DIVERGED):
            self._set_state(RunState.IDLE)
        self._seconds_per_step = 0.0
        self._clock.restart()
        self._look()

    @Slot()
    @_reporting
    def kernel_loaded(self) -> None:
        """The compiled kernel is there: what was asked meanwhile starts now."""
        self._kernel_ready = True
        if self._state is RunState.WAITING:
            self._begin(self._wanted_steps)
        elif self._state is RunState.LOADING:
            self._set_state(RunState.IDLE)
            self._look()

    @Slot(object)
    @_reporting
    def run(self, steps: float) -> None:
        """Take ``steps`` steps, inf to go on until paused or stopped by the stop rule."""
        self._interrupt.answer()
        order = self._order
        if order is None or self._state is RunState.DIVERGED or not len(order.samples.train_inputs):
            return
        if self._state in (RunState.RUNNING, RunState.WAITING) and math.isfinite(self._wanted_steps):
            steps += self._wanted_steps  # Step pressed faster than steps are taken: none is lost
        if self._kernel_ready:
            self._begin(steps)
        else:
            self._wanted_steps = steps
            self._set_state(RunState.WAITING)
            self._look()

    @Slot()
    @_reporting
    def pause(self) -> None:
        """Stop after the last whole step."""
        self._interrupt.answer()
        self._wanted_steps = 0
        if self._state is RunState.RUNNING:
            self._end(RunState.IDLE)
        elif self._state is RunState.WAITING:
            self._set_state(RunState.LOADING)
            self._look()

    @Slot(object)
    @_reporting
    def set_speed(self, steps_per_second: float | None) -> None:
        """Limit the speed; None for as fast as it goes."""
        self._speed = steps_per_second
        self._clock.restart()
        if self._state is RunState.RUNNING:
            self._timer.start(0)

    @Slot(object)
    @_reporting
    def acknowledge(self, _number: int) -> None:
        """The views have shown the last snapshot."""
        self._in_flight = False
        if self._snapshot_due:
            self._look()

    def stand_still(self) -> None:
        """Stop where it is, without a snapshot."""
        self._wanted_steps = 0
        self._timer.stop()
        self._set_state(RunState.IDLE if self._kernel_ready else RunState.LOADING)

    def _begin(self, steps: float) -> None:
        order = self._order
        assert order is not None
        if self._trainer is None:
            assert self._idle_state is not None
            samples = order.samples
            self._trainer = Trainer(
                order.recipe, samples.train_inputs, samples.train_targets, self._idle_state, self._interrupt.flag
            )
        bound = order.stop.cost
        # who asks for more although the bound is met wants to go on
        self._ignore_stop_cost = steps != math.inf or (bound is not None and self._trainer.cost() < bound)
        self._wanted_steps = steps
        self._set_state(RunState.RUNNING)
        self._clock.restart()
        if steps == math.inf:
            self._timer.start(0)
            self._look()
        else:
            self._on_slice()

    @Slot()
    @_reporting
    def _on_slice(self) -> None:
        if self._state is not RunState.RUNNING or self._trainer is None:
            return
        counted = self._wanted_steps != math.inf
        speed = None if counted else self._speed
        n_steps = int(min(self._wanted_steps, self._affordable_steps(), self._clock.due(speed)))
        if n_steps > 0:
            self._advance(n_steps)
        if self._state is RunState.RUNNING:
            if time.perf_counter() >= self._next_frame:
                self._look()
            self._timer.start(self._clock.pause_ms(speed))

    def _affordable_steps(self) -> int:
        return max(1, int(SLICE_SECONDS / self._seconds_per_step)) if self._seconds_per_step > 0 else 16

    def _advance(self, n_steps: int) -> None:
        trainer, order = self._trainer, self._order
        assert trainer is not None
        assert order is not None
        last_step = order.stop.step
        if self._wanted_steps == math.inf and last_step is not None and trainer.step < last_step:
            n_steps = min(n_steps, last_step - trainer.step)
        bound = None if self._ignore_stop_cost else order.stop.cost
        first = trainer.step
        began = time.perf_counter()
        done = trainer.advance(n_steps, bound)
        spent = time.perf_counter() - began
        self._history.append(first, done.costs)
        self._clock.count(done.steps)
        if done.steps:
            per_step = spent / done.steps
            self._seconds_per_step = 0.5 * (self._seconds_per_step + per_step) if self._seconds_per_step else per_step
        self._wanted_steps -= done.steps
        if bound is not None and order.recipe.batch_size is not None and trainer.cost() < bound:
            self._end(RunState.FINISHED)
        elif trainer.divergence is not None:
            self._end(RunState.DIVERGED)
        elif done.stopped == "stop-cost":
            self._end(RunState.FINISHED)
        elif self._wanted_steps <= 0:
            self._end(RunState.IDLE)
        elif self._wanted_steps == math.inf and last_step is not None and first < last_step <= trainer.step:
            self._end(RunState.FINISHED)

    def _end(self, state: RunState) -> None:
        self._wanted_steps = 0
        self._timer.stop()
        self._set_state(state)
        self._look()

    def _set_state(self, state: RunState) -> None:
        self._state = state

    def _look(self) -> None:
        """Send a snapshot, or note that one is due as soon as the last one has been shown."""
        self._snapshot_due = self._in_flight
        if self._in_flight or self._order is None:
            return
        began, worked = time.perf_counter(), time.thread_time()
        snapshot = self._snapshot(self._order)
        worked = time.thread_time() - worked  # not the waiting for a core or for the window's thread
        self._next_frame = began + max(FRAME_SECONDS, min(worked / OBSERVING_SHARE, LONGEST_FRAME_SECONDS))
        self._in_flight = True
        self.snapshot_ready.emit(snapshot)

    def _snapshot(self, order: Order) -> Snapshot:
        trainer = self._trainer
        divergence: Divergence | None = None
        if trainer is None:
            assert self._idle_state is not None
            state = self._idle_state
            last_change = frozen(np.zeros(state.theta.size))
        else:
            trainer.cost()  # a cost that is not finite takes back the step that led there
            divergence = trainer.divergence
            if divergence is not None:
                self._wanted_steps = 0
                self._timer.stop()
                self._set_state(RunState.DIVERGED)
            state = trainer.state()
            last_change = frozen(trainer.last_change)
        seen = observe(order.recipe, order.samples, order.grid, state.theta)
        cost = seen.data_cost + seen.penalty
        # the newest point of the curve is the cost at the present parameters: no step has measured it yet
        if order.recipe.batch_size is not None:
            self._history.note_full(state.step, cost)
        if seen.test_cost is not None:
            self._history.note_test(state.step, seen.test_cost)
        self._number += 1
        return Snapshot(
            order=order.number,
            number=self._number,
            run_state=self._state,
            state=state,
            gradient=seen.gradient,
            last_change=last_change,
            cost=cost,
            data_cost=seen.data_cost,
            penalty=seen.penalty,
            test_cost=seen.test_cost,
            accuracy=seen.accuracy,
            test_accuracy=seen.test_accuracy,
            curve=self._history.curve(),
            grid=order.grid,
            responses=seen.responses,
            steps_per_second=self._clock.measured,
            step_length=seen.step_length,
            expected_change=seen.expected_change,
            divergence=divergence,
        )
