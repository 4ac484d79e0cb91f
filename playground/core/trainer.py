"""The trainer: takes steps with the compiled kernel and always stands at finite parameters.

Numba takes long to import, so the kernel is imported by the first `Trainer`; `load_kernel` does it ahead of time.
"""

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.core.advance import Advance, Divergence, Interrupted
from playground.core.forward_pass import ForwardPasses
from playground.core.gradients import Objective
from playground.core.kernel_memory import KernelMemory, load_kernel
from playground.core.recipe import Recipe, TrainingState, frozen_copy

__all__ = ["Advance", "Divergence", "Interrupted", "Recipe", "Trainer", "TrainingState", "load_kernel"]

Flag = NDArray[np.int64]


class Trainer:
    """Trains one network on one set of samples.

    If the cost turns out not to be finite, the step that led there is taken back, so that the parameters are always
    the last ones at which everything was finite; then `divergence` says what happened and no further step is taken
    until something is changed.

    Parameters
    ----------
    recipe : Recipe
    inputs : (n_samples, n_inputs) array
    targets : (n_samples, n_outputs) array
    state : TrainingState
        Where to begin.
    stop_flag : (1,) int64 array, optional
        Another thread may set it to 1: the step under way is then dropped and `advance` returns at once.

    Raises
    ------
    ValueError
        If samples or state do not fit the recipe.
    """

    def __init__(
        self, recipe: Recipe, inputs: Array, targets: Array, state: TrainingState, stop_flag: Flag | None = None
    ) -> None:
        n_parameters = recipe.objective.network.n_parameters
        _check_theta(state.theta, n_parameters)
        if state.optimizer_state.shape != (recipe.n_slots, n_parameters):
            wanted, given = (recipe.n_slots, n_parameters), state.optimizer_state.shape
            raise ValueError(f"optimizer state: shape {wanted} wanted, {given} given")
        self._kernels = load_kernel()
        self._recipe = recipe
        self._stop_flag: Flag = np.zeros(1, dtype=np.int64) if stop_flag is None else stop_flag
        self._never: Flag = np.zeros(1, dtype=np.int64)
        self._divergence: Divergence | None = None
        self._others: tuple[Array, Array, KernelMemory] | None = None
        self._passes = ForwardPasses(recipe.objective)
        self._rows = self._checked_rows(inputs, targets)
        self._put(state)

    @property
    def recipe(self) -> Recipe:
        """How it trains now."""
        return self._recipe

    @property
    def step(self) -> int:
        """Steps taken."""
        return int(self._progress[self._kernels.STEP])

    @property
    def theta(self) -> Array:
        """The parameters, a read-only copy."""
        return frozen_copy(self._memory.theta(self._current))

    @property
    def last_change(self) -> Array:
        """What the last step added to the parameters; zeros where there is none, as after a change by hand."""
        if not self._progress[self._kernels.HAS_PREVIOUS]:
            return frozen_copy(np.zeros(self._memory.n_parameters))
        return frozen_copy(self._memory.theta(self._current) - self._memory.theta(1 - self._current))

    @property
    def divergence(self) -> Divergence | None:
        """Why it cannot go on, or None."""
        return self._divergence

    def state(self) -> TrainingState:
        """Everything needed to go on from here."""
        optimizer_step = int(self._progress[self._kernels.OPTIMIZER_STEP])
        current = self._current
        return TrainingState(self.step, self._memory.theta(current), self._memory.slots(current), optimizer_step)

    def advance(self, n_steps: int, stop_below: float | None = None) -> Advance:
        """Take steps.

        Parameters
        ----------
        n_steps : int
            How many at most. The costs of all of them are returned in one array.
        stop_below : float, optional
            Stop before the first step whose cost is below. With mini-batches it is ignored, for the cost of a batch
            says little; compare `cost` with the bound from time to time instead.

        Returns
        -------
        Advance
            If the very first cost is not finite, the step taken back is one of an earlier call: then ``steps`` is 0
            and `step` is one less than before.
        """
        if self._divergence is not None:
            return Advance(0, np.empty(0), "diverged")
        kernels = self._kernels
        costs = np.empty(n_steps)
        self._memory.set_stop_below(stop_below if self._memory.full_batch else None)
        outcome = self._memory.run(kernels.TRAIN, costs, self._stop_flag)
        taken = int(self._progress[kernels.TAKEN])
        if outcome == kernels.BAD_COST:
            taken = max(0, taken - self._diverge_by_cost())
        elif outcome == kernels.BAD_PARAMETER:
            self._diverge_by_update()
        reasons = {kernels.FINISHED: "", kernels.STOP_COST: "stop-cost", kernels.INTERRUPTED: "interrupted"}
        return Advance(taken, costs[:taken], reasons.get(outcome, "diverged"))

    def cost(self, interruptible: bool = False) -> float:
        """Cost over all training samples, by the kernel's own forward pass.

        If every step sees all samples and the cost is not finite, the step that led here is taken back and
        `divergence` set, as the next step would have done; the cost returned is then that of the parameters before.

        Raises
        ------
        Interrupted
            If ``interruptible`` and the stop flag is set.
        """
        cost = self._measure(self._memory, self._kernels.COST_ONLY, interruptible)
        finds_out = self._memory.full_batch and self._divergence is None
        if finds_out and not np.isfinite(cost) and self._diverge_by_cost():
            return self._measure(self._memory, self._kernels.COST_ONLY, interruptible)
        return cost

    def cost_of(self, inputs: Array, targets: Array, interruptible: bool = False) -> float:
        """Cost of other samples at the present parameters, without the penalty; NaN if there are none.

        Raises
        ------
        Interrupted
            If ``interruptible`` and the stop flag is set.
        """
        if len(inputs) == 0:
            return float("nan")
        if self._others is None or self._others[0] is not inputs or self._others[1] is not targets:
            objective = Objective(self._recipe.objective.network, self._recipe.objective.cost)
            memory = KernelMemory(Recipe(objective), self._checked_rows(inputs, targets))
            self._others = (inputs, targets, memory)
        memory = self._others[2]
        memory.theta(0)[:] = self._memory.theta(self._current)
        return self._measure(memory, self._kernels.COST_ONLY, interruptible)

    def activations(self, inputs: Array, interruptible: bool = False) -> Array:
        """Activations of all units at the present parameters, for any inputs; see `ForwardPass`.

        Raises
        ------
        Interrupted
            If ``interruptible`` and the stop flag is set.
        """
        forward = self._passes.over(inputs)
        return forward.activations(self._memory.theta(self._current), self._stop_flag if interruptible else self._never)

    def gradient(self, method: str | None = None, epsilon: float | None = None, interruptible: bool = False) -> Array:
        """Gradient over all training samples at the present parameters, by the kernel.

        Parameters
        ----------
        method, epsilon
            The recipe's unless given.
        interruptible : bool
            Whether the stop flag counts.

        Raises
        ------
        Interrupted
            If ``interruptible`` and the stop flag is set.
        """
        recipe = self._recipe
        self._memory.set_method(
            recipe.gradient if method is None else method, recipe.epsilon if epsilon is None else epsilon
        )
        try:
            self._measure(self._memory, self._kernels.GRADIENT_ONLY, interruptible)
        finally:
            self._memory.set_method(recipe.gradient, recipe.epsilon)
        return frozen_copy(self._memory.gradient())

    def set_theta(self, theta: Array) -> None:
        """Change the parameters by hand; the optimizer's state stays."""
        _check_theta(theta, self._memory.n_parameters)
        self._memory.theta(self._current)[:] = theta
        self._progress[self._kernels.HAS_PREVIOUS] = 0
        self._divergence = None

    def change(self, recipe: Recipe) -> None:
        """Go on with other settings and the same network.

        The optimizer's state is kept if it is the same kind of optimizer, else it begins anew.

        Raises
        ------
        ValueError
            If the network is another one.
        """
        if recipe.objective.network != self._recipe.objective.network:
            raise ValueError("another network needs another trainer")
        previous, self._recipe = self._recipe, recipe
        if recipe.objective.cost != previous.objective.cost:
            self._others = None
        if not self._memory.take_settings(recipe):
            self._rebuild(previous)
        self._divergence = None

    def replace_data(self, inputs: Array, targets: Array) -> None:
        """Go on with other samples of the same number of features and outputs."""
        self._rows = self._checked_rows(inputs, targets)
        self._rebuild(self._recipe)
        self._divergence = None

    # ---- memory

    def _checked_rows(self, inputs: Array, targets: Array) -> Array:
        network = self._recipe.objective.network
        n_samples = len(inputs)
        if n_samples == 0:
            raise ValueError("there are no samples to train with")
        if inputs.shape != (n_samples, network.n_inputs) or targets.shape != (n_samples, network.n_outputs):
            raise ValueError(
                f"{network.n_inputs} inputs and {network.n_outputs} targets for each sample wanted, "
                f"shapes {inputs.shape} and {targets.shape} given"
            )
        return np.hstack([inputs, targets], dtype=np.float64)

    def _put(self, state: TrainingState) -> None:
        """Make the kernel's memory anew and begin at a state."""
        kernels = self._kernels
        self._memory = KernelMemory(self._recipe, self._rows)
        self._progress[kernels.STEP] = state.step
        self._progress[kernels.OPTIMIZER_STEP] = state.optimizer_step
        self._memory.theta(0)[:] = state.theta
        self._memory.slots(0)[...] = state.optimizer_state

    def _rebuild(self, previous: Recipe) -> None:
        """Make the kernel's memory anew and go on where it was; the last step can still be taken back."""
        other = 1 - self._current
        theta_before, slots_before = self._memory.theta(other), self._memory.slots(other)
        has_previous = self._progress[self._kernels.HAS_PREVIOUS]
        self._put(self.state().for_recipe(self._recipe, previous))
        self._memory.theta(1)[:] = theta_before
        if self._recipe.optimizer.name == previous.optimizer.name:
            self._memory.slots(1)[...] = slots_before
        self._progress[self._kernels.HAS_PREVIOUS] = has_previous

    @property
    def _progress(self) -> NDArray[np.int64]:
        return self._memory.progress

    @property
    def _current(self) -> int:
        return int(self._progress[self._kernels.CURRENT])

    def _measure(self, memory: KernelMemory, mode: int, interruptible: bool) -> float:
        cost = np.empty(1)
        flag = self._stop_flag if interruptible else self._never
        if memory.run(mode, cost, flag) == self._kernels.INTERRUPTED:
            raise Interrupted
        return float(cost[0])

    # ---- divergence

    def _diverge_by_cost(self) -> int:
        """Take back the step that led to a cost that is not finite; return how many steps that were, 0 or 1."""
        kernels, progress = self._kernels, self._progress
        taken_back = int(progress[kernels.HAS_PREVIOUS])
        blamed = self.last_change if taken_back else self.theta
        if taken_back:
            progress[kernels.CURRENT] = 1 - self._current
            progress[kernels.STEP] -= 1
            progress[kernels.OPTIMIZER_STEP] = max(0, progress[kernels.OPTIMIZER_STEP] - 1)
            progress[kernels.HAS_PREVIOUS] = 0
        self._note_divergence(int(np.abs(blamed).argmax()), "cost")
        return taken_back

    def _diverge_by_update(self) -> None:
        """Find out what was not finite in the step that was refused."""
        kernels, memory = self._kernels, self._memory
        other = 1 - self._current
        self._progress[kernels.HAS_PREVIOUS] = 0  # the refused step was written over the last one
        for what, values in (
            ("gradient", memory.gradient()[None]),
            ("parameter", memory.theta(other)[None]),
            ("gradient", memory.slots(other)),
        ):
            bad = ~np.isfinite(values).all(axis=0)
            if bad.any():
                self._note_divergence(int(bad.argmax()), what)
                return

    def _note_divergence(self, index: int, what: str) -> None:
        name = self._recipe.objective.network.parameters[index].name
        self._divergence = Divergence(self.step + 1, name, what)


def _check_theta(theta: Array, n_parameters: int) -> None:
    if theta.shape != (n_parameters,):
        raise ValueError(f"theta: {n_parameters} numbers wanted, shape {theta.shape} given")
    if not np.isfinite(theta).all():
        raise ValueError("theta: a number is infinite or not a number")
