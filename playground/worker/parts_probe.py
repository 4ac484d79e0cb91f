"""The question for parts of the step that would be taken next, answered by the training thread one after the other."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from playground.core.batches import Indices
from playground.core.stage_focus import Focus
from playground.core.stages import Stage, stages_of
from playground.core.step_numbers import StepNumbers, step_numbers
from playground.explain.target import Target
from playground.worker.probes import Moment

_KEPT: Final = "step numbers"
_NOTHING: Final = Target()


@dataclass(frozen=True, eq=False)
class PartsProbe:
    """Asks for some `Stage`s of the step after this moment; there may be fewer than asked for.

    Attributes
    ----------
    first, last : int
        Which ones, counted from 1.
    sample : int
        The sample whose values are shown: its row among those trained with.
    places : array of int
        The place in the dataset of every sample that is trained with.
    target : Target
        What the learner looks at: its formula is written where a part is about many.
    """

    first: int
    last: int
    sample: int
    places: Indices
    target: Target = _NOTHING

    def answers(self, moment: Moment) -> Iterator[Stage | None]:
        """Make them one after the other; nothing where there are no samples."""
        if not len(moment.samples.train_inputs):
            return
        if len(moment.samples.train_inputs) != len(self.places):
            return  # the data have changed meanwhile
        numbers = yield from _numbers_at(moment, self.places)
        stages = stages_of(numbers, self.sample, self._focus)
        for place in range(self.first - 1, min(self.last, len(stages))):
            yield (yield from stages.part(place))

    @property
    def _focus(self) -> Focus:
        target = self.target
        if target.kind == "parameter":
            return Focus(index=target.index)
        return Focus(unit=(target.layer, target.unit)) if target.kind == "unit" and target.layer else Focus()


def _numbers_at(moment: Moment, places: Indices) -> Generator[None, None, StepNumbers]:
    """Take up those of the probe before, if they are of the same step: a finite difference walks 3 P parts."""
    kept = moment.kept.get(_KEPT)
    if isinstance(kept, StepNumbers) and _same_step(kept, moment):
        return kept
    samples = moment.samples
    made = yield from step_numbers(moment.recipe, moment.state, samples.train_inputs, samples.train_targets, places)
    moment.kept[_KEPT] = made
    return made


def _same_step(numbers: StepNumbers, moment: Moment) -> bool:
    """Whether all of it is the same; the samples are, for another order empties what is kept."""
    before, now = numbers.state, moment.state
    return (
        numbers.recipe == moment.recipe
        and (before.step, before.optimizer_step) == (now.step, now.optimizer_step)
        and np.array_equal(before.theta, now.theta)
        and np.array_equal(before.optimizer_state, now.optimizer_state)
    )
