"""The card, the form, and text that gives way."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.views.panel import Choice, ElidedLabel, FormGrid, Panel, rule
from playground.views.theme import DARK, Colors, Theme


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> Panel:
    panel = Panel("Training", theme)
    qtbot.addWidget(panel)
    return panel


def test_a_panel_has_its_title_and_a_remark(panel: Panel):
    panel.set_info("4 samples")
    assert (panel.title, panel.title_label.text(), panel.info.text()) == ("Training", "Training", "4 samples")
    assert panel.accessibleName() == "Training"


def test_a_long_remark_gives_way_and_is_told_in_the_tool_tip(panel: Panel):
    text = "a remark that is much longer than the panel is wide, by far"
    panel.set_info(text)
    panel.resize(220, 100)
    panel.show()
    panel.grab()
    assert panel.width() == 220
    assert panel.info.toolTip() == text
    panel.resize(900, 100)
    panel.grab()
    assert panel.info.toolTip() == ""


def test_a_panel_becomes_a_page_of_tabs_and_back(panel: Panel):
    panel.embed(QSize(120, 30))
    assert panel.title_label.text() == ""
    assert panel.title_label.minimumWidth() == 120
    assert panel.title == "Training"
    panel.embed(None)
    assert panel.title_label.text() == "Training"
    assert panel.property("role") == "panel"


def test_a_panel_hears_of_another_palette(qtbot: QtBot, theme: Theme):
    heard: list[Colors] = []

    class Painted(Panel):
        def recolor(self, colors: Colors) -> None:
            heard.append(colors)

    panel = Painted("x", theme)
    qtbot.addWidget(panel)
    theme.set_mode("dark")
    assert heard == [DARK]


def form_in(panel: Panel, *labels: str) -> tuple[FormGrid, list[QWidget]]:
    form = FormGrid(panel.theme)
    panel.body.addLayout(form)
    widgets: list[QWidget] = []
    for label in labels:
        widget = Choice() if len(widgets) % 2 else QLineEdit()
        form.add(label, widget)
        widgets.append(widget)
    return form, widgets


def test_all_forms_have_the_same_two_columns(qtbot: QtBot, theme: Theme):
    parts = []
    for labels in (("Kind", "Start"), ("Learning rate η", "Cost")):
        panel = Panel("x", theme)
        qtbot.addWidget(panel)
        _form, widgets = form_in(panel, *labels)
        panel.resize(280, 200)
        panel.show()
        parts += [(widget.mapTo(panel, widget.rect().topLeft()).x(), widget.width()) for widget in widgets]
    assert len(set(parts)) == 1


def test_a_row_of_a_form_can_be_hidden_with_its_label(panel: Panel):
    form, (first, second) = form_in(panel, "One", "Two")
    panel.show()
    label = next(found for found in panel.findChildren(QLabel) if found.text() == "One")
    form.set_row_visible(first, False)
    assert not first.isVisible()
    assert not label.isVisible()
    assert second.isVisible()


def test_labels_name_their_fields_for_screen_readers(panel: Panel):
    _form, (field, choice) = form_in(panel, "Seed", "Cost")
    assert (field.accessibleName(), choice.accessibleName()) == ("Seed", "Cost")


def test_a_narrow_choice_shortens_what_it_shows_and_opens_wide(qtbot: QtBot, theme: Theme):
    choice = Choice()
    qtbot.addWidget(choice)
    choice.addItems(["exact chain rule, also called backpropagation"])
    choice.resize(90, theme.control_height)
    choice.show()
    narrow = choice.grab().toImage()
    margin = [narrow.pixelColor(x, narrow.height() // 2) for x in range(64, 68)]
    assert all(color.lightness() > 200 for color in margin), "nothing is written under the arrow"
    choice.showPopup()
    assert choice.view().minimumWidth() > 200
    choice.hidePopup()


def test_an_elided_label_asks_only_for_a_few_letters(qtbot: QtBot):
    label = ElidedLabel("something rather long")
    qtbot.addWidget(label)
    font = QFont()
    font.setPixelSize(30)
    label.setFont(font)
    assert label.minimumSizeHint().width() < label.sizeHint().width() / 2


def test_rules_are_one_pixel_thin(qtbot: QtBot):
    flat, upright = rule(), rule(vertical=True)
    for line in (flat, upright):
        qtbot.addWidget(line)
    assert (flat.maximumHeight(), upright.maximumWidth()) == (1, 1)


def test_a_panel_folds_up_to_its_header(panel: Panel, theme: Theme):
    panel.make_collapsible()
    panel.body.addWidget(QLineEdit())
    panel.show()
    told: list[bool] = []
    panel.collapse_changed.connect(told.append)
    open_height = panel.sizeHint().height()
    chevron = panel.findChild(QToolButton)
    assert chevron is not None
    chevron.click()
    assert panel.is_collapsed
    assert panel.sizeHint().height() <= open_height - theme.control_height
    assert "Open Training" in chevron.toolTip()
    panel.set_collapsed(False)
    assert not chevron.isChecked()
    assert panel.sizeHint().height() == open_height
    assert told == [True, False]
