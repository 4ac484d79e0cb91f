"""The columns of the tables of samples."""

from typing import Final

from playground.core.expressions import Expression, plain_text
from playground.core.notation import pre_activation_symbol, sample_cost_symbol, target_symbol, unit_symbol
from playground.explain.explanation import TableColumns
from playground.explain.moment import ExplainedMoment
from playground.explain.typeset import pieces_of

_MOST_INPUTS: Final = 4


def written(expression: Expression) -> tuple[str, str]:
    """How a column of an expression's values is headed, as plain text and as LaTeX."""
    return plain_text(expression), "".join(piece.text for piece in pieces_of(expression))


def add_inputs(columns: TableColumns, moment: ExplainedMoment, source: int | None = None) -> None:
    """Add the features where they are few, else the one that matters if there is one."""
    shown = range(moment.network.n_inputs)
    if len(shown) > _MOST_INPUTS:
        shown = range(0) if source is None else range(source, source + 1)
    for unit in shown:
        columns.add(unit_symbol(moment.network, 0, unit), moment.inputs[:, unit])


def add_outputs(columns: TableColumns, moment: ExplainedMoment, *, asides: bool = False) -> None:
    """Add targets and activations of the outputs that are looked at; the latter may be no factors of the term."""
    add = columns.add_aside if asides else columns.add
    for unit in moment.wanted.outputs:
        columns.add(target_symbol(moment.network, unit), moment.targets[:, unit])
    for place, unit in enumerate(moment.wanted.outputs):
        add(unit_symbol(moment.network, moment.network.depth, unit), moment.batch.outputs[:, place])


def add_errors(columns: TableColumns, moment: ExplainedMoment) -> None:
    """Add a − y of the outputs that are looked at."""
    for place, unit in enumerate(moment.wanted.outputs):
        a, y = unit_symbol(moment.network, moment.network.depth, unit), target_symbol(moment.network, unit)
        error = moment.batch.outputs[:, place] - moment.targets[:, unit]
        columns.add_named(f"{a.plain} − {y.plain}", f"{a.latex} - {y.latex}", error)


def add_unit(columns: TableColumns, moment: ExplainedMoment, *, asides: bool = False) -> None:
    """Add z and a of the unit; they may be no factors of the term."""
    add = columns.add_aside if asides else columns.add
    at = moment.network, moment.wanted.layer, moment.wanted.unit
    add(pre_activation_symbol(*at), moment.batch.z)
    add(unit_symbol(*at), moment.batch.a)


def add_error_at(columns: TableColumns, moment: ExplainedMoment) -> None:
    """Add the derivative of each sample's cost by the unit, where there is one."""
    by_activation, layer = moment.batch.by_activation, moment.wanted.layer
    if by_activation is None:
        return
    cost = sample_cost_symbol(layer if moment.recipe.by_layer_rule else None)
    a = unit_symbol(moment.network, layer, moment.wanted.unit)
    latex = rf"\frac{{\partial {cost.latex}}}{{\partial {a.latex}}}"
    columns.add_named(f"∂{cost.plain}/∂{a.plain}", latex, by_activation)


def add_slopes_after(columns: TableColumns, moment: ExplainedMoment) -> None:
    """Add the slopes of the units on the only way to the cost."""
    for place, (_, slope) in enumerate(moment.formulas.only_way_after(moment.wanted.layer)):
        columns.add_named(*written(slope), moment.batch.path[:, place])


def add_slope(columns: TableColumns, moment: ExplainedMoment) -> None:
    """Add the derivative of the unit's activation by its z, in its own form; of a linear unit it is 1."""
    layer, unit = moment.wanted.layer, moment.wanted.unit
    if moment.network.activations[layer - 1] != "linear":
        columns.add_named(*written(moment.formulas.slope(layer, unit)), moment.batch.slope)
