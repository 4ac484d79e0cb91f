"""The parts of a step by finite differences: the cost, then for each parameter nudge, nudged cost and quotient."""

from functools import partial
from typing import Final

from playground.core.expressions import printed, setting_text, telling_digits
from playground.core.network import Parameter
from playground.core.notation import parameter_symbol, unit_symbol
from playground.core.number_text import MINUS, format_number
from playground.core.stage import Part, Stage, Unit, Valued
from playground.core.stage_parts import samples_text, unfinished, unit_places
from playground.core.step_numbers import StepNumbers

_EACH: Final = 3
"""Parts for each parameter."""


class DifferenceParts:
    """The parts up to the gradient by forward or central differences, each made when it is looked at."""

    def __init__(self, numbers: StepNumbers, row: int) -> None:
        self._numbers = numbers
        self._row = row
        self._epsilon = numbers.recipe.epsilon
        self._network, self._theta = numbers.network, numbers.theta
        self._central = numbers.recipe.gradient == "central-difference"

    def __len__(self) -> int:
        return 1 + _EACH * self._network.n_parameters

    def __getitem__(self, place: int, /) -> Part:
        numbers = self._numbers
        if place == 0:
            return Part(self._base, numbers.take_cost)
        index, which = divmod(place - 1, _EACH)
        make = (self._nudge, self._nudged, self._divided)[which]
        return Part(partial(make, index), partial(numbers.take_quotients, index + (which > 0)))

    # ---- the parts

    def _base(self) -> Stage:
        network, cost = self._network, self._numbers.cost
        caption = f"The cost at the parameters as they are: the mean over {samples_text(self._numbers)}."
        if self._numbers.objective.penalty.value(network.weights(self._theta)):
            caption = f"{caption[:-1]}, plus the penalty."
        lit, formula = unit_places(network, network.depth), f"C = {printed(cost)}"
        return Stage("base-cost", None, lit, (), caption, formula, self._fed(), note=unfinished(cost))

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
        return Stage(
            "nudge", parameter.layer, lit, (index,), caption, formula, self._fed(), known, note=note, about=index
        )

    def _nudged(self, index: int) -> Stage:
        parameter, name = self._named(index)
        quotient = self._numbers.quotients[index]
        above, below = (format_number(cost, quotient.digits) for cost in (quotient.above, quotient.below))
        formula = f"C({name} + ε) = {above};  C({name}{f' {MINUS} ε' if self._central else ''}) = {below}"
        caption = f"Feed everything forward again with the nudged {name}: the cost there."
        lit = unit_places(self._network, self._network.depth)
        note = unfinished(quotient.above, quotient.below)
        values, known = self._fed(index, self._epsilon), self._known(index, nudged=True)
        return Stage(
            "nudged-cost", parameter.layer, lit, (index,), caption, formula, values, known, note=note, about=index
        )

    def _divided(self, index: int) -> Stage:
        parameter, name = self._named(index)
        quotient = self._numbers.quotients[index]
        formula = f"∂C/∂{name} ≈ {quotient.numbers} = {printed(quotient.value)}"
        divisor = "2ε" if self._central else "ε"
        caption = f"The difference of the two costs divided by {divisor}: nearly the slope of C along {name}."
        lit, note = ((parameter.layer, parameter.target),), quotient.note(name)
        known = self._known(index + 1)
        return Stage(
            "quotient", parameter.layer, lit, (index,), caption, formula, self._fed(), known, note=note, about=index
        )

    # ---- what is known

    def _named(self, index: int) -> tuple[Parameter, str]:
        parameter = self._network.parameters[index]
        return parameter, parameter_symbol(self._network, parameter).plain

    def _known(self, below: int, *, nudged: bool = False) -> dict[int, Valued]:
        """Quotients of the parameters below a place, and of the one at it the nudged value."""
        values = dict(enumerate(self._numbers.told[:below]))
        if nudged:
            values[below] = f"{self._named(below)[1]} + ε", float(self._theta[below] + self._epsilon)
        return values

    def _fed(self, index: int = 0, nudge: float = 0.0) -> dict[Unit, Valued]:
        """Activations of the sample, with a parameter nudged or not."""
        theta = self._theta.copy()
        theta[index] += nudge
        activations = self._network.forward(theta, self._numbers.inputs[self._row : self._row + 1])[1]
        return {
            (layer, unit): (unit_symbol(self._network, layer, unit).plain, float(value))
            for layer, values in enumerate(activations)
            for unit, value in enumerate(values[0])
        }
