"""A change by hand is told once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from playground.session.by_hand import HandReading
from playground.views.hand_patience import HandPatience

PREDICTED = HandReading({0: 1.0}, {0: 1.1}, {0: 2.0}, 0.2)
KNOWN = HandReading({0: 1.0}, {0: 1.1}, {0: 2.0}, 0.2, real=0.21)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def patience(qtbot: QtBot, told: list[str]) -> Iterator[HandPatience]:
    owner = QObject()
    yield HandPatience(lambda: told.append("told"), owner)
    owner.deleteLater()


def test_the_prediction_waits_for_the_truth(patience: HandPatience, told: list[str], qtbot: QtBot):
    patience.hear(PREDICTED)
    assert not told
    patience.hear(KNOWN)
    qtbot.waitUntil(lambda: len(told) == 1)
    qtbot.wait(80)
    assert len(told) == 1


def test_a_prediction_without_truth_is_told_also_while_the_hand_moves(
    patience: HandPatience, told: list[str], qtbot: QtBot
):
    for _ in range(30):
        patience.hear(PREDICTED)
        qtbot.wait(5)
    assert len(told) >= 2


def test_what_is_told_anyway_is_not_told_again(patience: HandPatience, told: list[str], qtbot: QtBot):
    patience.hear(PREDICTED)
    patience.hear(KNOWN)
    patience.stop()
    qtbot.wait(80)
    assert not told


def test_the_end_of_a_change_is_told_at_once(patience: HandPatience, told: list[str]):
    patience.hear(None)
    assert len(told) == 1


def test_a_prediction_right_behind_a_truth_waits_for_its_own(patience: HandPatience, told: list[str], qtbot: QtBot):
    patience.hear(KNOWN)
    patience.hear(PREDICTED)
    assert patience._timer.interval() > 0
    qtbot.waitUntil(lambda: len(told) == 1)
