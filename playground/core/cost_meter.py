"""Measures the cost at parameters of one's choice: by the kernel where it is loaded, else by the readable reference.

Whatever takes long is a generator: it yields after every measurement, so that the caller can do other things between.
"""

import time
from collections.abc import Callable, Generator

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.core.advance import Interrupted
from playground.core.gradients import GRADIENTS, Objective
from playground.core.kernel_memory import KernelMemory, load_kernel
from playground.core.optimizers import OptimizerSettings
from playground.core.recipe import Recipe

Pieces = Generator[None, None, float]
"""Yields while it is at work and returns a number."""

_NUDGE = 1e-3
_TRIES = 4
_PIECE_SECONDS = 0.002
_MOST_POINTS = 1024
_MOST_NUMBERS = 1 << 18


class CostMeter:
    """Measures one objective on one set of samples.

    Parameters
    ----------
    objective : Objective
    inputs, targets : (n_samples, n) arrays
        At least one sample.
    compiled : bool
        Whether the kernel is loaded and may be used.
    stop_flag : (1,) int64 array, optional
        While it is raised, a measurement by the kernel is given up and begun again later.
    """

    def __init__(
        self,
        objective: Objective,
        inputs: Array,
        targets: Array,
        *,
        compiled: bool,
        stop_flag: NDArray[np.int64] | None = None,
    ) -> None:
        self.objective = objective
        self.inputs = inputs
        self.targets = targets
        self.compiled = compiled
        self._flag = np.zeros(1, dtype=np.int64) if stop_flag is None else stop_flag
        self._memory: KernelMemory | None = None
        self._seconds_each = 0.0
        self._result = np.empty(1)

    def cost(self, theta: Array) -> float:
        """Measure the cost at ``theta``, without a breath.

        Raises
        ------
        Interrupted
            If the stop flag is raised and the kernel measures.
        """
        if not self.compiled:
            with np.errstate(all="ignore"):
                return self.objective.value(theta, self.inputs, self.targets)
        memory = self._compiled_memory()
        memory.theta(0)[:] = theta
        return self._run(memory, load_kernel().COST_ONLY)

    def many(self, count: int, points: Callable[[int, int], Array]) -> Generator[None, None, Array]:
        """Measure the cost at many parameters; between two breaths as many as take some 2 ms.

        Parameters
        ----------
        count : int
        points : callable
            ``points(start, stop)``, the parameters from number ``start`` to before ``stop``, one row each.
        """
        costs = np.empty(count)
        done = 0
        while done < count:
            yield
            stop = min(count, done + self._affordable())
            done += self._measure(points(done, stop), costs[done:stop])
        return costs

    def _affordable(self) -> int:
        if not self.compiled:
            return 1
        wanted = _PIECE_SECONDS / self._seconds_each if self._seconds_each else 16
        return max(1, min(self._room(), int(wanted)))

    def _room(self) -> int:
        return max(1, min(_MOST_POINTS, _MOST_NUMBERS // self.objective.network.n_parameters))

    def _measure(self, thetas: Array, costs: Array) -> int:
        """Measure as many as there is time for without interruption; return how many."""
        if not self.compiled:
            costs[0] = self.cost(thetas[0])
            return 1
        memory, kernels = self._compiled_memory(), load_kernel()
        memory.points()[: len(thetas)] = thetas
        began = time.perf_counter()
        memory.run(kernels.COST_ONLY, costs, self._flag)
        measured = int(memory.progress[kernels.TAKEN])
        if measured:
            self._seconds_each = (time.perf_counter() - began) / measured
        return measured

    def pieces(self, theta: Array) -> Pieces:
        """Measure the cost at ``theta``, as often as it takes until nobody interrupts."""
        while True:
            yield
            try:
                return self.cost(theta)
            except Interrupted:
                continue

    def gradient(self, theta: Array, method: str, epsilon: float) -> Generator[None, None, Array]:
        """Take the gradient with one of the four methods."""
        while True:
            yield
            try:
                return self._gradient(theta, method, epsilon)
            except Interrupted:
                continue

    def _gradient(self, theta: Array, method: str, epsilon: float) -> Array:
        if not self.compiled:
            with np.errstate(all="ignore"):
                return GRADIENTS[method].gradient(self.objective, theta, self.inputs, self.targets, epsilon)
        memory = self._compiled_memory()
        memory.theta(0)[:] = theta
        memory.set_method(method, epsilon)
        self._run(memory, load_kernel().GRADIENT_ONLY)
        return np.array(memory.gradient())

    def seconds_of_gradient(self, theta: Array, method: str, rounds: int) -> float:
        """Time one gradient, by the kernel in ``rounds`` rounds of a single call, else by the reference."""
        if not self.compiled:
            began = time.perf_counter()
            self._gradient(theta, method, _NUDGE)
            return time.perf_counter() - began
        still = OptimizerSettings(learning_rate=0.0)
        memory = KernelMemory(Recipe(self.objective, method, _NUDGE, still), self._rows())
        memory.theta(0)[:] = theta
        costs = np.empty(rounds)
        shortest = np.inf
        for _ in range(_TRIES):
            began = time.perf_counter()
            memory.run(load_kernel().TRAIN, costs, self._flag)
            taken = int(memory.progress[load_kernel().TAKEN])
            shortest = min(shortest, (time.perf_counter() - began) / taken) if taken else shortest
        return float(shortest)

    def _rows(self) -> Array:
        return np.hstack([self.inputs, self.targets], dtype=np.float64)

    def _run(self, memory: KernelMemory, mode: int) -> float:
        if memory.run(mode, self._result, self._flag) == load_kernel().INTERRUPTED:
            raise Interrupted
        return float(self._result[0])

    def _compiled_memory(self) -> KernelMemory:
        if self._memory is None:
            self._memory = KernelMemory(Recipe(self.objective), self._rows(), max(2, self._room()))
        return self._memory
