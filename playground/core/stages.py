"""The parts of one training step, one after the other, with every value as it is computed.

Forward layer by layer, the cost, backward from the last layer to the first, the optimizer's state, the update; for a
finite difference the cost, then for each parameter the nudge, the nudged cost and the quotient. Written with the NumPy
reference; the step itself is taken by the kernel.
"""

from typing import Final

from playground.core.activations import Array
from playground.core.blocks import finished
from playground.core.recipe import Recipe, TrainingState
from playground.core.stage import Stage, Stages
from playground.core.stage_differences import DifferenceParts
from playground.core.stage_focus import Focus
from playground.core.stage_parts import chain_rule_parts
from playground.core.stage_updates import update_parts
from playground.core.step_numbers import StepNumbers, step_numbers

__all__ = ["Stage", "stages", "stages_of"]

_FIRST: Final = Focus()


def stages(
    recipe: Recipe, state: TrainingState, inputs: Array, targets: Array, sample: int, focus: Focus = _FIRST
) -> Stages:
    """Take one step apart.

    Parameters
    ----------
    recipe : Recipe
    state : TrainingState
        Where the step begins.
    inputs, targets : arrays
        All training samples, at least one; the step sees its batch of them.
    sample : int
        The row whose values are shown; if it is not in the batch, the batch's first is, and that is noted.
    focus : Focus
        Whose formula is written where a part is about many.

    Returns
    -------
    sequence of Stage
        Made as they are looked at, for a finite difference has three for each parameter.
    """
    return stages_of(finished(step_numbers(recipe, state, inputs, targets)), sample, focus)


def stages_of(numbers: StepNumbers, sample: int, focus: Focus = _FIRST) -> Stages:
    """Take one step apart whose numbers may be known in part already."""
    row = numbers.row_of(sample)
    to_gradient = (
        DifferenceParts(numbers, row) if numbers.recipe.by_differences else chain_rule_parts(numbers, row, focus)
    )
    remark = ""
    if numbers.batch[row] != sample:
        wanted, shown = numbers.places[sample] + 1, numbers.place_of(row) + 1
        remark = f"Sample {wanted:,} is not in the batch of this step; sample {shown:,} is shown instead."
    return Stages(to_gradient, update_parts(numbers, focus), int(numbers.batch[row]), remark)
