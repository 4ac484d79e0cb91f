"""What nobody caught is logged, and told once, on the GUI thread."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread, qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground import __version__
from playground.error_reporting import LONGEST_CAUSE, ErrorReporter


@pytest.fixture
def reporter(qtbot: QtBot, tmp_path: Path) -> Iterator[ErrorReporter]:
    del qtbot  # only its application is needed
    reporter = ErrorReporter(tmp_path / "state")
    reporter.install()
    yield reporter
    if reporter.dialog is not None:
        reporter.dialog.close()
    reporter.remove()


def _fail(error: Exception) -> None:
    raise error


def _raise(error: Exception) -> None:
    """Do what Python does with an error that nobody catches."""
    try:
        _fail(error)
    except type(error):
        sys.excepthook(*sys.exc_info())


def _log(reporter: ErrorReporter) -> str:
    return reporter.log_path.read_text(encoding="utf-8")


def test_an_error_is_logged_and_told(reporter: ErrorReporter, qtbot: QtBot) -> None:
    _raise(ValueError("the cake is <b>burnt</b>"))
    assert reporter.dialog is None  # not in the middle of whatever failed
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    text = reporter.dialog.text()
    assert "ValueError: the cake is <b>burnt</b>" in text
    assert "Your experiment is still here" in text
    assert str(reporter.log_path) in text
    assert "Traceback (most recent call last)" in _log(reporter)
    assert f"playground {__version__}" in _log(reporter)


def test_many_errors_make_one_dialog(reporter: ErrorReporter, qtbot: QtBot) -> None:
    for number in range(4):
        _raise(ValueError(f"error {number}"))
    qtbot.waitUntil(lambda: reporter.dialog is not None and "(and 3 more since)" in reporter.dialog.text())
    dialogs = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert dialogs == [reporter.dialog]
    assert reporter.dialog is not None
    assert "error 0" in reporter.dialog.text()
    assert "error 3" in _log(reporter)


def test_an_error_after_the_dialog_was_closed_opens_it_again(reporter: ErrorReporter, qtbot: QtBot) -> None:
    _raise(ValueError("first"))
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    reporter.dialog.close()
    assert reporter.dialog is None
    _raise(ValueError("second"))
    qtbot.waitUntil(lambda: reporter.dialog is not None and "second" in reporter.dialog.text())


def test_an_error_of_another_thread_is_told_on_this_one(reporter: ErrorReporter, qtbot: QtBot) -> None:
    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    assert reporter.dialog.thread() is QThread.currentThread()
    assert "RuntimeError: in a thread" in reporter.dialog.text()


def test_the_details_can_be_copied(reporter: ErrorReporter, qtbot: QtBot) -> None:
    _raise(ValueError("copy me"))
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    reporter.dialog.copy_button.click()
    assert reporter.dialog.isVisible()
    copied = QApplication.clipboard().text()
    assert "Traceback (most recent call last)" in copied
    assert "ValueError: copy me" in copied
    assert __version__ in copied


def test_a_long_error_does_not_fill_the_screen(reporter: ErrorReporter, qtbot: QtBot) -> None:
    _raise(ValueError("x" * 100_000))
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    assert len(reporter.dialog.text()) < LONGEST_CAUSE + 1_000


def test_what_cannot_be_raised_is_only_logged(reporter: ErrorReporter, qtbot: QtBot) -> None:
    class Fragile:
        def __del__(self) -> None:
            raise ValueError("while it was thrown away")

    Fragile()
    qtbot.wait(10)
    assert reporter.dialog is None
    assert "while it was thrown away" in _log(reporter)


def test_what_qt_says_is_logged(reporter: ErrorReporter) -> None:
    qWarning("a word from Qt")
    assert "WARNING playground: Qt (default): a word from Qt" in _log(reporter)


def test_the_log_begins_a_new_file_when_it_is_full(reporter: ErrorReporter, monkeypatch: pytest.MonkeyPatch) -> None:
    for handler in reporter._handlers:
        monkeypatch.setattr(handler, "maxBytes", 2_000, raising=False)
    for number in range(100):
        qWarning(f"a word from Qt, number {number}")
    files = sorted(path.name for path in reporter.log_path.parent.iterdir())
    assert files == ["playground.log", "playground.log.1", "playground.log.2"]


def test_works_without_a_log(qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "state").touch()  # a file where the folder should be
    reporter = ErrorReporter(tmp_path / "state")
    reporter.install()
    try:
        assert "There will be no log" in capsys.readouterr().err
        _raise(ValueError("still told"))
        qtbot.waitUntil(lambda: reporter.dialog is not None)
        assert reporter.dialog is not None
        reporter.dialog.close()
    finally:
        reporter.remove()


def test_gives_the_hooks_back(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    reporter = ErrorReporter(tmp_path)
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    reporter.install()
    assert sys.excepthook != before[0]
    reporter.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
