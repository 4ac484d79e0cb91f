"""The formulas of one sample in a network, as expressions with its numbers: forwards and by the chain rule."""

import math
from typing import Final

from playground.core.activations import LEAK, Array
from playground.core.costs import COSTS
from playground.core.expressions import (
    Constant,
    Expression,
    Function,
    Power,
    Product,
    Quotient,
    Variable,
    difference,
    product,
    total,
    variable,
)
from playground.core.gradients import Objective, Trace
from playground.core.network import Parameter
from playground.core.notation import (
    delta_symbol,
    parameter_symbol,
    pre_activation_symbol,
    target_symbol,
    unit_symbol,
)

SHOWN_TERMS: Final = 4
"""A longer sum is written with dots."""
_MOST_PATHS: Final = 2
_LONGEST_CHAIN: Final = 3
_LARGEST_EXPONENT: Final = 709.0
_NAMES: Final = {
    "sigmoid": ("σ", r"\sigma"),
    "tanh": ("tanh", r"\tanh"),
    "relu": ("relu", r"\mathrm{relu}"),
    "leaky-relu": ("lrelu", r"\mathrm{lrelu}"),
    "sine": ("sin", r"\sin"),
    "softplus": ("softplus", r"\mathrm{softplus}"),
}


class SampleFormulas:
    """Formulas with the numbers of one sample.

    Parameters
    ----------
    objective : Objective
    theta : (n_parameters,) array
    seen : Trace
        Of any samples, by the method that is used.
    targets : (n_samples, n_outputs) array
        Of the same samples.
    row : int
        Which of them.
    layer_factor : float
        What each layer below the last brings: 2 for the layer rule, else 1.
    """

    def __init__(
        self, objective: Objective, theta: Array, seen: Trace, targets: Array, row: int, layer_factor: float = 1.0
    ) -> None:
        self._objective = objective
        self.network = objective.network
        self._weights = self.network.weights(theta)
        self._biases = self.network.biases_of(theta)
        self._seen = seen
        self._targets = targets
        self._row = row
        self._factor = layer_factor

    # ---- the letters

    def activation(self, layer: int, unit: int) -> Variable:
        """The activation of a unit; of layer 0, an input."""
        symbol = unit_symbol(self.network, layer, unit)
        role = "a" if layer else "x"
        return variable(symbol, self._seen.a[layer][self._row, unit], role, f"a:{layer}:{unit}")

    def pre_activation(self, layer: int, unit: int) -> Variable:
        """The pre-activation of a unit."""
        symbol = pre_activation_symbol(self.network, layer, unit)
        return variable(symbol, self._seen.z[layer - 1][self._row, unit], "z", f"z:{layer}:{unit}")

    def delta(self, layer: int, unit: int) -> Variable:
        """The derivative of the sample's cost by the pre-activation of a unit."""
        symbol = delta_symbol(self.network, layer, unit)
        return variable(symbol, self._seen.grad_z[layer - 1][self._row, unit], "delta", f"delta:{layer}:{unit}")

    def target(self, unit: int) -> Variable:
        """What an output is compared with."""
        return variable(target_symbol(self.network, unit), self._targets[self._row, unit], "y", f"y:{unit}")

    def weight(self, layer: int, source: int, unit: int) -> Variable:
        """A weight."""
        index = self.network.weight_slices[layer - 1].start + source * self.network.layers[layer] + unit
        symbol = parameter_symbol(self.network, Parameter(index, layer, source, unit))
        return variable(symbol, self._weights[layer - 1][source, unit], "w", f"w:{index}")

    def bias(self, layer: int, unit: int) -> Variable:
        """A bias."""
        index = self.network.bias_slices[layer - 1].start + unit
        symbol = parameter_symbol(self.network, Parameter(index, layer, None, unit))
        return variable(symbol, self._biases[layer - 1][unit], "w", f"w:{index}")

    def parameter(self, parameter: Parameter) -> Variable:
        """A weight or a bias."""
        if parameter.source is None:
            return self.bias(parameter.layer, parameter.target)
        return self.weight(parameter.layer, parameter.source, parameter.target)

    # ---- forwards

    def weighted_sum(self, layer: int, unit: int) -> Expression:
        """How a pre-activation comes about."""
        terms: list[Expression] = [
            product(self.activation(layer - 1, source), self.weight(layer, source, unit))
            for source in range(self.network.layers[layer - 1])
        ]
        keep = SHOWN_TERMS
        if self.network.biases:
            terms.append(self.bias(layer, unit))
            keep += 1
        return total(*terms, keep=keep)

    def activated(self, layer: int, unit: int) -> Expression:
        """How an activation comes about from z."""
        z, name = self.pre_activation(layer, unit), self.network.activations[layer - 1]
        if name == "linear":
            return z
        if name == "softmax":
            every = (_exp(self.pre_activation(layer, other)) for other in range(self.network.n_outputs))
            return Quotient(_exp(z), total(*every, keep=SHOWN_TERMS))
        plain, latex = _NAMES[name]
        return Function(plain, latex, z, _VALUES[name])

    # ---- backwards

    def slope(self, layer: int, unit: int) -> Expression:
        """The activation function's derivative by z, in its own form; of softmax, by its own z alone."""
        name = self.network.activations[layer - 1]
        a, z = self.activation(layer, unit), self.pre_activation(layer, unit)
        if name in ("sigmoid", "softmax"):
            rest = difference(Constant(1.0), a)
            return Product((rest.terms[1], rest))
        if name == "tanh":
            return difference(Constant(1.0), Power(a, 2))
        if name == "linear":
            return Constant(1.0)
        if name == "sine":
            return Function("cos", r"\cos", z, _cos)
        if name == "softplus":
            return Function("σ", r"\sigma", z, _sigmoid)
        plain, latex = _NAMES[name]
        return Function(f"{plain}′", f"{latex}'", z, _step if name == "relu" else _leaky_step, is_step=True)

    def error(self, unit: int) -> Expression:
        """How far an output is from its target: a − y."""
        return difference(self.activation(self.network.depth, unit), self.target(unit))

    def expands(self, layer: int) -> bool:
        """Whether the way from a unit of this layer to the cost is short enough to be written as one chain."""
        network = self.network
        if self._mixes_outputs and layer < network.depth:
            return False
        return math.prod(network.layers[layer + 1 :]) <= _MOST_PATHS and network.depth - layer <= _LONGEST_CHAIN

    def only_way_after(self, layer: int) -> list[tuple[int, Expression]]:
        """The slopes in a chain that is written out and does not fork: their layers, from the last one back."""
        network = self.network
        if not self.expands(layer) or math.prod(network.layers[layer + 1 :]) != 1:
            return []
        given_by_z = self._objective.cost != "mse"
        layers = range(network.depth - given_by_z, layer, -1)
        return [(after, self.slope(after, 0)) for after in layers if network.activations[after - 1] != "linear"]

    def by_activation(self, layer: int, unit: int) -> Expression | None:
        """Derivative of the sample's cost by an activation; None where the cost gives that by z at once."""
        if layer == self.network.depth:
            if self._objective.cost != "mse":
                return None
            return product(Constant(2.0), self.error(unit))
        expand = self.expands(layer)
        terms = [
            product(
                self.by_pre_activation(layer + 1, after) if expand else self.delta(layer + 1, after),
                self.weight(layer + 1, unit, after),
            )
            for after in range(self.network.layers[layer + 1])
        ]
        return product(Constant(self._factor), total(*terms, keep=SHOWN_TERMS))

    def by_pre_activation(self, layer: int, unit: int) -> Expression:
        """Derivative of the sample's cost by a pre-activation, δ: the one by the activation times the slope."""
        by_activation = self.by_activation(layer, unit)
        if by_activation is None:
            return self._by_last_z(unit)
        if layer == self.network.depth and self._mixes_outputs:
            return self._through_softmax(unit)
        return product(by_activation, self.slope(layer, unit))

    def term(self, parameter: Parameter) -> Expression:
        """The sample's share of the derivative by a parameter."""
        delta = self.by_pre_activation(parameter.layer, parameter.target)
        if parameter.source is None:
            return delta
        return product(delta, self.activation(parameter.layer - 1, parameter.source))

    def term_value(self, parameter: Parameter) -> float:
        """What `term` comes to, from the sample's trace: as the training computes it."""
        below, error = self._seen.a[parameter.layer - 1], self._seen.grad_z[parameter.layer - 1]
        value = float(error[self._row, parameter.target])
        return value if parameter.source is None else value * float(below[self._row, parameter.source])

    def recursive(self, layer: int) -> bool:
        """Whether δ of the next layer stand in the formulas of this layer's units."""
        return layer < self.network.depth and not self.expands(layer)

    # ---- the cost

    def sample_cost(self) -> Expression:
        """The sample's cost from its activations; where their logarithms have lost their digits, from z."""
        usual = self._usual_cost()
        last = self.network.activations[-1]
        row = slice(self._row, self._row + 1)
        z, a, y = self._seen.z[-1][row], self._seen.a[-1][row], self._targets[row]
        value = float(COSTS[self._objective.cost].per_sample(last, z, a, y)[0])
        if self._objective.cost == "mse" or math.isclose(usual.value, value, rel_tol=1e-6, abs_tol=1e-12):
            return usual
        return self._cost_from_z()

    def _usual_cost(self) -> Expression:
        units = range(self.network.n_outputs)
        if self._objective.cost == "mse":
            return total(*(Power(self.error(unit), 2) for unit in units), keep=SHOWN_TERMS)
        depth = self.network.depth
        if self.network.activations[-1] == "softmax":
            terms = [product(self.target(unit), _log(self.activation(depth, unit))) for unit in units]
            return total(*terms, signs=(-1,) * len(terms), keep=SHOWN_TERMS)
        both: list[Expression] = []
        for unit in units:
            a, y = self.activation(depth, unit), self.target(unit)
            one = Constant(1.0)
            both += [product(y, _log(a)), product(difference(one, y), _log(difference(one, a)))]
        return total(*both, signs=(-1,) * len(both), keep=SHOWN_TERMS)

    def _cost_from_z(self) -> Expression:
        depth, units = self.network.depth, range(self.network.n_outputs)
        z = [self.pre_activation(depth, unit) for unit in units]
        y = [self.target(unit) for unit in units]
        if self.network.activations[-1] == "softmax":
            log_sum = _log(total(*map(_exp, z), keep=SHOWN_TERMS))
            return total(*(product(y[unit], difference(log_sum, z[unit])) for unit in units), keep=SHOWN_TERMS)
        parts: list[Expression] = []
        for unit in units:
            parts += [_log(total(Constant(1.0), _exp(z[unit]))), product(y[unit], z[unit])]
        return total(*parts, signs=(1, -1) * len(units), keep=SHOWN_TERMS)

    # ---- the last layer

    @property
    def _mixes_outputs(self) -> bool:
        """Whether each output depends on every z of the last layer and the cost does not make up for it."""
        return self.network.activations[-1] == "softmax" and self._objective.cost == "mse"

    def _by_last_z(self, unit: int) -> Expression:
        """Cross-entropy and its output cancel to a − y; for softmax if the targets sum to 1."""
        if self.network.activations[-1] == "softmax" and self._targets[self._row].sum() != 1.0:
            targets = total(*(self.target(other) for other in range(self.network.n_outputs)), keep=SHOWN_TERMS)
            return difference(product(self.activation(self.network.depth, unit), targets), self.target(unit))
        return self.error(unit)

    def _through_softmax(self, unit: int) -> Expression:
        """Write 2 a_k ((a_k − y_k) − Σ_j (a_j − y_j) a_j)."""
        depth = self.network.depth
        terms = [product(self.activation(depth, other), self.error(other)) for other in range(self.network.n_outputs)]
        inner = difference(self.error(unit), total(*terms, keep=SHOWN_TERMS))
        return product(Constant(2.0), self.activation(depth, unit), inner)


def _log(argument: Expression) -> Function:
    return Function("ln", r"\ln", argument, lambda value: math.log(value) if value > 0 else -math.inf)


def _exp(argument: Expression) -> Function:
    return Function("exp", r"\exp", argument, lambda value: math.exp(value) if value < _LARGEST_EXPONENT else math.inf)


def _cos(z: float) -> float:
    return math.cos(z) if math.isfinite(z) else math.nan


def _sigmoid(z: float) -> float:
    e = math.exp(-abs(z))
    return (1.0 if z >= 0 else e) / (1.0 + e)


def _step(z: float) -> float:
    return 1.0 if z > 0 else 0.0


def _leaky_step(z: float) -> float:
    return 1.0 if z > 0 else LEAK


_VALUES: Final = {
    "sigmoid": _sigmoid,
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "leaky-relu": lambda z: z if z > 0 else LEAK * z,
    "sine": lambda z: math.sin(z) if math.isfinite(z) else math.nan,
    "softplus": lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z))),
}
