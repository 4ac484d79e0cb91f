"""The catalogue of models: the paper's four, and the general network that goes beyond it.

There is no code per model; every entry only says which networks belong to it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playground.core.network import Network


@dataclass(frozen=True)
class ModelKind:
    """One entry of the catalogue.

    Attributes
    ----------
    name : str
        Its name in files.
    title : str
        What people read.
    formula : str
        The model in one line of plain text.
    default : Network
        The network it starts with.
    problem : callable
        ``problem(network)`` says in words what is not of this kind, or returns None.
    """

    name: str
    title: str
    formula: str
    default: Network
    problem: Callable[[Network], str | None]


def chain(depth: int, activation: str = "sigmoid") -> Network:
    """The paper's "arbitrary neurons" model: ``depth`` layers of one unit each, one input."""
    return Network((1,) * (depth + 1), (activation,) * depth)


def _exactly(wanted: Network) -> Callable[[Network], str | None]:
    def problem(network: Network) -> str | None:
        if network == wanted:
            return None
        biases = "true" if wanted.biases else "false"
        return f"layers {list(wanted.layers)}, activations {list(wanted.activations)} and biases {biases} belong to it"

    return problem


def _not_a_chain(network: Network) -> str | None:
    if network == chain(network.depth):
        return None
    return "every layer has 1 unit, every activation is sigmoid and there are biases"


_LINEAR = Network((1, 1), ("linear",), biases=False)
_ONE_NEURON = Network((2, 1), ("sigmoid",))

MODELS: dict[str, ModelKind] = {
    kind.name: kind
    for kind in (
        ModelKind("linear", "Linear model", "y = x·w", _LINEAR, _exactly(_LINEAR)),
        ModelKind("one-neuron", "One neuron, 2 inputs", "a = σ(x₁w₁ + x₂w₂ + b)", _ONE_NEURON, _exactly(_ONE_NEURON)),
        ModelKind(
            "two-neurons",
            "Two neurons, 1 input",
            "a⁽²⁾ = σ(σ(xw⁽¹⁾ + b⁽¹⁾)w⁽²⁾ + b⁽²⁾)",
            chain(2),
            _exactly(chain(2)),
        ),
        ModelKind("chain", "Chain of m neurons", "a⁽ˡ⁾ = σ(a⁽ˡ⁻¹⁾w⁽ˡ⁾ + b⁽ˡ⁾)", chain(3), _not_a_chain),
        ModelKind(
            "mlp",
            "Layers of any size",
            "a⁽ˡ⁾ = f(a⁽ˡ⁻¹⁾W⁽ˡ⁾ + b⁽ˡ⁾)",
            Network((2, 2, 1), ("sigmoid", "sigmoid")),
            lambda _network: None,
        ),
    )
}
"""Every kind of model by name, in the paper's order."""
