"""The Data panel: choosing, redrawing and splitting data."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from playground.data.generators import GALLERY
from playground.data.strokes import AddSamples
from playground.experiment.build import gallery_spec
from playground.experiment.experiment import GeneratedData, Split
from playground.views.dataset_panel import DatasetPanel
from playground.views.drawing_tools import DrawingTools

ENTRIES = {entry.key: entry for entry in GALLERY}


@pytest.fixture
def panel(qtbot, session, theme):
    panel = DatasetPanel(session, theme, DrawingTools())
    qtbot.addWidget(panel)
    panel.resize(264, 500)
    panel.show()
    return panel


def choose(qtbot, panel, key):
    qtbot.mouseClick(panel.gallery.thumbnails[key], Qt.MouseButton.LeftButton)


def retype(qtbot, widget, text):
    widget.selectAll()
    qtbot.keyClicks(widget, text)
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def test_it_opens_with_the_sessions_data_marked(panel):
    assert panel.gallery.current == "xor"
    assert panel.gallery.thumbnails["xor"].isChecked()
    assert panel.info.text() == "XOR · 4 samples"


def test_every_entry_of_the_gallery_can_be_chosen_and_undone(qtbot, panel, session):
    for key, entry in ENTRIES.items():
        before = session.experiment
        choose(qtbot, panel, key)
        assert session.experiment.dataset == gallery_spec(entry)
        assert panel.gallery.current == key
        if key != "xor":
            session.undo_stack.undo()
            assert session.experiment.dataset == before.dataset
            session.undo_stack.redo()


def test_every_entry_has_a_name_and_a_tool_tip(panel):
    for thumbnail in panel.gallery.thumbnails.values():
        assert thumbnail.accessibleName()
        assert thumbnail.toolTip()


def test_arrow_keys_move_between_the_thumbnails(qtbot, panel):
    first, second, below = (list(panel.gallery.thumbnails.values())[place] for place in (0, 1, 7))
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Down)
    assert below.hasFocus()
    qtbot.keyClick(below, Qt.Key.Key_Space)
    assert panel.gallery.current == below.entry.key


def test_the_generators_numbers_are_dimmed_for_other_data(qtbot, panel):
    assert not panel.generator_row.isEnabled()
    choose(qtbot, panel, "spiral")
    assert panel.generator_row.isEnabled()
    choose(qtbot, panel, "twice")
    assert not panel.generator_row.isEnabled()


def test_generated_data_are_redrawn(qtbot, panel, session):
    choose(qtbot, panel, "spiral")
    retype(qtbot, panel.samples_field, "50")
    retype(qtbot, panel.noise_field, "0.25")
    retype(qtbot, panel.seed_field.field, "7")
    assert session.experiment.dataset == GeneratedData("spiral", 50, 0.25, 7)
    assert panel.info.text() == "Spiral · 50 samples"
    qtbot.mouseClick(panel.seed_field.dice, Qt.MouseButton.LeftButton)
    assert session.experiment.dataset.seed == 8
    assert panel.seed_field.field.text() == "8"


def test_choosing_the_same_generator_again_keeps_its_numbers(qtbot, panel, session):
    choose(qtbot, panel, "spiral")
    retype(qtbot, panel.samples_field, "50")
    choose(qtbot, panel, "spiral")
    assert session.experiment.dataset.samples == 50


def test_drawn_data_are_no_entry_of_the_gallery(panel, session):
    session.drawing.draw(AddSamples.at_end(session.dataset, np.array([[0.5, 0.5]]), np.array([[1.0]])))
    assert panel.gallery.current == ""
    assert panel.info.text() == "XOR, edited · 5 samples"
    session.undo_stack.undo()
    assert panel.gallery.current == "xor"


def test_what_is_kept_for_testing_is_told(qtbot, panel, session):
    choose(qtbot, panel, "circle")
    session.change_split(Split(0.2))
    assert panel.info.text() == "Circle · train 160 · test 40"


def test_what_the_session_changes_is_shown(panel, session):
    session.choose_dataset(GeneratedData("moons", 30, 0.1, 3))
    assert panel.gallery.current == "moons"
    assert panel.samples_field.value == 30
    assert panel.noise_field.value == 0.1


def test_nothing_is_cut_in_a_narrow_column(panel, theme):
    assert panel.minimumSizeHint().width() <= theme.px(250)


def test_the_numbers_have_their_names_inside(qtbot, panel):
    choose(qtbot, panel, "spiral")
    for field in (panel.samples_field, panel.noise_field, panel.seed_field.field):
        assert field.is_caption_shown


def test_the_gallery_is_one_stop_of_the_tab_key(qtbot, panel):
    thumbnails = panel.gallery.thumbnails

    def stops():
        return [key for key, one in thumbnails.items() if one.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops() == ["xor"]
    thumbnails["xor"].setFocus()
    qtbot.keyClick(thumbnails["xor"], Qt.Key.Key_Right)
    assert len(stops()) == 1
    assert thumbnails[stops()[0]].hasFocus()
    choose(qtbot, panel, "and")
    assert stops() == ["and"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_thumbnail_is_chosen_by_key(qtbot, panel, key):
    panel.gallery.thumbnails["and"].setFocus()
    qtbot.keyClick(panel.gallery.thumbnails["and"], key)
    assert panel.gallery.current == "and"


def test_arrow_keys_in_the_gallery_are_no_shortcuts(qtbot, panel):
    stepped = []
    QShortcut(QKeySequence("Right"), panel, lambda: stepped.append(True))
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    thumbnail = panel.gallery.thumbnails["xor"]
    thumbnail.setFocus()
    qtbot.keyClick(thumbnail, Qt.Key.Key_Right)
    assert stepped == []
    assert not thumbnail.hasFocus()


def test_a_narrow_header_says_how_many_rather_than_which(qtbot, panel, session):
    choose(qtbot, panel, "circle")
    session.change_split(Split(0.2))
    assert panel.info.shorter == ("train 160 · test 40",)
