"""The question where a number comes from, answered by the training thread from the state it has just reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.explain.equations import Explanation, explanation_of
from playground.explain.moment import ExplainedMoment
from playground.explain.target import Target
from playground.worker.probes import Moment


@dataclass(frozen=True, eq=False)
class ExplainProbe:
    """Where a number comes from.

    Attributes
    ----------
    target : Target
        What is explained.
    sample : int
        The sample whose numbers are put in: its place in the dataset.
    places : array of int
        The place in the dataset of every sample that is trained with.
    """

    target: Target
    sample: int
    places: np.ndarray[Any, np.dtype[np.intp]]

    def answers(self, moment: Moment) -> Iterator[Explanation | None]:
        """Explain it at this moment; nothing where there are no samples."""
        data = moment.samples.train_inputs, moment.samples.train_targets
        if not len(data[0]) or len(data[0]) != len(self.places):
            return
        asked = ExplainedMoment(moment.recipe, moment.state, data, self.target, self.row, self.places)
        yield (yield from explanation_of(asked))

    @property
    def row(self) -> int:
        """The sample's row among those trained with; the first for one that is kept for testing."""
        found = np.flatnonzero(self.places == self.sample)
        return int(found[0]) if len(found) else 0
