"""What stays in the network's picture while a hand changes a few parameters: painted once, copied into later frames."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform

from playground.views.response_images import Floats

_FEW: Final = 2
"""A hand changes so many parameters at once; a step of training changes nearly all."""
_WORTH_IT_FROM: Final = 8
"""Smaller networks are painted as quickly as copied."""


@dataclass(frozen=True)
class Choice:
    """Some of the parameters.

    Attributes
    ----------
    indices : frozenset of int
        Places in theta.
    others : bool
        Whether all but these are meant.
    """

    indices: frozenset[int] = frozenset()
    others: bool = True

    def __contains__(self, index: int) -> bool:
        return (index in self.indices) is not self.others

    def takes(self, whole: slice) -> bool:
        """Whether it takes what is only painted as a whole: the part that moves does if anything of it moves."""
        return any(whole.start <= index < whole.stop for index in self.indices) is not self.others

    @property
    def rest(self) -> "Choice":
        """All that are not in it."""
        return Choice(self.indices, not self.others)


EVERYTHING: Final = Choice()


class StillLayers:
    """Pictures of all but the parameters that a hand changes, as long as only those change."""

    def __init__(self) -> None:
        self._theta: Floats | None = None
        self._moving: Choice | None = None
        self._layers: dict[str, tuple[Any, QPixmap]] = {}

    def look_at(self, theta: Floats | None) -> Choice | None:
        """Return the parameters that move; None where all may, so that nothing is worth being kept."""
        before, self._theta = self._theta, theta
        if theta is None or before is None or theta.size < _WORTH_IT_FROM or theta.shape != before.shape:
            self._forget()
            return None
        changed = np.flatnonzero(theta != before).tolist()
        if len(changed) > _FEW:
            self._forget()
            return None
        if self._moving is None or not all(index in self._moving for index in changed):
            self._forget()
            self._moving = Choice(frozenset(changed), others=False) if changed else None
        return self._moving

    def _forget(self) -> None:
        self._moving = None
        self._layers.clear()

    def paint(
        self, painter: QPainter, name: str, key: Any, draw: Callable[[QPainter], None], ground: QColor | None = None
    ) -> None:
        """Copy a layer, painted anew where it would be another one.

        Parameters
        ----------
        painter : QPainter
            Where to.
        name : str
            Which layer.
        key : object
            Equal as long as all is equal that ``draw`` reads besides theta, the painter's transform and its size.
        draw : callable
            Paints the layer.
        ground : QColor, optional
            What it is painted on; without, what is below it is seen.
        """
        found = self._layers.get(name)
        box, ratio = painter.viewport(), painter.device().devicePixelRatio()
        transform = painter.transform()
        painter.save()
        painter.resetTransform()
        origin = painter.deviceTransform()
        # Pixels of the layer lie on those of the device, also where the widget begins between two of them.
        beside = QPointF(origin.dx() % 1.0, origin.dy() % 1.0) / ratio
        key = key, transform, box.size(), ratio, beside
        if found is None or found[0] != key:
            pixmap = QPixmap(box.size() * ratio + QSize(1, 1))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent if ground is None else ground)
            apart = QPainter(pixmap)
            apart.setRenderHints(painter.renderHints())
            apart.setTransform(transform * QTransform.fromTranslate(beside.x(), beside.y()))
            draw(apart)
            apart.end()
            found = self._layers[name] = key, pixmap
        painter.drawPixmap(QPointF(box.topLeft()) - beside, found[1])
        painter.restore()
