"""A tool tip above a widget: where Qt puts it, below, it would hide what stands there."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

_GAP = 2


def show_above(widget: QWidget, text: str) -> None:
    """Show a sentence in a bubble above a widget, or below it at the upper end of the screen."""
    QToolTip.showText(widget.mapToGlobal(QPoint(0, widget.height())), text, widget)
    for bubble in QApplication.topLevelWidgets():
        if bubble.inherits("QTipLabel") and bubble.isVisible():
            top = widget.mapToGlobal(QPoint(0, 0)).y() - bubble.height() - _GAP
            if top >= widget.screen().geometry().top():
                bubble.move(bubble.x(), top)
