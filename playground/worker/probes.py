"""Questions about the run that are answered between two slices of training: frozen request in, frozen answers out."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from playground.core.activations import Array
from playground.core.cost_meter import CostMeter
from playground.core.recipe import Recipe, TrainingState
from playground.core.run_path import RunPath
from playground.worker.interrupt import Interrupt
from playground.worker.messages import Samples

PIECE_SECONDS: Final = 0.004
"""How long the worker answers before it reads its messages again."""


@dataclass(frozen=True)
class Moment:
    """Where the run stands when a probe is begun. It stays in the training thread.

    Attributes
    ----------
    order : int
        The order it belongs to.
    recipe, samples, state
        What is trained, with which samples, and where it is.
    last_change : (n_parameters,) array
        What the last step changed.
    meter : CostMeter or None
        Measures the cost over the training samples, with the kernel if it is loaded; None without samples.
    path : RunPath
        Where the run has been.
    kept : dict
        What a probe leaves for the next one of its kind, under a name of its own; emptied by the next order.
    """

    order: int
    recipe: Recipe
    samples: Samples
    state: TrainingState
    last_change: Array
    meter: CostMeter | None = None
    path: RunPath = field(default_factory=RunPath)
    kept: dict[str, object] = field(default_factory=dict)


class Probe(Protocol):
    """A frozen question."""

    def answers(self, moment: Moment) -> Iterator[object]:
        """Yield frozen answers, coarse to fine; None where there is nothing to tell yet.

        What happens between two yields takes less than some 5 ms, so that the worker can read its messages.
        """


@dataclass(frozen=True)
class Request:
    """A probe on its way to the worker.

    Attributes
    ----------
    key : str
        A newer request of the same key replaces an older one.
    order : int
        The order it was asked in: it waits until that is there, and is dropped by the next.
    """

    key: str
    probe: Probe
    order: int


@dataclass(frozen=True)
class ProbeAnswer:
    """One answer on its way to the views.

    Attributes
    ----------
    key : str
        As asked.
    probe : object
        What was asked.
    result : object
        The answer, frozen.
    step : int
        The step it belongs to.
    final : bool
        Whether no finer answer follows.
    order : int
        The order it belongs to.
    """

    key: str
    probe: object
    result: object
    step: int
    final: bool
    order: int


class _Work:
    """A request, begun or not, and the answer that waits until it is known whether it is the last."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.moment: Moment | None = None
        self.answers: Iterator[object] = iter(())
        self.held: object = None

    def answer(self, *, final: bool) -> ProbeAnswer:
        """Give out the answer that is held."""
        assert self.moment is not None
        result, self.held = self.held, None
        moment = self.moment
        return ProbeAnswer(
            self.request.key, self.request.probe, result, moment.state.step, final=final, order=moment.order
        )


class ProbeDesk:
    """Takes requests and works on them by turns, some milliseconds at a time. It knows no thread and no timer.

    Parameters
    ----------
    moment : callable
        ``moment() -> Moment or None``, asked when a request is begun.
    interrupt : Interrupt
        Work is laid down while a message waits.
    """

    def __init__(self, moment: Callable[[], Moment | None], interrupt: Interrupt) -> None:
        self._moment = moment
        self._interrupt = interrupt
        self._open: dict[str, _Work] = {}

    def is_ready(self, order: int) -> bool:
        """Whether there is something to work on while this order is worked on."""
        return any(work.request.order <= order for work in self._open.values())

    def take(self, request: Request) -> None:
        """Take a request; an older one of the same key is dropped."""
        self._open.pop(request.key, None)
        self._open[request.key] = _Work(request)

    def drop_older(self, order: int) -> None:
        """Drop what was asked before this order."""
        self._open = {key: work for key, work in self._open.items() if work.request.order >= order}

    def work(self) -> Iterator[ProbeAnswer]:
        """Work on the request that has waited longest, for some milliseconds, and give out what is answered.

        Raises
        ------
        Exception
            Whatever a probe raises; that probe is dropped first.
        """
        until = time.perf_counter() + PIECE_SECONDS
        key = next((key for key, work in self._open.items() if self._can_begin(work)), None)
        if key is None:
            return
        work = self._open.pop(key)
        while True:
            try:
                result = next(work.answers)
            except StopIteration:
                if work.held is not None:
                    yield work.answer(final=True)
                return
            answered = work.held is not None
            if answered:
                yield work.answer(final=False)
            work.held = result
            # one more piece tells whether an answer is the last
            if (answered or result is None) and (time.perf_counter() >= until or self._interrupt.flag[0]):
                self._open[key] = work
                return

    def _can_begin(self, work: _Work) -> bool:
        if work.moment is not None:
            return True
        moment = self._moment()
        if moment is None or moment.order < work.request.order:
            return False
        work.moment = moment
        work.answers = work.request.probe.answers(moment)
        return True
