"""Waiting for the training thread."""

from pytestqt.qtbot import QtBot

from playground.session.session import Session
from playground.worker.messages import RunState


def settle(qtbot: QtBot, session: Session) -> None:
    """Wait until the snapshot shows what was asked last and training stands still."""
    still = (RunState.IDLE, RunState.FINISHED, RunState.DIVERGED)
    qtbot.waitUntil(lambda: session.is_up_to_date and session.run_state in still, timeout=60_000)


def step(qtbot: QtBot, session: Session, steps: int) -> None:
    snapshot = session.snapshot
    first = snapshot.step if snapshot else 0
    session.take_steps(steps)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == first + steps, timeout=60_000)
    settle(qtbot, session)
