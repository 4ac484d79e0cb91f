"""The window as a person uses it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from playground.experiment.examples import example_names
from playground.experiment.experiment import GeneratedData
from playground.session.session import Session
from playground.views.main_window import MainWindow
from playground.views.menus import PANELS
from playground.views.questions import Answer, Questions
from playground.views.theme import Theme
from playground.worker.messages import RunState


class Answers(Questions):
    """Answers instead of the user, and remembers what was asked."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.answer: Answer = "discard"
        self.asked: list[str] = []

    def open_path(self, _parent: QWidget, folder: str) -> Path | None:
        self.asked.append(f"open in {folder}")
        return self.path

    def save_path(self, _parent: QWidget, proposal: str) -> Path | None:
        self.asked.append(f"save as {Path(proposal).name}")
        return self.path

    def unsaved(self, _parent: QWidget, name: str) -> Answer:
        self.asked.append(f"unsaved {name}")
        return self.answer


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def window(qtbot: QtBot, session: Session, theme: Theme, settings: QSettings, answers: Answers) -> Iterator[MainWindow]:
    window = MainWindow(session, theme, settings, answers)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    yield window
    answers.answer = "discard"


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or window
    qtbot.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)


def change(session: Session) -> None:
    session.change_training("change ε", epsilon=0.5)


# ---- keys ----


def test_space_runs_and_pauses_from_the_start(window: MainWindow, session: Session, qtbot: QtBot):
    assert window.transport.run_button.hasFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.run_state is RunState.RUNNING, timeout=10_000)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE, timeout=10_000)


def test_arrow_r_and_n_step_reset_and_start_anew(window: MainWindow, session: Session, qtbot: QtBot):
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.transport.step.value == "1")
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.transport.step.value == "0")
    before = session.experiment.initial
    press(qtbot, window, Qt.Key.Key_N)
    assert session.experiment.initial != before


def test_an_input_field_keeps_its_keys(window: MainWindow, session: Session, qtbot: QtBot):
    field = next(field for field in window.training_panel.findChildren(QLineEdit) if field.isEnabled())
    field.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_N):
        press(qtbot, window, key)
    qtbot.wait(20)
    assert session.run_state is RunState.IDLE
    assert window.transport.step.value == "0"
    assert not session.is_modified


def test_undo_and_redo_have_keys_and_name_what_they_do(window: MainWindow, session: Session, qtbot: QtBot):
    change(session)
    assert window.menus.undo.text() == "&Undo change ε"
    control = Qt.KeyboardModifier.ControlModifier
    press(qtbot, window, Qt.Key.Key_Z, control)
    assert session.experiment.training.epsilon != 0.5
    press(qtbot, window, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert session.experiment.training.epsilon == 0.5


def test_no_two_commands_share_a_key(window: MainWindow):
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Space", "Right", "R", "N", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+S", "Ctrl+O"} <= set(keys)


# ---- files ----


def test_save_asks_where_the_first_time_only(window: MainWindow, session: Session, answers: Answers, tmp_path: Path):
    answers.path = tmp_path / "mine.playground"
    change(session)
    assert window.isWindowModified()
    assert window.save()
    assert answers.path.exists()
    assert window.windowTitle().startswith("mine.playground")
    assert not window.isWindowModified()
    change_again = session.experiment.training.epsilon
    session.change_training("change ε", epsilon=change_again / 2)
    assert window.save()
    assert answers.asked == ["save as xor.playground"]


def test_what_was_saved_is_opened_again(window: MainWindow, session: Session, answers: Answers, tmp_path: Path):
    answers.path = tmp_path / "mine.playground"
    change(session)
    saved = session.experiment
    assert window.save_as()
    window.new()
    assert session.experiment != saved
    window.choose_and_open()
    assert session.experiment == saved
    assert answers.asked[-1].startswith("open in")


def test_a_bad_file_is_told_and_changes_nothing(window: MainWindow, session: Session, tmp_path: Path):
    bad = tmp_path / "bad.playground"
    bad.write_text("{", encoding="utf-8")
    before = session.experiment
    window.open(bad)
    assert session.experiment == before
    assert window.banner.isVisible()
    assert "bad.playground" in window.banner.label.text()


def test_a_cancelled_dialog_does_nothing(window: MainWindow, session: Session, answers: Answers):
    before = session.experiment
    window.choose_and_open()
    assert not window.save_as()
    assert session.experiment == before
    assert answers.asked[0].startswith("open in")


@pytest.mark.parametrize("leave", ["new", "example", "open", "close"])
@pytest.mark.parametrize("answer", ["save", "discard", "cancel"])
def test_unsaved_changes_are_asked_about(
    window: MainWindow, session: Session, answers: Answers, tmp_path: Path, leave: str, answer: Answer
):
    other = tmp_path / "other.playground"
    session.save(other)
    session.new()
    change(session)
    answers.answer = answer
    answers.path = tmp_path / "kept.playground"
    ways = {
        "new": window.new,
        "example": lambda: window.open_example("and"),
        "open": lambda: window.open(other),
        "close": window.close,
    }
    ways[leave]()
    assert answers.asked[0] == "unsaved XOR"
    left = not window.isVisible() if leave == "close" else session.experiment.training.epsilon != 0.5
    assert left == (answer != "cancel")
    assert answers.path.exists() == (answer == "save")


def test_saving_that_is_cancelled_does_not_leave(window: MainWindow, session: Session, answers: Answers):
    change(session)
    answers.answer = "save"
    assert not window.close()
    assert window.isVisible()


def test_mere_training_is_not_asked_about(window: MainWindow, session: Session, answers: Answers, qtbot: QtBot):
    session.take_steps(3)
    qtbot.waitUntil(lambda: window.transport.step.value == "3")
    assert window.close()
    assert answers.asked == []


def test_a_dropped_file_is_opened(window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path):
    path = tmp_path / "dropped.playground"
    session.save(path)
    session.open_example("and")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert event.isAccepted()
    qtbot.waitUntil(lambda: session.path == path)


def test_all_examples_are_in_the_menu_and_open(window: MainWindow, session: Session):
    menu = window.menus.examples
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    assert len(menu.actions()) == len(example_names())
    for action in menu.actions():
        action.trigger()
        assert session.experiment.title == action.text()
        assert window.windowTitle().startswith(action.text())


# ---- view ----


def test_the_theme_is_switched_from_the_menu(window: MainWindow, theme: Theme):
    window.menus.modes["dark"].trigger()
    assert theme.mode == "dark"
    assert window.grab().toImage().pixelColor(4, 300).lightness() < 60
    window.menus.modes["light"].trigger()
    assert window.grab().toImage().pixelColor(4, 300).lightness() > 200


def test_panels_are_switched_from_the_menu(window: MainWindow):
    assert set(window.menus.panels) == set(PANELS)
    window.menus.panels["network"].setChecked(False)
    assert not window.network_canvas.isVisible()
    window.menus.panels["network"].setChecked(True)
    assert window.network_canvas.isVisible()


def test_the_window_is_remembered(
    window: MainWindow, session: Session, theme: Theme, settings: QSettings, qtbot: QtBot
):
    window.menus.panels["notes"].setChecked(False)
    window.resize(780, 690)
    window.close()
    again = MainWindow(session, theme, settings, Answers())
    qtbot.addWidget(again)
    again.show()
    assert (again.width(), again.height()) == (780, 690)
    assert not again.menus.panels["notes"].isChecked()
    assert not again.notes_card.isVisible()


def test_full_screen_and_back(window: MainWindow):
    window.menus.full_screen.setChecked(True)
    assert window.isFullScreen()
    window.menus.full_screen.setChecked(False)
    assert not window.isFullScreen()


@pytest.mark.parametrize("name", ["show_shortcuts", "show_about", "show_problem_report"])
def test_help_opens_and_closes(window: MainWindow, name: str):
    getattr(window, name)()
    dialog = window.findChild(QDialog)
    assert dialog is not None
    assert dialog.isVisible()
    for label in dialog.findChildren(QLabel):
        assert label.width() >= label.minimumSizeHint().width()
    dialog.close()


def test_the_notes_tell_what_the_experiment_is_about(window: MainWindow, session: Session):
    card = window.notes_card
    assert (card.info.text(), card.notes.text()) == (session.experiment.title, session.experiment.notes)
    assert card.formulas["Cost"].text() == "C = 1/n · Σ (a − y)²"
    session.choose_dataset(GeneratedData("spiral"))
    assert card.info.text() == "Your experiment"
    assert card.notes.text()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_nothing_is_clipped(window: MainWindow, theme: Theme, qtbot: QtBot, size: tuple[int, int], mode: str):
    theme.set_mode(mode)
    window.resize(*size)
    qtbot.wait(20)
    assert (window.width(), window.height()) == size
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            assert label.width() >= label.minimumSizeHint().width(), label.text()
    for field in window.findChildren(QWidget):
        if field.isVisible() and field.parentWidget() is not None:
            assert field.height() >= min(field.minimumSizeHint().height(), field.maximumHeight()), field
