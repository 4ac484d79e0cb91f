"""The menu that copies what the Equations panel shows, as LaTeX or as text."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from playground.explain.equations import explanation_latex, explanation_text
from playground.explain.explanation import Explanation


class CopyMenu(QMenu):
    """Copies an explanation; both entries are dimmed while there is none.

    Attributes
    ----------
    latex, text : QAction
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._explanation: Explanation | None = None
        self.latex = self.addAction("Copy as LaTeX", lambda: self._copy(explanation_latex))
        self.text = self.addAction("Copy as text", lambda: self._copy(explanation_text))
        self.offer(None)

    def offer(self, explanation: Explanation | None) -> None:
        """Copy this from now on, as it is written on the screen."""
        self._explanation = explanation
        for action in (self.latex, self.text):
            action.setEnabled(explanation is not None)

    def _copy(self, write: Callable[[Explanation], str]) -> None:
        if self._explanation is not None:
            QGuiApplication.clipboard().setText(write(self._explanation))
