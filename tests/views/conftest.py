"""What the tests of views share: a theme, and a session on a real training thread with the kernel loaded."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.session.session import Session
from playground.views.network_canvas import NetworkCanvas
from playground.views.theme import Theme
from playground.worker.messages import RunState
from playground.worker.training_thread import TrainingThread


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(mode="light", parent=qapp)
    theme.apply(qapp)
    yield theme
    theme.deleteLater()


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    thread = TrainingThread()
    session = Session(thread)
    thread.load_kernel()
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE, timeout=60_000)
    yield session
    thread.close()
    for loader in threading.enumerate():
        if loader.name == "kernel-loader":
            loader.join(60)
    session.deleteLater()


@pytest.fixture
def canvas(qtbot: QtBot, session: Session, theme: Theme) -> Iterator[NetworkCanvas]:
    canvas = NetworkCanvas(session, theme)
    qtbot.addWidget(canvas)
    canvas.resize(724, 420)
    canvas.show()
    canvas.grab()
    yield canvas
    session.by_hand.forget()
