"""One part of a training step as it is shown, and the batch that the step sees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, overload

import numpy as np

from playground.core.activations import Array
from playground.core.batches import batch_indices
from playground.core.recipe import Recipe, TrainingState

Kind = Literal[
    "forward", "cost", "backward", "gradient", "optimizer", "update", "base-cost", "nudge", "nudged-cost", "quotient"
]
Unit = tuple[int, int]
Valued = tuple[str, float]


@dataclass(frozen=True)
class Stage:
    """One part of a step.

    Attributes
    ----------
    number, total : int
        Which part, from 1, of how many.
    kind : str
        What is done: "forward", "cost", "backward", "gradient", "optimizer", "update", "base-cost", "nudge",
        "nudged-cost" or "quotient".
    layer : int or None
        The layer it is about, 1 … m.
    units : tuple of (layer, unit)
        Units that light up.
    parameters : tuple of int
        Places in theta that light up.
    caption : str
        One plain sentence.
    formula : str
        Plain text with numbers put in.
    unit_values : dict
        (layer, unit) → (symbol, value), everything known by now.
    parameter_values : dict
        Place in theta → (symbol, value), everything known by now.
    sample : int
        The sample whose values are shown: its row among the given ones.
    note : str
        What has to be said besides: saturation, a gradient of 0, numbers that are not finite.
    """

    number: int
    total: int
    kind: Kind
    layer: int | None
    units: tuple[Unit, ...]
    parameters: tuple[int, ...]
    caption: str
    formula: str
    unit_values: Mapping[Unit, Valued] = field(default_factory=dict)
    parameter_values: Mapping[int, Valued] = field(default_factory=dict)
    sample: int = 0
    note: str = ""


Maker = Callable[[], Stage]
Gradient = Callable[[], Array]


class Stages(Sequence[Stage]):
    """Stages that are built when they are looked at, and numbered; there may be very many."""

    def __init__(self, makers: Sequence[Maker], sample: int) -> None:
        self._makers = makers
        self._sample = sample
        self._newest: Stage | None = None

    def __len__(self) -> int:
        return len(self._makers)

    @overload
    def __getitem__(self, place: int) -> Stage: ...
    @overload
    def __getitem__(self, place: slice) -> list[Stage]: ...
    def __getitem__(self, place: int | slice) -> Stage | list[Stage]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        if self._newest is None or self._newest.number != place + 1:
            with np.errstate(all="ignore"):
                made = self._makers[place]()
            self._newest = replace(made, number=place + 1, total=len(self), sample=self._sample)
        return self._newest


@dataclass(frozen=True, eq=False)
class Batch:
    """What the step sees, and the sample whose values are shown.

    Attributes
    ----------
    inputs, targets : arrays
        The samples of the batch.
    row : int
        The sample's place in the batch.
    sample : int
        Its place among all samples.
    chosen : bool
        Whether it is the one asked for; if that is not in the batch, it is the batch's first.
    size, of : int
        Samples in the batch, and in all.
    """

    inputs: Array
    targets: Array
    row: int
    sample: int
    chosen: bool
    of: int

    @property
    def size(self) -> int:
        """Samples in the batch."""
        return len(self.inputs)


def batch_of(recipe: Recipe, state: TrainingState, inputs: Array, targets: Array, sample: int) -> Batch:
    """Find the batch that the step after ``state`` sees, and the sample in it."""
    indices = batch_indices(recipe.shuffle_seed, state.step, len(inputs), recipe.batch_size)
    places = np.flatnonzero(indices == sample)
    chosen = len(places) > 0
    row = int(places[0]) if chosen else 0
    return Batch(inputs[indices], targets[indices], row, int(indices[row]), chosen, len(inputs))
