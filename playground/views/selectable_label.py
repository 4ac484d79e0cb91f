"""Words that can be selected by the mouse."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel


class SelectableLabel(QLabel):
    """Selectable while the mouse is over it: the document that takes is made anew for every text, which takes long."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let words be selected."""
        self._let(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Keep what is selected, or is about to be by the menu that has opened."""
        if not self.hasSelectedText() and QApplication.activePopupWidget() is None:
            self._let(Qt.TextInteractionFlag.NoTextInteraction)
        super().leaveEvent(event)

    def _let(self, flags: Qt.TextInteractionFlag) -> None:
        """Allow this and nothing else, and keep the focus policy, which Qt would change with it."""
        policy = self.focusPolicy()
        self.setTextInteractionFlags(flags)
        self.setFocusPolicy(policy)
