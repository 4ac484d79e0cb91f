"""Where a number comes from: the equations of the cost, a unit or a parameter, with the numbers of a sample put in."""

from collections.abc import Sequence
from typing import Literal

from playground.core.activations import Array
from playground.core.recipe import Recipe, TrainingState
from playground.explain.copying import explanation_latex, explanation_text, latex_document
from playground.explain.cost import explain_cost
from playground.explain.explanation import Explanation, Line, Link, Piece, Table
from playground.explain.moment import ExplainedMoment
from playground.explain.parameter import explain_parameter
from playground.explain.unit import explain_unit

__all__ = [
    "Explanation",
    "Line",
    "Link",
    "Piece",
    "Table",
    "explain",
    "explanation_latex",
    "explanation_text",
    "latex_document",
]


def explain(  # noqa: PLR0913, PLR0917  # a moment, what is explained at it, and for which sample
    recipe: Recipe,
    state: TrainingState,
    inputs: Array,
    targets: Array,
    target_kind: Literal["cost", "unit", "parameter"],
    layer: int,
    unit: int,
    index: int,
    sample: int,
    places: Sequence[int] | None = None,
) -> Explanation:
    """Explain one thing, at the parameters of a state, for the batch of the next step.

    Parameters
    ----------
    recipe, state
        As for a step.
    inputs, targets : arrays
        All training samples, at least one.
    target_kind : {"cost", "unit", "parameter"}
        What is explained.
    layer, unit : int
        Of a unit: layer 0 for an input, the unit counted from 0.
    index : int
        Of a parameter: its place in theta.
    sample : int
        The row whose numbers are put in.
    places : sequence of int, optional
        The place of each row in the dataset, for the numbers of samples and the table's ``indices``.
    """
    moment = ExplainedMoment(recipe, state, inputs, targets, sample, places)
    if target_kind == "cost":
        return explain_cost(moment)
    if target_kind == "unit":
        return explain_unit(moment, layer, unit)
    return explain_parameter(moment, index)
