"""What the command line says of a run or a gradient: as JSON for scripts, as text for people."""

import json
import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from playground.core.activations import Array
from playground.core.network import Network
from playground.experiment.training_run import RunResult, parameter_at

_MOST_PARAMETERS = 24
"""A longer list of parameters is left to ``--json``."""
_LARGEST = 8


def _finite(value: Any) -> Any:
    """The same numbers with null for those JSON does not know."""
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value if math.isfinite(value) else None


def _parameters(network: Network, theta: Array) -> dict[str, Any]:
    return {
        "weights": [_finite(w.tolist()) for w in network.weights(theta)],
        "biases": [_finite(b.tolist()) for b in network.biases_of(theta)],
    }


def train_json(result: RunResult, network: Network) -> str:
    """One JSON object on one line, at full precision: status, steps, cost, weights, biases, and ``diverged``."""
    report: dict[str, Any] = {
        "status": "finished" if result.divergence is None else "diverged",
        "steps": result.state.step,
        "cost": _finite(result.cost),
        **_parameters(network, result.state.theta),
    }
    if result.divergence is not None:
        report["diverged"] = {"step": result.divergence.step, "parameter": result.divergence.parameter}
    return json.dumps(report, allow_nan=False)


def gradient_json(cost: float, gradient: Array, network: Network) -> str:
    """One JSON object on one line: cost, and the derivatives by weights and biases."""
    return json.dumps({"cost": _finite(cost), **_parameters(network, gradient)}, allow_nan=False)


def train_text(result: RunResult, network: Network, title: str) -> str:
    """A short account of a run: cost before and after, test cost, parameters."""
    lines = [f"{title}: step {result.state.step:,}, cost {number(result.first_cost)} → {number(result.cost)}"]
    if result.test_cost is not None:
        lines.append(f"test cost {number(result.test_cost)}")
    if network.n_parameters > _MOST_PARAMETERS:
        return "\n".join([*lines, f"{network.n_parameters:,} parameters; --json prints them all"])
    return "\n".join([*lines, *_table(network, result.state.theta, "{}", range(network.n_parameters))])


def gradient_text(cost: float, gradient: Array, network: Network, title: str, method: str) -> str:
    """The cost, the length of its gradient and the derivative by every parameter; if those are many, the largest."""
    lines = [f"{title}: cost {number(cost)}", f"{method}: |∇C| = {number(_length(gradient))}"]
    places: Iterable[int] = range(gradient.size)
    if gradient.size > _MOST_PARAMETERS:
        lines.append(f"the {_LARGEST} largest of {gradient.size:,} derivatives; --json prints them all")
        order = np.argsort(-np.nan_to_num(np.abs(gradient), nan=np.inf), kind="stable")
        places = order[:_LARGEST].tolist()
    return "\n".join([*lines, *_table(network, gradient, "∂C/∂{}", places)])


def _length(vector: Array) -> float:
    """Euclidean, also where the squares would be too large or too small."""
    largest = float(np.abs(vector).max(initial=0.0))
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    return largest * float(np.linalg.norm(vector / largest))


def headline(result: RunResult, title: str) -> str:
    """One line over a picture of the costs."""
    end = ", then it diverged" if result.divergence is not None else ""
    return f"{title}: cost {result.cost:.6g} at step {result.state.step:,}{end}"


def divergence_text(result: RunResult) -> str:
    """What went wrong and what helps; empty for a run that did not diverge."""
    if result.divergence is None:
        return ""
    if not math.isfinite(result.first_cost):
        return "diverged: the cost is not finite at the start; smaller parameters or samples closer to 0 help"
    step, parameter, what = result.divergence.step, result.divergence.parameter, result.divergence.what
    where = {"cost": "the cost", "gradient": f"the derivative by {parameter}"}.get(what, parameter)
    blame = f" ({parameter} changed most)" if what == "cost" else ""
    return (
        f"diverged: step {step:,} could not be taken, {where} was no longer finite{blame}; "
        "a smaller learning rate helps most of the time"
    )


def _table(network: Network, values: Array, name: str, places: Iterable[int]) -> list[str]:
    """One line for each place in ``values``; the signs stand below each other."""
    named = {name.format(parameter_at(network, place).name): values[place] for place in places}
    width = max(map(len, named), default=0)
    return [f"  {text:{width}} {value: .6g}" for text, value in named.items()]


def number(value: float) -> str:
    """Six digits. The minus is that of the keyboard, so that a number can be copied from the terminal."""
    return f"{value:.6g}"
