"""Samples on the prediction plot: class by marker and colour, value by the scale; those kept for testing are hollow."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from playground.data.dataset import Dataset
from playground.views.drawing_tools import class_count
from playground.views.theme import Theme

Floats = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.intp]]

SYMBOLS: Final = ("o", "s", "t1", "d")
"""Circle, square, triangle, diamond: the markers of the classes."""
_SHADES: Final = 24
"""Colours that values are drawn in; finer differences are told when hovering."""
_OUTLINE: Final = QColor(255, 255, 255)
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
    plot : pg.PlotItem
        Gets the items.
    theme : Theme
    """

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self._theme = theme
        self._training = pg.ScatterPlotItem(pxMode=True)
        self._testing = pg.ScatterPlotItem(pxMode=True)
        for level, item in enumerate((self._testing, self._training)):
            item.setZValue(10 + level)
            plot.addItem(item, ignoreBounds=True)

    def show(self, dataset: Dataset, testing: Indices, shown: Shown) -> None:
        """Draw the samples of a dataset; ``testing`` are those kept for testing."""
        positions = shown.positions(dataset)
        is_test = np.zeros(dataset.n_samples, dtype=bool)
        is_test[testing] = True
        classes = classes_of(dataset)
        symbols = np.full(dataset.n_samples, SYMBOLS[0], dtype=object)
        if classes is not None:
            symbols = np.array(SYMBOLS, dtype=object)[classes % len(SYMBOLS)]
        shades, palette = self._shades(dataset, shown)
        size = marker_size(dataset.n_samples)
        rim = max(0.7, size / 7)
        fills = np.array([pg.mkBrush(color) for color in palette], dtype=object)
        rims = np.array([pg.mkPen(color, width=1.3 * rim) for color in palette], dtype=object)
        ground = pg.mkBrush(QColor(self._theme.palette.panel))
        outline = pg.mkPen(_OUTLINE if len(shown.axes) > 1 else QColor(self._theme.palette.panel), width=rim)
        train = ~is_test
        self._training.setData(
            x=positions[train, 0],
            y=positions[train, 1],
            symbol=symbols[train],
            brush=fills[shades[train]],
            pen=outline,
            size=size,
        )
        self._testing.setData(
            x=positions[is_test, 0],
            y=positions[is_test, 1],
            symbol=symbols[is_test],
            brush=ground,
            pen=rims[shades[is_test]],
            size=size * 0.95,
        )

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
        # The ends are the colours of the classes, which are bright enough for small marks.
        colors[0], colors[-1] = QColor(palette.negative_mark), QColor(palette.positive_mark)
        return shades, colors
