"""The undo command of weights and biases changed by hand."""

import time
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from playground.session.commands import MERGE_SECONDS

if TYPE_CHECKING:
    from playground.session.session import Session

Values = dict[int, float]
"""Parameters by their place in theta."""


class HandChange(QUndoCommand):
    """Parameters changed by hand; they were set while that was done. Undoing sets just these back.

    What training has made of them meanwhile is not lost by that: the way back puts it again, as long as no further
    step is taken.

    Parameters
    ----------
    before, after : dict of int to float
    merges : bool
        Whether it becomes one with the next such change if that follows quickly.
    """

    def __init__(self, session: "Session", text: str, before: Values, after: Values, *, merges: bool) -> None:
        super().__init__(text)
        self._session = session
        self._before, self._after = before, after
        self._replaced: tuple[int, Values] | None = None
        self._merges = merges
        self._done = True
        self._when = time.monotonic()

    def id(self) -> int:
        """Key by which Qt offers commands for merging."""
        return hash((self.text(), tuple(sorted(self._after)))) & 0x7FFFFFFF if self._merges else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the newer change in, if it follows quickly."""
        if not isinstance(other, HandChange) or other._when - self._when > MERGE_SECONDS:  # noqa: SLF001 - same class
            return False
        self._after, self._when = other._after, other._when  # noqa: SLF001 - same class
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Set the new values again; the first time that has been done already."""
        if self._done:
            self._done = False
        else:
            self._put(self._after, instead_of=self._before)

    def undo(self) -> None:
        """Set the former values again, and first take back what is just being changed."""
        self._put(self._before, instead_of=self._after)

    def _put(self, chosen: Values, *, instead_of: Values) -> None:
        by_hand = self._session.by_hand
        by_hand.cancel()
        by_hand.forget()
        step = self._session.here().state.step
        present = {index: by_hand.present(index) for index in chosen}
        replaced, self._replaced = self._replaced, (step, present) if present != instead_of else None
        by_hand.put(replaced[1] if replaced is not None and replaced[0] == step else chosen)
