"""What crosses between the window's thread and the training thread."""

from dataclasses import dataclass
from enum import Enum

from playground.core.activations import Array
from playground.core.batches import is_full_batch
from playground.core.cost_history import CostCurve
from playground.core.trainer import Divergence, Recipe, TrainingState
from playground.data.input_grid import InputGrid
from playground.experiment.experiment import StopRule


class RunState(Enum):
    """What the training thread is doing."""

    LOADING = "loading"
    """The compiled kernel is not there yet, nothing was asked."""
    WAITING = "waiting"
    """Run or Step was asked and starts by itself as soon as the kernel is there."""
    IDLE = "idle"
    RUNNING = "running"
    FINISHED = "finished"
    """The stop rule was met."""
    DIVERGED = "diverged"


@dataclass(frozen=True)
class Samples:
    """Samples as the worker needs them: those to train with and those to test with, all read-only."""

    train_inputs: Array
    train_targets: Array
    test_inputs: Array
    test_targets: Array
    classes: bool
    """Whether the targets are classes, so that an accuracy makes sense."""


@dataclass(frozen=True)
class Start:
    """Where a run begins or is taken up again."""

    state: TrainingState
    curve: CostCurve | None = None


@dataclass(frozen=True)
class Order:
    """Train this from now on.

    Attributes
    ----------
    number : int
        Grows with every order; snapshots carry it, so that stale ones can be told.
    start : Start or None
        Where to begin; None goes on from the present parameters (a setting or the data changed in a run).
    keep_curve : bool
        With ``start=None``: whether the cost curve goes on, too. False where the cost now means something else.
    """

    number: int
    recipe: Recipe
    samples: Samples
    grid: InputGrid
    stop: StopRule
    start: Start | None
    keep_curve: bool = True

    @property
    def is_full_batch(self) -> bool:
        """Whether every step sees all samples."""
        return is_full_batch(len(self.samples.train_inputs), self.recipe.batch_size)


@dataclass(frozen=True, eq=False)
class RuleGradient:
    """The gradient by the paper's layer rule, beside the exact one.

    Attributes
    ----------
    gradient : (n_parameters,) array
        What the training uses, over all training samples.
    lengths : tuple of (float, float)
        For each layer the length of its part of it, and of the exact one.
    """

    gradient: Array
    lengths: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Snapshot:
    """One moment of a run, for the views.

    Attributes
    ----------
    order, number : int
        The order it belongs to; its own number, to be acknowledged.
    recipe : Recipe
        How it was trained up to now.
    state : TrainingState
        Step, parameters and optimizer state: enough to save, and to go on from here bit for bit.
    gradient : (n_parameters,) array
        The exact gradient of the cost over all training samples.
    last_change : (n_parameters,) array
        What the last step changed.
    cost, data_cost, penalty : float
        Over all training samples; ``cost = data_cost + penalty``.
    test_cost : float or None
        Without the penalty; None where there are no test samples.
    accuracy, test_accuracy : (int, int) or None
        Correct ones and all of them; None where the targets are no classes.
    responses : (n_points, n_inputs + n_units) array
        Inputs and activations of all units, layer by layer, at ``grid.points``.
    step_length, next_change : float or None
        Length of the next step and what it will do to the cost; for plain gradient descent over all samples, else None.
    by_the_rule : RuleGradient or None
        Where the layer rule is used and differs from the exact gradient.
    """

    order: int
    number: int
    recipe: Recipe
    run_state: RunState
    state: TrainingState
    gradient: Array
    last_change: Array
    cost: float
    data_cost: float
    penalty: float
    test_cost: float | None
    accuracy: tuple[int, int] | None
    test_accuracy: tuple[int, int] | None
    curve: CostCurve
    grid: InputGrid
    responses: Array
    steps_per_second: float
    step_length: float | None
    next_change: float | None
    divergence: Divergence | None
    by_the_rule: RuleGradient | None = None

    @property
    def step(self) -> int:
        """Number of steps taken."""
        return self.state.step

    @property
    def theta(self) -> Array:
        """All parameters, read-only."""
        return self.state.theta
