"""Typeset formulas: shapes made off the window's thread, laid out, painted, pointed at."""

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from playground.views.formula import FormulaView
from playground.views.formula_layout import lay_out
from playground.views.latex_tokens import tokens_of
from playground.views.theme import Theme
from playground.views.typesetting import EM, Shape, Typesetter, typeset


@dataclass(frozen=True)
class Piece:
    text: str
    role: str = "plain"
    key: str | None = None


@dataclass(frozen=True)
class Line:
    pieces: tuple[Piece, ...]
    plain: str = "plain text"
    continues: bool = False


TERM = Line(
    (
        Piece("t_i = 2("), Piece("a", "a", "a:2:0"), Piece(" - "), Piece("y", "y", "y:0"), Piece(r")\cdot "),
        Piece("w_1", "w", "w:6"), Piece(r"\cdot"), Piece("a", "a", "a:2:0"), Piece("+ b"),
    ),
    "tᵢ = 2(a − y)·w₁·a + b",
)  # fmt: skip


def ink(role: str, key: str | None) -> str:
    return "#ff0000" if role == "w" else "#000000"


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> FormulaView:
    typesetter = Typesetter()
    view = FormulaView(theme, typesetter, ink)
    typesetter.setParent(view)
    qtbot.addWidget(view)
    view.resize(360, 200)
    view.show()
    return view


def shown(qtbot: QtBot, view: FormulaView, *lines: Line) -> None:
    view.show_lines(lines)
    qtbot.waitUntil(lambda: view.is_typeset, timeout=30_000)


def colors(view: FormulaView, ratio: float = 1.0) -> set[str]:
    picture = QPixmap(view.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("white"))
    view.render(picture)
    image = picture.toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


# ---- shapes ----


@pytest.mark.parametrize("latex", ["0", r"\cdot", r"\frac{1}{n}", r"\sum_{i=1}^{n}", r"\delta_{1}^{(2)}", r"\text{if}"])
def test_latex_becomes_a_shape(latex: str):
    shape = typeset(latex)
    assert shape is not None
    assert shape.width > 0
    assert shape.ascent > 0
    assert "#ab12cd" in shape.svg("#ab12cd").decode()


def test_what_cannot_be_typeset_is_none():
    assert typeset(r"\left(") is None
    assert typeset(r"\frac{1") is None


def test_marked_colours_are_replaced():
    shape = typeset(r"\frac{1}{{\color{#000001} w}}")
    assert shape is not None
    svg = shape.svg("#111111", (("#000001", "#ff0000"),)).decode()
    assert "#ff0000" in svg
    assert "#000001" not in svg


def test_typesetting_happens_on_another_thread_which_ends(qtbot: QtBot):
    typesetter = Typesetter()
    assert not typesetter.has("a")
    assert typesetter.is_busy
    assert typesetter.shape("a") is None
    with qtbot.waitSignal(typesetter.arrived, timeout=30_000):
        pass
    assert typesetter.has("a")
    assert typesetter.shape("a") is not None
    assert not typesetter.is_busy
    typesetter.deleteLater()


def test_a_typesetter_that_goes_leaves_its_thread_nothing_to_do(qtbot: QtBot):
    typesetter = Typesetter()
    for number in range(20_000):
        typesetter.has(f"x_{{{number}}}")
    typesetter.deleteLater()  # the fixture that looks for threads does the rest


# ---- layout ----


def layout_of(latex: str, width: float) -> Any:
    shape = Shape(0.5 * EM, 0.7 * EM, 0.0, 0.0, "")
    return lay_out(tokens_of([Piece(latex)]), lambda _latex: shape, 20.0, width)


def test_a_short_line_stays_one_row():
    assert len(layout_of("a = b", 300).rows) == 1


def test_a_long_line_breaks_before_its_equals_sign_and_fits():
    layout = layout_of("a b c d e f = g h i j k l", 120)
    first, second = layout.rows
    assert second.parts[0].latex == "="
    assert second.parts[0].x > 0
    assert layout.width <= 120
    assert second.top >= first.bottom


def test_products_break_before_their_dots():
    layout = layout_of(r"a b c d e f \cdot g h i j", 110)
    assert layout.rows[1].parts[0].latex == r"\cdot"


def test_a_remark_goes_to_the_next_row_as_a_whole():
    layout = layout_of(r"a b c d e = 1,\quad n = 4", 120)
    assert [part.latex for part in layout.rows[1].parts] == ["n", "=", "4"]


@pytest.mark.parametrize("width", [1, 30, 77, 200, 1000])
def test_nothing_is_lost_however_narrow(width: int):
    latex = r"t = 2(a - y) \cdot a(1 - a) \cdot (-1.230 \cdot 10^{-5}) + c"
    wide = [part.latex for row in layout_of(latex, 10_000).rows for part in row.parts]
    assert [part.latex for row in layout_of(latex, width).rows for part in row.parts] == wide


def test_a_minus_after_a_bracket_is_a_sign_and_between_letters_an_operator():
    (row,) = layout_of("(-a - b)", 500).rows
    bracket, sign, a, minus, b, _ = row.parts
    assert sign.x == pytest.approx(bracket.x + bracket.width)
    assert a.x == pytest.approx(sign.x + sign.width)
    assert minus.x > a.x + a.width + 2
    assert b.x > minus.x + minus.width + 2


# ---- the widget ----


def test_plain_text_stands_in_until_it_is_typeset(qtbot: QtBot, view: FormulaView):
    view.show_lines([TERM])
    assert not view.is_typeset
    assert view.texts == ["tᵢ = 2(a − y)·w₁·a + b"]
    assert len(colors(view)) > 2
    qtbot.waitUntil(lambda: view.is_typeset, timeout=30_000)
    assert "#ff0000" in colors(view, 3.0)


def test_what_cannot_be_typeset_stays_text(qtbot: QtBot, view: FormulaView):
    view.show_lines([Line((Piece(r"\frac{1"),), "one over what?")])
    qtbot.waitUntil(lambda: not view._typesetter.is_busy, timeout=30_000)
    assert not view.is_typeset
    assert len(colors(view)) > 2


def test_a_new_number_is_there_at_once(qtbot: QtBot, view: FormulaView):
    shown(qtbot, view, Line((Piece("C = "), Piece("0.1234", "number"))))
    qtbot.waitUntil(lambda: not view._typesetter.is_busy, timeout=30_000)
    view.show_lines([Line((Piece("C = "), Piece("98765.43", "number")))])
    assert view.is_typeset


def test_narrow_it_grows_in_height(qtbot: QtBot, view: FormulaView):
    shown(qtbot, view, TERM)
    assert view.heightForWidth(90) > view.heightForWidth(400)
    view.resize(90, 400)
    assert view.sizeHint().height() == view.heightForWidth(90)


def test_pointing_marks_all_that_belongs_together(qtbot: QtBot, view: FormulaView, theme: Theme):
    shown(qtbot, view, TERM)
    assert theme.palette.accent_soft not in colors(view)
    view.point_at(frozenset({"a:2:0", "z:2:0"}))
    assert theme.palette.accent_soft in colors(view)


def test_it_follows_the_theme(qtbot: QtBot, theme: Theme):
    typesetter = Typesetter()
    view = FormulaView(theme, typesetter, lambda _role, _key: theme.palette.text)
    typesetter.setParent(view)
    qtbot.addWidget(view)
    view.resize(QSize(300, 80))
    view.show()
    shown(qtbot, view, TERM)
    theme.set_mode("dark")
    assert theme.palette.text in colors(view, 3.0)


def test_continued_lines_are_set_to_the_right(qtbot: QtBot, view: FormulaView):
    shown(qtbot, view, TERM, Line((Piece("= 1"),), "= 1", continues=True))
    assert view._lines[1].layout.rows[0].parts[0].x > 5


def test_no_lines_take_no_room(view: FormulaView):
    view.show_lines([])
    assert view.is_empty
    assert view.is_typeset
