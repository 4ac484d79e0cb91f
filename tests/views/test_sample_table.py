"""The table of samples with its foot."""

from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from playground.views.sample_model import Ordered
from playground.views.sample_table import SampleTable
from playground.views.theme import Theme

HEADERS = ("x₁", "x₂", "y", "a", "a − y", "tᵢ")
ROWS = np.array([(i % 2, i > 1, 1.0, 0.8889 + 1e-5 * i, -0.1111, -0.0213 * i) for i in range(4)])
FOOT = (("mean", -0.0025), ("gradient used", -0.002623))


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> SampleTable:
    table = SampleTable(theme)
    qtbot.addWidget(table)
    table.resize(380, 180)
    table.show()
    return table


def show(table: SampleTable, rows=ROWS, selected: int = 1, headers: tuple = HEADERS, title: str = "w") -> None:
    table.show_table(title, headers, Ordered(np.asarray(rows), tuple(range(len(headers)))), FOOT, selected)


def test_numbers_stand_as_in_the_formula(table: SampleTable):
    show(table)
    assert [table.model.text(2, column) for column in range(6)] == ["0", "1", "1", "0.8889", "−0.1111", "−0.04260"]
    assert table.feet == [("mean", "−0.002500"), ("gradient used", "−0.002623")]


def test_columns_can_stand_in_another_order(table: SampleTable):
    table.show_table("w", ("tᵢ", "y"), Ordered(ROWS, (5, 2)), FOOT, 0)
    assert [table.model.text(1, column) for column in range(2)] == ["−0.02130", "1"]


def test_the_chosen_row_is_marked_and_a_click_chooses_another(table: SampleTable, qtbot: QtBot):
    chosen: list[object] = []
    table.row_chosen.connect(chosen.append)
    show(table, selected=2)
    assert table.view.currentIndex().row() == 2
    assert not chosen
    cell = table.view.visualRect(table.model.index(0, 3)).center()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert chosen == [0]
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert chosen == [0, 1]
    term = table.term.visualRect(table.model.index(3, 5)).center()
    qtbot.mouseClick(table.term.viewport(), Qt.MouseButton.LeftButton, pos=term)
    assert chosen == [0, 1, 3]


def test_new_numbers_keep_the_selection_and_the_place(table: SampleTable):
    rows = tuple((float(i), 0.0, 0.0, 0.5, 0.5, 0.25) for i in range(500))
    show(table, rows, selected=3)
    table.view.verticalScrollBar().setValue(900)
    show(table, rows, selected=3)
    assert table.view.verticalScrollBar().value() == 900
    assert table.term.verticalScrollBar().value() == 900
    assert table.view.currentIndex().row() == 3


def test_another_chosen_row_is_scrolled_to(table: SampleTable):
    rows = tuple((float(i), 0.0, 0.0, 0.5, 0.5, 0.25) for i in range(500))
    show(table, rows, selected=3)
    show(table, rows, selected=400)
    top = table.view.rowAt(0)
    assert top <= 400 <= table.view.rowAt(table.view.viewport().height() - 1)


def test_no_row_is_marked_where_none_belongs_to_the_sample(table: SampleTable):
    show(table, selected=1)
    show(table, selected=-1)
    assert not table.view.selectionModel().hasSelection()


def test_the_term_stays_in_sight_and_no_column_is_cut(table: SampleTable):
    headers = (*(f"a{i}" for i in range(12)), "tᵢ")
    rows = (tuple(-0.12345 * (i + 1) for i in range(13)),)
    show(table, rows, headers=headers)
    table.grab()
    assert not table.term.isColumnHidden(12)
    assert table.term.mapTo(table, QPoint(0, 0)).x() + table.term.width() <= table.width()
    edges = [table.view.columnViewportPosition(column) for column in range(12)]
    assert table.view.viewport().width() in edges
    bar = table.view.horizontalScrollBar()
    assert bar.maximum() > 0


def test_with_room_to_spare_the_columns_fill_the_width(table: SampleTable):
    show(table)
    table.grab()
    total = sum(table.view.columnWidth(column) for column in range(5)) + table.term.columnWidth(5)
    assert total == table.width()
    assert table.view.horizontalScrollBar().maximum() == 0


def test_columns_do_not_jump_while_numbers_change(table: SampleTable):
    show(table)
    before = table.term.columnWidth(5)
    show(table, tuple((*row[:-1], 0.0) for row in ROWS))
    assert table.term.columnWidth(5) == before
    show(table, tuple((*row[:-1], 0.0) for row in ROWS), title="b")
    assert table.term.columnWidth(5) < before + 40


def test_thousands_of_rows(table: SampleTable):
    rows = tuple((float(i), 0.0, 0.0, 0.5, 0.5, 0.25) for i in range(20_000))
    show(table, rows, selected=19_999)
    assert table.model.rowCount() == 20_000
    assert table.height_with(4) < table.full_height
    assert table.height_with(30_000) == table.full_height


def test_numbers_that_are_none_are_words(table: SampleTable):
    show(table, ((float("nan"), float("inf"), -float("inf"), 1e300, 0.0, 1e-300),))
    assert [table.model.text(0, column) for column in range(3)] == ["NaN", "∞", "−∞"]


def test_a_long_number_below_has_its_room_when_it_is_seen(table: SampleTable, qtbot: QtBot):
    rows = np.array([(float(i % 2), 0.5) for i in range(200)])
    show(table, rows, headers=("x", "t"))
    longer = rows.copy()
    longer[150, 0] = -0.000123456
    show(table, longer, headers=("x", "t"))
    table.view.scrollTo(table.model.index(150, 0))
    qtbot.wait(20)
    metrics = table.view.fontMetrics()
    assert table.view.columnWidth(0) > metrics.horizontalAdvance(table.model.text(150, 0))


def test_a_wide_number_of_before_does_not_take_the_room_of_a_column(table: SampleTable, qtbot: QtBot):
    wide = np.full((4, 6), -1.234567e-5)
    show(table, wide)
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() > 0)
    show(table)
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() == 0)


@pytest.mark.parametrize("height", range(150, 200, 7))
def test_the_bar_does_not_come_and_go_with_the_same_numbers(table: SampleTable, qtbot: QtBot, height: int):
    table.resize(330, height)
    rows = np.full((40, 6), 0.5)
    rows[3:9] = -1.234567e-5
    seen = set()
    for _ in range(6):
        show(table, rows)
        qtbot.wait(5)
        seen.add(table.view.horizontalScrollBar().maximum() > 0)
    assert len(seen) <= 2
    show(table, rows)
    qtbot.wait(5)
    settled = table.view.horizontalScrollBar().maximum()
    for _ in range(4):
        show(table, rows)
        qtbot.wait(5)
        assert table.view.horizontalScrollBar().maximum() == settled


def test_a_number_without_room_ends_in_dots_and_keeps_its_beginning(table: SampleTable):
    show(table, np.full((4, 6), -1.234567e-5))
    paper, option = MagicMock(spec=QPainter), QStyleOptionViewItem()
    for width in (300, 40):
        option.rect = QRect(0, 0, width, 22)
        table.view.itemDelegate().paint(paper, option, table.model.index(0, 0))
    whole, cut = (call.args[-1] for call in paper.drawText.call_args_list)
    assert whole == table.model.text(0, 0)
    assert cut.endswith("…")
    assert whole.startswith(cut[:-1])


def test_the_chosen_row_stays_in_sight_when_there_is_less_room(table: SampleTable, qtbot: QtBot):
    rows = np.tile(ROWS, (5, 1))
    show(table, rows, selected=6)

    def is_seen(row: int) -> bool:
        box = table.view.visualRect(table.model.index(row, 0))
        return box.top() >= 0 and box.bottom() < table.view.viewport().height()

    qtbot.waitUntil(lambda: is_seen(6))
    before = table.view.height()
    table.resize(380, 130)
    assert table.view.height() < before
    qtbot.waitUntil(lambda: is_seen(6))
    down = table.view.verticalScrollBar()
    show(table, rows, selected=-1)
    down.setValue(0)
    table.resize(380, 128)
    assert down.value() == 0, "no row is chosen"
    show(table, rows, selected=6)
    down.setValue(down.maximum())
    place = down.value()
    table.resize(380, 125)
    assert down.value() == table.term.verticalScrollBar().value() == place, "who has scrolled elsewhere stays there"
