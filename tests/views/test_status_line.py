"""The line at the bottom."""

import math
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from playground.experiment.experiment import Adam, GradientDescent
from playground.session.session import Session
from playground.views.status_line import StatusLine, left_text, right_text
from playground.views.theme import Theme
from playground.worker.messages import RunState, Snapshot


@pytest.fixture
def line(qtbot: QtBot, session: Session, theme: Theme) -> StatusLine:
    line = StatusLine(session, theme)
    qtbot.addWidget(line)
    line.show()
    return line


def snapshot_of(session: Session) -> Snapshot:
    assert session.snapshot is not None
    return session.snapshot


def test_it_says_how_derivatives_are_taken(line: StatusLine, session: Session):
    assert line.left.text() == "Exact derivatives · float64 · kernel ready"
    session.change_training("change the method", gradient="central-difference")
    assert line.left.text().startswith("Central differences, ε = 0.001 · float64")


def test_it_says_what_the_next_step_does(line: StatusLine, session: Session):
    snapshot = snapshot_of(session)
    assert snapshot.next_change is not None
    assert snapshot.next_change < 0
    assert line.right.text().startswith("η·|∇C| = 0.00")
    assert "lowers the cost by" in line.right.text()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (0.25, "raises the cost by 0.25"),
        (0.0, "the next step changes nothing"),
        (math.inf, "the cost grows beyond all numbers"),
    ],
)
def test_it_never_promises_what_is_not_so(session: Session, change: float, words: str):
    assert words in right_text(replace(snapshot_of(session), next_change=change))


def test_it_is_silent_where_nothing_can_be_said(line: StatusLine, session: Session, qtbot: QtBot):
    session.change_training("change the optimizer", optimizer=Adam())
    qtbot.waitUntil(lambda: line.right.text() == "")
    session.change_training("change the optimizer", optimizer=GradientDescent())
    qtbot.waitUntil(lambda: line.right.text() != "")
    assert right_text(None) == ""


def test_it_tells_the_measured_speed_while_it_runs(session: Session, qtbot: QtBot, line: StatusLine):
    session.run()
    qtbot.waitUntil(lambda: "steps/s" in line.left.text(), timeout=10_000)
    session.pause()
    qtbot.waitUntil(lambda: line.left.text().endswith("kernel ready"), timeout=10_000)


def test_it_names_the_step_when_the_run_diverges_and_promises_nothing(session: Session, qtbot: QtBot, line: StatusLine):
    session.open_example("twice")
    session.change_training("change η", optimizer=GradientDescent(1e150))
    session.set_speed(None)
    session.run()
    qtbot.waitUntil(lambda: session.run_state is RunState.DIVERGED, timeout=10_000)
    divergence = snapshot_of(session).divergence
    assert divergence is not None
    expected = left_text(session.experiment, session.run_state, session.snapshot)
    assert line.left.text() == expected
    assert f"diverged at step {divergence.step}" in expected
    assert right_text(session.snapshot) == ""


def test_it_says_when_there_is_no_slope(session: Session):
    still = replace(snapshot_of(session), step_length=1e-12, next_change=-1e-20)
    assert "almost no slope" in right_text(still)
