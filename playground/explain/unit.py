"""The explanation of a unit: its answer, and how the sample's cost changes with it."""

from playground.core.expressions import Expression, Variable
from playground.core.notation import delta_symbol, sample_cost_symbol, unit_symbol
from playground.explain.columns import add_error_at, add_errors, add_inputs, add_outputs, add_slope, add_unit
from playground.explain.explanation import Explanation, Line, TableColumns
from playground.explain.links import links
from playground.explain.moment import ExplainedMoment
from playground.explain.notes import input_note, unit_note
from playground.explain.typeset import Writer


def explain_unit(moment: ExplainedMoment) -> tuple[Explanation, TableColumns]:
    """Say how a unit comes to its answer, and what that does to the cost."""
    layer, unit = moment.target.layer, moment.target.unit
    title = unit_symbol(moment.network, layer, unit).plain
    if layer == 0:
        return _explain_input(moment, unit, title)
    lines = [*_forwards(moment, layer, unit), *_backwards(moment, layer, unit)]
    note = unit_note(moment, layer, unit)
    return Explanation(title, tuple(lines), None, links(moment, layer), note), _columns(moment, layer, unit)


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
    formulas = moment.formulas
    a, z, delta = formulas.activation(layer, unit), formulas.pre_activation(layer, unit), formulas.delta(layer, unit)
    cost = sample_cost_symbol(layer if moment.recipe.by_layer_rule else None)
    lines: list[Line] = []
    expression, values = formulas.by_activation(layer, unit), moment.own.grad_a[layer - 1]
    if expression is not None and values is not None:
        value = float(values[0, unit])
        lines.append(Writer().derivative(cost, a).equals().expression(expression).line())
        numbers = Writer().derivative(cost, a).equals().expression(expression, "numbers").equals().number(value)
        lines.append(numbers.line())
        if moment.recipe.by_layer_rule and layer < moment.network.depth:
            lines.append(_exact(moment, layer, a, value))
    expression = formulas.by_pre_activation(layer, unit)
    name = Writer().expression(delta).equals().derivative(cost, z)
    lines.append(name.equals().expression(expression).line())
    numbers = Writer().expression(delta).equals().expression(expression, "numbers")
    return [*lines, numbers.equals().number(delta.value, key=delta.key).line()]


def _exact(moment: ExplainedMoment, layer: int, a: Variable, value: float) -> Line:
    """The layer rule's derivative without its factors 2, which cost no digit."""
    power = moment.network.depth - layer
    line = Writer().text(r"\mathrm{exact}\quad ", "exact: ").derivative(sample_cost_symbol(), a).equals()
    line.text(rf"\frac{{1}}{{2^{{{power}}}}} \cdot ", f"1/{2**power}·")
    exact = value / 2**power
    return line.bracketed_number(value).equals().number(exact).line()


def _columns(moment: ExplainedMoment, layer: int, unit: int) -> TableColumns:
    columns = TableColumns()
    add_inputs(columns, moment)
    add_outputs(columns, moment)
    add_unit(columns, moment)
    add_errors(columns, moment)
    add_error_at(columns, moment)
    add_slope(columns, moment)
    delta, values = delta_symbol(moment.network, layer, unit), moment.batch.delta
    columns.add(delta, values)
    columns.foot = [(f"mean of {delta.plain}", float(values.mean()))]
    return columns


def _explain_input(moment: ExplainedMoment, unit: int, title: str) -> tuple[Explanation, TableColumns]:
    x = moment.formulas.activation(0, unit)
    columns = TableColumns()
    add_inputs(columns, moment, unit)
    add_outputs(columns, moment)
    columns.foot = [(f"mean of {title}", float(moment.inputs[:, unit].mean()))]
    line = Writer().expression(x).equals().number(x.value, key=x.key).line()
    return Explanation(title, (line,), note=input_note(moment, title)), columns
