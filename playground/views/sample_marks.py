"""Samples on the prediction plot: class by marker and colour, value by the scale; those for testing are empty."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from playground.data.dataset import Dataset
from playground.views.drawing_tools import class_count
from playground.views.lean_pyqtgraph import pg
from playground.views.theme import Theme

Floats = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.intp]]

SYMBOLS: Final = ("o", "s", "t1", "d")
"""Circle, square, triangle, diamond: the markers of the classes."""
_SHADES: Final = 24
"""Colours that values are drawn in; finer differences are told when hovering."""
_OUTLINE: Final = QColor(255, 255, 255)
_DARKER: Final = 150
"""In percent: darker than the map, or a sample that is predicted well would look empty."""
_EDGE_ALPHA: Final = 200
_LARGEST: Final = 12.0
_SMALLEST: Final = 4.5
_FEW: Final = 30
_MANY: Final = 3000


@dataclass(frozen=True)
class Shown:
    """Which numbers of the samples are shown, and how.

    Attributes
    ----------
    axes : tuple of int
        The features along x and y; with one, y is the target.
    output : int
        The output whose targets are shown.
    target_range : (float, float)
        What the ends of the scale stand for.
    """

    axes: tuple[int, ...]
    output: int
    target_range: tuple[float, float]

    def positions(self, dataset: Dataset) -> Floats:
        """Return where the samples are, (n_samples, 2)."""
        x = dataset.inputs[:, self.axes[0]]
        y = dataset.targets[:, self.output] if len(self.axes) == 1 else dataset.inputs[:, self.axes[1]]
        return np.column_stack((x, y))


def classes_of(dataset: Dataset) -> Indices | None:
    """Return every sample's class; None where targets are values."""
    if dataset.n_samples == 0 or not class_count(dataset):
        return None
    if dataset.n_outputs == 1:
        return np.asarray(dataset.targets[:, 0] >= 0.5, dtype=np.intp)
    return np.asarray(dataset.targets.argmax(axis=1), dtype=np.intp)


def marker_size(n_samples: int) -> float:
    """Return the markers' size in pixels: large for a truth table, small for thousands."""
    crowd = np.clip(np.log(max(1, n_samples) / _FEW) / np.log(_MANY / _FEW), 0.0, 1.0)
    return float(_LARGEST - (_LARGEST - _SMALLEST) * crowd)


class SampleMarks:
    """The scatter of all samples, rebuilt only when they or the theme change.

    Parameters
    ----------
    theme : Theme
    pen : callable
        Makes a pen of a colour and a width in pixels.
    """

    def __init__(self, theme: Theme, pen: Callable[[QColor, float], QPen]) -> None:
        self._theme = theme
        self._pen = pen
        self._present: tuple[Dataset, Indices, Shown] | None = None
        self._edges = pg.ScatterPlotItem(pxMode=True, pen=QPen(Qt.PenStyle.NoPen))
        self._testing = pg.ScatterPlotItem(pxMode=True)
        self._training = pg.ScatterPlotItem(pxMode=True)
        for item in self.items:  # the map below changes with each step, they do not
            item.setCacheMode(item.CacheMode.DeviceCoordinateCache)

    @property
    def items(self) -> tuple[pg.ScatterPlotItem, ...]:
        """What belongs into the plot, the lowest first."""
        return self._edges, self._testing, self._training

    def restyle(self) -> None:
        """Draw the same samples in the present colours, for the present screen."""
        if self._present is not None:
            self.show(*self._present)

    def show(self, dataset: Dataset, testing: Indices, shown: Shown) -> None:
        """Draw the samples of a dataset; ``testing`` are those kept for testing."""
        self._present = dataset, testing, shown
        positions = shown.positions(dataset)
        is_test = np.zeros(dataset.n_samples, dtype=bool)
        is_test[testing] = True
        train = ~is_test
        classes = classes_of(dataset)
        symbols = np.full(dataset.n_samples, SYMBOLS[0], dtype=object)
        if classes is not None:
            symbols = np.array(SYMBOLS, dtype=object)[classes % len(SYMBOLS)]
        on_map = len(shown.axes) > 1
        shades, palette = self._shades(dataset, shown)
        size = marker_size(dataset.n_samples)
        rim = max(0.7, size / 7)
        # A value near the middle of the scale has the colour of the map there: it needs an edge that is seen on it.
        edged = on_map and classes is None
        inks = [color.darker(_DARKER) for color in palette] if on_map and not edged else palette
        edge = QColor(self._theme.palette.text)
        edge.setAlpha(_EDGE_ALPHA)
        ground = _OUTLINE if on_map else QColor(self._theme.palette.panel)
        fills = np.array([pg.mkBrush(color) for color in inks], dtype=object)
        ring = 1.9 * rim if on_map else 1.3 * rim
        rims = np.array([self._pen(color, ring) for color in inks], dtype=object)
        self._training.setData(
            x=positions[train, 0],
            y=positions[train, 1],
            symbol=symbols[train],
            brush=fills[shades[train]],
            pen=self._pen(edge, 0.7 * rim) if edged else self._pen(ground, rim),
            size=size,
        )
        self._testing.setData(
            x=positions[is_test, 0],
            y=positions[is_test, 1],
            symbol=symbols[is_test],
            brush=pg.mkBrush(ground),
            pen=rims[shades[is_test]],
            size=size * 0.95,
        )
        below = is_test if on_map else np.zeros_like(is_test)
        self._edges.setData(
            x=positions[below, 0],
            y=positions[below, 1],
            symbol=symbols[below],
            brush=pg.mkBrush(edge if edged else _OUTLINE),
            size=size * 0.95 + ring + 1.4 * rim,
        )
        for item, kept in ((self._training, train), (self._testing, is_test), (self._edges, below)):
            item.setVisible(bool(kept.any()))  # also nothing takes its time to be painted

    @property
    def testing_colors(self) -> tuple[QColor, QColor]:
        """The colours inside and at the rim of a sample kept for testing, as the legend shows it."""
        palette = self._theme.palette
        if self._present is None or len(self._present[2].axes) > 1:
            return _OUTLINE, QColor(palette.positive).darker(_DARKER)
        dataset, _testing, shown = self._present
        return QColor(palette.panel), self._shades(dataset, shown)[1][-1]

    def _shades(self, dataset: Dataset, shown: Shown) -> tuple[Indices, list[QColor]]:
        """Return the number of each sample's colour, and the colours."""
        palette = self._theme.palette
        is_classes = classes_of(dataset) is not None
        if len(shown.axes) == 1 and not is_classes:
            return np.zeros(dataset.n_samples, dtype=np.intp), [QColor(palette.text)]
        low, high = (0.0, 1.0) if is_classes else shown.target_range
        values = 2.0 * (dataset.targets[:, shown.output] - low) / (high - low) - 1.0
        shades = np.rint((np.clip(values, -1.0, 1.0) + 1.0) / 2.0 * _SHADES).astype(np.intp)
        colors = [self._theme.scale.color(2.0 * shade / _SHADES - 1.0) for shade in range(_SHADES + 1)]
        if len(shown.axes) == 1:
            # Beside no map, the ends are colours bright enough for small marks.
            colors[0], colors[-1] = QColor(palette.negative_mark), QColor(palette.positive_mark)
        return shades, colors
