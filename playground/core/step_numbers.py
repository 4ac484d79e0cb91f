"""What the parts of a step have in common whichever sample is shown: the costs, quotients and gradient of its batch.

Each is computed once, block by block, by a generator that yields between two blocks.
"""

from collections.abc import Generator
from typing import Final

import numpy as np

from playground.core.activations import Array
from playground.core.batches import Indices, batch_by_pieces
from playground.core.blocks import cost_by_blocks, exact_part, gradient_by_blocks
from playground.core.difference_quotient import DifferenceQuotient, difference_quotient
from playground.core.gradients import LAYER_FACTOR, with_penalty
from playground.core.notation import Symbol, parameter_symbol
from playground.core.recipe import Recipe, TrainingState
from playground.core.stage import Preparation, Valued

_NAMED: Final = 512
"""So many parameters are named between two yields: some 2 ms."""


class StepNumbers:
    """The numbers of one step; `step_numbers` finds its batch.

    Parameters
    ----------
    recipe, state
        The step.
    batch : (n,) array of int
        Which samples it sees.
    inputs, targets : arrays
        All samples.
    places : (n_samples,) array of int, optional
        The place of each of all samples in the dataset; its row if not given.

    Attributes
    ----------
    cost : float
        The cost of the batch, after `take_cost`.
    gradient, exact : (n_parameters,) arrays
        The gradient by the recipe's method, and without the factors of the layer rule; after `take_gradient`.
    quotients : list of DifferenceQuotient
        Of the first parameters, as many as `take_quotients` was asked for.
    told : list of (str, float)
        The derivatives that are known, from the first parameter on, under their names.
    """

    def __init__(
        self,
        recipe: Recipe,
        state: TrainingState,
        batch: Indices,
        samples: tuple[Array, Array],
        places: Indices | None = None,
    ) -> None:
        inputs, targets = samples
        self.places = np.arange(len(inputs)) if places is None else places
        self.recipe, self.state = recipe, state
        self.objective, self.network, self.theta = recipe.objective, recipe.objective.network, state.theta
        self.of = len(inputs)
        whole = len(batch) == len(inputs)
        self.batch = batch
        self.inputs, self.targets = (inputs, targets) if whole else (inputs[batch], targets[batch])
        self.cost = np.nan
        self.gradient = self.exact = np.empty(0)
        self.quotients: list[DifferenceQuotient] = []
        self.told: list[Valued] = []
        self._has_cost = False

    @property
    def size(self) -> int:
        """Samples in the batch."""
        return len(self.inputs)

    def row_of(self, sample: int) -> int:
        """Where in the batch a sample is; the first row if it is not in it."""
        found = np.flatnonzero(self.batch == sample)
        return int(found[0]) if len(found) else 0

    def place_of(self, row: int) -> int:
        """The place in the dataset of a row of the batch."""
        return int(self.places[self.batch[row]])

    def take_cost(self) -> Preparation:
        """Measure the cost."""
        if not self._has_cost:
            self.cost = yield from cost_by_blocks(self.objective, self.theta, self.inputs, self.targets)
            self._has_cost = True

    def take_gradient(self) -> Preparation:
        """Take the gradient by the recipe's method."""
        if self.gradient.size:
            return
        if self.recipe.by_differences:
            yield from self.take_quotients(self.network.n_parameters)
            self.gradient = np.array([value for _, value in self.told])
            return
        factor = LAYER_FACTOR if self.recipe.by_layer_rule else 1.0
        samples = self.inputs, self.targets
        of_data = yield from gradient_by_blocks(self.objective, self.theta, *samples, factor)
        with np.errstate(all="ignore"):
            exact = exact_part(self.network, of_data) if self.recipe.by_layer_rule else of_data
            self.exact = with_penalty(self.objective, self.theta, exact)
            gradient = with_penalty(self.objective, self.theta, of_data)
        for index in range(len(self.told), gradient.size):
            if index % _NAMED == 0:
                yield
            self._tell(index, float(gradient[index]))
        self.gradient = gradient

    def take_quotients(self, count: int) -> Preparation:
        """Take the difference quotients by the first ``count`` parameters."""
        central = self.recipe.gradient == "central-difference"
        if not central:
            yield from self.take_cost()
        while len(self.quotients) < count:
            index = len(self.quotients)
            quotient = yield from difference_quotient(
                self.objective,
                self.theta,
                (self.inputs, self.targets),
                index,
                self.recipe.epsilon,
                central=central,
                here=None if central else self.cost,
            )
            self.quotients.append(quotient)
            self._tell(index, quotient.value)

    def _tell(self, index: int, derivative: float) -> None:
        parameter = self.network.parameters[index]
        name = parameter_symbol(self.network, parameter).plain
        if self.recipe.by_differences:  # nearly the derivative, but not that
            told = f"≈ ∂C/∂{name}"
        elif self.recipe.by_layer_rule:
            told = f"∂{Symbol('C', '', f'({parameter.layer})').plain}/∂{name}"
        else:
            told = f"∂C/∂{name}"
        self.told.append((told, derivative))


def step_numbers(
    recipe: Recipe, state: TrainingState, inputs: Array, targets: Array, places: Indices | None = None
) -> Generator[None, None, StepNumbers]:
    """Find the batch that the step after a state sees; yields while it is at work."""
    batch = yield from batch_by_pieces(recipe.shuffle_seed, state.step, len(inputs), recipe.batch_size)
    return StepNumbers(recipe, state, batch, (inputs, targets), places)
