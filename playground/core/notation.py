"""What units, weights and biases are called: the paper's letters, with indices only where they tell apart.

The canvas, the tables and the equations take their symbols from here, so that one thing has one name everywhere.
"""

from dataclasses import dataclass
from typing import Final

from playground.core.network import Network, Parameter

_SUBSCRIPTS: Final = str.maketrans("0123456789i", "₀₁₂₃₄₅₆₇₈₉ᵢ")
_SUPERSCRIPTS: Final = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_LATEX_BASES: Final = {"δ": r"\delta", "ε": r"\varepsilon", "λ": r"\lambda"}
_ONE_DIGIT: Final = 9


@dataclass(frozen=True)
class Symbol:
    """A letter with indices below and above."""

    base: str
    sub: str = ""
    sup: str = ""

    @property
    def plain(self) -> str:
        """The symbol as one line of text, such as "w₁₂⁽¹⁾"."""
        return self.base + self.sub.translate(_SUBSCRIPTS) + self.sup.translate(_SUPERSCRIPTS)

    @property
    def latex(self) -> str:
        """The symbol as LaTeX, such as "w_{12}^{(1)}"."""
        sub = f"_{{{self.sub}}}" if self.sub else ""
        sup = f"^{{{self.sup}}}" if self.sup else ""
        return _LATEX_BASES.get(self.base, self.base) + sub + sup


def unit_symbol(network: Network, layer: int, index: int) -> Symbol:
    """Name a unit: x for inputs, a for the outputs, h for the one hidden layer of a small network, else a^(l)."""
    n = network.layers[layer]
    sub = str(index + 1) if n > 1 else ""
    if layer == 0:
        return Symbol("x", sub)
    if network.depth == 1:
        return Symbol("a", sub)
    if _has_one_wide_hidden_layer(network):
        return Symbol("a" if layer == network.depth else "h", sub)
    return Symbol("a", sub, f"({layer})")


def pre_activation_symbol(network: Network, layer: int, index: int) -> Symbol:
    """Name the pre-activation of a unit: z, with the layer above it where there are several."""
    return _of_unit("z", network, layer, index)


def delta_symbol(network: Network, layer: int, index: int) -> Symbol:
    """Name the derivative of a sample's cost by the pre-activation of a unit."""
    return _of_unit("δ", network, layer, index)


def target_symbol(network: Network, index: int) -> Symbol:
    """Name the target an output is compared with."""
    return Symbol("y", str(index + 1) if network.n_outputs > 1 else "")


def parameter_symbol(network: Network, parameter: Parameter) -> Symbol:
    """Name a weight or a bias: w₁₂⁽¹⁾ leads from unit 1 to unit 2 in layer 1."""
    before, after = network.layers[parameter.layer - 1], network.layers[parameter.layer]
    indices = []
    if parameter.source is not None and before > 1:
        indices.append(parameter.source + 1)
    if after > 1:
        indices.append(parameter.target + 1)
    separator = "," if max(indices, default=0) > _ONE_DIGIT else ""
    sup = f"({parameter.layer})" if network.depth > 1 else ""
    return Symbol("b" if parameter.source is None else "w", separator.join(map(str, indices)), sup)


def sample_cost_symbol(layer: int | None = None) -> Symbol:
    """Name the cost of one sample, C_i; by the layer rule every layer has one of its own."""
    return Symbol("C", "i", "" if layer is None else f"({layer})")


def subscript(number: int) -> str:
    """Write a whole number as indices are written, such as "₁₂"."""
    return str(number).translate(_SUBSCRIPTS)


def size_text(network: Network) -> str:
    """Write the sizes of the layers, such as "2 – 8 – 1"; equal neighbours of a deep network are counted."""
    runs: list[list[int]] = []
    for units in network.layers:
        if runs and runs[-1][0] == units:
            runs[-1][1] += 1
        else:
            runs.append([units, 1])
    shorten = len(network.layers) > 6
    parts = []
    for units, times in runs:
        parts += [f"{times} × {units}"] if shorten and times > 2 else [str(units)] * times
    return " – ".join(parts)


def _of_unit(letter: str, network: Network, layer: int, index: int) -> Symbol:
    sub = str(index + 1) if network.layers[layer] > 1 else ""
    return Symbol(letter, sub, f"({layer})" if network.depth > 1 else "")


def _has_one_wide_hidden_layer(network: Network) -> bool:
    return network.depth == 2 and network.layers[1] > 1
