"""The moment that is explained: a network at its parameters, the batch the next step sees, one sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.core.activations import ACTIVATIONS, Array
from playground.core.batches import batch_indices
from playground.core.chain_rule import SampleFormulas
from playground.core.expressions import plain_text
from playground.core.gradients import LAYER_FACTOR, Trace, trace
from playground.core.recipe import Recipe, TrainingState
from playground.explain.typeset import pieces_of


@dataclass(frozen=True, eq=False)
class OwnNumbers:
    """Where the numbers of the sample are: samples that were traced, and its row among them."""

    seen: Trace
    targets: Array
    row: int


class ExplainedMoment:
    """Everything the explanations take their numbers from.

    Parameters
    ----------
    recipe, state
        As for a step.
    inputs, targets : arrays
        All training samples, at least one.
    sample : int
        The row whose numbers are put in.
    places : sequence of int, optional
        The place of each row in the dataset; the rows themselves if not given.
    """

    def __init__(
        self,
        recipe: Recipe,
        state: TrainingState,
        inputs: Array,
        targets: Array,
        sample: int,
        places: Sequence[int] | None = None,
    ) -> None:
        self.recipe = recipe
        self.state = state
        self.objective = recipe.objective
        self.network = recipe.objective.network
        self.theta = state.theta
        self.layer_factor = LAYER_FACTOR if recipe.gradient == "layer-rule" else 1.0
        indices = batch_indices(recipe.shuffle_seed, state.step, len(inputs), recipe.batch_size)
        self.n_samples = len(inputs)
        self.batch = indices
        self.inputs, self.targets = inputs[indices], targets[indices]
        self.places = tuple(int(places[row] if places is not None else row) for row in indices.tolist())
        self.number = int(places[sample] if places is not None else sample) + 1
        found = np.flatnonzero(indices == sample)
        self.row = int(found[0]) if len(found) else None
        self._own = inputs[sample : sample + 1], targets[sample : sample + 1]

    @property
    def size(self) -> int:
        """Samples in the batch, the n of the mean."""
        return len(self.inputs)

    @property
    def is_batch(self) -> bool:
        """Whether the step sees only some of the samples."""
        return self.size < self.n_samples

    @property
    def has_penalty(self) -> bool:
        """Whether large weights have a price."""
        return bool(self.objective.penalty.l1 or self.objective.penalty.l2)

    @property
    def by_differences(self) -> bool:
        """Whether the gradient used is a difference quotient."""
        return self.recipe.gradient in ("forward-difference", "central-difference")

    @property
    def by_layer_rule(self) -> bool:
        """Whether the layer rule differs from the exact derivative somewhere."""
        return self.recipe.gradient == "layer-rule" and self.network.depth > 1

    @cached_property
    def seen(self) -> Trace:
        """The batch, forwards and backwards."""
        with np.errstate(all="ignore"):
            return trace(self.objective, self.theta, self.inputs, self.targets, self.layer_factor)

    @cached_property
    def exact(self) -> Trace:
        """The batch by the exact chain rule."""
        if not self.by_layer_rule:
            return self.seen
        with np.errstate(all="ignore"):
            return trace(self.objective, self.theta, self.inputs, self.targets)

    @cached_property
    def formulas(self) -> SampleFormulas:
        """Formulas with the sample's numbers; it need not be in the batch."""
        own = self.own
        with np.errstate(all="ignore"):
            return SampleFormulas(self.objective, self.theta, own.seen, own.targets, own.row, self.layer_factor)

    @cached_property
    def own(self) -> OwnNumbers:
        """Where the sample's numbers are; it need not be in the batch."""
        if self.row is not None:
            return OwnNumbers(self.seen, self.targets, self.row)
        inputs, targets = self._own
        with np.errstate(all="ignore"):
            return OwnNumbers(trace(self.objective, self.theta, inputs, targets, self.layer_factor), targets, 0)

    def slope_name(self, layer: int, unit: int) -> tuple[str, str]:
        """How that derivative is written, as plain text and as LaTeX."""
        expression = self.formulas.slope(layer, unit)
        return plain_text(expression), "".join(piece.text for piece in pieces_of(expression))

    def slope(self, layer: int, unit: int, own: OwnNumbers | None = None) -> Array:
        """The derivative of a unit's activation by its z, for each sample; of softmax by its own z alone."""
        seen = self.seen if own is None else own.seen
        z, a = seen.z[layer - 1][:, [unit]], seen.a[layer][:, [unit]]
        name = self.network.activations[layer - 1]
        with np.errstate(all="ignore"):
            if name == "softmax":
                return np.asarray(a * (1.0 - a))[:, 0]
            return ACTIVATIONS[name].backward(z, a, np.ones_like(z))[:, 0]

    def value(self, theta: Array) -> float:
        """The cost of the batch at other parameters."""
        with np.errstate(all="ignore"):
            return self.objective.value(theta, self.inputs, self.targets)
