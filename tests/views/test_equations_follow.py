"""The Equations panel while other things go on: parts of a step, weights changed by hand."""

import pytest
from pytestqt.qtbot import QtBot

from playground.explain.target import Target
from playground.session.by_hand import ByHand
from playground.session.session import Session
from playground.views.equations_panel import EquationsPanel
from playground.views.theme import Theme
from playground.worker.probes import ProbeAnswer
from tests.session.patience import look, settle, step
from tests.views.on_equations import look_at, settled, shown, used


@pytest.fixture
def panel(qtbot: QtBot, session: Session, theme: Theme) -> EquationsPanel:
    return shown(qtbot, session, theme)


def test_what_a_hand_has_just_changed_is_painted_before_the_equations(
    qtbot: QtBot, panel: EquationsPanel, session: Session, monkeypatch: pytest.MonkeyPatch
):
    look_at(qtbot, panel, Target("parameter", index=0))
    settled(qtbot, panel)
    before = panel.formula.texts
    session.by_hand.begin("change by hand")
    value = session.by_hand.value(0) + 0.5
    shown = []
    with monkeypatch.context() as patch:
        patch.setattr(panel, "_show", lambda: shown.append(session.snapshot.theta[0]))
        session.by_hand.set(0, value)
        panel._on_answer(ProbeAnswer("equations", panel._asked, panel.explanation, 0, final=True, order=1))
        assert not shown, "the truth is not there yet"
        panel._held = True
        qtbot.waitUntil(lambda: bool(shown))
        assert shown[0] == value
    session.by_hand.end()
    qtbot.waitUntil(lambda: panel.formula.texts != before)
    qtbot.waitUntil(lambda: used(panel) == pytest.approx(session.snapshot.gradient[0], rel=1e-9))


def test_equations_follow_the_parts_of_a_step_until_something_is_chosen(
    qtbot: QtBot, panel: EquationsPanel, session: Session
):
    def shows(title: str) -> None:
        qtbot.waitUntil(lambda: panel.info.text().startswith(f"{title} · sample 4"), timeout=30_000)

    for title in ("h₁", "a", "C", "a", "w₁⁽²⁾", "h₁", "w₁₁⁽¹⁾", "w₁₁⁽¹⁾"):
        look(qtbot, session)
        shows(title)
    session.parts.back()
    session.parts.back()
    shows("h₁")
    value = session.parts.stage.formula.rsplit(" = ", 1)[1]
    assert any(line.plain.endswith(f" = {value}") for line in panel.explanation.lines), (
        "the same numbers as in the strip"
    )
    session.selection.choose(Target("parameter", index=8))
    shows("b⁽²⁾")
    session.selection.choose_sample(1)
    qtbot.waitUntil(lambda: panel.info.text() == "b⁽²⁾ · sample 2 of 4")
    session.selection.choose_sample(3)
    look(qtbot, session)
    shows("w₁₁⁽¹⁾")
    session.parts.leave()
    shows("b⁽²⁾")
    assert not panel.back_button.isEnabled() or panel._past == [Target()]


def test_equations_of_a_part_have_the_sample_of_its_batch(qtbot: QtBot, panel: EquationsPanel, session: Session):
    session.change_training("batch", batch_size=1)
    settle(qtbot, session)
    for _ in range(4):
        look(qtbot, session)
        seen = session.parts.stage.sample + 1
        qtbot.waitUntil(lambda: panel.info.text().startswith(f"h₁ · sample {seen} "), timeout=30_000)  # noqa: B023
        session.parts.leave()
        step(qtbot, session, 1)


def test_equations_go_on_although_the_truth_of_a_change_never_comes(
    qtbot: QtBot, panel: EquationsPanel, session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ByHand, "_real", lambda *_: None)
    session.by_hand.begin("change by hand")
    session.by_hand.set(0, session.by_hand.value(0) + 0.5)
    qtbot.wait(100)  # longer than one waits for the truth
    session.selection.choose(Target("unit", layer=1, unit=1))
    qtbot.waitUntil(lambda: panel.info.text().startswith("h₂ · "))
    session.by_hand.end()


def test_another_experiment_may_be_opened_while_the_table_is_scrolled_down(
    qtbot: QtBot, panel: EquationsPanel, session: Session
):
    session.open_example("spiral")
    session.selection.choose(Target("unit", layer=1, unit=1))
    session.selection.choose_sample(int(session.train_indices[-1]))
    qtbot.waitUntil(lambda: panel.table.view.verticalScrollBar().value() > 100, timeout=30_000)
    look(qtbot, session)
    session.open_example("or")
    qtbot.waitUntil(lambda: panel.table.model.rowCount() == 4, timeout=30_000)
    assert not panel.back_button.isEnabled(), "nothing was looked at before in this experiment"
    session.selection.choose(Target("parameter", index=1))
    session.open_example("and")  # has the same network
    assert not panel.back_button.isEnabled()
    qtbot.waitUntil(lambda: panel.info.text().startswith("C · "))


def test_equations_go_on_when_the_axes_of_the_prediction_change_during_a_run(
    qtbot: QtBot, panel: EquationsPanel, session: Session
):
    session.open_example("spiral")
    session.set_speed(100.0)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > 2)
    panel._ask()
    session.set_grid_axes((0,))
    seen = panel.explanation
    qtbot.waitUntil(lambda: panel.explanation is not seen)
    session.pause()
    settle(qtbot, session)
