"""The real program with a stopwatch: run by `window` in a process of its own, which it ends by closing its window.

``python -m tests.benchmarks.window_child training|loading`` prints the moment, by the clock that all processes share,
at which it closes its window

- ``loading``: a little after it was painted for the first time, with the kernel being loaded or compiled,
- ``training``: in the middle of a run at unlimited speed.
"""

import runpy
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from PySide6.QtCore import QTimer

from playground import app
from playground.start_log import FirstPaint

LOADING_MS = 300
TRAINING_MS = 500


def _close(built: app.Playground) -> None:
    print(time.monotonic(), flush=True)
    built.window.close()


def _watch(built: app.Playground, when: str) -> None:
    if when == "loading":
        FirstPaint(built.window, lambda: QTimer.singleShot(LOADING_MS, lambda: _close(built)))
    else:

        def close_in_the_run(snapshot: Any) -> None:
            if snapshot.step > 0:
                built.session.snapshot_changed.disconnect(close_in_the_run)
                QTimer.singleShot(TRAINING_MS, lambda: _close(built))

        built.session.snapshot_changed.connect(close_in_the_run)
        built.session.set_speed(None)
        built.session.run()


def main() -> None:
    """Start the program as the bare command does; it ends the process."""
    when = sys.argv[1]
    sys.argv = ["playground"]
    real = app.playground

    @contextmanager
    def watched(*arguments: Any, **keywords: Any) -> Iterator[app.Playground]:
        with real(*arguments, **keywords) as built:
            _watch(built, when)
            yield built

    with mock.patch.object(app, "playground", watched):
        runpy.run_module("playground", run_name="__main__")


if __name__ == "__main__":
    main()
