"""When a change by hand is told: together with what it really does, which follows at once as a rule."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from playground.session.by_hand import HandReading

_PATIENCE_MS: Final = 40
"""So long a prediction waits for the truth; where that takes longer, it is told alone."""


class HandPatience(QObject):
    """Calls ``tell`` once for a change by hand, not once for the prediction and once for the truth.

    Parameters
    ----------
    tell : callable
        Shows the present reading.
    """

    def __init__(self, tell: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._tell = tell
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(tell)

    def hear(self, reading: HandReading | None) -> None:
        """Take note of another reading."""
        if reading is None:
            self._timer.stop()
            self._tell()
        elif reading.real is not None:  # at once, unless the snapshot that it comes from is told about before
            self._timer.start(0)
        elif not self._timer.isActive() or self._timer.interval() == 0:
            # not begun anew at every move of the mouse, or it would never end
            self._timer.start(_PATIENCE_MS)

    def stop(self) -> None:
        """It is being told."""
        self._timer.stop()
