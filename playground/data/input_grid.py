"""Where in input space the network's response is shown: a line of points for one feature, a square for two."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.core.activations import Array
from playground.data.dataset import Dataset

MARGIN = 0.2
"""Free space around the samples, as a share of half their range: ±5 becomes ±6."""
FEW = 20
WIDE_MARGIN = 0.5
"""A table of few samples, such as that of XOR, gets more: they stand at the corners."""

_LARGEST = 1e300  # keeps the arithmetic of extents finite for absurd samples
Interval = tuple[float, float]


@dataclass(frozen=True, eq=False)
class InputGrid:
    """A regular grid of inputs.

    Attributes
    ----------
    axes : tuple of int
        The one or two features that vary; the first runs along x.
    extent : two intervals
        Range of x and of y. With one feature y is the range of the curve, not of an input.
    resolution : int
        Points along each axis.
    fixed : (n_inputs,) array
        Values of the features that do not vary.
    """

    axes: tuple[int, ...]
    extent: tuple[Interval, Interval]
    resolution: int
    fixed: Array

    def __post_init__(self) -> None:
        fixed = np.array(self.fixed, dtype=np.float64)
        fixed.flags.writeable = False
        object.__setattr__(self, "fixed", fixed)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, InputGrid):
            return NotImplemented
        same = (self.axes, self.extent, self.resolution) == (other.axes, other.extent, other.resolution)
        return same and np.array_equal(self.fixed, other.fixed)

    __hash__ = None  # type: ignore[assignment]  # an array inside: equal by value, so not hashable

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of a picture of the responses: (resolution,) or (rows of y, columns of x)."""
        return (self.resolution,) * len(self.axes)

    def covers(self, dataset: Dataset) -> bool:
        """Whether all samples are within the extent, so that they can be seen."""
        if dataset.n_samples == 0:
            return True
        columns = [dataset.inputs[:, axis] for axis in self.axes]
        if len(columns) == 1:
            columns.append(dataset.targets)
        return all(
            low <= column.min() and column.max() <= high
            for column, (low, high) in zip(columns, self.extent, strict=True)
        )

    def coordinates(self, axis: int) -> Array:
        """Values along x (0) or y (1)."""
        return np.linspace(*self.extent[axis], self.resolution)

    @cached_property
    def points(self) -> Array:
        """All inputs of the grid, (resolution, n_inputs) or (resolution², n_inputs), rows of y ascending, x fastest."""
        points = np.tile(self.fixed, (self.resolution ** len(self.axes), 1))
        if len(self.axes) == 1:
            points[:, self.axes[0]] = self.coordinates(0)
        else:
            points[:, self.axes[0]] = np.tile(self.coordinates(0), self.resolution)
            points[:, self.axes[1]] = np.repeat(self.coordinates(1), self.resolution)
        points.flags.writeable = False
        return points


def _range(values: Array) -> tuple[float, float]:
    """Centre and half width of the values; half width 1 for no values or all the same."""
    if values.size == 0:
        return 0.0, 1.0
    low, high = np.clip([values.min(), values.max()], -_LARGEST, _LARGEST)
    half = float(high / 2.0 - low / 2.0)
    return float(low / 2.0 + high / 2.0), half if half > abs(high) * 1e-9 else max(1.0, float(abs(high)))


def _interval(centre: float, half: float, margin: float) -> Interval:
    return centre - (1.0 + margin) * half, centre + (1.0 + margin) * half


def input_grid(dataset: Dataset, axes: tuple[int, ...] = (0, 1), resolution: int | None = None) -> InputGrid:
    """Lay a grid over the samples, with a margin around them.

    Parameters
    ----------
    dataset : Dataset
    axes : tuple of int
        The features wanted; those the dataset does not have are left out. The others stay at their mean.
    resolution : int, optional
        Points along each axis; 200 for one feature and 50 for two unless told.
    """
    shown = tuple(axis for axis in axes if axis < dataset.n_inputs) or (0,)
    columns = [_range(dataset.inputs[:, axis]) for axis in shown]
    if len(shown) == 1:
        extent = (_interval(*columns[0], MARGIN), _interval(*_range(np.asarray(dataset.target_range())), MARGIN))
    else:
        half = max(half for _centre, half in columns)  # a square: one unit of x is as long as one of y
        margin = WIDE_MARGIN if dataset.n_samples <= FEW else MARGIN
        extent = (_interval(columns[0][0], half, margin), _interval(columns[1][0], half, margin))
    limited = np.clip(dataset.inputs, -_LARGEST, _LARGEST) / max(dataset.n_samples, 1)
    fixed = limited.sum(axis=0)  # the mean, unable to overflow
    return InputGrid(shown, extent, resolution or (200 if len(shown) == 1 else 50), fixed)
