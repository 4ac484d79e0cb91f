"""Input fields: what is typed is taken over, what is wrong is marked, nothing changes by accident."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QVBoxLayout, QWidget

from playground.views.bounds import Bounds, along
from playground.views.choices import KeyedChoice, SuggestionField
from playground.views.fields import NumberField
from playground.views.seed_field import SeedField
from playground.views.setting_texts import read_batch, write_batch


@pytest.fixture
def field(qtbot):
    field = NumberField(Bounds(0, low_open=True), along((0.1, 0.3, 1.0)))
    field.set_tip("How fast.")
    field.set_value(1.0)
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


def entered(signal):
    values = []
    signal.connect(values.append)
    return values


def wheel(widget, notches):
    place = QPointF(5, 5)
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event


def retype(qtbot, widget, text, key=Qt.Key.Key_Return):
    widget.selectAll()
    if text.isascii():
        qtbot.keyClicks(widget, text)
    else:
        widget.insert(text)  # as when pasted; Qt's tests can only type ASCII
    qtbot.keyClick(widget, key)


@pytest.mark.parametrize(("text", "value"), [("0.25", 0.25), ("1e-3", 1e-3), ("1/12", 1 / 12), ("2·10⁻⁵", 2e-5)])
def test_numbers_are_taken_over_by_enter(qtbot, field, text, value):
    values = entered(field.edited)
    retype(qtbot, field, text)
    assert values == [value]
    assert field.value == value


def test_typing_the_same_number_differently_changes_nothing(qtbot, field):
    values = entered(field.edited)
    retype(qtbot, field, "1.000")
    assert values == []
    assert field.text() == "1"


@pytest.mark.parametrize("text", ["abc", "-1", "0", ""])
def test_what_is_wrong_is_marked_and_esc_brings_the_value_back(qtbot, field, text):
    values = entered(field.edited)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert values == []
    assert field.property("invalid")
    assert "above 0" in field.toolTip()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "1"
    assert not field.property("invalid")
    assert field.toolTip().startswith("How fast.")


def test_the_mark_goes_as_soon_as_the_text_is_right(qtbot, field):
    retype(qtbot, field, "x")
    field.selectAll()
    qtbot.keyClicks(field, "2")
    assert not field.property("invalid")


def test_leaving_the_field_takes_the_number_over(qtbot, field):
    values = entered(field.edited)
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    field.clearFocus()
    assert values == [0.5]


def test_arrow_keys_step_and_stay_within_bounds(qtbot):
    field = NumberField(Bounds(1, 3, whole=True))
    qtbot.addWidget(field)
    field.set_value(2)
    values = entered(field.nudged)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
    assert values == [3, 2]


def test_the_wheel_steps_only_with_the_focus(field):
    values = entered(field.nudged)
    assert wheel(field, -1).isAccepted()
    field.clearFocus()
    assert not wheel(field, -1).isAccepted()
    assert values == [0.3]


def test_a_new_value_replaces_what_is_being_typed_but_the_same_one_does_not(qtbot, field):
    field.selectAll()
    qtbot.keyClicks(field, "0.7")
    field.set_value(1.0)
    assert field.text() == "0.7"
    field.set_value(3.0)
    assert field.text() == "3"


def test_a_seed_is_edited_or_rolled(qtbot, theme):
    seed = SeedField(theme)
    qtbot.addWidget(seed)
    seed.set_value(7)
    values, rolled = entered(seed.edited), []
    seed.rolled.connect(lambda: rolled.append(True))
    retype(qtbot, seed.field, "1827")
    qtbot.mouseClick(seed.dice, Qt.MouseButton.LeftButton)
    assert values == [1827]
    assert seed.field.text() == "1827"
    assert rolled == [True]
    seed.set_value(None)
    assert not seed.isEnabled()


def test_suggestions_are_offered_and_anything_may_be_typed(qtbot, theme):
    field = SuggestionField(theme, read_batch, write_batch, lambda: [(None, ""), (10, "usual")])
    qtbot.addWidget(field)
    field.set_value(None)
    values = entered(field.edited)
    menu = field.menu()
    assert [action.text() for action in menu.actions()] == ["all samples", "10 at a time\tusual"]
    assert [action.isChecked() for action in menu.actions()] == [True, False]
    menu.actions()[1].trigger()
    retype(qtbot, field, "7")
    assert values == [10, 7]
    assert field.text() == "7 at a time"


def test_a_choice_writes_the_short_form_where_the_long_one_does_not_fit(qtbot):
    choice = KeyedChoice()
    qtbot.addWidget(choice)
    choice.add("long", "an extraordinarily long entry", "All of it.", "short")
    choice.set_key("long")
    assert choice._fitting_text(1000) == "an extraordinarily long entry"
    assert choice._fitting_text(80) == "short"
    choice.set_tip("What.")
    assert choice.toolTip() == "What.\nAll of it."


def test_a_dimmed_entry_gives_its_reason(qtbot):
    choice = KeyedChoice()
    qtbot.addWidget(choice)
    choice.add("a", "A", "usual")
    choice.set_entry_enabled("a", False, "not now")
    assert not choice.is_entry_enabled("a")
    assert choice.itemData(0, Qt.ItemDataRole.ToolTipRole) == "not now"
    choice.set_entry_enabled("a", True)
    assert choice.itemData(0, Qt.ItemDataRole.ToolTipRole) == "usual"


def test_the_wheel_never_changes_a_choice(qtbot):
    choice = KeyedChoice()
    qtbot.addWidget(choice)
    choice.add("a", "A")
    choice.add("b", "B")
    choice.show()
    choice.setFocus()
    assert not wheel(choice, -1).isAccepted()
    assert choice.key == "a"


def test_a_caption_gives_way_to_the_value(qtbot, field):
    field.set_caption("noise")
    field.resize(120, 27)
    assert field.is_caption_shown
    plain = field.grab().toImage()
    field.set_caption("")
    assert not field.is_caption_shown
    assert field.grab().toImage() != plain
    field.set_caption("noise")
    field.resize(50, 27)
    assert not field.is_caption_shown
    field.resize(120, 27)
    assert field.is_caption_shown
    retype(qtbot, field, "0.12345678901234")
    assert not field.is_caption_shown


class Window(QWidget):
    """Its Ctrl+Z counts, as the session's undo does."""

    def __init__(self):
        super().__init__()
        QVBoxLayout(self)
        self.undone = []
        QShortcut(QKeySequence("Ctrl+Z"), self, lambda: self.undone.append(True))


@pytest.fixture
def window(qtbot, qapp):
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: qapp.activeWindow() is window)
    return window


def place(qtbot, window, widget):
    window.layout().addWidget(widget)
    qtbot.waitUntil(widget.isVisible)


def test_undo_is_the_fields_while_typing_and_the_windows_after_enter(qtbot, field, window):
    place(qtbot, window, field)
    field.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    field.selectAll()
    qtbot.keyClicks(field, "0.3")
    qtbot.keyClick(field, Qt.Key.Key_Z, control)
    assert (field.text(), window.undone) == ("1", [])
    retype(qtbot, field, "0.3")
    qtbot.keyClick(field, Qt.Key.Key_Z, control)
    assert (field.text(), window.undone) == ("0.3", [True])
    assert not field.isUndoAvailable()


def test_what_is_wrong_is_told_above_the_field(qtbot, field):
    field.move(300, 300)
    retype(qtbot, field, "abc")
    bubble = next(widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel"))
    assert bubble.isVisible()
    assert bubble.geometry().bottom() < field.mapToGlobal(QPoint(0, 0)).y()
    QToolTip.hideText()


def test_the_first_click_opens_the_suggestions_and_the_second_edits(qtbot, theme, window):
    field = SuggestionField(theme, read_batch, write_batch, lambda: [(None, ""), (10, "")])
    field.set_value(None)
    place(qtbot, window, field)
    text = QPoint(20, field.height() // 2)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=text)
    menu = field.findChild(QMenu)
    assert menu.isVisible()
    qtbot.keyClicks(menu, "7")
    assert not menu.isVisible()
    assert field.text() == "7"
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=text)
    assert not any(menu.isVisible() for menu in field.findChildren(QMenu))
    assert field.hasFocus()


@pytest.mark.parametrize("by_mouse", [True, False])
def test_after_a_choice_with_the_mouse_the_keyboard_is_the_windows(qtbot, window, by_mouse):
    choice = KeyedChoice()
    choice.add("one", "One")
    choice.add("two", "Two")
    place(qtbot, window, choice)
    chosen = entered(choice.chosen)
    choice.setFocus()
    if by_mouse:
        qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
        view = choice.view()
        qtbot.waitUntil(view.isVisible)
        # Qt takes an earlier release for the end of the click that opened the list.
        qtbot.wait(QApplication.doubleClickInterval() + 50)
        second = view.visualRect(view.model().index(1, 0)).center()
        qtbot.mouseMove(view.viewport(), second)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    else:
        choice.showPopup()
        qtbot.keyClick(choice.view(), Qt.Key.Key_Down)
        qtbot.keyClick(choice.view(), Qt.Key.Key_Return)
    assert chosen == ["two"]
    assert choice.hasFocus() != by_mouse
