"""What the window asks with dialogs: which file, and what becomes of unsaved changes."""

from pathlib import Path
from typing import Final, Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

Answer = Literal["save", "discard", "cancel"]
SUFFIX: Final = ".playground"
_FILTER: Final = f"Experiments (*{SUFFIX});;All files (*)"


class Questions:
    """The dialogs; tests put their own answers here."""

    def open_path(self, parent: QWidget, folder: str) -> Path | None:
        """Ask which file to open."""
        name, _ = QFileDialog.getOpenFileName(parent, "Open an experiment", folder, _FILTER)
        return Path(name) if name else None

    def save_path(self, parent: QWidget, proposal: str) -> Path | None:
        """Ask where to save; a name without a suffix gets ours."""
        name, _ = QFileDialog.getSaveFileName(parent, "Save the experiment", proposal, _FILTER)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(SUFFIX)

    def unsaved(self, parent: QWidget, name: str) -> Answer:
        """Ask what becomes of the changes."""
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(f"Save the changes to “{name}”?")
        box.setInformativeText("Without saving they are lost.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Save:
            return "save"
        return "discard" if answer == buttons.Discard else "cancel"
