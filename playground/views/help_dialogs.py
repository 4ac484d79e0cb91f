"""The two dialogs of the Help menu."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground import __version__, versions
from playground.resources import licences_folder, resource_path
from playground.views.menus import mouse_table, shortcut_table
from playground.views.panel import write
from playground.views.theme import Theme


def app_icon() -> QIcon:
    """The picture of the program."""
    return QIcon(str(resource_path("icons", "playground.svg")))


def _dialog(title: str, theme: Theme, parent: QWidget) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    layout = QVBoxLayout(dialog)
    margin = theme.px(20)
    layout.setContentsMargins(margin, margin, margin, theme.px(14))
    layout.setSpacing(theme.px(14))
    return dialog, layout


def _add_close(dialog: QDialog, layout: QVBoxLayout) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)


def _table(theme: Theme, title: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(20))
    grid.setVerticalSpacing(theme.px(7))
    grid.addWidget(write(theme, title, "secondary", 12), 0, 0, 1, 2)
    for row, (what, text) in enumerate(rows, start=1):
        grid.addWidget(write(theme, what, "title", weight="semibold"), row, 0)
        grid.addWidget(write(theme, text, "secondary"), row, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    grid.setColumnStretch(1, 1)
    return grid


def shortcuts_dialog(theme: Theme, parent: QWidget) -> QDialog:
    """Tables of keys and of what the mouse does."""
    dialog, layout = _dialog("Keyboard shortcuts", theme, parent)
    tables = QHBoxLayout()
    tables.setSpacing(theme.px(44))
    for title, rows in (("Keys", shortcut_table()), ("Mouse", mouse_table())):
        tables.addLayout(_table(theme, title, rows))
    layout.addLayout(tables)
    hint = write(theme, "While you type in an input field, these keys belong to it.", "secondary", 12)
    layout.addWidget(hint)
    _add_close(dialog, layout)
    return dialog


def _selectable(label: QLabel) -> QLabel:
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def about_dialog(theme: Theme, parent: QWidget) -> QDialog:
    """What this program is."""
    dialog, layout = _dialog("About", theme, parent)
    row = QHBoxLayout()
    row.setSpacing(theme.px(18))
    picture = QLabel()
    size = theme.px(72)
    picture.setPixmap(app_icon().pixmap(QSize(size, size), parent.devicePixelRatioF()))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(theme.px(6))
    words.addWidget(write(theme, "Gradient Descent Playground", "title", 16, "semibold"))
    words.addWidget(write(theme, f"Version {__version__}", "secondary"))
    text = write(theme, "See gradient descent, number by number:\nevery weight, every derivative, every step.")
    words.addWidget(text)
    words.addWidget(write(theme, "Free software under the MIT licence.", "secondary", 12))
    words.addSpacing(theme.px(6))
    words.addLayout(_table(theme, "It stands on", versions.packages()))
    licences = licences_folder()
    if licences is not None:
        words.addWidget(_selectable(write(theme, f"Their licences are in\n{licences}", "secondary", 12)))
    row.addLayout(words, 1)
    layout.addLayout(row)
    _add_close(dialog, layout)
    return dialog
