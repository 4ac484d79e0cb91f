"""What the undo stack holds for a change of the experiment."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from playground.experiment.experiment import Experiment
from playground.worker.messages import Start

if TYPE_CHECKING:
    from playground.session.session import Session

MERGE_SECONDS = 1.0
"""Changes of one setting that follow each other faster than this are one undo step."""


@dataclass(frozen=True)
class Situation:
    """An experiment and where its run stands; ``start=None`` lets the run go on from where it is."""

    experiment: Experiment
    start: Start | None = None


class ChangeExperiment(QUndoCommand):
    """One change of the experiment.

    Parameters
    ----------
    merge_key : int
        Changes with the same key that follow each other quickly become one; -1 for never.
    """

    def __init__(self, session: "Session", text: str, before: Situation, after: Situation, merge_key: int = -1) -> None:
        super().__init__(text)
        self._session = session
        self._before = before
        self.after = after
        self._merge_key = merge_key
        self.when = time.monotonic()

    def id(self) -> int:
        """Key by which Qt offers commands for merging."""
        return self._merge_key

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the newer change in, if it follows quickly."""
        if not isinstance(other, ChangeExperiment) or other.when - self.when > MERGE_SECONDS:
            return False
        self.after = other.after
        self.when = other.when
        return True

    def redo(self) -> None:
        """Make the change."""
        self._session.drawing.cancel()
        self._session.by_hand.cancel()
        self._session.adopt(self.after)

    def undo(self) -> None:
        """Take it back, and first what is just being drawn or changed by hand."""
        self._session.drawing.cancel()
        self._session.by_hand.cancel()
        self._session.adopt(self._before)
