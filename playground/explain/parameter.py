"""The explanation of a weight or a bias: the derivative of the cost by it."""

import numpy as np

from playground.core.difference_quotient import DifferenceQuotient
from playground.core.expressions import Constant, Expression, Function, product, setting_text, total
from playground.core.notation import Symbol, delta_symbol, parameter_symbol, unit_symbol
from playground.core.number_text import superscript
from playground.explain.columns import (
    add_error_at,
    add_errors,
    add_inputs,
    add_outputs,
    add_slope,
    add_slopes_after,
    add_unit,
)
from playground.explain.derivative import Derivative
from playground.explain.explanation import Explanation, Line, TableColumns
from playground.explain.links import links
from playground.explain.moment import ExplainedMoment
from playground.explain.notes import parameter_note
from playground.explain.numbers import latex_of_text
from playground.explain.typeset import Writer

_C = Symbol("C")


def explain_parameter(moment: ExplainedMoment) -> tuple[Explanation, TableColumns]:
    """Say where the derivative by a weight or a bias comes from."""
    parameter = moment.network.parameters[moment.target.index]
    derivative = Derivative(moment, parameter)
    lines = [] if moment.quotient is None else _difference_lines(moment, derivative, moment.quotient)
    mean, *terms = _chain_lines(moment, derivative)
    lines.append(mean)
    if moment.recipe.by_layer_rule:
        lines += _exact_lines(moment, derivative)
    lines += terms
    if derivative.penalty is not None:
        lines.append(_penalty_line(moment, derivative, derivative.penalty))
    title, note = parameter_symbol(moment.network, parameter).plain, parameter_note(moment, derivative)
    return Explanation(title, tuple(lines), None, links(moment, parameter.layer), note), _columns(moment, derivative)


def _chain_lines(moment: ExplainedMoment, derivative: Derivative) -> list[Line]:
    """The mean over the terms, the sample's term in symbols, and in numbers."""
    parameter, formulas = derivative.parameter, moment.formulas
    cost = Symbol("C", "", f"({parameter.layer})") if moment.recipe.by_layer_rule else _C
    mean = Writer().derivative(cost, formulas.parameter(parameter))
    mean.text(r" = \frac{1}{n} \sum_{i=1}^{n} t_{i}", " = 1/n Σᵢ tᵢ")
    if derivative.penalty is not None:
        mean.text(" + p", " + p")
    mean.equals().number(derivative.exact if moment.recipe.by_differences else derivative.used).count(moment.size)
    expression = formulas.term(parameter)
    numbers = Writer().symbol(Symbol("t", str(moment.number))).equals().expression(expression, "numbers")
    return [
        mean.line(),
        Writer().symbol(Symbol("t", "i")).equals().expression(expression).line(),
        numbers.equals().number(formulas.term_value(parameter)).line(),
    ]


def _difference_lines(moment: ExplainedMoment, derivative: Derivative, quotient: DifferenceQuotient) -> list[Line]:
    """The quotient that is used, in symbols and in numbers."""
    w = moment.formulas.parameter(derivative.parameter)
    two = r"2 \cdot " if quotient.central else ""
    symbols = Writer().derivative(_C, w).equals("≈").text(r"\frac{C(", "(C(").expression(w)
    symbols.text(r" + \varepsilon) - C(", " + ε) − C(").expression(w)
    if quotient.central:
        symbols.text(r" - \varepsilon", " − ε")
    symbols.text(rf")}}{{{two[:1]}\varepsilon}}", f"))/{two[:1]}ε")
    numbers = Writer().derivative(_C, w).equals("≈").text(r"\frac{", "(").number(quotient.above, quotient.digits)
    numbers.text(" - ", " − ").number(quotient.below, quotient.digits)
    numbers.text(rf"}}{{{two}{latex_of_text(setting_text(quotient.epsilon))}}}", f")/{quotient.divisor}")
    return [symbols.line(), numbers.equals().number(quotient.value).line()]


def _penalty_line(moment: ExplainedMoment, derivative: Derivative, value: float) -> Line:
    w, penalty = moment.formulas.parameter(derivative.parameter), moment.objective.penalty
    in_symbols, in_numbers = [], []
    sign = Function("sign", r"\mathrm{sign}", w, lambda number: float(np.sign(number)))
    for name, size, factor in (("1", penalty.l1, sign), ("2", penalty.l2, w)):
        if size:
            in_symbols.append((Symbol("λ", name), factor))
            in_numbers.append(product(Constant(size), factor))
    line = Writer().text("p = ", "p = ")
    for place, (letter, factor) in enumerate(in_symbols):
        line.text(" + " if place else "", " + " if place else "").symbol(letter).text(r" \cdot ", "·").expression(
            factor
        )
    numbers: Expression = total(*in_numbers)
    return line.equals().expression(numbers, "numbers").equals().number(value).line()


def _exact_lines(moment: ExplainedMoment, derivative: Derivative) -> list[Line]:
    """What the exact derivative is, and what the next step would then add to the parameter."""
    w = moment.formulas.parameter(derivative.parameter)
    exact = Writer().text(r"\mathrm{exact}\quad ", "exact: ").derivative(_C, w).equals().number(derivative.exact)
    power = moment.network.depth - derivative.parameter.layer
    if power:
        exact.text(rf",\quad 2^{{{power}}} = {2**power}", f",  factor 2{superscript(power)} = {2**power}")
    changes = derivative.change(derivative.used), derivative.change(derivative.exact)
    step = Writer().text(r"\Delta ", "Δ").expression(w).equals().number(changes[0])
    step.text(r",\quad \mathrm{exact} = ", ",  exact = ").number(changes[1])
    return [exact.line(), step.line()]


def _columns(moment: ExplainedMoment, derivative: Derivative) -> TableColumns:
    network, parameter, batch = moment.network, derivative.parameter, moment.batch
    layer, unit = parameter.layer, parameter.target
    columns = TableColumns()
    add_inputs(columns, moment, parameter.source if layer == 1 else None)
    add_outputs(columns, moment, asides=True)
    add_unit(columns, moment, asides=True)
    add_errors(columns, moment)
    if moment.wanted.path:
        add_slopes_after(columns, moment)
    elif layer < network.depth:
        add_error_at(columns, moment)
    if batch.by_activation is None or network.activations[layer - 1] == "softmax":
        columns.add(delta_symbol(network, layer, unit), batch.delta)
    else:
        add_slope(columns, moment)
    if batch.source is not None and parameter.source is not None:
        columns.add(unit_symbol(network, layer - 1, parameter.source), batch.source)
    columns.add(Symbol("t", "i"), batch.term)
    columns.foot = _foot(moment, derivative)
    return columns


def _foot(moment: ExplainedMoment, derivative: Derivative) -> list[tuple[str, float]]:
    """The mean over the rows, the penalty's part, and what is used; a value that is the same stands once."""
    name = f"∂C/∂{parameter_symbol(moment.network, derivative.parameter).plain}"
    foot: list[tuple[str, float]] = []
    mean, exact = "mean", derivative.exact
    if derivative.penalty is not None:
        foot = [("mean", float(moment.batch.term.mean())), ("penalty’s part", derivative.penalty)]
        mean = "sum"
    if moment.recipe.by_differences:
        return [*foot, (f"{mean} = {name}, exact", exact), ("quotient, the gradient used", derivative.used)]
    if not moment.recipe.by_layer_rule:
        return [*foot, (f"{mean} = {name}, the gradient used", derivative.used)]
    return [*foot, (f"exact {name}", exact), (f"{mean} by the layer rule, the gradient used", derivative.used)]
