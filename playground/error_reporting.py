"""What nobody caught: written into a log file, and told to the person at the window in one dialog."""

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QStandardPaths,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from playground import versions

QtHandler = Callable[[QtMsgType, QMessageLogContext, str], object]

LOG_SIZE = 1_000_000
LOG_FILES = 3
LONGEST_CAUSE = 300
"""More characters than this of what went wrong would not be read; the log has them all."""

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True)
class Problem:
    """One error: what is shown of it, and all that is known."""

    cause: str
    details: str


class ErrorReporter(QObject):
    """Watches for errors from ``install()`` to ``remove()``; lives on the GUI thread.

    Parameters
    ----------
    folder : Path or None
        Where the log goes; None is the folder for this program's state, which needs the application's name.
    """

    _problem_met = Signal(object)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        states = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.StateLocation)
        self.log_path = (folder or Path(states)) / "playground.log"
        self.dialog: ErrorDialog | None = None
        self._log = logging.getLogger("playground")
        self._handlers: list[logging.Handler] = []
        self._hooks_before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._qt_handler_before: QtHandler | None = None
        # Queued: an error on another thread, or in the middle of painting, opens the dialog on this thread, and later.
        self._problem_met.connect(self._on_problem_met, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Open the log and take every hook for errors."""
        try:
            self.log_path.parent.mkdir(parents=True, exist_ok=True)
            self._handlers.append(_LogFile(self.log_path))
        except OSError as error:  # the window works without a log as well
            print(f"There will be no log: {error}", file=sys.stderr)
        if sys.stderr is not None:  # an executable without a console has none
            self._handlers.append(logging.StreamHandler(sys.stderr))
        for handler in self._handlers:
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            handler.setLevel(logging.INFO if isinstance(handler, _LogFile) else logging.WARNING)
            self._log.addHandler(handler)
        self._log.setLevel(logging.INFO)
        self._log.propagate = False  # a package that writes to the root logger makes that one print everything
        self._log.info("start: %s", versions.program())  # the packages' would hold the window up for some 50 ms
        self._hooks_before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        self._qt_handler_before = qInstallMessageHandler(self._on_qt_message)

    def remove(self) -> None:
        """Give the hooks back and close the log."""
        qInstallMessageHandler(self._qt_handler_before)
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks_before
        if sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        else:
            faulthandler.disable()
        for handler in self._handlers:
            self._log.removeHandler(handler)
            handler.close()
        self._handlers.clear()
        self._log.propagate = True

    def report(self, cause: str, details: str) -> None:
        """Log an error and show it; from any thread."""
        self._log.error("%s\n%s", cause, details)
        self._problem_met.emit(Problem(cause, details))

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
            return
        cause = "".join(traceback.format_exception_only(kind, error)).strip()
        self.report(cause, "".join(traceback.format_exception(kind, error, trace)))

    def _on_thread_exception(self, thrown: threading.ExceptHookArgs) -> None:
        if not issubclass(thrown.exc_type, SystemExit):
            self._on_exception(thrown.exc_type, thrown.exc_value or thrown.exc_type(), thrown.exc_traceback)

    def _on_unraisable(self, thrown: "sys.UnraisableHookArgs") -> None:
        # Something failed while it was thrown away. There is nothing a person could do about it.
        error = thrown.exc_value or thrown.exc_type()
        trace = (thrown.exc_type, error, thrown.exc_traceback)
        self._log.error("%s %r", thrown.err_msg or "ignored in", thrown.object, exc_info=trace)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        self._log.log(_LEVELS[kind], "Qt (%s): %s", context.category or "default", message)

    @Slot(object)
    def _on_problem_met(self, problem: Problem) -> None:
        if self.dialog is not None:
            self.dialog.count_another()
            return
        self.dialog = ErrorDialog(problem, self.log_path, QApplication.activeWindow())
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None


class ErrorDialog(QDialog):
    """Says what went wrong; errors that come while it is open are counted in it."""

    def __init__(self, problem: Problem, log_path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self._first = problem
        self._more = 0
        self._log_path = log_path
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)  # an error's text may look like markup
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(440)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(16)
        layout.addWidget(self._text)
        layout.addWidget(buttons)
        self._show_text()

    def text(self) -> str:
        """What the dialog says."""
        return self._text.text()

    def count_another(self) -> None:
        """Count an error that came since; the first is usually its reason, and the log has them all."""
        self._more += 1
        self._show_text()

    def _show_text(self) -> None:
        cause = self._first.cause
        if len(cause) > LONGEST_CAUSE:
            cause = cause[:LONGEST_CAUSE] + "…"
        more = f"\n(and {self._more} more since)" if self._more else ""
        self._text.setText(
            f"Something went wrong in the program:\n\n{cause}{more}\n\n"
            "Your experiment is still here, and you can go on working. If it matters to you, save it now.\n\n"
            f"The details are in {self._log_path}"
        )

    @Slot()
    def _on_copy_clicked(self) -> None:
        QApplication.clipboard().setText(f"{versions.summary()}\n\n{self._first.details}")


def hush_off_screen() -> None:
    """Keep to ourselves what Qt's off-screen platform says at every window: that it cannot do everything."""

    def tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if not message.startswith("This plugin does not support") and sys.stderr is not None:
            print(message, file=sys.stderr)

    qInstallMessageHandler(tell)


class _LogFile(RotatingFileHandler):
    """The log; Python's report of a crash inside compiled code goes into the same file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LOG_SIZE, backupCount=LOG_FILES - 1, encoding="utf-8")
        self._take_crashes()

    def doRollover(self) -> None:
        """Begin a new file, also for crashes."""
        super().doRollover()
        self._take_crashes()

    def _take_crashes(self) -> None:
        if self.stream is not None:
            faulthandler.enable(self.stream)
