"""Builds and wires the objects of the window, and takes them down in order."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication

from playground import __version__
from playground.core.kernel_memory import load_kernel
from playground.error_reporting import ErrorReporter
from playground.experiment.check import ExperimentError
from playground.experiment.examples import example_names, find
from playground.experiment.experiment import Experiment
from playground.quick_start import settle
from playground.session.run import Banner
from playground.session.session import Session
from playground.start_log import log_first_paint
from playground.views.main_window import MainWindow
from playground.views.theme import Theme
from playground.views.typesetting import Typesetter
from playground.worker.messages import RunState
from playground.worker.training_thread import TrainingThread

APPLICATION = "Gradient Descent Playground"
ORGANIZATION = "gradient-playground"
FORMULA_PATIENCE_MS = 5_000
QUIET_ROUNDS = 20
KERNEL_DELAY_MS = 30
"""The kernel is loaded after the window has been painted, so that it opens at once."""
QUIET_MS = 60
"""Between the first moments in which what the start left out is caught up with."""
LONGEST_START_MS = 5_000
"""With a kernel that must be compiled first the start is over before that is done."""


@dataclass(frozen=True)
class Playground:
    """The objects of one window."""

    app: QApplication
    theme: Theme
    thread: TrainingThread
    session: Session
    window: MainWindow

    def open(self, experiment: str) -> None:
        """Open a file or the example of that name; a file in the way wins. What is wrong is told in the window."""
        if experiment in example_names() and not Path(experiment).is_file():
            self.session.open_example(experiment)
            return
        try:
            self.session.open(find(experiment))
        except ExperimentError as error:
            self.session.post(str(error), "error")

    def close(self) -> None:
        """Take everything down: window, training thread, and what Qt still has to delete."""
        self.window.hide()
        self.thread.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def build_application() -> QApplication:
    """The one QApplication, with its names."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(ORGANIZATION)
    app.setApplicationDisplayName(APPLICATION)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(ORGANIZATION)
    return app


@contextmanager
def playground(settings: QSettings, theme_mode: str | None = None) -> Iterator[Playground]:
    """Build the window, not shown yet; on leaving, everything is taken down in order.

    Parameters
    ----------
    settings : QSettings
        Where window state is remembered.
    theme_mode : {"system", "light", "dark"} or None
        None takes what was chosen last.
    """
    app = build_application()
    theme = Theme(settings)
    if theme_mode is not None:
        theme.set_mode(theme_mode)
    theme.prepare(app)
    thread = TrainingThread()
    try:
        session = Session(thread)
        window = MainWindow(session, theme, settings)
        theme.apply(app)
        built = Playground(app, theme, thread, session, window)
        try:
            yield built
        finally:
            built.close()
    finally:
        thread.close()


def open_window(experiment: str | None) -> int:
    """Show the window and run it until it is closed.

    Parameters
    ----------
    experiment : str or None
        A file or the name of an example; None opens the opening example. What cannot be opened is told in the window.

    Returns
    -------
    int
        The exit code, 0.
    """
    build_application()
    reporter = ErrorReporter()
    reporter.install()
    try:
        with playground(QSettings(ORGANIZATION, ORGANIZATION)) as built:
            if experiment is not None:
                built.open(experiment)
            log_first_paint(built.window)
            built.window.show()
            QTimer.singleShot(KERNEL_DELAY_MS, built.thread, built.thread.load_kernel)
            Afterwards(built)
            code = built.app.exec()
    finally:
        reporter.remove()
    if built.thread.is_loading:  # compilation cannot be interrupted, and Python would wait for it or crash in it
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


class Afterwards(QObject):
    """Catches up with what the start left out, piece by piece, once the kernel is there.

    Parameters
    ----------
    built : Playground
        Its late tabs are made, and garbage is looked for again.
    """

    def __init__(self, built: Playground) -> None:
        super().__init__(built.window)
        self._late, self._session = built.window.late, built.session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)  # a tab that cannot be made is not tried again and again
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._catch_up)
        self._session.run_state_changed.connect(self._on_run_state)
        # a timer of its own: that of QTimer.singleShot would outlive the window
        longest = QTimer(self, singleShot=True, interval=LONGEST_START_MS)
        longest.timeout.connect(lambda: settle(keep=False))
        longest.start()
        self._on_run_state(self._session.run_state)

    @property
    def is_busy(self) -> bool:
        """Whether there is still something to catch up with, now that the kernel is there."""
        return self._timer.isActive()

    def _on_run_state(self, state: RunState) -> None:
        if state not in (RunState.LOADING, RunState.WAITING):
            self._session.run_state_changed.disconnect(self._on_run_state)
            self._timer.start()

    def _catch_up(self) -> None:
        if self._late.make_one():
            self._timer.start()
        else:
            settle()


def wait_for_steps(session: Session, step: int) -> None:
    """Run the event loop until a snapshot of that step is there and training stands still.

    Raises
    ------
    RuntimeError
        If training ended in an error.
    """
    loop = QEventLoop()
    errors: list[str] = []

    def tell(banner: Banner) -> None:
        if banner.kind == "error":
            errors.append(banner.text)
            loop.quit()

    def look(_fact: object) -> None:
        snapshot = session.snapshot
        still = session.run_state in (RunState.IDLE, RunState.FINISHED, RunState.DIVERGED)
        if snapshot is None or not (still and session.is_up_to_date):
            return
        if snapshot.step >= step or snapshot.divergence is not None:
            loop.quit()

    session.snapshot_changed.connect(look)
    session.banner_posted.connect(tell)
    try:
        QTimer.singleShot(0, loop, lambda: look(None))
        loop.exec()
    finally:
        session.snapshot_changed.disconnect(look)
        session.banner_posted.disconnect(tell)
    if errors:
        raise RuntimeError(errors[0])


def go_off_screen() -> None:
    """Draw into memory unless a platform was chosen: pictures and the self-test need no display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def memory_settings(folder: Path) -> QSettings:
    """Settings that touch nothing of the user's: a file in ``folder``."""
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


def finish_formulas(built: Playground) -> None:
    """Let the window paint itself and its formulas be typeset, which takes a moment of its own."""
    patience = QDeadlineTimer(FORMULA_PATIENCE_MS)
    quiet = 0
    while quiet < QUIET_ROUNDS and not patience.hasExpired():
        built.app.processEvents()
        quiet = 0 if any(setter.is_busy for setter in built.window.findChildren(Typesetter)) else quiet + 1
        QThread.msleep(10)


def screenshot(experiment: Experiment, output: Path, steps: int, size: tuple[int, int], theme: str) -> int:
    """Write a picture of the real window with ``experiment`` after ``steps`` steps.

    Returns
    -------
    int
        0, 1 if the picture could not be written, 3 if training diverged.
    """
    go_off_screen()
    load_kernel()
    with (
        tempfile.TemporaryDirectory() as folder,
        playground(memory_settings(Path(folder)), theme) as built,
    ):
        built.session.load(experiment)
        built.window.resize(*size)
        built.window.show()
        built.thread.load_kernel()
        built.session.take_steps(steps)
        start = experiment.progress.step if experiment.progress else 0
        wait_for_steps(built.session, start + steps)
        finish_formulas(built)
        diverged = built.session.run_state is RunState.DIVERGED
        if not built.window.grab().save(str(output)):
            print(f"error: {output}: the picture could not be written; choose a folder that exists", file=sys.stderr)
            return 1
    return 3 if diverged else 0
