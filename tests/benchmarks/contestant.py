"""What the benchmark of speed needs of every competitor, and the process of its own in which each one runs.

In one process they would disturb each other: PyTorch's and OpenBLAS's idle threads keep turning for a while after
their work, and together they once made scikit-learn five times slower than it is alone. A process of its own also has
a number of threads of its own, which these libraries read when they are loaded.
"""

import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from typing import Any, Protocol, Self
from unittest import mock

from tests.benchmarks.cases import Case

CALM_SECONDS = 0.05
"""Pause before each measurement, until the threads of the one before have gone to sleep."""

THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Contestant(Protocol):
    """A trainer of one case: full-batch gradient descent on the mean squared error unless its note says otherwise."""

    def start(self) -> None:
        """Go back to the start parameters."""

    def take(self, n_steps: int) -> None:
        """Take so many full-batch steps."""

    def cost(self) -> float:
        """Cost at the parameters it has now; NaN where its cost is not ours."""


class Maker(Protocol):
    """Makes a contestant for a case."""

    def __call__(self, case: Case, /) -> Contestant:
        """Build it, ready to take steps from the start parameters."""


class Absent(Exception):
    """A competitor that cannot take part here; its text says why."""


class Process:
    """A contestant in a process of its own, which sleeps while it is not asked.

    Raises
    ------
    Absent
        By `prepare`, where the competitor cannot take part here.
    """

    def __init__(self, maker: Maker, threads: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(maker, theirs), daemon=True)
        with mock.patch.dict(os.environ, dict.fromkeys(THREAD_SETTINGS, str(threads))):
            self._process.start()
        theirs.close()

    def prepare(self, case: Case) -> None:
        """Build the contestant for this case."""
        self._ask("prepare", case)

    def cost_after(self, n_steps: int) -> float:
        """Cost after so many steps from the start."""
        return float(self._ask("cost_after", n_steps))

    def seconds(self, n_steps: int) -> float:
        """Time of so many steps from the start, by the clock of the process itself."""
        time.sleep(CALM_SECONDS)
        return float(self._ask("seconds", n_steps))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()
        self._process.join()

    def _ask(self, question: str, argument: Any) -> Any:
        self._connection.send((question, argument))
        answer = self._connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _serve(maker: Maker, connection: Connection) -> None:
    """Answer until the other end is closed."""
    contestant: Contestant | None = None
    while True:
        try:
            question, argument = connection.recv()
        except EOFError:
            return
        try:
            if question == "prepare":
                contestant = maker(argument)
                connection.send(None)
            else:
                assert contestant is not None
                connection.send(_answer(contestant, question, argument))
        except Exception as error:  # noqa: BLE001 - whatever it is, the asking process has to tell of it
            connection.send(error)


def _answer(contestant: Contestant, question: str, n_steps: int) -> float:
    contestant.start()
    began = time.perf_counter()
    contestant.take(n_steps)
    seconds = time.perf_counter() - began
    return contestant.cost() if question == "cost_after" else seconds
