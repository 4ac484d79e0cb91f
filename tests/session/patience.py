"""Waiting for the training thread."""

from pytestqt.qtbot import QtBot

from playground.session.session import Session
from playground.worker.messages import RunState


def settle(qtbot: QtBot, session: Session) -> None:
    """Wait until the snapshot shows what was asked last and training stands still."""
    still = (RunState.IDLE, RunState.FINISHED, RunState.DIVERGED)
    qtbot.waitUntil(lambda: session.is_up_to_date and session.run_state in still, timeout=60_000)


def look(qtbot: QtBot, session: Session, parts: int = 1) -> None:
    """Go so many parts of a step on, as fast as one can, and wait until the last of them is looked at."""
    stage = session.parts.stage
    last = parts + (stage.number if stage else 0)
    for _ in range(parts):
        session.parts.forward()
    qtbot.waitUntil(lambda: session.parts.stage is not None and session.parts.stage.number == last, timeout=60_000)


def step(qtbot: QtBot, session: Session, steps: int) -> None:
    snapshot = session.snapshot
    first = snapshot.step if snapshot else 0
    session.take_steps(steps)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == first + steps, timeout=60_000)
    settle(qtbot, session)
