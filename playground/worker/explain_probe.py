"""The question where a number comes from, answered by the training thread from the state it has just reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from playground.explain.equations import explain
from playground.explain.explanation import Explanation
from playground.worker.probes import Moment


@dataclass(frozen=True, eq=False)
class ExplainProbe:
    """Where a number comes from.

    Attributes
    ----------
    kind, layer, unit, index
        What is explained, as in a selection's target.
    sample : int
        The sample whose numbers are put in: its place in the dataset.
    places : array of int
        The place in the dataset of every sample that is trained with.
    """

    kind: Literal["cost", "unit", "parameter"]
    layer: int
    unit: int
    index: int
    sample: int
    places: np.ndarray[Any, np.dtype[np.intp]]

    def answers(self, moment: Moment) -> Iterator[Explanation]:
        """Explain it at this moment; nothing where there are no samples."""
        inputs, targets = moment.samples.train_inputs, moment.samples.train_targets
        if not len(inputs) or len(inputs) != len(self.places):
            return
        at = (self.kind, self.layer, self.unit, self.index, self.row)
        with np.errstate(all="ignore"):
            yield explain(moment.recipe, moment.state, inputs, targets, *at, self.places.tolist())

    @property
    def row(self) -> int:
        """The sample's row among those trained with; the first for one that is kept for testing."""
        found = np.flatnonzero(self.places == self.sample)
        return int(found[0]) if len(found) else 0
