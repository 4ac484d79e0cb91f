"""The parts of a step by finite differences: the cost, then for each parameter nudge, nudged cost and quotient."""

from functools import cached_property, partial

import numpy as np

from playground.core.activations import Array
from playground.core.difference_quotient import DifferenceQuotient
from playground.core.expressions import printed, setting_text, telling_digits
from playground.core.network import Parameter
from playground.core.notation import parameter_symbol, unit_symbol
from playground.core.number_text import MINUS, format_number
from playground.core.recipe import Recipe, TrainingState
from playground.core.stage import Batch, Gradient, Maker, Stage, Unit, Valued
from playground.core.stage_parts import derivative_text, samples_text, unfinished, unit_places


class DifferenceParts:
    """Makes the stages of one step by forward or central differences; every cost is computed once."""

    def __init__(self, recipe: Recipe, state: TrainingState, batch: Batch) -> None:
        self._epsilon = recipe.epsilon
        self._objective = recipe.objective
        self._network = recipe.objective.network
        self._theta = state.theta
        self._batch = batch
        self._central = recipe.gradient == "central-difference"
        self._quotients: dict[int, DifferenceQuotient] = {}

    def makers(self) -> list[Maker]:
        """Everything up to the gradient, in order."""
        made: list[Maker] = [self._base]
        for index in range(self._network.n_parameters):
            made += [partial(part, index) for part in (self._nudge, self._nudged, self._divided)]
        return made

    def gradient(self) -> Array:
        """All quotients."""
        return np.array([self._quotient(index).value for index in range(self._network.n_parameters)])

    # ---- the numbers

    @cached_property
    def _cost(self) -> float:
        return self._cost_at(0, 0.0)

    def _cost_at(self, index: int, nudge: float) -> float:
        theta = self._theta.copy()
        theta[index] += nudge
        with np.errstate(all="ignore"):
            return self._objective.value(theta, self._batch.inputs, self._batch.targets)

    def _quotient(self, index: int) -> DifferenceQuotient:
        if index not in self._quotients:
            above = self._cost_at(index, self._epsilon)
            below = self._cost_at(index, -self._epsilon) if self._central else self._cost
            here = float(self._theta[index])
            self._quotients[index] = DifferenceQuotient(here, self._epsilon, above, below, self._central)
        return self._quotients[index]

    # ---- the parts

    def _base(self) -> Stage:
        network, cost = self._network, self._cost
        caption = f"The cost at the parameters as they are: the mean over {samples_text(self._batch)}."
        if self._objective.penalty.value(network.weights(self._theta)):
            caption = f"{caption[:-1]}, plus the penalty."
        lit, formula = unit_places(network, network.depth), f"C = {printed(cost)}"
        return Stage(0, 0, "base-cost", None, lit, (), caption, formula, self._fed(), note=unfinished(cost))

    def _nudge(self, index: int) -> Stage:
        parameter, name = self._named(index)
        value, epsilon = float(self._theta[index]), self._epsilon
        digits = max(4, telling_digits(value, value + epsilon))
        here, above, below = (format_number(number, digits) for number in (value, value + epsilon, value - epsilon))
        sign = "±" if self._central else "+"
        formula = f"{name} {sign} ε = {here} {sign} {setting_text(epsilon)} = {above}"
        if self._central:
            formula += f" and {below}"
        caption = f"Nudge {name} by ε{', up and down' if self._central else ''}; everything else stays."
        note = f"ε is too small beside {name}: nothing changes." if value + epsilon == value else ""
        lit = ((parameter.layer, parameter.target),)
        known = self._known(index, nudged=True)
        return Stage(0, 0, "nudge", parameter.layer, lit, (index,), caption, formula, self._fed(), known, note=note)

    def _nudged(self, index: int) -> Stage:
        parameter, name = self._named(index)
        quotient = self._quotient(index)
        above, below = (format_number(cost, quotient.digits) for cost in (quotient.above, quotient.below))
        formula = f"C({name} + ε) = {above};  C({name}{f' {MINUS} ε' if self._central else ''}) = {below}"
        caption = f"Feed everything forward again with the nudged {name}: the cost there."
        lit = unit_places(self._network, self._network.depth)
        note = unfinished(quotient.above, quotient.below)
        values, known = self._fed(index, self._epsilon), self._known(index, nudged=True)
        return Stage(0, 0, "nudged-cost", parameter.layer, lit, (index,), caption, formula, values, known, note=note)

    def _divided(self, index: int) -> Stage:
        parameter, name = self._named(index)
        quotient = self._quotient(index)
        formula = f"{derivative_text(name)} ≈ {quotient.numbers} = {printed(quotient.value)}"
        divisor = "2ε" if self._central else "ε"
        caption = f"The difference of the two costs divided by {divisor}: nearly the slope of C along {name}."
        lit, note = ((parameter.layer, parameter.target),), quotient.note(name)
        known = self._known(index + 1)
        return Stage(0, 0, "quotient", parameter.layer, lit, (index,), caption, formula, self._fed(), known, note=note)

    # ---- what is known

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(parameter_symbol(self._network, parameter).plain for parameter in self._network.parameters)

    @cached_property
    def _derivative_names(self) -> tuple[str, ...]:
        return tuple(map(derivative_text, self._names))

    def _named(self, index: int) -> tuple[Parameter, str]:
        return self._network.parameters[index], self._names[index]

    def _known(self, below: int, *, nudged: bool = False) -> dict[int, Valued]:
        """Quotients of the parameters below a place, and of the one at it the nudged value."""
        names = self._derivative_names
        values = {index: (names[index], self._quotient(index).value) for index in range(below)}
        if nudged:
            values[below] = f"{self._named(below)[1]} + ε", float(self._theta[below] + self._epsilon)
        return values

    def _fed(self, index: int = 0, nudge: float = 0.0) -> dict[Unit, Valued]:
        """Activations of the sample, with a parameter nudged or not."""
        theta = self._theta.copy()
        theta[index] += nudge
        row = self._batch.row
        activations = self._network.forward(theta, self._batch.inputs[row : row + 1])[1]
        return {
            (layer, unit): (unit_symbol(self._network, layer, unit).plain, float(value))
            for layer, values in enumerate(activations)
            for unit, value in enumerate(values[0])
        }


def difference_parts(recipe: Recipe, state: TrainingState, batch: Batch) -> tuple[list[Maker], Gradient]:
    """Make the stages up to the gradient, and the gradient itself."""
    parts = DifferenceParts(recipe, state, batch)
    return parts.makers(), parts.gradient
