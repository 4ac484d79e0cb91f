"""Help tells what the program is made of; a report of a problem has the log in it, and goes to the clipboard only."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, qWarning
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from playground import __version__, versions
from playground.error_reporting import ErrorReporter
from playground.session.session import Session
from playground.views import help_dialogs, problem_dialog
from playground.views.main_window import MainWindow
from playground.views.problem_dialog import LAST_LINES, ProblemDialog
from playground.views.theme import Theme


@pytest.fixture
def window(qtbot: QtBot, session: Session, theme: Theme, tmp_path: Path) -> MainWindow:
    window = MainWindow(session, theme, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    return window


def _opened(window: MainWindow) -> ProblemDialog:
    window.show_problem_report()
    dialog = window.findChild(ProblemDialog)
    assert dialog is not None
    return dialog


def test_without_a_log_it_has_the_versions(window: MainWindow) -> None:
    dialog = _opened(window)
    text = dialog.text.toPlainText()
    assert f"playground {__version__}" in text
    assert "numba " in text
    assert "There is no log." in text
    dialog.close()


def test_it_has_the_end_of_the_log_and_says_where_it_is(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    reporter = ErrorReporter(tmp_path)
    reporter.install()
    try:
        for number in range(LAST_LINES + 10):
            qWarning(f"a word from Qt, number {number}.")
        dialog = _opened(window)
        dialog.text.insertPlainText("It fell over. ")
        dialog.copy_button.click()
        copied = QApplication.clipboard().text()
        assert copied.startswith("It fell over. ")
        assert f"number {LAST_LINES + 9}." in copied
        assert "number 3." not in copied
        assert any(str(reporter.log_path) in label.text() for label in dialog.findChildren(QLabel))
        dialog.close()
    finally:
        reporter.remove()


def test_a_log_that_is_gone_is_no_problem(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem_dialog, "log_file", lambda: tmp_path / "gone.log")
    assert "The log cannot be read" in problem_dialog.report()


def test_about_names_what_is_inside(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help_dialogs, "licences_folder", lambda: tmp_path)
    window.show_about()
    dialog = window.findChild(QDialog)
    assert dialog is not None
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {name for name, _number in versions.packages()} <= texts
    assert any(str(tmp_path) in text for text in texts)
    dialog.close()
