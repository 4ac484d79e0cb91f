"""The parts of one training step, one after the other, with every value as it is computed.

Forward layer by layer, the cost, backward from the last layer to the first, the optimizer's state, the update; for a
finite difference the cost, then for each parameter the nudge, the nudged cost and the quotient. Written with the NumPy
reference; the step itself is taken by the kernel.
"""

from collections.abc import Sequence

from playground.core.activations import Array
from playground.core.recipe import Recipe, TrainingState
from playground.core.stage import Stage, Stages, batch_of
from playground.core.stage_differences import difference_parts
from playground.core.stage_parts import chain_rule_parts
from playground.core.stage_updates import update_parts

__all__ = ["Stage", "stages"]


def stages(recipe: Recipe, state: TrainingState, inputs: Array, targets: Array, sample: int) -> Sequence[Stage]:
    """Take one step apart.

    Parameters
    ----------
    recipe : Recipe
    state : TrainingState
        Where the step begins.
    inputs, targets : arrays
        All training samples, at least one; the step sees its batch of them.
    sample : int
        The row whose values are shown; if it is not in the batch, the batch's first is.

    Returns
    -------
    sequence of Stage
        Built as they are looked at, for a finite difference has three for each parameter.
    """
    batch = batch_of(recipe, state, inputs, targets, sample)
    if recipe.gradient in ("forward-difference", "central-difference"):
        makers, gradient = difference_parts(recipe, state, batch)
    else:
        makers, gradient = chain_rule_parts(recipe, state, batch)
    return Stages([*makers, *update_parts(recipe, state, gradient)], batch.sample)
