"""Whose formula a part of a step writes out, where it is about many units or parameters at once."""

from dataclasses import dataclass

from playground.core.network import Network


@dataclass(frozen=True)
class Focus:
    """What the learner looks at: a unit, a parameter, or nothing in particular, which means the first.

    Attributes
    ----------
    unit : (layer, unit) or None
        A unit of layer 1 … m.
    index : int or None
        A parameter's place in theta.
    """

    unit: tuple[int, int] | None = None
    index: int | None = None

    def unit_in(self, network: Network, layer: int) -> int:
        """The unit of a layer whose formula is written: a parameter means the units at its ends."""
        if self.index is not None:
            parameter = network.parameters[self.index]
            if parameter.layer == layer:
                return parameter.target
            if parameter.source is not None and parameter.layer - 1 == layer:
                return parameter.source
        return self.unit[1] if self.unit is not None and self.unit[0] == layer else 0

    def parameter_in(self, network: Network, layer: int) -> int:
        """The parameter of a layer whose formula is written: of a unit the first weight into it."""
        if self.index is not None and network.parameters[self.index].layer == layer:
            return self.index
        first: int = network.weight_slices[layer - 1].start
        return first + self.unit_in(network, layer)

    def parameter_of(self, network: Network) -> int:
        """The parameter of the whole network whose formula is written."""
        if self.index is not None:
            return self.index
        return self.parameter_in(network, self.unit[0] if self.unit is not None else 1)
