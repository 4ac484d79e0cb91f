"""What a turn of the wheel over the network's picture means."""

import time
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

from playground.core.network import Parameter
from playground.views.network_probe import Hit

_NOTCH: Final = 120.0
_ONE_TURN_SECONDS: Final = 0.5


class Wheel:
    """Tells zooming from changing a parameter. A turn goes on with what it began with, whatever comes below."""

    def __init__(self) -> None:
        self._last = -_ONE_TURN_SECONDS
        self._meant: Parameter | None = None

    def turned(
        self, event: QWheelEvent, hit: Hit | None, selected: Hit | None, matrices: frozenset[int]
    ) -> tuple[float, Parameter | None]:
        """Return how many notches it was turned, and what it changes; None zooms.

        Parameters
        ----------
        event : QWheelEvent
        hit, selected : UnitHit or Parameter or None
            What is under the mouse, what is selected.
        matrices : frozenset of int
            Layers whose weights are cells side by side: only a selected one is changed.
        """
        delta = event.angleDelta()
        notches = (delta.y() or delta.x()) / _NOTCH  # with Shift some systems turn it sideways
        now = time.monotonic()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._meant = None
        elif now - self._last > _ONE_TURN_SECONDS:
            in_matrix = isinstance(hit, Parameter) and hit.source is not None and hit.layer in matrices
            self._meant = hit if isinstance(hit, Parameter) and (hit == selected or not in_matrix) else None
        self._last = now
        return notches, self._meant
