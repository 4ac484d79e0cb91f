"""How a network is trained, and where a training stands: frozen, and free of Numba."""

from dataclasses import dataclass, field

import numpy as np

from playground.core.activations import Array
from playground.core.gradients import GRADIENTS, Objective
from playground.core.optimizers import OPTIMIZERS, OptimizerSettings


@dataclass(frozen=True)
class Recipe:
    """How a network is trained.

    Attributes
    ----------
    objective : Objective
        Network, cost and penalty.
    gradient : str
        A key of ``GRADIENTS``.
    epsilon : float
        Nudge of the difference methods.
    optimizer : OptimizerSettings
        Which optimizer with which numbers.
    batch_size : int or None
        Samples a step sees; None, or as many as there are, for all.
    shuffle_seed : int
        Together with the epoch it decides the order of the samples; not used with all samples a step.

    Raises
    ------
    ValueError
        For a name that does not exist or a batch without samples.
    """

    objective: Objective
    gradient: str = "backpropagation"
    epsilon: float = 1e-3
    optimizer: OptimizerSettings = field(default_factory=OptimizerSettings)
    batch_size: int | None = None
    shuffle_seed: int = 0

    def __post_init__(self) -> None:
        if self.gradient not in GRADIENTS:
            raise ValueError(f"no gradient method {self.gradient!r}; there are {', '.join(GRADIENTS)}")
        if self.optimizer.name not in OPTIMIZERS:
            raise ValueError(f"no optimizer {self.optimizer.name!r}; there are {', '.join(OPTIMIZERS)}")
        if self.batch_size is not None and self.batch_size < 1:
            raise ValueError("a batch has at least one sample")

    @property
    def by_differences(self) -> bool:
        """Whether the gradient is made of difference quotients."""
        return GRADIENTS[self.gradient].uses_epsilon

    @property
    def by_layer_rule(self) -> bool:
        """Whether the layer rule is used and differs from the exact gradient somewhere."""
        return self.gradient == "layer-rule" and self.objective.network.depth > 1

    @property
    def n_slots(self) -> int:
        """Rows of the optimizer's state."""
        return len(OPTIMIZERS[self.optimizer.name].slots)


def frozen_copy(array: Array) -> Array:
    """Copy an array, read-only."""
    copy = np.array(array, dtype=np.float64)
    copy.flags.writeable = False
    return copy


@dataclass(frozen=True, eq=False)
class TrainingState:
    """Everything needed to go on from a step bit for bit, besides recipe and data. The arrays are read-only.

    Attributes
    ----------
    step : int
        Steps taken.
    theta : (n_parameters,) array
    optimizer_state : (n_slots, n_parameters) array
    optimizer_step : int
        Steps taken since the optimizer began with a zero state; adam's bias correction counts them.
    """

    step: int
    theta: Array
    optimizer_state: Array
    optimizer_step: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "theta", frozen_copy(self.theta))
        object.__setattr__(self, "optimizer_state", frozen_copy(self.optimizer_state))

    @classmethod
    def start(cls, recipe: Recipe, theta: Array) -> "TrainingState":
        """Step 0 at ``theta``."""
        return cls(0, theta, np.zeros((recipe.n_slots, theta.size)))

    def for_recipe(self, recipe: Recipe, previous: Recipe | None = None) -> "TrainingState":
        """Keep the optimizer's state where it suits the new recipe, else let the optimizer begin anew.

        Without the ``previous`` recipe only the shape of the state tells whether it suits.
        """
        same = previous is None or previous.optimizer.name == recipe.optimizer.name
        if same and self.optimizer_state.shape == (recipe.n_slots, self.theta.size):
            return self
        return TrainingState(self.step, self.theta, np.zeros((recipe.n_slots, self.theta.size)))
