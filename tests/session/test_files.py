"""Opening and saving: progress goes on bit for bit, and bad files change nothing."""

from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from playground.experiment.experiment import Adam, Momentum, RmsProp
from playground.experiment.experiment_file import load
from playground.session.run import Banner
from playground.session.session import Session
from tests.session.patience import settle, step


def test_saved_progress_goes_on_bit_for_bit(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "run.playground"
    session.change_training("optimizer", optimizer=Adam())
    step(qtbot, session, 20)
    assert session.save(path)
    assert session.path == path
    assert not session.is_modified
    step(qtbot, session, 20)
    assert session.snapshot is not None
    wanted = session.snapshot.theta
    assert session.open(path)
    settle(qtbot, session)
    assert session.snapshot.step == 20
    step(qtbot, session, 20)
    np.testing.assert_array_equal(session.snapshot.theta, wanted)
    assert session.open(path)
    settle(qtbot, session)
    assert session.may_reset
    session.reset()
    settle(qtbot, session)
    assert session.snapshot.step == 0


def test_bad_files_are_told_and_change_nothing(session: Session, banners: list[Banner], tmp_path: Path) -> None:
    before = session.experiment
    bad = tmp_path / "bad.playground"
    bad.write_text('{"format": "gradient-playground", "version": 1}')
    for path in (bad, tmp_path / "missing.playground", tmp_path):
        assert not session.open(path)
        assert banners[-1].kind == "error"
        assert path.name in banners[-1].text
    assert session.experiment is before


def test_saving_to_a_folder_that_is_not_there_is_told(session: Session, banners: list[Banner], tmp_path: Path) -> None:
    assert not session.save(tmp_path / "no" / "where.playground")
    assert banners[-1].kind == "error"
    assert session.path is None


def test_what_is_saved_right_after_a_change_can_be_opened_again(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "run.playground"
    session.change_training("optimizer", optimizer=Momentum())
    step(qtbot, session, 20)
    session.change_training("optimizer", optimizer=Adam())
    assert session.save(path)  # the training thread has not answered yet
    assert session.open(path)
    step(qtbot, session, 1)
    session.new_start()
    assert session.save(path)
    assert load(path).progress is None


def test_an_optimizer_does_not_take_over_the_state_of_another_kind(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "run.playground"
    session.change_training("optimizer", optimizer=Momentum(learning_rate=0.1))
    step(qtbot, session, 50)
    assert session.save(path)
    assert session.open(path)
    session.change_training("optimizer", optimizer=RmsProp())
    step(qtbot, session, 10)
    assert session.snapshot is not None
    assert session.snapshot.divergence is None
