"""The playground's own training as it is used: slices of about 5 ms, every cost kept in the history."""

import time

from playground.core.activations import Array
from playground.core.cost_history import CostHistory
from playground.core.gradients import Objective
from playground.core.optimizers import OptimizerSettings
from playground.core.trainer import Recipe, Trainer, TrainingState
from tests.benchmarks.cases import Case

SLICE_SECONDS = 0.005


class Ours:
    """Trainer and cost history on one training; the optimizer and the divergence check are part of every step."""

    def __init__(self, recipe: Recipe, inputs: Array, targets: Array, theta: Array) -> None:
        self._recipe, self._inputs, self._targets, self._theta = recipe, inputs, targets, theta
        self.start()
        self._slice = self._steps_in_a_slice()
        self.start()

    def start(self) -> None:
        """Go back to the start parameters, with an empty history."""
        state = TrainingState.start(self._recipe, self._theta)
        self._trainer = Trainer(self._recipe, self._inputs, self._targets, state)
        self._history = CostHistory()

    def take(self, n_steps: int) -> None:
        """Take so many steps, slice by slice."""
        end = self._trainer.step + n_steps
        while self._trainer.step < end:
            first = self._trainer.step
            advance = self._trainer.advance(min(self._slice, end - first))
            if advance.stopped:
                raise RuntimeError(f"training stopped at step {self._trainer.step}: {advance.stopped}")
            self._history.append(first, advance.costs)

    def cost(self) -> float:
        """The cost at the parameters it has now."""
        return float(self._trainer.cost())

    def _steps_in_a_slice(self) -> int:
        self._trainer.advance(1)  # loads the kernel
        n_steps, seconds = 1, 0.0
        while seconds < SLICE_SECONDS / 2:
            n_steps *= 2
            began = time.perf_counter()
            self._trainer.advance(n_steps)
            seconds = time.perf_counter() - began
        return max(1, round(n_steps * SLICE_SECONDS / seconds))


def full_batch(case: Case) -> Ours:
    """Gradient descent with all samples in every step, as everybody else does it."""
    optimizer = OptimizerSettings("gradient-descent", case.learning_rate)
    return Ours(Recipe(Objective(case.network), optimizer=optimizer), case.inputs, case.targets, case.theta)
