"""The object that trains. It lives in a thread of its own; its slots are reached through queued signals only."""

import math
import time

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from playground.core.advance import Divergence, Interrupted
from playground.core.batches import steps_per_epoch
from playground.core.cost_history import CostHistory
from playground.core.run_path import RunPath
from playground.core.trainer import Trainer, TrainingState
from playground.worker.interrupt import Interrupt
from playground.worker.messages import Order, RunState, Snapshot
from playground.worker.observation import frozen, observe
from playground.worker.reporting import reporting
from playground.worker.speed_clock import SLICE_SECONDS, SpeedClock

FRAME_SECONDS = 1 / 60
OBSERVING_SHARE = 0.05
"""Largest share of the time that goes into snapshots while training at full speed, unless one takes very long."""
LONGEST_FRAME_SECONDS = 0.1
LONG_LOOK_SECONDS = 0.01
LARGEST_OBSERVING_SHARE = 0.1
"""For snapshots that do take very long."""


class TrainingWorker(QObject):
    """Trains by slices of some milliseconds between which it reads its messages.

    At most one snapshot is under way: the next one is made after `acknowledge`. The costs of the steps between are
    kept in the cost history.
    """

    snapshot_ready = Signal(object)
    state_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, interrupt: Interrupt) -> None:
        super().__init__()
        self._interrupt = interrupt
        self._order: Order | None = None
        self._trainer: Trainer | None = None
        self._idle_state: TrainingState | None = None
        self._history = CostHistory()
        self._path = RunPath()
        self._kernel_ready = False
        self._wanted_steps: float = 0
        self._state = RunState.LOADING
        self._speed: float | None = None
        self._ignore_stop_cost = False
        self._in_flight = self._snapshot_due = self._unseen = False
        self._number = 0
        self._next_frame = 0.0
        self._looking_seconds = 0.0
        self._clock = SpeedClock()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_slice)

    @Slot(object)
    @reporting
    def take_order(self, order: Order) -> None:
        """Train something else from now on, or the same with other settings."""
        self._interrupt.answer()
        self._adopt(order)

    def _adopt(self, order: Order) -> None:
        """Take an order; subclasses do more here, for PySide runs an overridden slot in the thread that asks for it."""
        start = order.start
        previous, self._order = self._order, order
        if start is not None:
            self.stand_still()
            self._idle_state = start.state
            self._trainer = None
            self._history = CostHistory() if start.curve is None else CostHistory.from_curve(start.curve)
        elif not order.keep_curve:
            self._history = CostHistory()
        if not len(order.samples.train_inputs):
            if self._trainer is not None:
                self._idle_state = self._trainer.state()
            self._trainer = None
            self.stand_still()
        if self._trainer is not None:
            self._trainer.replace_data(order.samples.train_inputs, order.samples.train_targets)
            self._trainer.change(order.recipe)
        elif self._idle_state is not None and start is None:
            self._idle_state = self._idle_state.for_recipe(order.recipe, previous.recipe if previous else None)
        if self._state in (RunState.FINISHED, RunState.DIVERGED):
            self._set_state(RunState.IDLE)
        self._clock.restart(same_pace=False)
        self._look()

    @Slot()
    @reporting
    def kernel_loaded(self) -> None:
        """The compiled kernel is there: what was asked meanwhile starts now."""
        self._kernel_ready = True
        if self._state is RunState.WAITING:
            self._begin(self._wanted_steps)
        elif self._state is RunState.LOADING:
            self._set_state(RunState.IDLE)
            self._look()

    @Slot(object)
    @reporting
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
    @reporting
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
    @reporting
    def set_speed(self, steps_per_second: float | None) -> None:
        """Limit the speed; None for as fast as it goes."""
        self._speed = steps_per_second
        self._clock.restart(with_step=False)
        if self._state is RunState.RUNNING:
            self._timer.start(0)

    @Slot(object)
    @reporting
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
        seen = self._trainer.cost() if bound is not None and steps == math.inf else math.inf
        self._ignore_stop_cost = bound is None or steps != math.inf or seen < bound
        self._wanted_steps = steps
        self._set_state(RunState.RUNNING)
        self._clock.restart()
        if steps == math.inf:
            self._timer.start(0)
            self._look()
        else:
            self._on_slice()

    @Slot()
    @reporting
    def _on_slice(self) -> None:
        if self._state is not RunState.RUNNING or self._trainer is None:
            return
        counted = self._wanted_steps != math.inf
        speed = None if counted else self._speed
        n_steps = int(min(self._wanted_steps, self._clock.affordable(self._next_frame), self._clock.due(speed)))
        if n_steps > 0:
            self._advance(n_steps)
        if self._state is RunState.RUNNING:
            pause = self._clock.pause_ms(speed)
            to_frame = self._next_frame - time.perf_counter()
            if self._unseen and to_frame <= 0:
                self._look()
            elif self._unseen and pause > 1000 * to_frame:  # slow steps: show this one before the next is due
                pause = int(1000 * to_frame) + 1
            self._timer.start(pause)

    def _advance(self, n_steps: int) -> None:
        trainer, order = self._trainer, self._order
        assert trainer is not None
        assert order is not None
        last_step = order.stop.step
        if self._wanted_steps == math.inf and last_step is not None and trainer.step < last_step:
            n_steps = min(n_steps, last_step - trainer.step)
        bound = None if self._ignore_stop_cost else order.stop.cost
        first = trainer.step
        epoch = 0 if order.is_full_batch else steps_per_epoch(len(order.samples.train_inputs), order.recipe.batch_size)
        began = time.perf_counter()
        below, stopped = False, ""
        while n_steps > 0 and not stopped and not below:
            # the cost of a mini-batch says little: the full one is compared with the bound at the end of every epoch
            piece = n_steps if bound is None or not epoch else min(n_steps, epoch - trainer.step % epoch)
            before = trainer.step
            done = trainer.advance(min(piece, self._path.gap(before)), bound)
            self._history.append(before, done.costs)
            self._path.note(trainer.step, trainer.theta)
            n_steps -= done.steps
            stopped = done.stopped
            if bound is not None and epoch:
                below = trainer.step % epoch == 0 and trainer.cost() < bound
                if time.perf_counter() - began > SLICE_SECONDS:
                    break
        taken = trainer.step - first
        self._unseen = True
        self._clock.count(taken, time.perf_counter() - began)
        self._wanted_steps -= taken
        if trainer.divergence is not None:
            self._end(RunState.DIVERGED)
        elif below or stopped == "stop-cost":
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
        """Where snapshots take long, the state is told at once; else it comes with the next one."""
        self._state = state
        if self._order is not None and self._looking_seconds > LONG_LOOK_SECONDS:
            self.state_changed.emit((self._order.number, state))

    def _look(self) -> None:
        """Send a snapshot, or note that one is due as soon as the last one has been shown."""
        self._snapshot_due = self._unseen = self._in_flight
        if self._in_flight or self._order is None:
            return
        began, worked = time.perf_counter(), time.thread_time()
        try:
            snapshot = self._snapshot(self._order)
        except Interrupted:  # a message has come: it is read first
            self._snapshot_due = True
            QTimer.singleShot(0, self, self._look_again)
            return
        worked = time.thread_time() - worked  # not the waiting for a core or for the window's thread
        self._looking_seconds = worked
        rest = min(worked / OBSERVING_SHARE, max(LONGEST_FRAME_SECONDS, worked / LARGEST_OBSERVING_SHARE))
        self._next_frame = began + max(FRAME_SECONDS, rest)
        self._in_flight = True
        self.snapshot_ready.emit(snapshot)

    @Slot()
    @reporting
    def _look_again(self) -> None:
        if self._snapshot_due:
            self._look()

    def _snapshot(self, order: Order) -> Snapshot:
        trainer = self._trainer
        divergence: Divergence | None = None
        if trainer is None:
            assert self._idle_state is not None
            state = self._idle_state
            last_change = frozen(np.zeros(state.theta.size))
        else:
            trainer.cost(interruptible=True)  # a cost that is not finite takes back the step that led there
            divergence = trainer.divergence
            if divergence is not None and self._state is not RunState.DIVERGED:
                self._wanted_steps = 0
                self._timer.stop()
                self._set_state(RunState.DIVERGED)
            state = trainer.state()
            last_change = frozen(trainer.last_change)
        seen = observe(order.recipe, order.samples, order.grid, state.theta, trainer, self._interrupt.flag)
        cost = seen.data_cost + seen.penalty
        # the newest point of the curve is the cost at the present parameters: no step has measured it yet
        if not order.is_full_batch:
            self._history.note_full(state.step, cost)
        if seen.test_cost is not None:
            self._history.note_test(state.step, seen.test_cost)
        self._number += 1
        return Snapshot(
            order=order.number,
            number=self._number,
            recipe=order.recipe,
            run_state=self._state,
            state=state,
            last_change=last_change,
            cost=cost,
            curve=self._history.curve(),
            grid=order.grid,
            steps_per_second=self._clock.measured,
            divergence=divergence,
            **vars(seen),
        )
