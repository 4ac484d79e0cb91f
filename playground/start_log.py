"""Writes into the log when the window was painted for the first time."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Calls back once the watched window has been painted."""

    def __init__(self, window: QWidget, call: Callable[[], None]) -> None:
        super().__init__(window)
        self._call = call
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the paint event come; what is posted now runs when everything has been painted."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._call)
        return False


def log_first_paint(window: QWidget) -> None:
    """Note when the window has been painted."""
    FirstPaint(window, lambda: logging.getLogger("playground").info("the window is painted"))
