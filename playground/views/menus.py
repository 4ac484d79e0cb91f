"""The menu bar: every command once, with its shortcut."""

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from playground.core.stages import Stage
from playground.experiment.examples import examples
from playground.session.session import Session
from playground.views.theme import Theme
from playground.worker.messages import RunState

PANELS: Final = {
    "data": "Data",
    "model": "Model",
    "training": "Training",
    "network": "Network",
    "cost": "Cost",
    "slice": "Slice",
    "landscape": "Landscape",
    "difference": "Finite difference",
    "prediction": "Prediction",
    "equations": "Equations",
    "notes": "About the experiment",
}
_MODES: Final = {"system": "As the system", "light": "Light", "dark": "Dark"}


class Commands(Protocol):
    """What the window does for the menus, beyond what the session does."""

    def new(self) -> None:
        """Begin again with the opening example."""

    def choose_and_open(self) -> None:
        """Ask for a file and open it."""

    def open_example(self, name: str) -> None:
        """Open a shipped example."""

    def save(self) -> bool:
        """Save where it came from."""

    def save_as(self) -> bool:
        """Ask where, and save."""

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide a panel."""

    def is_panel_shown(self, name: str) -> bool:
        """Whether the user wants to see a panel."""

    def zoom_to_fit(self) -> None:
        """Show all of the network."""

    def show_full_screen(self, full: bool) -> None:
        """Fill the screen, or be a window again."""

    def show_shortcuts(self) -> None:
        """Show the keys."""

    def show_problem_report(self) -> None:
        """Help to report a problem."""

    def show_about(self) -> None:
        """Tell what this is."""

    def show_about_qt(self) -> None:
        """Tell of Qt."""


class Menus:
    """Builds the menus of a window and keeps them true.

    Parameters
    ----------
    window : QMainWindow
        Gets the menu bar.
    commands : Commands
        The same window, as what it can do.
    session : Session
        Most commands go straight to it.
    theme : Theme
        Icons; and the choice of light and dark.
    """

    def __init__(self, window: QMainWindow, commands: Commands, session: Session, theme: Theme) -> None:
        self._window = window
        self._commands = commands
        self._session = session
        self._theme = theme
        self._icons: dict[QAction, str] = {}
        self._make_file_menu()
        self._make_edit_menu()
        self._make_train_menu()
        self._make_view_menu()
        self._make_help_menu()
        session.run_state_changed.connect(self._on_run_state_changed)
        session.snapshot_changed.connect(self._on_run_state_changed)
        session.parts.changed.connect(self._on_part_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_run_state_changed(None)
        self._on_part_changed(session.parts.stage)
        self._on_theme_changed(None)

    def _menu(self, title: str, parent: QMenu | None = None) -> QMenu:
        menu = QMenu(title, self._window)
        if parent is None:
            self._window.menuBar().addMenu(menu)
        else:
            parent.addMenu(menu)
        menu.setToolTipsVisible(True)
        return menu

    def _add(
        self,
        menu: QMenu,
        text: str,
        call: Callable[[], object],
        keys: str | QKeySequence.StandardKey | list[str] | None = None,
        icon: str | None = None,
    ) -> QAction:
        action = menu.addAction(text)
        if isinstance(keys, list):
            action.setShortcuts([QKeySequence(key) for key in keys])
        elif keys is not None:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked: call())
        if icon is not None:
            self._icons[action] = icon
        return action

    def _make_file_menu(self) -> None:
        keys = QKeySequence.StandardKey
        menu = self._menu("&File")
        new = self._add(menu, "&New (XOR)", self._commands.new, keys.New, "new")
        new.setToolTip("Begin a new experiment with the one the program opens with: XOR.")
        self._add(menu, "&Open…", self._commands.choose_and_open, keys.Open, "open")
        self.examples = self._menu("Open &example", menu)
        # Reading the examples costs time that the start of the window should not pay.
        self.examples.aboutToShow.connect(self._fill_examples)
        menu.addSeparator()
        self._add(menu, "&Save", self._commands.save, keys.Save, "save")
        self._add(menu, "Save &as…", self._commands.save_as, "Ctrl+Shift+S")
        menu.addSeparator()
        leave = self._add(menu, "&Quit", self._window.close, "Ctrl+Q")
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_examples(self) -> None:
        if self.examples.actions():
            return
        for example in examples():
            action = self.examples.addAction(example.title)
            action.setToolTip(example.notes)
            action.triggered.connect(lambda _checked, name=example.name: self._commands.open_example(name))

    def _make_edit_menu(self) -> None:
        stack = self._session.undo_stack
        menu = self._menu("&Edit")
        self.undo = stack.createUndoAction(menu, "&Undo")
        self.undo.setShortcuts([QKeySequence("Ctrl+Z")])
        self.redo = stack.createRedoAction(menu, "&Redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        menu.addAction(self.undo)
        menu.addAction(self.redo)
        self._icons |= {self.undo: "undo", self.redo: "redo"}

    def _make_train_menu(self) -> None:
        menu = self._menu("&Train")
        session = self._session
        self.run = self._add(menu, "Run", session.toggle_run, "Space", "run")
        self.step = self._add(menu, "Step", session.step_once, "Right", "step")
        self.step.setAutoRepeat(True)
        menu.addSeparator()
        self.part = self._add(menu, "Part of a step", session.parts.forward, "P", "part")
        self.part_back = self._add(menu, "Back to the part before", session.parts.back, "Shift+P")
        self.part_skip = self._add(menu, "On to the update", session.parts.skip, "Ctrl+P")
        self.part_skip.setToolTip("Skip the parts before it: finite differences have three for each parameter.")
        self.leave_parts = self._add(menu, "Leave the step", session.parts.leave, "Esc")
        menu.addSeparator()
        self.reset = self._add(menu, "Reset to the same start", session.reset, "R", "reset")
        new_start = self._add(menu, "New start", session.new_start, "N", "dice")
        new_start.setToolTip("Begin again from other random weights.")
        for action in (self.run, self.reset):
            action.setAutoRepeat(False)

    def _make_view_menu(self) -> None:
        menu = self._menu("&View")
        themes = self._menu("&Theme", menu)
        group = QActionGroup(themes)
        self.modes: dict[str, QAction] = {}
        for mode, title in _MODES.items():
            action = themes.addAction(title)
            action.setCheckable(True)
            action.setChecked(mode == self._theme.mode)
            action.triggered.connect(lambda _checked, mode=mode: self._theme.set_mode(mode))
            group.addAction(action)
            self.modes[mode] = action
        themes.aboutToShow.connect(lambda: self.modes[self._theme.mode].setChecked(True))
        panels = self._menu("&Panels", menu)
        self.panels: dict[str, QAction] = {}
        for name, title in PANELS.items():
            action = panels.addAction(title)
            action.setCheckable(True)
            action.toggled.connect(lambda shown, name=name: self._commands.show_panel(name, shown))
            self.panels[name] = action
        self.show_panels()
        menu.addSeparator()
        self._add(menu, "Zoom to &fit", self._commands.zoom_to_fit, "Ctrl+0", "expand")
        self.full_screen = menu.addAction("F&ull screen")
        self.full_screen.setCheckable(True)
        self.full_screen.setShortcut(QKeySequence("F11"))
        self.full_screen.toggled.connect(self._commands.show_full_screen)

    def _make_help_menu(self) -> None:
        menu = self._menu("&Help")
        self._add(menu, "&Keyboard shortcuts", self._commands.show_shortcuts, "F1")
        self._add(menu, "&Report a problem…", self._commands.show_problem_report)
        menu.addSeparator()
        about = self._add(menu, "&About", self._commands.show_about)
        about.setMenuRole(QAction.MenuRole.AboutRole)
        about_qt = self._add(menu, "About &Qt", self._commands.show_about_qt)
        about_qt.setMenuRole(QAction.MenuRole.AboutQtRole)

    def show_panels(self) -> None:
        """Tick the panels that are shown."""
        for name, action in self.panels.items():
            action.blockSignals(True)
            action.setChecked(self._commands.is_panel_shown(name))
            action.blockSignals(False)

    def _on_run_state_changed(self, _fact: object) -> None:
        state = self._session.run_state
        active = state in (RunState.RUNNING, RunState.WAITING)
        text = "Pause" if active else "Run"
        if self.run.text() != text:
            self.run.setText(text)
            self._icons[self.run] = "pause" if active else "run"
            self.run.setIcon(self._theme.icon(self._icons[self.run]))
        self.step.setEnabled(not active)
        self.reset.setEnabled(self._session.may_reset)

    def _on_part_changed(self, stage: Stage | None) -> None:
        """Without a part there is none to go back from, and Esc belongs to others."""
        for action in (self.part_back, self.part_skip, self.leave_parts):
            action.setEnabled(stage is not None)
        text = "Take the step" if stage is not None and stage.number == stage.total else "Part of a step"
        if self.part.text() != text:
            self.part.setText(text)

    def _on_theme_changed(self, _colors: object) -> None:
        for action, name in self._icons.items():
            action.setIcon(self._theme.icon(name))


def shortcut_table() -> list[tuple[str, str]]:
    """Keys and what they do, for the help."""
    modifier = _modifier()
    return [
        ("Space", "Run or pause"),
        ("→", "One step"),
        ("P", "The next part of a step; after the last one the step is taken"),
        ("Shift+P", "The part before"),
        ("R", "Reset to the same start"),
        ("N", "New start: other random weights"),
        (f"{modifier}Z", "Undo"),
        (f"{modifier}Shift+Z", "Redo"),
        (f"{modifier}N", "New (XOR)"),
        (f"{modifier}O", "Open"),
        (f"{modifier}S", "Save"),
        (f"{modifier}Shift+S", "Save as"),
        (f"{modifier}Q", "Quit"),
        (f"{modifier}0", "Zoom to fit"),
        ("F11", "Full screen"),
        ("F1", "This help"),
        ("Esc", "Put the drawing tool away, take a text back, leave a part of a step"),
        (f"{modifier}← → ↑ ↓", "In the network: select the next unit, weight or bias"),
        ("[  ]", "In the network: select one after the other"),
        ("↑ ↓", "Change the selected weight or bias; with Shift finer"),
        ("0 … 9, Enter", "Type its value"),
    ]


def mouse_table() -> list[tuple[str, str]]:
    """What the mouse does on network and plots, for the help."""
    modifier = _modifier()
    return [
        ("Drag a weight or a bias", "Change it; with Shift finer"),
        ("Wheel on it", "Change it"),
        ("Double click on it", "Type its value"),
        (f"Wheel, {modifier}wheel", "Zoom the network"),
        ("Drag the ground", "Pan the network"),
        ("Double click", "Fit the network"),
        ("Point at it", "Tell every number, how it is computed"),
        ("Left button", "Use the drawing tool on the prediction plot"),
        ("Right button", "Erase samples, whatever tool is in the hand"),
        ("Wheel on a field", "Step the number, once it was clicked"),
    ]


def _modifier() -> str:
    """Write Ctrl as this system writes it, with what joins it to a key."""
    return QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Z).toString(QKeySequence.SequenceFormat.NativeText)[:-1]
