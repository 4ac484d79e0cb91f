"""The Model panel: the catalogue, layers, activations, biases and the start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from playground.core.models import MODELS, chain
from playground.data.generators import GALLERY
from playground.experiment.build import gallery_spec
from playground.experiment.experiment import Given, He, ModelSpec, Normal, Uniform, Zeros
from playground.experiment.fitting import spec_of
from playground.views.model_diagrams import DIAGRAMS, diagram_pixmap
from playground.views.model_panel import ModelPanel
from playground.views.panel import form_width

ENTRIES = {entry.key: entry for entry in GALLERY}


@pytest.fixture
def panel(qtbot, session, theme):
    panel = ModelPanel(session, theme)
    qtbot.addWidget(panel)
    panel.resize(264, 400)
    panel.show()
    return panel


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def retype(qtbot, widget, text):
    widget.selectAll()
    qtbot.keyClicks(widget, text)
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def pick(choice, key):
    """Choose an entry as the user does."""
    choice.setCurrentIndex(choice.findData(key))
    choice.activated.emit(choice.currentIndex())


def test_it_opens_with_the_sessions_model(panel):
    assert panel.info.text() == "9 parameters"
    assert panel.kind.key == "mlp"
    assert panel.layers.units.text() == "2"
    assert panel.biases.isChecked()


def test_every_kind_of_the_catalogue_can_be_chosen_and_undone(panel, session):
    for kind in ("linear", "one-neuron", "two-neurons", "chain", "mlp"):
        before = session.experiment
        pick(panel.kind, kind)
        assert session.experiment.model.kind == kind
        assert MODELS[kind].problem(session.network) is None
        if before.model.kind != kind:
            session.undo_stack.undo()
            assert session.experiment.model == before.model
            assert panel.kind.key == before.model.kind
            session.undo_stack.redo()


def test_what_a_paper_model_fixes_is_dimmed(panel):
    pick(panel.kind, "one-neuron")
    for widget in (panel.layers, panel.activation, panel.output, panel.biases):
        assert not widget.isEnabled()
    pick(panel.kind, "mlp")
    for widget in (panel.layers, panel.activation, panel.output, panel.biases):
        assert widget.isEnabled()


def test_layers_of_any_size_begin_with_the_data_there_are(panel, session):
    session.choose_dataset(gallery_spec(ENTRIES["twice"]))
    session.change_model(spec_of("linear", MODELS["linear"].default))
    pick(panel.kind, "mlp")
    assert session.dataset.name == "twice"
    assert session.experiment.model.layers == (1, 2, 1)
    assert session.experiment.model.activations[-1] == "linear"


def test_the_length_of_the_chain_is_chosen(qtbot, panel, session):
    pick(panel.kind, "chain")
    assert panel.depth_row.isVisible()
    assert not panel.layers.isVisible()
    click(qtbot, panel.depth_row.more)
    assert session.network == chain(4)
    retype(qtbot, panel.depth_field, "10")
    assert session.network == chain(10)
    click(qtbot, panel.depth_row.less)
    assert session.network == chain(9)
    assert panel.info.text() == "18 parameters"


def test_hidden_layers_are_typed_added_and_removed(qtbot, panel, session):
    retype(qtbot, panel.layers.units, "4, 3")
    assert session.experiment.model.layers == (2, 4, 3, 1)
    click(qtbot, panel.layers.more)
    assert session.experiment.model.layers == (2, 4, 3, 3, 1)
    for _ in range(3):
        click(qtbot, panel.layers.less)
    assert session.experiment.model.layers == (2, 1)
    assert not panel.layers.less.isEnabled()
    assert not panel.activation.isEnabled()
    click(qtbot, panel.layers.more)
    assert session.experiment.model.layers == (2, 2, 1)


def test_arrow_keys_change_the_units_at_the_cursor(qtbot, panel, session):
    retype(qtbot, panel.layers.units, "4, 3")
    panel.layers.units.setCursorPosition(4)
    qtbot.keyClick(panel.layers.units, Qt.Key.Key_Up)
    panel.layers.units.setCursorPosition(0)
    qtbot.keyClick(panel.layers.units, Qt.Key.Key_Down)
    assert session.experiment.model.layers == (2, 3, 4, 1)


def test_bad_layers_change_nothing(qtbot, panel, session):
    before = session.experiment.model
    retype(qtbot, panel.layers.units, "4, x")
    assert session.experiment.model == before
    assert panel.layers.units.property("invalid")


def test_activations_are_chosen_for_all_hidden_layers_and_for_the_output(qtbot, panel, session):
    retype(qtbot, panel.layers.units, "4, 3")
    pick(panel.activation, "tanh")
    pick(panel.output, "linear")
    assert session.experiment.model.activations == ("tanh", "tanh", "linear")


def test_activations_are_chosen_layer_by_layer(qtbot, panel, session):
    assert not panel.activation.is_entry_enabled("mixed")
    retype(qtbot, panel.layers.units, "4, 3")
    assert panel.activation.is_entry_enabled("mixed")
    pick(panel.activation, "mixed")
    pick(panel.layer_activations.choices[1], "relu")
    assert session.experiment.model.activations == ("sigmoid", "relu", "sigmoid")
    assert panel.activation.currentText() == "mixed …"
    panel.layer_activations.close()
    session.undo_stack.undo()
    assert panel.activation.key == "sigmoid"


def test_softmax_waits_for_several_outputs(panel):
    assert not panel.output.is_entry_enabled("softmax")
    assert panel.activation.findData("softmax") == -1


def test_biases_can_be_left_out(panel, session):
    panel.biases.click()
    assert not session.experiment.model.biases
    assert panel.info.text() == "6 parameters"


def test_the_start_is_typed_or_chosen(qtbot, panel, session):
    seed = session.experiment.initial.seed
    retype(qtbot, panel.start, "U(-2, 3)")
    assert session.experiment.initial == Uniform(-2.0, 3.0, seed)
    next(action for action in panel.start.menu().actions() if action.text().startswith("He")).trigger()
    assert session.experiment.initial == He(seed)
    retype(qtbot, panel.start, "N(0, 0.5)")
    assert session.experiment.initial == Normal(0.0, 0.5, seed)
    assert panel.start.text() == "N(0, 0.5)"


def test_a_start_without_random_numbers_has_no_seed(qtbot, panel, session):
    retype(qtbot, panel.start, "zeros")
    assert session.experiment.initial == Zeros()
    assert not panel.seed.isEnabled()


def test_a_start_from_a_file_is_named_so(qtbot, panel, session):
    start = Given((((0.1, 0.2), (0.3, 0.4)), ((0.5,), (0.6,))), ((0.0, 0.0), (0.0,)))
    session.change_initial(start)
    assert panel.start.text() == "from file"
    retype(qtbot, panel.start, "from file")
    assert session.experiment.initial == start


def test_the_seed_is_typed_or_rolled(qtbot, panel, session):
    retype(qtbot, panel.seed.field, "41")
    assert session.experiment.initial.seed == 41
    click(qtbot, panel.seed.dice)
    assert session.experiment.initial.seed == 42
    assert panel.seed.field.text() == "42"


def test_what_the_session_changes_is_shown(panel, session):
    session.change_model(ModelSpec("mlp", (2, 8, 5, 1), ("tanh", "tanh", "sigmoid"), True))
    assert panel.layers.units.text() == "8, 5"
    assert panel.activation.key == "tanh"


def test_every_kind_has_a_diagram(theme):
    assert set(DIAGRAMS) == set(MODELS)
    for kind in MODELS:
        picture = diagram_pixmap(kind, theme).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        assert any(picture.pixelColor(x, y).alpha() for x in range(picture.width()) for y in range(picture.height()))


def test_nothing_is_cut_in_a_narrow_column(panel, theme):
    assert panel.minimumSizeHint().width() <= theme.px(250)


def test_rows_are_shared_where_there_is_room(panel, theme):
    for width, beside in ((form_width(theme), True), (theme.px(250), False), (form_width(theme), True)):
        panel.resize(width, 400)
        assert panel.start_row.is_beside == beside
        assert panel.output_row.is_beside == beside
        for row, parts in (
            (panel.start_row, (panel.start, panel.seed)),
            (panel.output_row, (panel.output, panel.biases)),
        ):
            first, second = (part.geometry() for part in parts)
            assert not first.intersects(second)
            assert row.rect().contains(first.united(second))
            assert (first.y() == second.y()) == beside
