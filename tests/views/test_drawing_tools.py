"""The tools to draw with, and their row in the Data panel."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.data.dataset import Dataset
from playground.data.generators import GALLERY
from playground.data.strokes import RemoveSamples
from playground.experiment.build import gallery_spec
from playground.views.drawing_tools import DrawingTools, class_count
from playground.views.tool_row import ClassButton, ToolRow

ENTRIES = {entry.key: entry for entry in GALLERY}


@pytest.fixture
def tools():
    return DrawingTools()


@pytest.fixture
def row(qtbot, session, theme, tools):
    row = ToolRow(session, theme, tools)
    qtbot.addWidget(row)
    row.show()
    return row


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_changes_are_told_once(tools):
    told = []
    tools.changed.connect(told.append)
    tools.set_tool("put")
    tools.set_tool("put")
    tools.set_value(0)
    tools.set_radius(0.1)
    assert told == [tools] * 3
    assert (tools.tool, tools.value, tools.radius) == ("put", 0.0, 0.1)


def test_a_tool_is_taken_and_put_away_again(qtbot, row, tools):
    click(qtbot, row.buttons["brush"])
    assert tools.tool == "brush"
    click(qtbot, row.buttons["erase"])
    assert tools.tool == "erase"
    assert not row.buttons["brush"].isChecked()
    click(qtbot, row.buttons["erase"])
    assert tools.tool == "look"


def test_the_brush_has_a_size_only_where_there_is_a_brush(row, tools):
    usable = {}
    for tool in ("look", "put", "brush", "move", "erase"):
        tools.set_tool(tool)
        usable[tool] = row.size_slider.isEnabled()
    assert usable == {"look": False, "put": False, "brush": True, "move": False, "erase": True}
    row.size_slider.setValue(row.size_slider.maximum())
    assert tools.radius == 0.25


def test_classes_are_chosen_by_their_buttons(qtbot, row, tools):
    zero, one = row.targets.currentWidget().findChildren(type(row._class_group.button(0)))
    assert one.isChecked()
    click(qtbot, zero)
    assert tools.value == 0.0
    tools.set_value(1.0)
    assert one.isChecked()


def test_values_are_typed(qtbot, row, tools, session):
    session.choose_dataset(gallery_spec(ENTRIES["plane"]))
    assert row.targets.currentWidget() is row.value_field
    row.value_field.selectAll()
    qtbot.keyClicks(row.value_field, "-0.25")
    qtbot.keyClick(row.value_field, Qt.Key.Key_Return)
    assert tools.value == -0.25
    session.choose_dataset(gallery_spec(ENTRIES["xor"]))
    assert tools.value == 1.0
    assert row.targets.currentWidget() is not row.value_field


def test_with_one_input_the_height_is_the_target(row, session):
    session.choose_dataset(gallery_spec(ENTRIES["not"]))
    assert not row.targets.isEnabled()
    assert "height" in row.targets.toolTip()


def test_values_stay_values_while_only_some_are_drawn(row, session):
    session.choose_dataset(gallery_spec(ENTRIES["plane"]))
    session.drawing.draw(RemoveSamples(np.arange(session.dataset.n_samples)))
    assert row.targets.currentWidget() is row.value_field


def test_all_samples_can_be_cleared_and_brought_back(qtbot, row, tools, session):
    before = session.experiment.dataset
    click(qtbot, row.clear_button)
    assert session.dataset.n_samples == 0
    assert tools.tool == "put"
    assert not row.clear_button.isEnabled()
    session.undo_stack.undo()
    assert session.experiment.dataset == before
    assert row.clear_button.isEnabled()


@pytest.mark.parametrize(
    ("targets", "count"),
    [([[0], [1]], 2), ([[0.5], [1]], 0), ([[1, 0, 0], [0, 1, 0]], 3), ([[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]], 0)],
)
def test_classes_are_counted(targets, count):
    assert class_count(Dataset("any", np.zeros((2, 2)), np.array(targets, float))) == count


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_all_classes_fit_into_a_narrow_column(row, theme, classes):
    row._fill_classes(classes)
    assert row.minimumSizeHint().width() <= theme.px(250 - 2 * 12 - 2)
    assert len(row.targets.currentWidget().findChildren(ClassButton)) >= classes


@pytest.mark.parametrize(("tool", "then"), [("look", "put"), ("move", "put"), ("erase", "put"), ("brush", "brush")])
def test_choosing_a_class_takes_up_a_tool_that_draws(qtbot, row, tools, tool, then):
    tools.set_tool(tool)
    click(qtbot, row.targets.currentWidget().findChildren(ClassButton)[0])
    assert (tools.tool, tools.value) == (then, 0.0)
