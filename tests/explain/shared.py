"""Reading printed numbers back, and asking for explanations."""

import re
from typing import Any, Literal

import numpy as np

from playground.core.activations import Array
from playground.core.gradients import Objective, Trace
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.explain.equations import Explanation, Target, explain
from tests.core.strategies import Problem

XOR = Network((2, 2, 1), ("sigmoid", "sigmoid"))
XOR_THETA = np.array([5.8, 3.9, 5.7, 3.9, -2.4, -5.9, 7.4, -8.1, -3.3])
XOR_INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])

Kind = Literal["cost", "unit", "parameter"]
_POWER = re.compile(r"(.*?)(?: \\cdot 10\^\{(-?[0-9]+)\})?")


def read(latex: str) -> tuple[float, float]:
    """The number and the size of its last digit."""
    mantissa, power = _POWER.fullmatch(latex.replace("{,}", "")).groups()
    exponent = int(power or 0)
    decimals = len(mantissa.partition(".")[2])
    return float(f"{mantissa}e{exponent}"), 10.0 ** (exponent - decimals)


def shows(latex: str, value: float) -> bool:
    """Whether a printed number is the value, rounded to its last digit."""
    number, last = read(latex)
    exact = "." not in latex and "cdot" not in latex
    return number == value or (not exact and abs(number - value) <= 0.5 * last * (1.0 + 1e-6))


def xor(
    kind: Literal["cost", "unit", "parameter"] = "parameter",
    index: int = 6,
    *,
    unit: tuple[int, int] = (1, 0),
    **settings: Any,
) -> Explanation:
    """Explain something of XOR."""
    objective = settings.pop("objective", Objective(XOR))
    theta = settings.pop("theta", XOR_THETA)
    sample = settings.pop("sample", 1)
    recipe = Recipe(objective, **settings)
    state = TrainingState.start(recipe, theta)
    return explain(recipe, state, XOR_INPUTS, XOR_TARGETS, Target(kind, *unit, index), sample)


def small(
    network: Network, theta: list[float], x: list[list[float]], y: list[list[float]], index: int, **settings: Any
) -> Explanation:
    """Explain a parameter of a small network."""
    recipe = Recipe(Objective(network, settings.pop("cost", "mse")), **settings)
    state = TrainingState.start(recipe, np.array(theta))
    return explain(recipe, state, np.array(x), np.array(y), Target("parameter", index=index), 0)


def value_of(key: str, problem: Problem, theta: Array, seen: Trace, row: int, targets: Array) -> float:
    """What a key stands for, by the reference."""
    kind, *where = key.split(":")
    at = [int(text) for text in where]
    if kind == "w":
        return float(theta[at[0]])
    if kind == "y":
        return float(targets[row, at[0]])
    layers = {"a": seen.a, "z": [seen.a[0], *seen.z], "delta": [seen.a[0], *seen.grad_z]}[kind]
    return float(layers[at[0]][row, at[1]])
