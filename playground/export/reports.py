"""What the command line says of a run or a gradient: as JSON for scripts, as text for people."""

import json
import math
from typing import Any

from playground.core.activations import Array
from playground.core.network import Network
from playground.experiment.training_run import RunResult

_MOST_PARAMETERS = 24
"""A longer list of parameters is left to ``--json``."""


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
    return "\n".join([*lines, *_table(network, result.state.theta, "{}")])


def gradient_text(cost: float, gradient: Array, network: Network, title: str) -> str:
    """The cost and its derivative by every parameter."""
    return "\n".join([f"{title}: cost {number(cost)}", *_table(network, gradient, "∂C/∂{}")])


def headline(result: RunResult, title: str) -> str:
    """One line over a picture of the costs."""
    end = ", then it diverged" if result.divergence is not None else ""
    return f"{title}: cost {result.cost:.6g} at step {result.state.step:,}{end}"


def divergence_text(result: RunResult) -> str:
    """What went wrong and what helps; empty for a run that did not diverge."""
    if result.divergence is None:
        return ""
    step, parameter, what = result.divergence.step, result.divergence.parameter, result.divergence.what
    where = {"cost": "the cost", "gradient": f"the derivative by {parameter}"}.get(what, parameter)
    blame = f" ({parameter} changed most)" if what == "cost" else ""
    return (
        f"diverged: step {step:,} could not be taken, {where} was no longer finite{blame}; "
        "a smaller learning rate helps most of the time"
    )


def _table(network: Network, values: Array, name: str) -> list[str]:
    if network.n_parameters > _MOST_PARAMETERS:
        return [f"{network.n_parameters:,} parameters; --json prints them all"]
    return [f"  {name.format(p.name):12} {number(values[p.index])}" for p in network.parameters]


def number(value: float) -> str:
    """Six digits, with a real minus sign."""
    return f"{value:.6g}".replace("-", "−")
