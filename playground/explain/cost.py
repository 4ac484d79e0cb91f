"""The explanation of the cost."""

from typing import Final

from playground.core.activations import Array
from playground.core.costs import COSTS
from playground.core.expressions import Expression, Sum, Variable, total
from playground.core.notation import Symbol
from playground.explain.columns import add_errors, add_inputs, add_outputs
from playground.explain.explanation import Explanation, Line, TableColumns
from playground.explain.moment import ExplainedMoment
from playground.explain.notes import cost_note
from playground.explain.typeset import Writer

_SHOWN: Final = 4


def explain_cost(moment: ExplainedMoment) -> tuple[Explanation, TableColumns]:
    """Say what the cost is and how it comes to its value."""
    costs = moment.batch.costs
    penalty = (
        moment.objective.penalty.value(moment.network.weights(moment.theta)) if moment.objective.has_penalty else None
    )
    value = float(costs.mean()) + (penalty or 0.0)
    columns = TableColumns()
    add_inputs(columns, moment)
    add_outputs(columns, moment)
    add_errors(columns, moment)
    columns.add(Symbol("C", "i"), costs)
    columns.foot = [("mean", float(costs.mean())), ("penalty", penalty)] if penalty is not None else []
    columns.foot.append(("C" if penalty is not None else "mean = C", value))
    lines = [*_definition(moment), *_own(moment), *_sum(costs, penalty, value)]
    return Explanation("C", tuple(lines), note=cost_note(moment, costs, value)), columns


def _definition(moment: ExplainedMoment) -> list[Line]:
    line = Writer().text(r"C = \frac{1}{n} \sum_{i=1}^{n} C_{i}", "C = 1/n Σᵢ Cᵢ")
    penalty = moment.objective.penalty
    if penalty.l1:
        line.text(r" + \lambda_{1} \sum \left|w\right|", " + λ₁ Σ|w|")
    if penalty.l2:
        line.text(r" + \frac{\lambda_{2}}{2} \sum w^{2}", " + λ₂/2 Σw²")
    return [
        line.count(moment.size).line(),
        Writer().symbol(Symbol("C", "i"), "cost").equals().expression(moment.formulas.sample_cost()).line(),
    ]


def _own(moment: ExplainedMoment) -> list[Line]:
    own, of_cost = moment.own, COSTS[moment.objective.cost]
    cost = float(of_cost.per_sample(moment.network.activations[-1], own.z[-1], own.a[-1], moment.own_target)[0])
    name = Writer().symbol(Symbol("C", str(moment.number)), "cost")
    return [name.equals().expression(moment.formulas.sample_cost(), "numbers").equals().number(cost).line()]


def _sum(costs: Array, penalty: float | None, value: float) -> list[Line]:
    """Write the mean as a sum over samples; those in the middle of many are dots."""
    n = len(costs)
    if n == 1 and penalty is None:
        return []
    ends = [Variable("", "", float(cost), "cost") for cost in (costs if n <= _SHOWN else (*costs[:3], costs[-1]))]
    terms: Expression = total(*ends)
    if n > _SHOWN:
        rest = Variable("", "", float(costs[3:-1].sum()))
        terms = Sum((*ends[:3], rest, ends[-1]), (1,) * 5, hidden=1)
    line = Writer().text("C = ", "C = ")
    if n > 1:
        line.text(rf"\frac{{1}}{{{n}}} \cdot ", f"1/{n}·")
    line.bracketed(terms, "numbers")
    if penalty is not None:
        line.text(" + ", " + ").number(penalty)
    return [line.equals().number(value).line()]
