"""The Training panel: every setting can be changed, shows what the session has, and can be undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from playground.data.generators import GALLERY
from playground.experiment.build import gallery_spec
from playground.experiment.experiment import (
    Adam,
    GradientDescent,
    ModelSpec,
    Momentum,
    PenaltySpec,
    RmsProp,
    Split,
    StopRule,
)
from playground.views.panel import form_width
from playground.views.setting_texts import read_share, write_share
from playground.views.training_panel import TrainingPanel

ENTRIES = {entry.key: entry for entry in GALLERY}


@pytest.fixture
def panel(qtbot, session, theme):
    panel = TrainingPanel(session, theme)
    qtbot.addWidget(panel)
    panel.resize(264, 400)
    panel.show()
    return panel


@pytest.fixture
def training(session):
    return lambda: session.experiment.training


def retype(qtbot, widget, text):
    widget.selectAll()
    qtbot.keyClicks(widget, text)
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def pick(choice, key):
    """Choose an entry as the user does."""
    choice.setCurrentIndex(choice.findData(key))
    choice.activated.emit(choice.currentIndex())


def test_any_learning_rate_can_be_typed(qtbot, panel, training):
    retype(qtbot, panel.rate, "1/12")
    assert training().optimizer.learning_rate == 1 / 12


def test_the_slider_goes_along_round_learning_rates_and_is_one_undo_step(panel, session, training):
    before = training()
    start = panel.rate_slider.value()
    for place in range(start - 1, start - 21, -1):
        panel.rate_slider.setValue(place)
    assert training().optimizer.learning_rate == pytest.approx(0.01)
    assert panel.rate.text() == "0.01"
    session.undo_stack.undo()
    assert training() == before
    assert panel.rate_slider.value() == start


@pytest.mark.parametrize("rate", [1e-5, 1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10])
def test_the_slider_stops_at_the_usual_learning_rates(panel, rate):
    panel.rate_slider.set_number(rate)
    assert panel.rate_slider.number == rate


def test_epsilon_is_for_the_differences_only(qtbot, panel, training):
    usable = {}
    for method in ("backpropagation", "layer-rule", "forward-difference", "central-difference"):
        pick(panel.gradient, method)
        assert training().gradient == method
        usable[method] = panel.epsilon.isEnabled()
        assert panel.epsilon.isVisible() == usable[method]
    assert [method for method, on in usable.items() if on] == ["forward-difference", "central-difference"]
    retype(qtbot, panel.epsilon, "1e-6")
    assert training().epsilon == 1e-6


def test_optimizers_have_numbers_of_their_own(qtbot, panel, training):
    pick(panel.optimizer, "adam")
    assert training().optimizer == Adam()
    retype(qtbot, panel.numbers.fields["adam", "beta1"], "0.8")
    assert training().optimizer == Adam(beta1=0.8)
    pick(panel.optimizer, "rmsprop")
    retype(qtbot, panel.numbers.fields["rmsprop", "decay"], "0.9")
    assert training().optimizer == RmsProp(decay=0.9)
    pick(panel.optimizer, "adam")
    assert training().optimizer == Adam(beta1=0.8), "what was typed is remembered"


def test_momentum_takes_the_learning_rate_of_plain_descent_over(qtbot, panel, training):
    retype(qtbot, panel.rate, "0.3")
    pick(panel.optimizer, "momentum")
    assert training().optimizer == Momentum(0.3)
    panel.numbers.nesterov.click()
    assert training().optimizer == Momentum(0.3, nesterov=True)
    pick(panel.optimizer, "gradient-descent")
    assert training().optimizer == GradientDescent(0.3)
    assert not panel.numbers.isVisible()


def test_the_batch_is_all_or_some_samples(qtbot, panel, session, training):
    session.choose_dataset(gallery_spec(ENTRIES["spiral"]))
    retype(qtbot, panel.batch, "10")
    assert training().batch_size == 10
    assert panel.batch.text() == "10 at a time"
    texts = [action.text() for action in panel.batch.menu().actions()]
    assert texts[:2] == ["all samples", "one sample"]
    panel.batch.menu().actions()[0].trigger()
    assert training().batch_size is None


def test_no_batch_larger_than_the_samples_is_suggested(panel):
    assert [action.text() for action in panel.batch.menu().actions()] == ["all samples", "one sample", "2 at a time"]


def test_cross_entropy_is_dimmed_where_it_cannot_be_used(panel, session, training):
    assert panel.cost.is_entry_enabled("cross-entropy")
    pick(panel.cost, "cross-entropy")
    assert training().cost == "cross-entropy"
    session.change_model(ModelSpec("mlp", (2, 2, 1), ("sigmoid", "tanh"), True))
    assert not panel.cost.is_entry_enabled("cross-entropy")
    assert "sigmoid or softmax" in panel.cost.itemData(1, Qt.ItemDataRole.ToolTipRole)
    assert panel.cost.key == "mse"
    session.choose_dataset(gallery_spec(ENTRIES["plane"]))
    session.change_model(ModelSpec("mlp", (2, 2, 1), ("sigmoid", "sigmoid"), True))
    assert "from 0 to 1" in panel.cost.itemData(1, Qt.ItemDataRole.ToolTipRole)


def test_penalty_and_stop_rule_are_typed(qtbot, panel, session, training):
    retype(qtbot, panel.penalty, "L1 0.001, L2 0.01")
    assert training().penalty == PenaltySpec(0.001, 0.01)
    retype(qtbot, panel.stop, "cost < 0.001")
    assert training().stop == StopRule(cost=0.001)
    retype(qtbot, panel.stop, "step 5000")
    assert training().stop == StopRule(step=5000)
    assert panel.stop.text() == "step 5,000"
    session.undo_stack.undo()
    assert panel.stop.text() == "cost < 0.001"


def test_a_share_is_kept_for_testing(qtbot, panel, session):
    session.choose_dataset(gallery_spec(ENTRIES["circle"]))
    retype(qtbot, panel.share, "20")
    assert session.experiment.split == Split(0.2)
    panel.share_slider.setValue(panel.share_slider.maximum())
    assert session.experiment.split.test_fraction == pytest.approx(0.9)
    assert panel.share.text() == "90 %"
    session.undo_stack.undo()
    assert panel.share_slider.number == session.experiment.split.test_fraction
    session.change_split(Split(0.35))
    assert panel.share.text() == "35 %"


@pytest.mark.parametrize(("text", "share"), [("20 %", 0.2), ("20", 0.2), ("0.2", 0.2), ("0", 0.0), ("12.5%", 0.125)])
def test_shares_are_read(text, share):
    assert read_share(text) == share
    assert read_share(write_share(share)) == share


@pytest.mark.parametrize("text", ["100", "-1", "all", "100 %"])
def test_shares_must_leave_samples_to_train_with(text):
    with pytest.raises(ValueError, match="share"):
        read_share(text)


@pytest.mark.parametrize(
    ("name", "text"), [("rate", "-1"), ("epsilon", "0"), ("batch", "0"), ("penalty", "much"), ("stop", "soon")]
)
def test_what_cannot_be_used_changes_nothing(qtbot, panel, training, name, text):
    pick(panel.gradient, "forward-difference")
    before = training()
    field = getattr(panel, name)
    retype(qtbot, field, text)
    assert training() == before
    assert field.property("invalid")


def test_every_change_can_be_undone(qtbot, panel, session, training):
    before = training()
    pick(panel.gradient, "layer-rule")
    pick(panel.optimizer, "adam")
    retype(qtbot, panel.rate, "0.01")
    retype(qtbot, panel.batch, "2")
    pick(panel.cost, "cross-entropy")
    retype(qtbot, panel.penalty, "L2 0.1")
    retype(qtbot, panel.stop, "never")
    while training() != before:
        assert session.undo_stack.canUndo()
        session.undo_stack.undo()
    assert panel.gradient.key == "backpropagation"
    assert panel.optimizer.key == "gradient-descent"
    assert panel.batch.text() == "all samples"
    assert panel.cost.key == "mse"
    assert panel.penalty.text() == "none"


def test_what_the_session_changes_is_shown(panel, session):
    session.change_training("change", optimizer=Momentum(0.2, 0.5, nesterov=True), gradient="central-difference")
    assert panel.rate.value == 0.2
    assert panel.numbers.fields["momentum", "momentum"].value == 0.5
    assert panel.numbers.nesterov.isChecked()
    assert panel.gradient.key == "central-difference"


@pytest.mark.parametrize("optimizer", ["gradient-descent", "momentum", "rmsprop", "adam"])
def test_nothing_is_cut_in_a_narrow_column(panel, theme, optimizer):
    pick(panel.optimizer, optimizer)
    assert panel.minimumSizeHint().width() <= theme.px(250)


@pytest.mark.parametrize("method", ["backpropagation", "forward-difference"])
def test_epsilon_takes_no_line_of_its_own_where_there_is_room(panel, theme, method):
    pick(panel.gradient, method)
    for width, beside in ((form_width(theme), True), (theme.px(250), method == "backpropagation")):
        panel.resize(width, 500)
        assert panel.gradient_row.is_beside == beside


def test_adams_numbers_have_a_label_and_fit_into_a_narrow_column(panel, session):
    session.change_training("change the optimizer", optimizer=Adam())
    panel.resize(panel.theme.px(250), 400)
    for name in ("beta1", "beta2", "epsilon"):
        field = panel.numbers.fields["adam", name]
        assert field.fontMetrics().horizontalAdvance(field.text()) <= field._text_box().width() + 1
    assert "β₁, β₂, ε" in [label.text() for label in panel.numbers.currentWidget().findChildren(QLabel)]
