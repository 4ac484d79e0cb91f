"""Long work on a thread of its own, so that Ctrl+C is heard at once even where one step takes long."""

import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

StopFlag = NDArray[np.int64]
Result = TypeVar("Result")

STOP_SECONDS = 2.0


class Abandoned(Exception):
    """Ctrl+C was pressed and the work cannot be stopped, as while compiling; its thread is still running."""


def supervised(work: Callable[[StopFlag], Result]) -> Result:
    """Call ``work(stop_flag)`` on another thread and wait; Ctrl+C sets the flag, then ``work`` has to return soon.

    Raises
    ------
    Abandoned
        If it does not within two seconds.
    """
    stop_flag: StopFlag = np.zeros(1, dtype=np.int64)
    results: list[Result] = []
    errors: list[BaseException] = []
    ended = threading.Event()

    def run() -> None:
        try:
            results.append(work(stop_flag))
        except BaseException as error:  # noqa: BLE001  # raised again below, where somebody waits for it
            errors.append(error)
        finally:
            ended.set()

    thread = threading.Thread(target=run, name="work", daemon=True)
    try:
        thread.start()
        while not ended.wait(0.1):  # a wait without end would not hear Ctrl+C everywhere
            pass
    except KeyboardInterrupt:
        stop_flag[0] = 1
        with contextlib.suppress(KeyboardInterrupt):
            ended.wait(STOP_SECONDS)
        if not ended.is_set():
            raise Abandoned from None
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
