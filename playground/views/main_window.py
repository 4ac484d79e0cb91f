"""The window: menus, transport bar, panels, status line; files are opened and saved from here."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMessageBox, QVBoxLayout, QWidget

from playground.session.session import Session
from playground.views.banner import BannerBar
from playground.views.cost_plot import CostPlot
from playground.views.dataset_panel import DatasetPanel
from playground.views.drawing_tools import DrawingTools
from playground.views.equations_panel import EquationsPanel
from playground.views.help_dialogs import about_dialog, app_icon, shortcuts_dialog
from playground.views.late_tabs import LateTabs
from playground.views.menus import Menus
from playground.views.model_panel import ModelPanel
from playground.views.network_canvas import NetworkCanvas
from playground.views.notes_card import UNTITLED, NotesCard
from playground.views.panel import rule
from playground.views.prediction_plot import PredictionPlot
from playground.views.problem_dialog import ProblemDialog
from playground.views.questions import SUFFIX, Questions
from playground.views.shortcuts import KeyKeeper
from playground.views.status_line import StatusLine
from playground.views.theme import Theme
from playground.views.training_panel import TrainingPanel
from playground.views.transport_bar import TransportBar
from playground.views.workspace import Workspace

if TYPE_CHECKING:
    from playground.views.difference_lab import DifferenceLab
    from playground.views.landscape_plot import LandscapePlot
    from playground.views.slice_plot import SlicePlot

APPLICATION = "Gradient Descent Playground"
DEFAULT_SIZE = QSize(1440, 900)
LOW = 760
"""Windows lower than this cannot show all panels of the left column."""


class MainWindow(QMainWindow):
    """Everything a person sees.

    Parameters
    ----------
    session : Session
        What is trained.
    theme : Theme
        How it looks.
    settings : QSettings
        Where size, splitters and hidden panels are remembered.
    questions : Questions or None
        Asks the user; tests answer for themselves.
    """

    def __init__(self, session: Session, theme: Theme, settings: QSettings, questions: Questions | None = None) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._settings = settings
        self._questions = questions or Questions()
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.transport = TransportBar(session, theme)
        self.tools = tools = DrawingTools(self)
        self.data_panel = DatasetPanel(session, theme, tools)
        self.model_panel = ModelPanel(session, theme)
        self.training_panel = TrainingPanel(session, theme)
        self.network_canvas = NetworkCanvas(session, theme)
        self.cost_plot = CostPlot(session, theme)
        self.late = LateTabs(session, theme)
        self.late.landscape.made.connect(self._on_landscape_made)
        self.prediction_plot = PredictionPlot(session, theme, tools)
        self.equations_panel = EquationsPanel(session, theme)
        self.notes_card = NotesCard(session, theme)
        self.workspace = Workspace(
            {
                "data": self.data_panel,
                "model": self.model_panel,
                "training": self.training_panel,
                "network": self.network_canvas,
                "cost": self.cost_plot,
                "slice": self.late.slice,
                "landscape": self.late.landscape,
                "difference": self.late.difference,
                "prediction": self.prediction_plot,
                "equations": self.equations_panel,
                "notes": self.notes_card,
            },
            theme,
        )
        self.equations_panel.pointed.connect(self.network_canvas.diagram.point_at)
        self.network_canvas.diagram.pointed.connect(self.equations_panel.formula.point_at)
        self._lay_out()
        self.banner = BannerBar(session, theme, self.workspace.middle, self.workspace)
        self.menus = Menus(self, self, session, theme)
        self._restore()
        session.path_changed.connect(self._on_named)
        session.experiment_changed.connect(self._on_named)
        self._on_named(None)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._keys = KeyKeeper(app, self)
        self.transport.run_button.setFocus()

    def _lay_out(self) -> None:
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.transport)
        layout.addWidget(rule())
        layout.addWidget(self.workspace, 1)
        # A click anywhere takes the keyboard from an input field, so that single keys run the training again.
        central.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCentralWidget(central)
        self.status = StatusLine(self._session, self._theme)
        self.setStatusBar(self.status)

    # ---- tabs that come late ----

    @property
    def slice_plot(self) -> "SlicePlot":
        """The Slice tab."""
        return self.late.slice.panel

    @property
    def landscape_plot(self) -> "LandscapePlot":
        """The Landscape tab."""
        return self.late.landscape.panel

    @property
    def difference_lab(self) -> "DifferenceLab":
        """The Finite difference tab."""
        return self.late.difference.panel

    def _on_landscape_made(self) -> None:
        self.landscape_plot.slice_wanted.connect(self._on_slice_wanted)

    # ---- files ----

    def new(self) -> None:
        """Begin again with the opening example, if the user does not keep to unsaved changes."""
        if self._may_leave():
            self._session.new()

    def choose_and_open(self) -> None:
        """Ask for a file and open it."""
        path = self._session.path
        chosen = self._questions.open_path(self, str(path.parent) if path else self._folder())
        if chosen is not None:
            self.open(chosen)

    def open(self, path: Path) -> None:
        """Open a file; a bad one is told in a banner and what is there stays."""
        if self._may_leave() and self._session.open(path):
            self._settings.setValue("files/folder", str(path.parent))

    def open_example(self, name: str) -> None:
        """Open a shipped example."""
        if self._may_leave():
            self._session.open_example(name)

    def save(self) -> bool:
        """Save where it came from, or ask; returns whether it is saved."""
        path = self._session.path
        return self.save_as() if path is None else self._session.save(path)

    def save_as(self) -> bool:
        """Ask where, and save; returns whether it is saved."""
        path = self._session.path or Path(self._folder()) / f"{self._proposed_name()}{SUFFIX}"
        chosen = self._questions.save_path(self, str(path))
        if chosen is None or not self._session.save(chosen):
            return False
        self._settings.setValue("files/folder", str(chosen.parent))
        return True

    def _folder(self) -> str:
        return str(self._settings.value("files/folder", "") or Path.home())

    def _proposed_name(self) -> str:
        title = self._session.experiment.title.lower()
        return "-".join("".join(letter if letter.isalnum() else " " for letter in title).split()) or "experiment"

    def _may_leave(self) -> bool:
        """Whether the present experiment may be left: it is unchanged, was saved now, or is not wanted."""
        if not self._session.is_modified:
            return True
        answer = self._questions.unsaved(self, self._name())
        return self.save() if answer == "save" else answer == "discard"

    def _name(self) -> str:
        path = self._session.path
        return path.name if path else self._session.experiment.title or UNTITLED

    def _on_named(self, _fact: object) -> None:
        self.setWindowTitle(f"{self._name()}[*] – {APPLICATION}")
        self.setWindowModified(self._session.is_modified)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged over the window."""
        if _dragged_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that is dropped, after the other program has been released."""
        path = _dragged_file(event)
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.open(path))

    # ---- view ----

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide a panel."""
        self.workspace.show_panel(name, shown)

    def is_panel_shown(self, name: str) -> bool:
        """Whether the user wants to see a panel."""
        return self.workspace.is_shown(name)

    def _on_slice_wanted(self) -> None:
        self.slice_plot.show_weight()
        self.show_panel("slice", True)
        self.workspace.bring_forward("slice")

    def zoom_to_fit(self) -> None:
        """Show all of the network."""
        self.network_canvas.diagram.fit()

    def show_full_screen(self, full: bool) -> None:
        """Fill the screen, or be a window again."""
        state = self.windowState()
        on = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | on if full else state & ~on)

    # ---- help ----

    def show_shortcuts(self) -> None:
        """Show the keys."""
        self._open_dialog(shortcuts_dialog(self._theme, self))

    def show_problem_report(self) -> None:
        """Help to report a problem."""
        self._open_dialog(ProblemDialog(self._theme, self))

    def show_about(self) -> None:
        """Tell what this is."""
        self._open_dialog(about_dialog(self._theme, self))

    def show_about_qt(self) -> None:
        """Tell of Qt."""
        QMessageBox.aboutQt(self, "About Qt")

    def _open_dialog(self, dialog: QDialog) -> None:
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the drawing tool away with Esc, if nothing else wants it."""
        if event.key() == Qt.Key.Key_Escape and self.tools.tool != "look":
            self.tools.set_tool("look")
        else:
            super().keyPressEvent(event)

    # ---- what is remembered ----

    def _restore(self) -> None:
        geometry = self._settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(DEFAULT_SIZE.boundedTo(self.screen().availableSize() * 0.96))
        self._is_first = not self._settings.contains("panels/collapsed")
        self.workspace.restore(self._settings)
        self.menus.show_panels()

    def _remember(self) -> None:
        self._settings.setValue("window/geometry", self.saveGeometry())
        self.workspace.save(self._settings)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard on Run; the very first time in a low window, with what fits into it."""
        super().showEvent(event)
        if self._is_first and self.height() < self._theme.px(LOW):
            self.workspace.fold_to_fit()
        self._is_first = False
        if self.focusWidget() is None:
            self.transport.run_button.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, and remember how the window looked."""
        if self._may_leave():
            self._remember()
            event.accept()
        else:
            event.ignore()


def _dragged_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile())
    return None
