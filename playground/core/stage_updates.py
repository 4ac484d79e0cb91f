"""The last parts of a step: what the optimizer remembers, and the update."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from playground.core.activations import Array
from playground.core.expressions import printed, setting_text, telling_digits
from playground.core.notation import parameter_symbol
from playground.core.number_text import MINUS, superscript
from playground.core.optimizers import OPTIMIZERS
from playground.core.stage import Part, Stage
from playground.core.stage_focus import Focus
from playground.core.stage_parts import unfinished
from playground.core.step_numbers import StepNumbers


@dataclass(frozen=True, eq=False)
class Remembered:
    """One part of the optimizer's state: its symbol, what it is, its values, how one parameter's came about."""

    symbol: str
    caption: str
    values: Array
    formula: str


class UpdateParts:
    """Makes the stages that turn a gradient into new parameters."""

    def __init__(self, numbers: StepNumbers, focus: Focus) -> None:
        self._settings = numbers.recipe.optimizer
        self._state = numbers.state
        self._numbers = numbers
        self._network = numbers.network
        self._index = focus.parameter_of(numbers.network)

    def parts(self) -> list[Part]:
        """The optimizer's state in its parts, then the update."""
        by_name: dict[str, tuple[Callable[[], Remembered], ...]] = {
            "momentum": (self._velocity, self._look_ahead) if self._settings.nesterov else (self._velocity,),
            "rmsprop": (self._mean_square,),
            "adam": (self._first_moment, self._second_moment, self._bias_correction),
        }
        take = self._numbers.take_gradient
        remembered = [Part(partial(self._remembered, one), take) for one in by_name.get(self._settings.name, ())]
        return [*remembered, Part(self._update, take)]

    # ---- the numbers, as the reference computes them

    @property
    def _gradient(self) -> Array:
        return self._numbers.gradient

    @cached_property
    def _after(self) -> tuple[Array, Array]:
        settings, state = self._settings, self._state
        update = OPTIMIZERS[settings.name].update
        with np.errstate(all="ignore"):
            return update(settings, state.theta, self._gradient, state.optimizer_state, self._step)

    @property
    def _step(self) -> int:
        return self._state.optimizer_step + 1

    @property
    def _shares(self) -> tuple[float, float]:
        """What adam's moments have reached of their size by now."""
        return 1.0 - self._settings.beta1**self._step, 1.0 - self._settings.beta2**self._step

    # ---- the optimizer's state

    def _velocity(self) -> Remembered:
        momentum, before, g = self._settings.momentum, self._state.optimizer_state[0], self._gradient
        v, at = self._after[1][0], self._index
        formula = f"v ← μ·v + g = {setting_text(momentum)}·{_factor(before[at])} + {_term(g[at])} = {printed(v[at])}"
        return Remembered("v", "Momentum: the velocity keeps a share of itself and takes up the gradient.", v, formula)

    def _look_ahead(self) -> Remembered:
        momentum, g, v, at = self._settings.momentum, self._gradient, self._after[1][0], self._index
        ahead = g + momentum * v
        formula = f"g + μ·v = {printed(g[at])} + {setting_text(momentum)}·{_factor(v[at])} = {printed(ahead[at])}"
        return Remembered("g + μv", "Nesterov: the direction looks one velocity ahead.", ahead, formula)

    def _mean_square(self) -> Remembered:
        s = self._after[1][0]
        mixed = self._mixed(self._settings.decay, 0, square=True)
        formula = f"s ← ρ·s + (1 {MINUS} ρ)·g² = {mixed} = {printed(s[self._index])}"
        return Remembered("s", "RMSprop: a running mean of the squared gradient.", s, formula)

    def _first_moment(self) -> Remembered:
        m = self._after[1][0]
        formula = f"m ← β₁·m + (1 {MINUS} β₁)·g = {self._mixed(self._settings.beta1, 0)} = {printed(m[self._index])}"
        return Remembered("m", "Adam’s first moment: a running mean of the gradient.", m, formula)

    def _second_moment(self) -> Remembered:
        s = self._after[1][1]
        mixed = self._mixed(self._settings.beta2, 1, square=True)
        formula = f"s ← β₂·s + (1 {MINUS} β₂)·g² = {mixed} = {printed(s[self._index])}"
        return Remembered("s", "Adam’s second moment: a running mean of the squared gradient.", s, formula)

    def _bias_correction(self) -> Remembered:
        first, second = self._after[1]
        shares, power = self._shares, superscript(self._step)
        m, s, at = first / shares[0], second / shares[1], self._index
        formula = (
            f"m̂ = m/(1 {MINUS} β₁{power}) = {_factor(first[at])}/{_factor(shares[0])} = {printed(m[at])};  "
            f"ŝ = s/(1 {MINUS} β₂{power}) = {_factor(second[at])}/{_factor(shares[1])} = {printed(s[at])}"
        )
        steps = "1 step has" if self._step == 1 else f"{self._step:,} steps have"
        caption = f"Adam’s bias correction: both moments began at 0, and {steps} filled them only in part."
        return Remembered("m̂", caption, m, formula)

    # ---- the stages

    def _remembered(self, part: Callable[[], Remembered]) -> Stage:
        made = part()
        values = {index: (made.symbol, float(value)) for index, value in enumerate(made.values)}
        formula = f"{self._name}:  {made.formula}"
        note = unfinished(*made.values)
        return Stage(
            "optimizer", None, (), tuple(values), made.caption, formula, {}, values, note=note, about=self._index
        )

    def _update(self) -> Stage:
        theta = self._after[0]
        values = {
            parameter.index: (f"new {'b' if parameter.source is None else 'w'}", float(theta[parameter.index]))
            for parameter in self._network.parameters
        }
        caption = f"Every parameter takes its step downhill, with η = {setting_text(self._settings.learning_rate)}"
        caption += " and the quotients as gradient g." if self._numbers.recipe.by_differences else "."
        note = unfinished(*theta)
        if not note and np.array_equal(theta, self._state.theta):
            note = "No parameter changes: the gradient is 0, or too small beside the parameters."
        return Stage(
            "update", None, (), tuple(values), caption, self._step_text(), {}, values, note=note, about=self._index
        )

    def _step_text(self) -> str:
        at = self._index
        name, before, after = self._name, float(self._state.theta[at]), float(self._after[0][at])
        symbols, numbers = self._direction_text()
        digits = telling_digits(before, after)
        old, new = (printed(value, digits) for value in (before, after))
        eta = setting_text(self._settings.learning_rate)
        return f"{name} ← {name} {MINUS} η·{symbols} = {old} {MINUS} {eta}·{numbers} = {new}"

    def _direction_text(self) -> tuple[str, str]:
        """What the learning rate is multiplied with, in symbols and in numbers."""
        settings, g, state = self._settings, self._gradient[self._index], self._after[1][:, self._index]
        if settings.name == "gradient-descent":
            name = "g" if self._numbers.recipe.by_differences else self._numbers.told[self._index][0]
            return name, _factor(g)
        if settings.name == "momentum":
            ahead = g + settings.momentum * state[0]
            return ("(g + μ·v)", _factor(ahead)) if settings.nesterov else ("v", _factor(state[0]))
        tiny = setting_text(settings.epsilon)
        if settings.name == "rmsprop":
            return "g/(√s + ε)", f"{_factor(g)}/(√{_factor(state[0])} + {tiny})"
        m, s = state[0] / self._shares[0], state[1] / self._shares[1]
        return "m̂/(√ŝ + ε)", f"{_factor(m)}/(√{_factor(s)} + {tiny})"

    @property
    def _name(self) -> str:
        return parameter_symbol(self._network, self._network.parameters[self._index]).plain

    def _mixed(self, share: float, slot: int, *, square: bool = False) -> str:
        before, g = self._state.optimizer_state[slot, self._index], self._gradient[self._index]
        power = "²" if square else ""
        base = f"({printed(g)})" if square and g else _factor(g)
        return f"{setting_text(share)}·{_factor(before)} + {setting_text(1.0 - share)}·{base}{power}"


def update_parts(numbers: StepNumbers, focus: Focus) -> list[Part]:
    """How the stages after the gradient come about."""
    return UpdateParts(numbers, focus).parts()


def _factor(value: float) -> str:
    """A number where it is multiplied."""
    text = printed(value)
    return f"({text})" if text.startswith(MINUS) or "·" in text else text


def _term(value: float) -> str:
    """A number where it is added."""
    text = printed(value)
    return f"({text})" if text.startswith(MINUS) else text
