"""The log says when the window was there."""

import logging

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.start_log import log_first_paint


def test_the_first_paint_is_logged_once(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "playground")
    window = QWidget()
    qtbot.addWidget(window)
    log_first_paint(window)
    assert caplog.messages == []
    window.show()
    qtbot.waitUntil(lambda: caplog.messages == ["the window is painted"])
    window.repaint()
    qtbot.wait(20)
    assert caplog.messages == ["the window is painted"]
