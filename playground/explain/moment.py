"""The moment that is explained: a network at its parameters, the batch the next step sees, one sample."""

from collections.abc import Generator, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from playground.core.activations import Array
from playground.core.batches import Indices, batch_by_pieces
from playground.core.chain_rule import SampleFormulas
from playground.core.difference_quotient import DifferenceQuotient, difference_quotient
from playground.core.gradients import LAYER_FACTOR, Trace, trace
from playground.core.recipe import Recipe, TrainingState
from playground.explain.batch_numbers import BatchNumbers, Wanted, look
from playground.explain.target import Target

Places = Sequence[int] | NDArray[np.integer[Any]]

_MOST_OUTPUTS: Final = 3


class ExplainedMoment:
    """Everything the explanations take their numbers from; those of the batch are there after `look`.

    Parameters
    ----------
    recipe, state
        As for a step.
    data : (inputs, targets)
        All training samples, at least one.
    target : Target
        What is explained.
    sample : int
        The row whose numbers are put in.
    places : sequence of int, optional
        The place of each row in the dataset; the rows themselves if not given.

    Attributes
    ----------
    inputs, targets : arrays
        The samples of the batch.
    places : (n_samples,) array of int
        Their places in the dataset, read-only.
    row : int or None
        The sample's row in the batch, if it is in it.
    batch : BatchNumbers
    quotient : DifferenceQuotient or None
        By the parameter that is explained, where the recipe's method is a finite difference.
    """

    inputs: Array
    targets: Array
    places: Indices
    batch: BatchNumbers

    def __init__(
        self,
        recipe: Recipe,
        state: TrainingState,
        data: tuple[Array, Array],
        target: Target,
        sample: int,
        places: Places | None = None,
    ) -> None:
        self.recipe = recipe
        self.state = state
        self.target = target
        self.objective = recipe.objective
        self.network = recipe.objective.network
        self.theta = state.theta
        self.layer_factor = LAYER_FACTOR if recipe.gradient == "layer-rule" else 1.0
        self.n_samples = len(data[0])
        self.number = int(sample if places is None else places[sample]) + 1
        self.own_target = data[1][sample : sample + 1]
        self.row: int | None = None
        self.quotient: DifferenceQuotient | None = None
        self._data, self._sample, self._all_places = data, sample, places

    @property
    def size(self) -> int:
        """Samples in the batch, the n of the mean."""
        return len(self.inputs)

    @property
    def is_batch(self) -> bool:
        """Whether the step sees only some of the samples."""
        return self.size < self.n_samples

    @cached_property
    def own(self) -> Trace:
        """The sample alone, forwards and backwards; it need not be in the batch."""
        row = slice(self._sample, self._sample + 1)
        with np.errstate(all="ignore"):
            return trace(self.objective, self.theta, self._data[0][row], self.own_target, self.layer_factor)

    @cached_property
    def formulas(self) -> SampleFormulas:
        """Formulas with the sample's numbers."""
        with np.errstate(all="ignore"):
            return SampleFormulas(self.objective, self.theta, self.own, self.own_target, 0, self.layer_factor)

    def look(self) -> Generator[None, None, None]:
        """Go over the batch, some milliseconds at a time."""
        recipe, (inputs, targets) = self.recipe, self._data
        n_samples = len(inputs)
        batch = yield from batch_by_pieces(recipe.shuffle_seed, self.state.step, n_samples, recipe.batch_size)
        whole = len(batch) == n_samples
        self.inputs, self.targets = self._data if whole else (inputs[batch], targets[batch])
        yield
        self._place(batch)
        yield
        data = self.inputs, self.targets
        self.batch = yield from look(self.objective, self.theta, data, self.wanted, self.layer_factor)
        if recipe.by_differences and self.target.kind == "parameter":
            central = recipe.gradient == "central-difference"
            self.quotient = yield from difference_quotient(
                self.objective, self.theta, data, self.target.index, recipe.epsilon, central=central
            )

    def _place(self, batch: Indices) -> None:
        found = np.flatnonzero(batch == self._sample)
        self.row = int(found[0]) if len(found) else None
        self.places = batch if self._all_places is None else np.asarray(self._all_places)[batch]
        self.places.flags.writeable = False

    @cached_property
    def wanted(self) -> Wanted:
        """What is kept of the batch. Of the outputs the one that is explained, else all where they are few."""
        target, n_outputs = self.target, self.network.n_outputs
        few = tuple(range(n_outputs)) if n_outputs <= _MOST_OUTPUTS else ()
        if target.kind == "cost":
            return Wanted(outputs=few)
        if target.kind == "unit":
            outputs = (target.unit,) if target.layer == self.network.depth else few
            return Wanted(target.layer, target.unit, None, outputs)
        parameter = self.network.parameters[target.index]
        outputs = (parameter.target,) if parameter.layer == self.network.depth else few
        path = tuple(layer for layer, _ in self.formulas.only_way_after(parameter.layer))
        return Wanted(parameter.layer, parameter.target, parameter.source, outputs, gradient=True, path=path)
