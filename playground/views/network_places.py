"""What a layout of the network consists of: places for units, edges, names and numbers. No Qt."""

from dataclasses import dataclass
from enum import Enum

from playground.views.geometry import Box, Curve


class Style(Enum):
    """How much text a layer's units have room for."""

    FULL = "full"
    """Name above, bias below."""
    SIDE = "side"
    """Bias at the right (the name of an input at the left): for layers of many units."""
    LINE = "line"
    """Bias below, no name: for many layers."""
    BARE = "bare"
    """Nothing; hovering tells."""


@dataclass(frozen=True)
class TextSizes:
    """Room that texts take at most.

    Attributes
    ----------
    name_height, chip_height : float
        Heights of a name and of a number's card.
    name_width, weight_width : float
        Widths of a name and of a weight's card.
    bias_width, indexed_bias_width : float
        Widths of a bias' card with "b" and with "b₁".
    """

    name_height: float = 20.0
    chip_height: float = 18.0
    name_width: float = 36.0
    weight_width: float = 50.0
    bias_width: float = 58.0
    indexed_bias_width: float = 64.0

    def scaled(self, factor: float) -> "TextSizes":
        """Return the sizes at another text scale."""
        return TextSizes(
            self.name_height * factor,
            self.chip_height * factor,
            self.name_width * factor,
            self.weight_width * factor,
            self.bias_width * factor,
            self.indexed_bias_width * factor,
        )


@dataclass(frozen=True)
class UnitPlace:
    """One unit: ``layer`` 0 are the inputs. ``name``, ``bias`` and ``target`` ("y") are None without room or sense."""

    layer: int
    index: int
    box: Box
    name: Box | None = None
    bias: Box | None = None
    target: Box | None = None

    @property
    def outlet(self) -> float:
        """Where from left to right its edges begin: behind a bias that stands beside it."""
        beside = self.bias is not None and self.bias.x >= self.box.right
        return self.bias.right if self.bias is not None and beside else self.box.right

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All it consists of but the target."""
        return tuple(box for box in (self.box, self.name, self.bias) if box is not None)


@dataclass(frozen=True)
class EdgePlace:
    """One weight drawn as a curve, with the place of its number if it has one."""

    source: int
    target: int
    curve: Curve
    label: Box | None = None


@dataclass(frozen=True)
class Connection:
    """All weights between two layers: curves, or one matrix picture with a row per source and a column per target.

    Attributes
    ----------
    layer : int
        The layer of weights, from 1.
    edges : tuple of EdgePlace
        Row by row as in the matrix of weights; empty for a matrix picture.
    matrix : Box or None
    widest : float
        Width of the strongest edges.
    text_scale : float
        Size of the numbers.
    """

    layer: int
    edges: tuple[EdgePlace, ...] = ()
    matrix: Box | None = None
    widest: float = 10.0
    text_scale: float = 1.0


@dataclass(frozen=True)
class Column:
    """One layer of units."""

    layer: int
    style: Style
    text_scale: float
    units: tuple[UnitPlace, ...]

    @property
    def outlet(self) -> float:
        """Where from left to right the edges of its units begin."""
        return self.units[0].outlet


@dataclass(frozen=True)
class NetworkLayout:
    """The whole picture."""

    width: float
    height: float
    columns: tuple[Column, ...]
    connections: tuple[Connection, ...]
