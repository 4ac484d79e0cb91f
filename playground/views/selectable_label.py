"""Words that can be selected by the mouse."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class SelectableLabel(QLabel):
    """Selectable while the mouse is over it: the document that takes is made anew for every text, which takes long."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let words be selected."""
        policy = self.focusPolicy()
        self.setTextInteractionFlags(_SELECTABLE)
        self.setFocusPolicy(policy)  # which the flags change
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Keep what is selected, or is about to be by the menu that has opened."""
        if not self.hasSelectedText() and QApplication.activePopupWidget() is None:
            policy = self.focusPolicy()
            self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self.setFocusPolicy(policy)
        super().leaveEvent(event)
