"""Drawing samples: edits while the mouse is down are one stroke, one step of the undo stack."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from playground.data.strokes import Edit
from playground.experiment.experiment import GeneratedData

if TYPE_CHECKING:
    from playground.session.session import Session


class Drawing:
    """Records the stroke being drawn on a session's samples."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._stroke: tuple[str, GeneratedData | None, list[Edit]] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._stroke is not None

    def begin(self, text: str) -> None:
        """Begin a stroke: all edits until `end` are one undo step called ``text``."""
        self.end()
        spec = self._session.experiment.dataset
        # written-down samples come back by the inverses alone: no copy of the table is kept
        self._stroke = (text, spec if isinstance(spec, GeneratedData) else None, [])

    def draw(self, edit: Edit) -> None:
        """Apply one edit of the samples at once; outside a stroke it is one by itself."""
        if self._stroke is None:
            self.begin("draw")
            self.draw(edit)
            self.end()
        else:
            self._stroke[2].extend(self._session.draw([edit]))

    def end(self) -> None:
        """End the stroke and make it undoable."""
        if self._stroke is not None and self._stroke[2]:
            self._session.undo_stack.push(Stroke(self._session, *self._stroke))
        self._stroke = None

    def cancel(self) -> None:
        """Take back what this stroke has drawn, as if it had not been begun."""
        if self._stroke is not None:
            _text, before, inverses = self._stroke
            self._stroke = None
            if inverses:
                self._session.draw(inverses[::-1], before)

    def forget(self) -> None:
        """Drop the stroke: another experiment was opened."""
        self._stroke = None


class Stroke(QUndoCommand):
    """Edits of the samples between pressing and releasing the mouse; they were applied while drawing.

    Parameters
    ----------
    before : GeneratedData or None
        The generator before the stroke: its data become written-down ones by drawing on them, and turn back.
    inverses : list of Edit
        What takes the edits back, in the order the edits were made.
    """

    def __init__(self, session: "Session", text: str, before: GeneratedData | None, inverses: list[Edit]) -> None:
        super().__init__(text)
        self._session = session
        self._before = before
        self._inverses = inverses
        self._edits: list[Edit] = []
        self._drawn = True

    def redo(self) -> None:
        """Draw it again; the first time it has been drawn already."""
        if self._drawn:
            self._drawn = False
            return
        self._session.drawing.cancel()
        self._inverses = self._session.draw(self._edits)
        self._edits = []

    def undo(self) -> None:
        """Apply the inverses, last first."""
        self._session.drawing.cancel()
        self._edits = self._session.draw(self._inverses[::-1], self._before)[::-1]
        self._inverses = []
