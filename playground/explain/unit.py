"""The explanation of a unit: its answer, and how the sample's cost changes with it."""

from playground.core.expressions import Expression, Variable
from playground.core.notation import delta_symbol, sample_cost_symbol, unit_symbol
from playground.explain.columns import add_error_at, add_errors, add_inputs, add_outputs, add_slope, add_unit
from playground.explain.explanation import Explanation, Line, Table, TableColumns
from playground.explain.links import links
from playground.explain.moment import ExplainedMoment
from playground.explain.notes import input_note, unit_note
from playground.explain.typeset import Writer


def explain_unit(moment: ExplainedMoment, layer: int, unit: int) -> Explanation:
    """Say how a unit comes to its answer, and what that does to the cost."""
    title = unit_symbol(moment.network, layer, unit).plain
    if layer == 0:
        return _explain_input(moment, unit, title)
    lines = [*_forwards(moment, layer, unit), *_backwards(moment, layer, unit)]
    table = _table(moment, layer, unit)
    return Explanation(title, tuple(lines), table, links(moment, layer), unit_note(moment, layer, unit))


def _forwards(moment: ExplainedMoment, layer: int, unit: int) -> list[Line]:
    formulas = moment.formulas
    z, a = formulas.pre_activation(layer, unit), formulas.activation(layer, unit)
    expression = formulas.activated(layer, unit)
    line = Writer().expression(a).equals().expression(expression)
    if moment.network.activations[layer - 1] == "sigmoid":
        line.text(r" = \frac{1}{1 + e^{-", " = 1/(1 + e^−").expression(z).text("}}", ")")
    if expression != z:
        line.equals().expression(expression, "numbers")
    return [*_in_two(z, formulas.weighted_sum(layer, unit)), line.equals().number(a.value, key=a.key).line()]


def _in_two(name: Variable, expression: Expression) -> list[Line]:
    """Write name = symbols, then name = numbers = value."""
    lines = [Writer().expression(name).equals().expression(expression).line()]
    numbers = Writer().expression(name).equals().expression(expression, "numbers")
    if not isinstance(expression, Variable):
        numbers.equals().number(name.value, key=name.key)
    return [*lines, numbers.line()]


def _backwards(moment: ExplainedMoment, layer: int, unit: int) -> list[Line]:
    formulas, own = moment.formulas, moment.own
    a, z, delta = formulas.activation(layer, unit), formulas.pre_activation(layer, unit), formulas.delta(layer, unit)
    cost = sample_cost_symbol(layer if moment.by_layer_rule else None)
    lines: list[Line] = []
    expression, values = formulas.by_activation(layer, unit), own.seen.grad_a[layer - 1]
    if expression is not None and values is not None:
        value = float(values[own.row, unit])
        lines.append(Writer().derivative(cost, a).equals().expression(expression).line())
        numbers = Writer().derivative(cost, a).equals().expression(expression, "numbers").equals().number(value)
        lines.append(numbers.line())
        if moment.by_layer_rule and layer < moment.network.depth:
            lines.append(_exact(moment, layer, a, value))
    expression = formulas.by_pre_activation(layer, unit)
    name = Writer().expression(delta).equals().derivative(cost, z)
    lines.append(name.equals().expression(expression).line())
    numbers = Writer().expression(delta).equals().expression(expression, "numbers")
    return [*lines, numbers.equals().number(delta.value, key=delta.key).line()]


def _exact(moment: ExplainedMoment, layer: int, a: Variable, value: float) -> Line:
    """The layer rule's derivative without its factors 2, which cost no digit."""
    power = moment.network.depth - layer
    line = Writer().text(r"\mathrm{exact:}\quad ", "exact: ").derivative(sample_cost_symbol(), a).equals()
    line.text(rf"\frac{{1}}{{2^{{{power}}}}} \cdot ", f"1/{2**power}·")
    exact = value / 2**power
    return line.bracketed_number(value).equals().number(exact).line()


def _table(moment: ExplainedMoment, layer: int, unit: int) -> Table:
    columns = TableColumns()
    output = unit if layer == moment.network.depth else None
    add_inputs(columns, moment)
    add_outputs(columns, moment, output)
    add_unit(columns, moment, layer, unit)
    add_errors(columns, moment, output)
    add_error_at(columns, moment, layer, unit)
    add_slope(columns, moment, layer, unit)
    delta, values = delta_symbol(moment.network, layer, unit), moment.seen.grad_z[layer - 1][:, unit]
    columns.add(delta, values)
    return columns.table(moment.places, [(f"mean of {delta.plain}", float(values.mean()))])


def _explain_input(moment: ExplainedMoment, unit: int, title: str) -> Explanation:
    x = moment.formulas.activation(0, unit)
    columns = TableColumns()
    add_inputs(columns, moment, unit)
    add_outputs(columns, moment)
    foot = [(f"mean of {title}", float(moment.inputs[:, unit].mean()))]
    line = Writer().expression(x).equals().number(x.value, key=x.key).line()
    return Explanation(title, (line,), columns.table(moment.places, foot), note=input_note(moment, title))
