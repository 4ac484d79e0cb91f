"""The one network behind every model: layers of units, and their flat parameter vector ``theta``.

``theta`` is W1, b1, W2, b2, … each row-major; ``weights[l]`` has shape (fan_in, fan_out), ``biases[l]`` (fan_out,).
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from playground.core.activations import ACTIVATIONS, Array


@dataclass(frozen=True)
class Parameter:
    """Where one number of ``theta`` sits in the network.

    Attributes
    ----------
    index : int
        Place in ``theta``.
    layer : int
        Layer of weights, 1 … m.
    source : int or None
        Unit of the layer before (from 0), None for a bias.
    target : int
        Unit of this layer (from 0).
    """

    index: int
    layer: int
    source: int | None
    target: int

    @property
    def name(self) -> str:
        """Plain name such as ``w_12^(1)`` (from unit 1 to unit 2, layer 1) or ``b_2^(1)``."""
        if self.source is None:
            return f"b_{self.target + 1}^({self.layer})"
        separator = "," if max(self.source, self.target) > 8 else ""
        return f"w_{self.source + 1}{separator}{self.target + 1}^({self.layer})"


@dataclass(frozen=True)
class Network:
    """A feed-forward network: sizes, activations, biases or none. Parameters are kept outside, in ``theta``.

    Parameters
    ----------
    layers : tuple of int
        Units of every layer, the inputs first; at least two entries.
    activations : tuple of str
        Names from ``ACTIVATIONS``, one for each layer of weights.
    biases : bool
        Whether the units have biases.

    Raises
    ------
    ValueError
        If sizes and activations do not fit each other.
    """

    layers: tuple[int, ...]
    activations: tuple[str, ...]
    biases: bool = True

    def __post_init__(self) -> None:
        if len(self.layers) < 2 or min(self.layers) < 1:
            raise ValueError("a network has at least two layers (the inputs are one) of at least one unit each")
        if len(self.activations) != len(self.layers) - 1:
            raise ValueError(f"{len(self.layers) - 1} activations are needed, {len(self.activations)} given")
        for place, name in enumerate(self.activations):
            if name not in ACTIVATIONS:
                raise ValueError(f"no activation {name!r}; there are {', '.join(ACTIVATIONS)}")
            if ACTIVATIONS[name].only_last and place < len(self.activations) - 1:
                raise ValueError(f"{name} is for the last layer only")

    @property
    def n_inputs(self) -> int:
        """Number of features of a sample."""
        return self.layers[0]

    @property
    def n_outputs(self) -> int:
        """Number of units of the last layer."""
        return self.layers[-1]

    @property
    def depth(self) -> int:
        """Number of layers of weights, the paper's m."""
        return len(self.activations)

    @cached_property
    def weight_slices(self) -> tuple[slice, ...]:
        """Where in ``theta`` each layer's weights are."""
        starts = self._starts
        return tuple(slice(s, s + i * o) for s, (i, o) in zip(starts, pairwise(self.layers), strict=False))

    @cached_property
    def bias_slices(self) -> tuple[slice, ...]:
        """Where in ``theta`` each layer's biases are; empty slices for a network without biases."""
        starts = self._starts
        return tuple(slice(s.stop, start) for s, start in zip(self.weight_slices, starts[1:], strict=True))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        sizes = [i * o + (o if self.biases else 0) for i, o in pairwise(self.layers)]
        return tuple(int(s) for s in np.concatenate(([0], np.cumsum(sizes))))

    @property
    def n_parameters(self) -> int:
        """Length of ``theta``."""
        return self._starts[-1]

    @property
    def n_units(self) -> int:
        """Units of all layers but the inputs."""
        return sum(self.layers[1:])

    def layer_slice(self, layer: int) -> slice:
        """Where in theta the weights and biases of a layer are, counted from 0."""
        return slice(self.weight_slices[layer].start, self.bias_slices[layer].stop)

    def weights(self, theta: Array) -> list[Array]:
        """Views of the weights, one (fan_in, fan_out) array for each layer."""
        return [theta[s].reshape(shape) for s, shape in zip(self.weight_slices, pairwise(self.layers), strict=True)]

    def biases_of(self, theta: Array) -> list[Array]:
        """Views of the biases, one (fan_out,) array for each layer; ``[]`` for a network without biases."""
        return [theta[s] for s in self.bias_slices] if self.biases else []

    def theta(self, weights: list[Array], biases: list[Array]) -> Array:
        """One flat parameter vector out of weights and biases.

        Raises
        ------
        ValueError
            If a shape does not fit; it names the layer and the shape wanted.
        """
        theta = np.empty(self.n_parameters)
        for kind, given, views in (
            ("weights", weights, self.weights(theta)),
            ("biases", biases, self.biases_of(theta)),
        ):
            if len(given) != len(views):
                raise ValueError(f"{kind}: {len(views)} layers wanted, {len(given)} given")
            for layer, (source, view) in enumerate(zip(given, views, strict=True)):
                if np.shape(source) != view.shape:
                    raise ValueError(f"{kind}[{layer}]: shape {view.shape} wanted, {np.shape(source)} given")
                view[...] = source
        return theta

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every number of ``theta`` with its place in the network."""
        found: list[Parameter] = []
        for layer, (fan_in, fan_out) in enumerate(pairwise(self.layers), start=1):
            found += [
                Parameter(len(found) + j * fan_out + k, layer, j, k) for j in range(fan_in) for k in range(fan_out)
            ]
            if self.biases:
                found += [Parameter(len(found) + k, layer, None, k) for k in range(fan_out)]
        return tuple(found)

    def forward(self, theta: Array, inputs: Array) -> tuple[list[Array], list[Array]]:
        """Feed samples forward (grad.tex, "Feed-Forward").

        Parameters
        ----------
        theta : (n_parameters,) array
        inputs : (n_samples, n_inputs) array

        Returns
        -------
        z : list of (n_samples, n_units) arrays
            Pre-activations of layers 1 … m.
        a : list of arrays
            Activations of layers 0 … m; ``a[0]`` is ``inputs``.
        """
        a = [inputs]
        z = []
        biases = self.biases_of(theta)
        for layer, weights in enumerate(self.weights(theta)):
            z.append(a[-1] @ weights + biases[layer] if self.biases else a[-1] @ weights)
            a.append(ACTIVATIONS[self.activations[layer]].value(z[-1]))
        return z, a
