"""The parts of a step by the chain rule: forward layer by layer, cost, backward from the last layer to the first."""

import math
from functools import partial
from typing import Final

import numpy as np

from playground.core.chain_rule import SampleFormulas
from playground.core.costs import COSTS
from playground.core.expressions import Expression, plain_text, printed
from playground.core.gradients import LAYER_FACTOR, trace
from playground.core.network import Network
from playground.core.notation import Symbol, pre_activation_symbol, sample_cost_symbol, unit_symbol
from playground.core.stage import Part, Stage, Unit, Valued
from playground.core.stage_focus import Focus
from playground.core.step_numbers import StepNumbers

_LONGEST: Final = 140


def equation(name: str, expression: Expression, value: float) -> str:
    """Write name = symbols = numbers = value, without the numbers where that would be long."""
    symbols, numbers, result = plain_text(expression), plain_text(expression, "numbers"), printed(value)
    parts = [name, symbols, numbers, result]
    if numbers == result or len(symbols) + len(numbers) > _LONGEST:
        parts.remove(numbers)
    if symbols in (name, result):
        parts.remove(symbols)
    return " = ".join(parts)


def unit_places(network: Network, layer: int) -> tuple[Unit, ...]:
    """Every unit of a layer."""
    return tuple((layer, unit) for unit in range(network.layers[layer]))


def parameter_places(network: Network, layer: int) -> tuple[int, ...]:
    """Places in theta of a layer's weights and biases, of layer 1 … m."""
    return tuple(range(network.weight_slices[layer - 1].start, network.bias_slices[layer - 1].stop))


def samples_text(batch: StepNumbers) -> str:
    """Say what the mean is taken over."""
    if batch.of == 1:
        return "the only sample"
    if batch.size == batch.of:
        return "both samples" if batch.of == 2 else f"all {batch.of:,} samples"
    return f"the {batch.size:,} samples of the batch" if batch.size > 1 else "the one sample of the batch"


def unfinished(*values: float) -> str:
    """Say in words that a number is not finite."""
    if all(math.isfinite(value) for value in values):
        return ""
    return (
        "Some of these numbers are too large for the computer, so they are infinite or no numbers at all: "
        "the training has diverged, and this step cannot be taken."
    )


class ChainRuleParts:
    """Makes the stages of one step by backpropagation or the layer rule."""

    def __init__(self, numbers: StepNumbers, row: int, focus: Focus) -> None:
        self._numbers, self._focus = numbers, focus
        self._network, self._objective = numbers.network, numbers.objective
        self._rule = numbers.recipe.by_layer_rule
        factor = LAYER_FACTOR if self._rule else 1.0
        self._sample = numbers.place_of(row)
        inputs, self._targets = numbers.inputs[row : row + 1], numbers.targets[row : row + 1]
        with np.errstate(all="ignore"):
            self._seen = trace(self._objective, numbers.theta, inputs, self._targets, factor)
        self._formulas = SampleFormulas(self._objective, numbers.theta, self._seen, self._targets, 0, factor)

    def parts(self) -> list[Part]:
        """Everything up to the gradient, in order."""
        depth, numbers = self._network.depth, self._numbers
        made = [Part(partial(self._forward, layer)) for layer in range(1, depth + 1)]
        made.append(Part(self._cost, numbers.take_cost))
        made.append(Part(partial(self._backward, depth)))
        for layer in range(depth, 0, -1):
            made.append(Part(partial(self._gradient, layer), numbers.take_gradient))
            if layer > 1:
                made.append(Part(partial(self._backward, layer - 1), numbers.take_gradient))
        return made

    # ---- the parts

    def _forward(self, layer: int) -> Stage:
        network, formulas = self._network, self._formulas
        at = layer, self._focus.unit_in(network, layer)
        z, a = formulas.pre_activation(*at), formulas.activation(*at)
        formula = equation(z.plain, formulas.weighted_sum(*at), z.value)
        formula += ";  " + equation(a.plain, formulas.activated(*at), a.value)
        who = self._who(layer)
        many, where = network.layers[layer] > 1, f"forward through layer {layer}" if network.depth > 1 else "forward"
        caption = (
            f"Sample {self._sample + 1} goes {where}: {who} {'add' if many else 'adds'} up what comes in, weighted, "
            f"and {'answer' if many else 'answers'} with {network.activations[layer - 1]}."
        )
        lit = unit_places(network, layer)
        values, note = self._fed(layer), unfinished(*self._seen.a[layer][0])
        places = parameter_places(network, layer)
        return Stage("forward", layer, lit, places, caption, formula, values, note=note, about=at)

    def _cost(self) -> Stage:
        network, cost, last = self._network, self._numbers.cost, self._network.activations[-1]
        own = COSTS[self._objective.cost].per_sample(last, self._seen.z[-1], self._seen.a[-1], self._targets)[0]
        formula = f"{equation('Cᵢ', self._formulas.sample_cost(), own)};  C = {printed(cost)}"
        penalty = " plus the penalty" if self._objective.has_penalty else ""
        caption = (
            f"The cost: output and target are compared, and C is the mean over {samples_text(self._numbers)}{penalty}."
        )
        lit = unit_places(network, network.depth)
        values = self._fed(network.depth)
        return Stage("cost", network.depth, lit, (), caption, formula, values, note=unfinished(own, cost))

    def _backward(self, layer: int) -> Stage:
        formulas, network, depth = self._formulas, self._network, self._network.depth
        at = layer, self._focus.unit_in(network, layer)
        name, value = self._error(*at)
        expression = formulas.by_activation(*at)
        formula = equation(name, formulas.by_pre_activation(*at) if expression is None else expression, value)
        if layer == depth:
            caption = "The error: how this sample’s cost changes with the output."
        else:
            caption = f"The error reaches {self._who(layer)}, back along the weights."
        if self._rule and layer < depth:
            times = 2 ** (depth - layer)
            formula += f"  (exact: {printed(value / times)})"
            caption += f" By the layer rule it is {times} times the exact derivative."
        ahead = network.weight_slices[layer] if layer < depth else slice(0)
        values = {**self._fed(depth), **self._errors(layer)}
        errors = [values[place][1] for place in unit_places(network, layer)]
        return Stage(
            "backward",
            layer,
            unit_places(network, layer),
            tuple(range(ahead.start or 0, ahead.stop)),
            caption,
            formula,
            values,
            self._gradients(layer + 1),
            note=unfinished(*errors) or _error_note(errors, last=layer == depth),
            about=at,
        )

    def _gradient(self, layer: int) -> Stage:
        network, gradient = self._network, self._numbers.gradient
        parameter = network.parameters[self._focus.parameter_in(network, layer)]
        size, extra = self._numbers.size, " + penalty’s part" if self._objective.has_penalty else ""
        own = Symbol("t", str(self._sample + 1)).plain if size > 1 else "t"
        mean = f"1/{size}·Σᵢ tᵢ" if size > 1 else own
        name, value, alone = self._numbers.told[parameter.index][0], gradient[parameter.index], size == 1 and not extra
        term = self._formulas.term(parameter)
        formula = equation(name, term, value) if alone else f"{name} = {mean}{extra} = {printed(value)}"
        where = f" of layer {layer}" if network.depth > 1 else ""
        share = f"{own} for sample {self._sample + 1}, " if size > 1 else ""
        caption = (
            f"The gradient{where}: the error times what came in, {share}averaged over {samples_text(self._numbers)}"
        )
        caption += ", plus the penalty’s part." if extra else "."
        if self._rule and layer < network.depth:
            formula += f" (exact: {printed(self._numbers.exact[parameter.index])})"
            caption += f" The layer rule makes it {2 ** (network.depth - layer)} times the exact one"
            caption += ", but for the penalty’s part." if extra else "."
        formula += "" if alone else ";  " + equation(own, term, self._formulas.term_value(parameter))
        places = parameter_places(network, layer)
        gradients = gradient[places[0] : places[-1] + 1]
        note = "The gradient of this layer is exactly 0: this step does not change it." if not gradients.any() else ""
        return Stage(
            "gradient",
            layer,
            unit_places(network, layer),
            places,
            caption,
            formula,
            {**self._fed(network.depth), **self._errors(layer)},
            self._gradients(layer),
            note=unfinished(*gradients) or note,
            about=parameter.index,
        )

    # ---- what is known

    def _who(self, layer: int) -> str:
        network = self._network
        one = network.layers[layer] == 1
        if layer == network.depth:
            return "the output" if one else "the outputs"
        whose = f" of layer {layer}" if network.depth > 2 else ""
        return ("the hidden unit" if one else "the hidden units") + whose

    def _fed(self, layer: int) -> dict[Unit, Valued]:
        """Activations up to a layer."""
        return {
            (below, unit): (unit_symbol(self._network, below, unit).plain, float(value))
            for below in range(layer + 1)
            for unit, value in enumerate(self._seen.a[below][0])
        }

    def _error(self, layer: int, unit: int) -> tuple[str, float]:
        """Derivative of the sample's cost by a unit's activation, or by its z where the cost gives only that."""
        cost = sample_cost_symbol(layer if self._rule else None).plain
        by_activation = self._seen.grad_a[layer - 1]
        if by_activation is None:
            name = f"∂{cost}/∂{pre_activation_symbol(self._network, layer, unit).plain}"
            return name, float(self._seen.grad_z[layer - 1][0, unit])
        return f"∂{cost}/∂{unit_symbol(self._network, layer, unit).plain}", float(by_activation[0, unit])

    def _errors(self, down_to: int) -> dict[Unit, Valued]:
        layers = range(down_to, self._network.depth + 1)
        return {place: self._error(*place) for layer in layers for place in unit_places(self._network, layer)}

    def _gradients(self, down_to: int) -> dict[int, Valued]:
        layers = range(down_to, self._network.depth + 1)
        return {
            index: self._numbers.told[index] for layer in layers for index in parameter_places(self._network, layer)
        }


def chain_rule_parts(numbers: StepNumbers, row: int, focus: Focus) -> list[Part]:
    """How the stages up to the gradient come about."""
    return ChainRuleParts(numbers, row, focus).parts()


def _error_note(errors: list[float], *, last: bool) -> str:
    if any(errors):
        return ""
    if last:
        return "The output is exactly the target, so this sample has no error."
    return "Exactly 0: nothing of this sample’s error comes through to here."
