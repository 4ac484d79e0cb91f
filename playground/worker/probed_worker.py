"""The worker that the thread runs: it trains, answers probes between two slices, and takes parameters set by hand."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot

from playground.core.activations import Array
from playground.core.cost_meter import CostMeter
from playground.worker.interrupt import Interrupt
from playground.worker.messages import Order, RunState
from playground.worker.observation import frozen
from playground.worker.probes import Moment, ProbeDesk, Request
from playground.worker.reporting import reporting
from playground.worker.training_worker import TrainingWorker


class ProbedWorker(TrainingWorker):
    """Trains, and answers probes whether it runs or not, also before the kernel is loaded."""

    probe_answered = Signal(object)

    def __init__(self, interrupt: Interrupt) -> None:
        super().__init__(interrupt)
        self._meter: CostMeter | None = None
        self._kept: dict[str, object] = {}
        self._probes = ProbeDesk(self._moment, interrupt)
        self._probe_timer = QTimer(self)
        self._probe_timer.setSingleShot(True)
        self._probe_timer.timeout.connect(self._on_probe_slice)

    def _adopt(self, order: Order) -> None:
        """Take an order; probes of before are dropped."""
        self._probes.drop_older(order.number)
        self._kept = {}
        if order.start is not None:
            self._path.clear()
            self._path.note(order.start.state.step, order.start.state.theta)
        super()._adopt(order)
        self._go_on_probing()

    @Slot(object)
    @reporting
    def set_parameters(self, theta: Array) -> None:
        """Take parameters set by hand; step, optimizer state and cost curve stay."""
        self._interrupt.answer()
        self._take_parameters(theta)

    @Slot(object)
    @reporting
    def change_parameters(self, values: tuple[tuple[int, float], ...]) -> None:
        """Take some parameters set by hand, and keep the others as they are now."""
        self._interrupt.answer()
        state = self._trainer.state() if self._trainer is not None else self._idle_state
        if state is not None:
            theta = np.array(state.theta)
            for index, value in values:
                theta[index] = value
            self._take_parameters(theta)

    def _take_parameters(self, theta: Array) -> None:
        state = self._trainer.state() if self._trainer is not None else self._idle_state
        if state is None or state.theta.shape != theta.shape:
            return  # another network came in between
        if self._trainer is not None:
            self._trainer.set_theta(theta)
        else:
            self._idle_state = replace(state, theta=theta)
        self._path.note(state.step, theta)
        if self._state in (RunState.FINISHED, RunState.DIVERGED):
            self._set_state(RunState.IDLE)
        self._look()

    @Slot(object)
    @reporting
    def ask(self, request: Request) -> None:
        """Answer a probe between two slices."""
        self._probes.take(request)
        self._go_on_probing()

    def _go_on_probing(self) -> None:
        if self._order is not None and self._probes.is_ready(self._order.number):
            self._probe_timer.start(0)

    @Slot()
    @reporting
    def _on_probe_slice(self) -> None:
        try:
            for answer in self._probes.work():
                self.probe_answered.emit(answer)
        finally:
            self._go_on_probing()

    def _moment(self) -> Moment | None:
        order, trainer, idle_state = self._order, self._trainer, self._idle_state
        if order is None:
            return None
        if trainer is not None:
            state, last_change = trainer.state(), trainer.last_change
        elif idle_state is not None:
            state, last_change = idle_state, frozen(np.zeros(idle_state.theta.size))
        else:
            return None
        meter, path = self._meter_for(order), self._path
        return Moment(order.number, order.recipe, order.samples, state, last_change, meter, path, self._kept)

    def _meter_for(self, order: Order) -> CostMeter | None:
        """Keep the meter, whose memory takes time to fill, as long as it measures the same."""
        samples, objective, meter = order.samples, order.recipe.objective, self._meter
        if not len(samples.train_inputs):
            return None
        if (
            meter is None
            or meter.objective != objective
            or meter.inputs is not samples.train_inputs
            or meter.targets is not samples.train_targets
            or meter.compiled != self._kernel_ready
        ):
            meter = CostMeter(
                objective,
                samples.train_inputs,
                samples.train_targets,
                compiled=self._kernel_ready,
                stop_flag=self._interrupt.flag,
            )
            self._meter = meter
        return meter
