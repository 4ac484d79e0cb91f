"""Training an experiment from start to end without a window."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.core.batches import is_full_batch
from playground.core.cost_history import CostCurve, CostHistory
from playground.core.network import Network, Parameter
from playground.core.trainer import Divergence, Trainer, TrainingState
from playground.experiment.build import Built

CostListener = Callable[[int, Array, Array], None]
"""Told ``(first_step, costs, test_costs)``: full costs of steps in a row; ``test_costs`` empty without a test set."""

_SNAPSHOTS = 256
_LARGEST_CALL = 65_536


@dataclass(frozen=True, eq=False)
class RunResult:
    """Where a run ended.

    Attributes
    ----------
    state : TrainingState
        The last state; on divergence the last one at which everything was finite.
    first_cost, cost : float
        Cost over all training samples at the start and at ``state``.
    test_cost : float or None
        Cost over the test samples there, None without any.
    curve : CostCurve
        Costs on the way.
    divergence : Divergence or None
        Why it could not go on.
    interrupted : bool
        Whether the stop flag ended it.
    """

    state: TrainingState
    first_cost: float
    cost: float
    test_cost: float | None
    curve: CostCurve
    divergence: Divergence | None
    interrupted: bool


def parameter_at(network: Network, index: int) -> Parameter:
    """One entry of ``network.parameters``, found without the millions of others that it may have."""
    for layer, (weights, biases) in enumerate(zip(network.weight_slices, network.bias_slices, strict=True), start=1):
        if index < weights.stop:
            return Parameter(index, layer, *divmod(index - weights.start, network.layers[layer]))
        if index < biases.stop:
            return Parameter(index, layer, None, index - biases.start)
    raise IndexError(index)


class TrainingRun:
    """Takes a number of steps, and tells on the way.

    With mini-batches the trainer does not see the cost over all samples; a run that finds it is not finite, where it
    looks, has diverged all the same, and ends where it was finite last.

    Parameters
    ----------
    built : Built
        What is trained; it starts from ``built.state``.
    on_costs : callable, optional
        Is told the full cost of every step. With mini-batches or a test set that makes each step dearer.
    on_steps : callable, optional
        Is told ``(steps, cost)`` from time to time: how many steps were just taken, and the newest cost known.
    stop_flag : (1,) int64 array, optional
        Another thread sets it to 1 to end the run.
    """

    def __init__(
        self,
        built: Built,
        on_costs: CostListener | None = None,
        on_steps: Callable[[int, float], None] | None = None,
        stop_flag: NDArray[np.int64] | None = None,
    ) -> None:
        self._built = built
        self._on_costs = on_costs
        self._on_steps = on_steps
        self._trainer = Trainer(built.recipe, built.train_inputs, built.train_targets, built.state, stop_flag)
        self._history = CostHistory()
        self._batched = not is_full_batch(len(built.train_inputs), built.recipe.batch_size)
        self._tests = len(built.test_inputs) > 0
        self._next_row = built.state.step
        self._sound = built.state
        self._divergence: Divergence | None = None

    def run(self, steps: int) -> RunResult:
        """Take the steps, fewer if it diverges or is interrupted."""
        first_cost = self._trainer.cost()
        self._note()
        stride = min(max(1, -(-steps // _SNAPSHOTS)), _LARGEST_CALL)
        stopped, left = "", steps
        while left > 0 and not stopped and self._divergence is None:
            taken, stopped = self._advance(min(stride, left))
            left -= taken
            self._note()
        trainer = self._trainer
        cost = trainer.cost()  # may find that the last step went too far, and take it back
        if not self._batched:
            self._history.append(trainer.step, np.array([cost]))
        self._tell(trainer.step, np.array([cost]), self._test_costs())
        self._note()
        return RunResult(
            state=trainer.state(),
            first_cost=first_cost,
            cost=cost,
            test_cost=self._test_cost(),
            curve=self._history.curve(),
            divergence=self._divergence or trainer.divergence,
            interrupted=stopped == "interrupted",
        )

    def _advance(self, steps: int) -> tuple[int, str]:
        if self._on_costs is not None and (self._batched or self._tests):
            return self._advance_singly(steps)
        first = self._trainer.step
        advance = self._trainer.advance(steps)
        self._history.append(first, advance.costs)
        if not self._batched:
            self._tell(first, advance.costs, np.empty(0))
        if self._on_steps is not None and advance.steps:
            self._on_steps(advance.steps, float(advance.costs[-1]))
        return advance.steps, advance.stopped

    def _advance_singly(self, steps: int) -> tuple[int, str]:
        """One step a call, for the full cost and the test cost of each."""
        for taken in range(steps):
            first = self._trainer.step
            cost, test_costs = self._trainer.cost(), self._test_costs()
            if self._batched and not np.isfinite(cost):
                return taken, "diverged"  # those who look next find out why
            advance = self._trainer.advance(1)
            self._history.append(first, advance.costs)
            if advance.stopped:
                return taken, advance.stopped
            self._tell(first, np.array([cost]), test_costs)
            if self._on_steps is not None:
                self._on_steps(1, cost)
        return steps, ""

    def _tell(self, first_step: int, costs: Array, test_costs: Array) -> None:
        """Pass costs on, but no step twice: one taken back has been told already."""
        if self._on_costs is not None and len(costs) and first_step >= self._next_row:
            self._on_costs(first_step, costs, test_costs)
            self._next_row = first_step + len(costs)

    def _note(self) -> None:
        if self._batched:
            cost = self._trainer.cost()
            if not np.isfinite(cost) and self._divergence is None:
                self._go_back()
                cost = self._trainer.cost()
            self._sound = self._trainer.state()
            self._history.note_full(self._trainer.step, cost)
        if self._tests:
            test_cost = self._trainer.cost_of(self._built.test_inputs, self._built.test_targets)
            self._history.note_test(self._trainer.step, test_cost)

    def _go_back(self) -> None:
        """Take the steps since the cost was last seen to be finite again, up to the one that led too far."""
        sound = self._sound
        scout = self._trainer_at(sound)
        blamed = scout.theta  # if the start itself is at fault
        while np.isfinite(scout.cost()):
            sound = scout.state()
            scout.advance(1)
            if scout.step == sound.step:  # it noticed by itself
                break
            blamed = scout.last_change
        name = parameter_at(self._built.network, int(np.abs(blamed).argmax())).name
        self._divergence = scout.divergence or Divergence(sound.step + 1, name, "cost")
        self._trainer = self._trainer_at(sound)
        self._history.truncate(sound.step)

    def _trainer_at(self, state: TrainingState) -> Trainer:
        built = self._built
        return Trainer(built.recipe, built.train_inputs, built.train_targets, state)

    def _test_cost(self) -> float | None:
        if not self._tests:
            return None
        return self._trainer.cost_of(self._built.test_inputs, self._built.test_targets)

    def _test_costs(self) -> Array:
        cost = self._test_cost()
        return np.empty(0) if cost is None else np.array([cost])
