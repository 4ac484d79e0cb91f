"""The Equations panel with a real session."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from playground.experiment.experiment import GeneratedData, InlineData, PenaltySpec, Split
from playground.explain.target import Target
from playground.session.session import Session
from playground.views.equations_panel import EquationsPanel
from playground.views.theme import Theme
from playground.worker.messages import RunState
from playground.worker.probes import ProbeAnswer
from tests.views.on_equations import look_at, settled, shown, used


@pytest.fixture
def panel(qtbot: QtBot, session: Session, theme: Theme) -> EquationsPanel:
    return shown(qtbot, session, theme)


# ---- what is shown ----


def test_with_nothing_chosen_it_explains_the_cost(panel: EquationsPanel):
    assert panel.explanation.title == "C"
    assert panel.formula.texts[0].startswith("C = 1/n")
    assert panel.info.text() == "C · sample 4 of 4"  # the one of XOR without an input of 0


def test_a_weight_is_explained_by_the_gradient_used(qtbot: QtBot, panel: EquationsPanel, session: Session):
    for index in range(session.network.n_parameters):
        look_at(qtbot, panel, Target("parameter", index=index))
        assert used(panel) == pytest.approx(session.snapshot.gradient[index], rel=1e-9, abs=1e-15)
    assert len(panel.table.feet) == len(panel.explanation.table.foot)


def test_a_unit_is_explained(qtbot: QtBot, panel: EquationsPanel):
    look_at(qtbot, panel, Target("unit", layer=1, unit=1))
    assert panel.info.text().startswith("h₂ · ")
    settled(qtbot, panel)


@pytest.mark.parametrize("example", ["twice", "and", "two-neurons", "chain", "spiral"])
def test_every_example_is_typeset(qtbot: QtBot, panel: EquationsPanel, session: Session, example: str):
    session.open_example(example)
    for target in (Target(), Target("parameter"), Target("unit", layer=1), Target("unit", layer=0)):
        look_at(qtbot, panel, target)
        qtbot.waitUntil(lambda: panel.formula.is_typeset, timeout=30_000)


@pytest.mark.parametrize(
    "fields",
    [
        {"gradient": "layer-rule"},
        {"gradient": "forward-difference"},
        {"penalty": PenaltySpec(0.1, 0.2)},
        {"batch_size": 2},
    ],
)
def test_it_follows_the_settings(qtbot: QtBot, panel: EquationsPanel, session: Session, fields: dict):
    look_at(qtbot, panel, Target("parameter", index=2))
    before = used(panel)
    session.change_training("change", **fields)
    qtbot.waitUntil(lambda: used(panel) != before, timeout=30_000)
    settled(qtbot, panel)


def test_the_layer_rule_is_shown_beside_the_exact_derivative(qtbot: QtBot, panel: EquationsPanel, session: Session):
    session.change_training("change", gradient="layer-rule")
    settled(qtbot, panel)
    look_at(qtbot, panel, Target("parameter", index=0))
    assert used(panel) == pytest.approx(2 * session.snapshot.gradient[0])
    assert any("exact" in text for text in panel.formula.texts)
    assert "layer rule" in panel.note.text()


# ---- samples ----


def test_a_row_chooses_its_sample_and_the_sample_its_row(qtbot: QtBot, panel: EquationsPanel, session: Session):
    panel.table._on_current_changed(panel.table.model.index(2, 0), panel.table.model.index(0, 0))
    assert session.selection.sample == 2
    qtbot.waitUntil(lambda: "sample 3" in panel.info.text())
    assert panel.table.view.currentIndex().row() == 2
    session.selection.choose_sample(1)
    qtbot.waitUntil(lambda: panel.table.view.currentIndex().row() == 1)
    assert panel.formula.texts[2].startswith("C₂")


def test_a_sample_kept_for_testing_is_told(qtbot: QtBot, panel: EquationsPanel, session: Session):
    session.choose_dataset(GeneratedData("circle", 20))
    session.change_split(Split(0.5, 1))
    session.selection.choose_sample(int(session.test_indices[0]))
    qtbot.waitUntil(lambda: "kept for testing" in panel.note.text(), timeout=10_000)


def test_without_samples_it_says_so(qtbot: QtBot, panel: EquationsPanel, session: Session):
    session.choose_dataset(InlineData("none", np.empty((0, 2)), np.empty((0, 1))))
    qtbot.waitUntil(lambda: "no samples" in panel.note.text())
    assert not panel.table.isVisible()
    assert not panel.copy_button.isEnabled()
    assert panel.info.text() == ""


def test_one_sample(qtbot: QtBot, panel: EquationsPanel, session: Session):
    session.choose_dataset(InlineData("one", np.ones((1, 2)), np.zeros((1, 1))))
    qtbot.waitUntil(lambda: panel.table.model.rowCount() == 1, timeout=10_000)
    assert panel.info.text() == "C · sample 1 of 1"


# ---- going ----


def test_symbols_and_links_lead_on_and_back_leads_back(qtbot: QtBot, panel: EquationsPanel, session: Session):
    selection = session.selection
    assert not panel.back_button.isEnabled()
    for key, target in (
        ("w:6", Target("parameter", index=6)),
        ("delta:1:1", Target("unit", layer=1, unit=1)),
        ("a:0:1", Target("unit", layer=0, unit=1)),
    ):
        panel.follow(key)
        assert selection.target == target
    panel.follow("y:0")
    assert selection.target == Target("unit", layer=0, unit=1)
    for target in (Target("unit", layer=1, unit=1), Target("parameter", index=6), Target()):
        assert panel.back_button.isEnabled()
        qtbot.mouseClick(panel.back_button, Qt.MouseButton.LeftButton)
        assert selection.target == target
    assert not panel.back_button.isEnabled()


def test_where_a_delta_comes_from_is_a_link(qtbot: QtBot, panel: EquationsPanel, session: Session):
    session.open_example("spiral")
    look_at(qtbot, panel, Target("parameter", index=0))
    assert panel.links.isVisible()
    link = panel.explanation.links[1]
    assert link.label in panel.links.text()
    panel.links.linkActivated.emit(f"delta:{link.layer}:{link.unit}")
    assert session.selection.target == Target("unit", layer=link.layer, unit=link.unit)


def test_another_network_forgets_the_way_back(panel: EquationsPanel, session: Session):
    panel.follow("w:6")
    session.open_example("chain")
    assert not panel.back_button.isEnabled()


# ---- live ----


def test_it_is_live_while_running_and_exact_when_paused(qtbot: QtBot, panel: EquationsPanel, session: Session):
    look_at(qtbot, panel, Target("parameter", index=6))
    seen: set[float] = set()

    def has_changed_often() -> bool:
        seen.add(used(panel))
        return len(seen) > 5

    answered: list[ProbeAnswer] = []
    session.probe_answered.connect(answered.append)
    session.set_speed(None)
    session.run()
    qtbot.waitUntil(has_changed_often, timeout=30_000)
    session.pause()
    qtbot.waitUntil(lambda: session.run_state is RunState.IDLE)
    settled(qtbot, panel)
    qtbot.waitUntil(lambda: answered[-1].step == session.snapshot.step)
    assert used(panel) == pytest.approx(session.snapshot.gradient[6], rel=1e-9)


def test_it_asks_nothing_while_it_cannot_be_seen(qtbot: QtBot, panel: EquationsPanel, session: Session):
    settled(qtbot, panel)
    panel.hide()
    asked = panel._asked
    session.selection.choose(Target("parameter", index=3))
    session.step_once()
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    assert panel._asked is asked
    panel.show()
    qtbot.waitUntil(lambda: panel.explanation.title.startswith("w"), timeout=10_000)


# ---- letters and copies ----


def test_the_papers_letters_are_for_the_papers_neuron(qtbot: QtBot, panel: EquationsPanel, session: Session):
    assert panel.paper_button.isHidden()
    session.open_example("and")
    look_at(qtbot, panel, Target("parameter", index=1))
    assert not panel.paper_button.isHidden()
    assert "a − y" in panel.formula.texts[1]
    panel.paper_button.click()
    assert session.in_paper_letters
    assert "a − z" in panel.formula.texts[1]
    assert panel.formula.texts[1].endswith("·y")
    headers = panel.table.model.headers
    assert headers[:3] == ("x", "y", "z")
    qtbot.waitUntil(lambda: panel.formula.is_typeset, timeout=30_000)
    session.open_example("xor")
    assert not session.in_paper_letters, "they are only for the one neuron"
    qtbot.waitUntil(lambda: panel.explanation is not None, timeout=30_000)
    assert "a − y" in panel.formula.texts[1]


def test_it_can_be_copied_as_latex_and_as_text(qtbot: QtBot, panel: EquationsPanel):
    look_at(qtbot, panel, Target("parameter", index=6))
    panel.copy_menu.latex.trigger()
    assert r"\frac{\partial C}{\partial w_{1}^{(2)}}" in QGuiApplication.clipboard().text()
    panel.copy_menu.text.trigger()
    assert "∂C/∂w₁⁽²⁾ = " in QGuiApplication.clipboard().text()


# ---- room ----


@pytest.mark.parametrize("size", [(250, 170), (300, 260), (412, 335), (900, 700)])
@pytest.mark.parametrize("target", [Target(), Target("parameter"), Target("unit", layer=1)])
def test_nothing_is_cut_off(qtbot: QtBot, panel: EquationsPanel, session: Session, size: tuple, target: Target):
    session.open_example("spiral")
    look_at(qtbot, panel, target)
    panel.resize(*size)
    qtbot.waitUntil(lambda: panel.formula.is_typeset, timeout=30_000)
    panel.grab()
    sheet, scroll = panel._sheet, panel._sheet.findChild(QScrollArea)
    content = scroll.widget()
    bottom = 0
    for part in (panel.formula, panel.links, panel.note):
        if not part.isHidden():
            assert part.y() >= bottom
            assert part.geometry().right() < content.width()
            if isinstance(part, QLabel):
                assert part.height() >= part.heightForWidth(part.width())
            bottom = part.geometry().bottom()
    assert panel.formula.height() >= panel.formula.heightForWidth(panel.formula.width())
    assert bottom < content.height()
    assert content.height() <= scroll.viewport().height() or scroll.verticalScrollBar().maximum() > 0
    assert scroll.horizontalScrollBar().maximum() == 0 or panel.formula.width() == content.width()
    assert panel.table.y() > scroll.geometry().bottom(), "the table stands below what scrolls"
    assert panel.table.geometry().bottom() <= sheet.height(), "and its foot is always in sight"
    assert panel.table.view.viewport().height() >= panel.table.view.rowHeight(0)


def test_a_large_network(qtbot: QtBot, panel: EquationsPanel, session: Session):
    model = session.experiment.model
    session.change_model(
        msgspec.structs.replace(model, kind="mlp", layers=[2, 32, 32, 1], activations=["relu", "relu", "sigmoid"])
    )
    look_at(qtbot, panel, Target("parameter", index=0))
    qtbot.waitUntil(lambda: panel.formula.is_typeset, timeout=60_000)
    look_at(qtbot, panel, Target("unit", layer=2, unit=31))
    qtbot.waitUntil(lambda: panel.formula.is_typeset, timeout=60_000)


def test_it_follows_the_theme(qtbot: QtBot, panel: EquationsPanel, theme: Theme):
    settled(qtbot, panel)
    theme.set_mode("dark")
    panel.grab()
    assert panel.formula.is_typeset
