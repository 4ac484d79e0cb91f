"""A session on a real training thread with the kernel loaded."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from playground.session.run import Banner
from playground.session.session import Session
from playground.worker.messages import RunState
from playground.worker.training_thread import TrainingThread


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
def banners(session: Session) -> list[Banner]:
    seen: list[Banner] = []
    session.banner_posted.connect(seen.append)
    return seen
