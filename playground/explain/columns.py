"""The columns of the tables of samples."""

from typing import Final

from playground.core.notation import pre_activation_symbol, sample_cost_symbol, target_symbol, unit_symbol
from playground.explain.explanation import TableColumns
from playground.explain.moment import ExplainedMoment

_MOST_INPUTS: Final = 4
_MOST_OUTPUTS: Final = 3


def add_inputs(columns: TableColumns, moment: ExplainedMoment, source: int | None = None) -> None:
    """Add the features where they are few, else the one that matters if there is one."""
    shown = range(moment.network.n_inputs)
    if len(shown) > _MOST_INPUTS:
        shown = range(0) if source is None else range(source, source + 1)
    for unit in shown:
        columns.add(unit_symbol(moment.network, 0, unit), moment.inputs[:, unit])


def add_outputs(columns: TableColumns, moment: ExplainedMoment, output: int | None = None) -> None:
    """Add targets and activations of the outputs, or of one of them."""
    depth = moment.network.depth
    for unit in _outputs(moment, output):
        columns.add(target_symbol(moment.network, unit), moment.targets[:, unit])
    for unit in _outputs(moment, output):
        columns.add(unit_symbol(moment.network, depth, unit), moment.seen.a[depth][:, unit])


def add_errors(columns: TableColumns, moment: ExplainedMoment, output: int | None = None) -> None:
    """Add a − y of the outputs, or of one of them."""
    depth = moment.network.depth
    for unit in _outputs(moment, output):
        a, y = unit_symbol(moment.network, depth, unit), target_symbol(moment.network, unit)
        error = moment.seen.a[depth][:, unit] - moment.targets[:, unit]
        columns.add_named(f"{a.plain} − {y.plain}", f"{a.latex} - {y.latex}", error)


def add_unit(columns: TableColumns, moment: ExplainedMoment, layer: int, unit: int) -> None:
    """Add z and a of a unit."""
    columns.add(pre_activation_symbol(moment.network, layer, unit), moment.seen.z[layer - 1][:, unit])
    columns.add(unit_symbol(moment.network, layer, unit), moment.seen.a[layer][:, unit])


def add_error_at(columns: TableColumns, moment: ExplainedMoment, layer: int, unit: int) -> None:
    """Add the derivative of each sample's cost by a unit, where there is one."""
    by_activation = moment.seen.grad_a[layer - 1]
    if by_activation is None:
        return
    cost = sample_cost_symbol(layer if moment.by_layer_rule else None)
    a = unit_symbol(moment.network, layer, unit)
    latex = rf"\frac{{\partial {cost.latex}}}{{\partial {a.latex}}}"
    columns.add_named(f"∂{cost.plain}/∂{a.plain}", latex, by_activation[:, unit])


def add_slope(columns: TableColumns, moment: ExplainedMoment, layer: int, unit: int) -> None:
    """Add the derivative of a unit's activation by its z, in its own form; of a linear unit it is 1."""
    if moment.network.activations[layer - 1] == "linear":
        return
    plain, latex = moment.slope_name(layer, unit)
    columns.add_named(plain, latex, moment.slope(layer, unit))


def _outputs(moment: ExplainedMoment, output: int | None) -> list[int]:
    if output is not None:
        return [output]
    return list(range(moment.network.n_outputs)) if moment.network.n_outputs <= _MOST_OUTPUTS else []
