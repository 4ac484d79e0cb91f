"""The one diverging scale: orange for −1, a quiet neutral for 0, blue for +1, blended evenly to the eye."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

_TO_CONE: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
# Where sRGB's curve changes from its straight piece to its power.
_ENCODED_KNEE: Final = 0.04045
_LINEAR_KNEE: Final = 0.0031308
_FROM_CONE: Final = np.linalg.inv(_TO_CONE)
_FROM_OKLAB: Final = np.linalg.inv(_TO_OKLAB)


def _oklab(color: str) -> Floats:
    """The colour in OKLab (Ottosson 2020), in which straight lines look even."""
    qcolor = QColor(color)
    encoded = np.array([qcolor.redF(), qcolor.greenF(), qcolor.blueF()])
    linear = np.where(encoded <= _ENCODED_KNEE, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return np.asarray(_TO_OKLAB @ np.cbrt(_TO_CONE @ linear))


def _srgb(oklab: Floats) -> Bytes:
    """Rows of OKLab as rows of red, green, blue from 0 to 255."""
    linear = np.clip((oklab @ _FROM_OKLAB.T) ** 3 @ _FROM_CONE.T, 0.0, 1.0)
    encoded = np.where(linear <= _LINEAR_KNEE, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(encoded * 255), np.uint8)


class DivergingScale:
    """Colours for values from −1 to 1; what lies outside is clamped, what is not a number is hatched.

    Parameters
    ----------
    negative, neutral, positive : str
        The colours at −1, 0 and +1.
    hatch : str
        The colour of the lines that mark NaN.
    """

    def __init__(self, negative: str, neutral: str, positive: str, hatch: str) -> None:
        self._ends = np.array([_oklab(negative), _oklab(neutral), _oklab(positive)])
        self._exact = (QColor(negative), QColor(neutral), QColor(positive))
        self._hatch = QColor(hatch)
        self._lut = cache(self._make_lut)

    def lut(self, n: int = 256) -> Bytes:
        """``(n, 4)`` read-only bytes of red, green, blue, alpha from −1 to 1."""
        return self._lut(n)

    def _make_lut(self, n: int) -> Bytes:
        at = np.linspace(-1.0, 1.0, n)
        blended = np.stack([np.interp(at, (-1.0, 0.0, 1.0), self._ends[:, axis]) for axis in range(3)], axis=1)
        table = np.full((n, 4), 255, np.uint8)
        table[:, :3] = _srgb(blended)
        table.setflags(write=False)
        return table

    def color(self, value: float) -> QColor:
        """The colour of one value; NaN has the colour of the hatch."""
        if math.isnan(value):
            return QColor(self._hatch)
        clamped = min(1.0, max(-1.0, float(value)))
        if clamped in (-1.0, 0.0, 1.0):
            return QColor(self._exact[int(clamped) + 1])
        table = self.lut(1025)
        red, green, blue, _ = table[round((clamped + 1.0) / 2.0 * (len(table) - 1))].tolist()
        return QColor(red, green, blue)

    def brush(self, value: float) -> QBrush:
        """What to fill a value with: its colour, or for NaN a hatch."""
        if math.isnan(value):
            return QBrush(self._hatch, Qt.BrushStyle.BDiagPattern)
        return QBrush(self.color(value))

    def image(self, width: int = 256) -> QImage:
        """The scale itself as a picture one pixel high, from −1 at the left to 1 at the right."""
        table = np.ascontiguousarray(self.lut(width))
        return QImage(table.data, width, 1, QImage.Format.Format_RGBA8888).copy()


class ScaleLegend(QWidget):
    """The scale as a small bar with the values of its two ends beside it.

    Parameters
    ----------
    scale : DivergingScale
        The scale to show.
    low, high : str
        The values at the two ends, as text.
    """

    def __init__(self, scale: DivergingScale, low: str = "0", high: str = "1", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._ends = (low, high)
        self._text = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colour scale")
        self._describe()

    def set_scale(self, scale: DivergingScale, text: QColor | str | None = None) -> None:
        """Show another scale (another palette), with the ends written in the colour ``text``."""
        self._scale = scale
        if text is not None:
            self._text = QColor(text)
        self.update()

    def set_ends(self, ends: Sequence[str]) -> None:
        """Write other values at the ends."""
        low, high = ends
        if (low, high) != self._ends:
            self._ends = (low, high)
            self._describe()
            self.updateGeometry()
            self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"Orange is {self._ends[0]}, blue is {self._ends[1]}")

    def sizeHint(self) -> QSize:
        """Room for both numbers and a bar of some eight letters."""
        metrics = self.fontMetrics()
        text = sum(metrics.horizontalAdvance(end) for end in self._ends)
        return QSize(text + 9 * metrics.averageCharWidth() + 2 * self._gap() + metrics.height(), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Room for both numbers and a short bar."""
        metrics = self.fontMetrics()
        text = sum(metrics.horizontalAdvance(end) for end in self._ends)
        return QSize(text + 4 * metrics.averageCharWidth() + 2 * self._gap(), metrics.height())

    def _gap(self) -> int:
        return max(4, self.fontMetrics().height() // 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw number, bar, number."""
        painter = QPainter(self)
        painter.setPen(self._text if self._text.isValid() else self.palette().windowText().color())
        low, high = self._ends
        metrics = self.fontMetrics()
        box = QRectF(self.rect())
        left = metrics.horizontalAdvance(low) + self._gap()
        right = metrics.horizontalAdvance(high) + self._gap()
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, low)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, high)
        height = max(8.0, round(metrics.height() * 0.55))
        bar = QRectF(left, (box.height() - height) / 2, box.width() - left - right, height)
        painter.drawImage(bar, self._scale.image())
