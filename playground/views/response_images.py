"""Responses of units as pictures: values to colours of the diverging scale, quickly, many units at once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.core.activations import ACTIVATIONS
from playground.core.network import Network
from playground.core.refinement import refined_plane
from playground.data.input_grid import InputGrid
from playground.views.scale import DivergingScale

Floats = np.ndarray[Any, np.dtype[np.float64]]
Pixels = np.ndarray[Any, np.dtype[np.uint32]]
Indices = np.ndarray[Any, np.dtype[np.intp]]

_STEPS: Final = 512
_NEARLY_0: Final = 1e-12
"""Nearer to their bounds, responses have no more digits to be told apart by."""


class ColorTable:
    """The scale as pixels: one look-up for each value; NaN is transparent, so that a hatch below shows.

    Parameters
    ----------
    scale : DivergingScale
    ground : QColor, optional
        A colour to mix in.
    share : float
        How much of the scale's colours remains in the mixture.
    """

    def __init__(self, scale: DivergingScale, ground: QColor | None = None, share: float = 1.0) -> None:
        rows = scale.lut(_STEPS).astype(np.float64)
        if ground is not None:
            mixed = np.array([ground.red(), ground.green(), ground.blue()], dtype=np.float64)
            rows[:, :3] = share * rows[:, :3] + (1.0 - share) * mixed
        lut = rows.round().astype(np.uint32)
        colors = (lut[:, 3] << 24) | (lut[:, 0] << 16) | (lut[:, 1] << 8) | lut[:, 2]
        self._pixels: Pixels = np.append(colors, np.uint32(0)).astype(np.uint32)
        self._colors = [QColor(*row) for row in lut.tolist()] + [scale.color(float("nan"))]

    def places(self, values: Floats) -> Indices:
        """Return where in the table values from −1 to 1 are; those outside are clamped."""
        scaled = values * (0.5 * (_STEPS - 1)) + 0.5 * _STEPS
        np.clip(scaled, 0, _STEPS - 1, out=scaled)
        missing = np.isnan(scaled)
        if missing.any():
            scaled[missing] = _STEPS
        return scaled.astype(np.intp)

    def pixels(self, values: Floats) -> Pixels:
        """Return the pixels of values from −1 to 1."""
        return np.asarray(self._pixels.take(self.places(values)))

    def colors(self, values: Floats) -> list[QColor]:
        """Return the colours of values from −1 to 1; shared objects, not to be changed."""
        return [self._colors[place] for place in self.places(values).tolist()]


@dataclass(frozen=True)
class Ranges:
    """What counts as −1 and +1 for each unit: ``centre − half`` and ``centre + half``, inputs first."""

    centre: Floats
    half: Floats

    def normalised(self, responses: Floats) -> Floats:
        """Map responses (n_points, n_columns) to −1 … 1."""
        return np.asarray((responses - self.centre) / self.half)

    def of(self, columns: slice | Indices) -> "Ranges":
        """Return the ranges of some of the columns."""
        return Ranges(self.centre[columns], self.half[columns])


def output_range(activation: str, target_range: tuple[float, float]) -> tuple[float, float]:
    """Return the values at the two ends of the scale for an output: bounded ones by their bounds, others by targets."""
    known = ACTIVATIONS[activation]
    if np.isfinite(known.low) and np.isfinite(known.high):
        return known.low, known.high
    half = max(abs(target_range[0]), abs(target_range[1]))
    half = half if np.isfinite(half) and half > 0 else 1.0
    return -half, half


def ranges(network: Network, grid: InputGrid, responses: Floats, target_range: tuple[float, float]) -> Ranges:
    """Return the range of every column of ``responses``.

    Inputs run over the extent of the plot; sigmoid and softmax are centred at 0.5, all others at 0. Unbounded hidden
    units are scaled by their own largest response.
    """
    centres, halves = [], []
    for feature in range(network.n_inputs):
        if feature in grid.axes:
            low, high = grid.extent[grid.axes.index(feature)]
            centres.append((low + high) / 2)
            halves.append((high - low) / 2)
        else:
            centres.append(float(grid.fixed[feature]))
            halves.append(1.0)
    column = network.n_inputs
    for layer, (units, activation) in enumerate(zip(network.layers[1:], network.activations, strict=True), start=1):
        known = ACTIVATIONS[activation]
        bounded = np.isfinite(known.low) and np.isfinite(known.high)
        if bounded or layer == network.depth:
            low, high = output_range(activation, target_range)
            centres += [(low + high) / 2] * units
            halves += [(high - low) / 2] * units
        else:
            # Infinities are shown as clamped, they must not make everything else vanish.
            sizes = np.abs(responses[:, column : column + units])
            largest = np.max(sizes, axis=0, initial=0.0, where=np.isfinite(sizes))
            centres += [0.0] * units
            halves += np.where(largest > 0, largest, 1.0).tolist()
        column += units
    return Ranges(np.array(centres), np.array(halves))


def refined(plane: Floats, activation: str, factor: int) -> Floats:
    """Return a plane of responses with ``factor`` times as many points each way; the given ones keep their values.

    What is between them is blended before a sigmoid or tanh, not behind it: there the responses are smooth, and a
    steep border has no steps; single precision is more than colours tell apart. Responses that are not all finite are
    returned as they are.
    """
    if not np.isfinite(plane).all() or len(plane) < 2:
        return plane
    if activation == "sigmoid":
        near = np.clip(plane, _NEARLY_0, 1.0 - _NEARLY_0)
        finer = refined_plane(np.log(near / (1.0 - near)).astype(np.float32), factor)
        return np.asarray(1.0 / (1.0 + np.exp(-finer)))
    if activation == "tanh":
        bound = 1.0 - _NEARLY_0
        return np.asarray(np.tanh(refined_plane(np.arctanh(np.clip(plane, -bound, bound)).astype(np.float32), factor)))
    return refined_plane(plane, factor)


def as_image(pixels: Pixels) -> QImage:
    """Return rows of pixels as a picture that shares their memory: keep the array as long as the picture."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)


@lru_cache(maxsize=64)
def thinned(n: int, wanted: int) -> Indices:
    """Return at most ``wanted`` places of ``n``, first and last among them; shared, so read-only."""
    places = np.arange(n) if n <= wanted else np.linspace(0, n - 1, max(2, wanted)).round().astype(np.intp)
    places.flags.writeable = False
    return places
