"""Where a number comes from: the equations of the cost, a unit or a parameter, with the numbers of a sample put in."""

from collections.abc import Generator
from dataclasses import replace
from typing import Final

import numpy as np

from playground.core.activations import Array
from playground.core.blocks import finished
from playground.core.recipe import Recipe, TrainingState
from playground.explain.copying import explanation_latex, explanation_text, latex_document
from playground.explain.cost import explain_cost
from playground.explain.explanation import Explanation, Line, Link, Piece, Table
from playground.explain.moment import ExplainedMoment, Places
from playground.explain.parameter import explain_parameter
from playground.explain.target import Target
from playground.explain.unit import explain_unit

__all__ = [
    "Explanation",
    "Line",
    "Link",
    "Piece",
    "Table",
    "Target",
    "explain",
    "explanation_latex",
    "explanation_of",
    "explanation_text",
    "latex_document",
]


_EXPLAIN: Final = {"cost": explain_cost, "unit": explain_unit, "parameter": explain_parameter}


def explanation_of(moment: ExplainedMoment) -> Generator[None, None, Explanation]:
    """Explain the target of a moment; yields after some milliseconds each."""
    yield from moment.look()
    yield
    with np.errstate(all="ignore"):
        explanation, columns = _EXPLAIN[moment.target.kind](moment)
    table = yield from columns.table(moment.places)
    return replace(explanation, table=table)


def explain(
    recipe: Recipe,
    state: TrainingState,
    inputs: Array,
    targets: Array,
    target: Target,
    sample: int,
    places: Places | None = None,
) -> Explanation:
    """Explain one thing at once, at the parameters of a state, for the batch of the next step.

    Parameters
    ----------
    recipe, state
        As for a step.
    inputs, targets : arrays
        All training samples, at least one.
    target : Target
        What is explained.
    sample : int
        The row whose numbers are put in.
    places : sequence of int, optional
        The place of each row in the dataset, for the numbers of samples and the table's ``indices``.
    """
    return finished(explanation_of(ExplainedMoment(recipe, state, (inputs, targets), target, sample, places)))
