"""Errors in the worker's slots: they travel as a signal instead of being lost in the thread."""

import functools
import traceback
from collections.abc import Callable
from typing import Any


def reporting(slot: Callable[..., None]) -> Callable[..., None]:
    """Let an error in a slot travel as a signal instead of being lost in the thread; training stands still then."""

    @functools.wraps(slot)
    def guarded(self: Any, *arguments: Any) -> None:
        try:
            slot(self, *arguments)
        except Exception:  # noqa: BLE001 - whatever it was, the window must tell
            self.stand_still()
            self.failed.emit(traceback.format_exc())

    return guarded
