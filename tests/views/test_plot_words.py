"""Words with a fixed room say as much as fits and keep the rest for the tool tip."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from playground.views.level_labels import level_places
from playground.views.plot_words import HintOver, OneLine, Sentence, Steady

PARTS = ("quotient = 0.006153, exact = 0.001148.", "Best: ε ≈ 5·10⁻⁸, off by about 4·10⁻¹⁰.")


def test_a_sentence_leaves_out_what_does_not_fit(qtbot, theme):
    sentence = Sentence(theme, 1)
    qtbot.addWidget(sentence)
    sentence.show()
    heights = set()
    for width, tip in ((900, False), (260, True)):
        sentence.resize(width, sentence.height())
        sentence.say(*PARTS)
        heights.add(sentence.height())
        assert sentence.text().startswith("quotient")
        assert ("Best" in sentence.text()) != tip
        assert (sentence.toolTip() == sentence.whole) == tip
    assert len(heights) == 1
    assert sentence.whole == " ".join(PARTS)


def test_words_can_be_selected_where_the_mouse_is(qtbot, theme):
    sentence = Sentence(theme)
    qtbot.addWidget(sentence)
    sentence.resize(400, sentence.height())
    sentence.show()
    sentence.say(*PARTS)
    (label,) = sentence.findChildren(QLabel)
    middle = QPointF(20, 8)
    QApplication.sendEvent(label, QEnterEvent(middle, middle, middle))
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus
    qtbot.mouseDClick(label, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert label.selectedText() in sentence.text()
    QApplication.sendEvent(label, QEvent(QEvent.Type.Leave))
    assert label.hasSelectedText()
    label.setSelection(0, 0)
    QApplication.sendEvent(label, QEvent(QEvent.Type.Leave))
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction


def test_an_equation_is_not_broken(qtbot, theme):
    sentence = Sentence(theme)
    qtbot.addWidget(sentence)
    sentence.show()
    sentence.say("a = 1")
    assert sentence.text() == "a\u00a0=\u00a01"
    assert sentence.whole == "a = 1"


def test_a_line_takes_the_longest_form_that_fits(qtbot, theme):
    line = OneLine(theme)
    qtbot.addWidget(line)
    line.show()
    line.say("a long form of what there is to say", "a short form", "short")
    for width, form in ((600, "a long form of what there is to say"), (90, "a short form"), (10, "short")):
        line.resize(width, 20)
        assert line.text() == form
    line.say()
    assert line.text() == ""


def test_a_steady_number_keeps_its_room(qtbot, theme):
    number = Steady(theme, "ε = 0.0·10⁻¹⁶", "0.0·10⁻¹⁶")
    qtbot.addWidget(number)
    sizes = set()
    for text in ("ε = 1", "ε = 1.0·10⁻¹⁶"):
        number.setText(text)
        sizes.add((number.sizeHint().width(), number.minimumSizeHint().width()))
    ((wide, narrow),) = sizes
    assert narrow < wide


def test_a_hint_is_in_the_middle_of_what_it_is_about(qtbot, theme):
    view = QWidget()
    qtbot.addWidget(view)
    hint = HintOver(theme, view)
    view.show()
    hint.say("nothing there")
    for size in ((300, 200), (500, 120)):
        view.resize(*size)
        assert hint.geometry() == QRect(0, 0, *size)
    hint.say("")
    assert not hint.isVisible()


def circle(radius):
    angles = np.linspace(0, 2 * np.pi, 200)
    points = np.column_stack([300 + radius * np.cos(angles), 150 + radius * np.sin(angles)])
    return np.hstack([points[:-1], points[1:]])


@pytest.mark.parametrize("gap", [4.0, 30.0])
def test_values_stand_on_lines_that_are_apart_and_hide_nothing(gap):
    lines = [circle(60 + gap * number) for number in range(4)]
    path = np.array([[290.0, 150.0], [300.0, 150.0]])
    places = level_places(lines, path, (600.0, 300.0))
    assert bool(places) == (gap > 11)
    for number, x, y in places:
        assert np.hypot(x - 300, y - 150) == pytest.approx(60 + gap * number, abs=1)
        assert 20 < x < 580
        assert 20 < y < 280
    assert all(
        np.hypot(one[1] - other[1], one[2] - other[2]) > 60
        for place, one in enumerate(places)
        for other in places[:place]
    )
