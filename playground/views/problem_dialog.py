"""The dialog behind "Report a problem": versions and log as a text to copy. Nothing is sent anywhere."""

import logging
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from playground import versions
from playground.views.panel import write
from playground.views.theme import Theme

LAST_LINES = 200
"""So much of the log is in the report; the rest is in the file."""


def log_file() -> Path | None:
    """Where the log of this run is; None if it could not be opened."""
    for handler in logging.getLogger("playground").handlers:
        if isinstance(handler, logging.FileHandler):
            return Path(handler.baseFilename)
    return None


def report() -> str:
    """What someone who mends the problem has to know."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    display = f"{QGuiApplication.platformName()}, {size.width()}×{size.height()}, scale {screen.devicePixelRatio():g}"
    lines = [
        "What I did, what I expected, and what happened instead:",
        "",
        "",
        versions.summary(),
        f"display: {display}",
        "",
        *_log_lines(),
    ]
    return "\n".join(lines)


def _log_lines() -> list[str]:
    path = log_file()
    if path is None:
        return ["There is no log."]
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        return [f"The log cannot be read: {error}"]
    return [f"the last lines of {path}:", *lines[-LAST_LINES:]]


class ProblemDialog(QDialog):
    """Shows the report, which can be added to, and copies it.

    Parameters
    ----------
    theme : Theme
        How it looks.
    parent : QWidget
        The window.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Report a problem")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        margin = theme.px(20)
        layout.setContentsMargins(margin, margin, margin, theme.px(14))
        layout.setSpacing(theme.px(14))
        layout.addWidget(
            write(theme, "Write down here what happened, copy it all, and put it into your report.", "title")
        )
        self.text = QPlainTextEdit(report())
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        layout.addWidget(self.text, 1)
        path = log_file()
        where = f"The whole log: {path}" if path is not None else "There is no log of this run."
        place = write(theme, f"{where}\nThe program sends nothing by itself. Read what you pass on.", "secondary", 12)
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(place)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(theme.px(720), theme.px(460))

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
