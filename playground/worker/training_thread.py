"""The window's handle on the training thread: sends messages down, owns the thread, ends it in order."""

import contextlib
import logging
import threading

from PySide6.QtCore import QObject, QThread, Signal

from playground.core.activations import Array
from playground.core.kernel_memory import load_kernel
from playground.worker.interrupt import Interrupt
from playground.worker.messages import Order
from playground.worker.probed_worker import ProbedWorker
from playground.worker.probes import Request

STACK_BYTES = 8 * 1024 * 1024
"""macOS gives threads 512 KiB, too little for its BLAS."""


class TrainingThread(QObject):
    """Owns the worker and its thread. All methods are for the window's thread and return at once.

    Signals
    -------
    snapshot_ready : Snapshot
    state_changed : tuple of int and RunState
        Number of the order, and what the worker does with it now.
    failed : str
        The worker met an error; it stands still and can take a new order.
    kernel_failed : str
        The compiled kernel could not be loaded.
    probe_answered : ProbeAnswer
    """

    snapshot_ready = Signal(object)
    state_changed = Signal(object)
    failed = Signal(object)
    kernel_failed = Signal(object)
    probe_answered = Signal(object)
    _order_sent = Signal(object)
    _run_sent = Signal(object)
    _pause_sent = Signal()
    _speed_sent = Signal(object)
    _acknowledge_sent = Signal(object)
    _parameters_sent = Signal(object)
    _values_sent = Signal(object)
    _ask_sent = Signal(object)
    _kernel_loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._interrupt = Interrupt()
        self._thread = QThread()
        self._thread.setObjectName("training")
        self._thread.setStackSize(STACK_BYTES)
        self._worker = ProbedWorker(self._interrupt)
        self._worker.moveToThread(self._thread)
        self._order_sent.connect(self._worker.take_order)
        self._run_sent.connect(self._worker.run)
        self._pause_sent.connect(self._worker.pause)
        self._speed_sent.connect(self._worker.set_speed)
        self._acknowledge_sent.connect(self._worker.acknowledge)
        self._parameters_sent.connect(self._worker.set_parameters)
        self._values_sent.connect(self._worker.change_parameters)
        self._ask_sent.connect(self._worker.ask)
        self._kernel_loaded.connect(self._worker.kernel_loaded)
        self._worker.snapshot_ready.connect(self.snapshot_ready)
        self._worker.state_changed.connect(self.state_changed)
        self._worker.failed.connect(self.failed)
        self._worker.probe_answered.connect(self.probe_answered)
        self._thread.finished.connect(self._worker.deleteLater)
        self._thread.start()
        self._closed = False
        self._loader: threading.Thread | None = None

    def load_kernel(self) -> None:
        """Load or compile the kernel on a daemon thread: it cannot be interrupted, and must not hold up the exit."""
        self._loader = threading.Thread(target=self._load_kernel, name="kernel-loader", daemon=True)
        self._loader.start()

    @property
    def is_loading(self) -> bool:
        """Whether the kernel is being loaded or compiled right now."""
        return self._loader is not None and self._loader.is_alive()

    def _load_kernel(self) -> None:
        problem = None
        try:
            load_kernel()
        except Exception as error:  # noqa: BLE001 - whatever Numba throws, the user must read it
            problem = f"{type(error).__name__}: {error}"
        else:
            logging.getLogger("playground").info("the kernel is ready")
        with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
            if problem is None:
                self._kernel_loaded.emit()
            else:
                self.kernel_failed.emit(problem)

    def send(self, order: Order) -> None:
        """Train this from now on."""
        self._interrupt.ask()
        self._order_sent.emit(order)

    def run(self, steps: float) -> None:
        """Take so many steps; inf to go on until `pause`."""
        self._interrupt.ask()
        self._run_sent.emit(steps)

    def pause(self) -> None:
        """Stop after the last whole step."""
        self._interrupt.ask()
        self._pause_sent.emit()

    def set_parameters(self, theta: Array) -> None:
        """Go on from these parameters; read-only, of the present network."""
        self._interrupt.ask()
        self._parameters_sent.emit(theta)

    def change_parameters(self, values: tuple[tuple[int, float], ...]) -> None:
        """Go on with these values at these places in theta."""
        self._interrupt.ask()
        self._values_sent.emit(values)

    def ask(self, request: Request) -> None:
        """Answer a probe as soon as there is time."""
        self._ask_sent.emit(request)

    def set_speed(self, steps_per_second: float | None) -> None:
        """Limit the speed; None for as fast as it goes."""
        self._speed_sent.emit(steps_per_second)

    def acknowledge(self, number: int) -> None:
        """The snapshot of that number has been shown; the next one may come."""
        self._acknowledge_sent.emit(number)

    def close(self) -> None:
        """Stop, quit, wait. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.pause()
        self._thread.quit()
        self._thread.wait()
