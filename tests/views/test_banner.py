"""One quiet sentence at a time."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.experiment.experiment import GeneratedData
from playground.session.run import Banner
from playground.session.session import Session
from playground.views.banner import BannerBar
from playground.views.theme import Theme
from playground.worker.messages import RunState

LONG = "/some/folder/broken.playground: $.model.layers[1]: expected a whole number; " * 3


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(600, 400)
    place.show()
    return place


@pytest.fixture
def banner(session: Session, theme: Theme, place: QWidget) -> BannerBar:
    return BannerBar(session, theme, place, place)


def test_it_is_not_there_until_there_is_something_to_tell(banner: BannerBar, session: Session):
    assert not banner.isVisible()
    session.post("Something happened.")
    assert banner.isVisible()
    assert banner.label.text() == "Something happened."
    assert not banner.undo_button.isVisible()


@pytest.mark.parametrize("text", ["Short.", LONG])
def test_all_of_the_sentence_can_be_read(banner: BannerBar, place: QWidget, text: str):
    banner.show_banner(Banner(text, "error"))
    QApplication.processEvents()
    assert place.rect().contains(banner.geometry())
    assert banner.label.height() >= banner.label.heightForWidth(banner.label.width())
    metrics = banner.label.fontMetrics()
    widest_word = max(metrics.horizontalAdvance(word) for word in text.split())
    assert banner.label.width() >= min(widest_word, metrics.horizontalAdvance(text))


def test_it_stays_at_the_top_when_the_place_changes(banner: BannerBar, place: QWidget):
    banner.show_banner(Banner(LONG))
    place.resize(400, 300)
    QApplication.processEvents()
    assert place.rect().contains(banner.geometry())
    assert banner.y() < 10


def test_it_goes_away_by_itself(banner: BannerBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(BannerBar, "INFO_MS", 20)
    banner.show_banner(Banner("Soon gone."))
    qtbot.waitUntil(lambda: not banner.isVisible())


def test_it_waits_while_the_mouse_is_on_it(banner: BannerBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(BannerBar, "INFO_MS", 20)
    banner.show_banner(Banner("Read me."))
    here = QPointF(5, 5)
    QApplication.sendEvent(banner, QEnterEvent(here, here, here))
    qtbot.wait(60)
    assert banner.isVisible()
    QApplication.sendEvent(banner, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not banner.isVisible())


def test_an_error_stays_until_it_is_closed(banner: BannerBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(BannerBar, "INFO_MS", 10)
    monkeypatch.setattr(BannerBar, "WARNING_MS", 10)
    banner.show_banner(Banner("Bad file.", "error"))
    qtbot.wait(40)
    assert banner.isVisible()
    qtbot.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_undo_takes_back_what_it_tells(banner: BannerBar, session: Session, qtbot: QtBot):
    before = session.experiment
    session.choose_dataset(GeneratedData("spiral"))
    assert banner.undo_button.isVisible()
    qtbot.mouseClick(banner.undo_button, Qt.MouseButton.LeftButton)
    assert session.experiment == before
    assert not banner.isVisible()


def test_the_next_change_sends_it_away(banner: BannerBar, session: Session):
    session.post("Old news.")
    session.change_training("change the cost", epsilon=0.01)
    assert not banner.isVisible()


def test_its_kind_can_be_seen(banner: BannerBar, theme: Theme):
    pictures = set()
    for kind in ("info", "warning", "error"):
        banner.show_banner(Banner("Look.", kind))
        pictures.add(banner.grab().toImage().pixelColor(banner.width() // 2, 0).name())
    colors = theme.palette
    assert pictures == {colors.accent, colors.warning, colors.error}


def test_a_run_sends_an_error_away_but_not_what_is_merely_told(banner: BannerBar, session: Session):
    for told, stays in ((Banner("Bad file.", "error"), False), (Banner("Look."), True)):
        banner.show_banner(told)
        session.run_state_changed.emit(RunState.RUNNING)
        assert banner.isVisible() == stays


def test_saving_sends_an_error_away(banner: BannerBar, session: Session, tmp_path: Path):
    assert not session.save(tmp_path)
    assert banner.isVisible()
    assert session.save(tmp_path / "mine.playground")
    assert not banner.isVisible()
