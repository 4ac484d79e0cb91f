"""The diverging scale."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.views.scale import DivergingScale, ScaleLegend
from playground.views.theme import DARK, LIGHT, Colors


def scale_of(colors: Colors) -> DivergingScale:
    return DivergingScale(colors.negative, colors.neutral, colors.positive, colors.secondary)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colors(request: pytest.FixtureRequest) -> Colors:
    wanted: Colors = request.param
    return wanted


def test_its_ends_and_middle_are_exact(colors: Colors):
    scale = scale_of(colors)
    assert [scale.color(value).name() for value in (-1, 0, 1)] == ["#f59322", colors.neutral, "#0877bd"]
    table = scale.lut(255)
    ends = [QColor(*map(int, table[place, :3])).name() for place in (0, 127, 254)]
    assert ends == ["#f59322", colors.neutral, "#0877bd"]


@given(st.floats(allow_nan=False))
def test_what_lies_outside_is_clamped(value: float):
    scale = scale_of(LIGHT)
    assert scale.color(value) == scale.color(min(1.0, max(-1.0, value)))


def test_nan_is_hatched_not_coloured(colors: Colors):
    scale = scale_of(colors)
    assert scale.brush(math.nan).style() == Qt.BrushStyle.BDiagPattern
    assert scale.brush(0.5).style() == Qt.BrushStyle.SolidPattern
    assert scale.color(math.nan).name() == colors.secondary


def test_the_table_is_read_only_opaque_and_without_jumps(colors: Colors):
    table = scale_of(colors).lut(256)
    assert table.shape == (256, 4)
    assert table.dtype == np.uint8
    assert not table.flags.writeable
    assert (table[:, 3] == 255).all()
    assert np.abs(np.diff(table[:, :3].astype(int), axis=0)).max() <= 6


def test_brightness_changes_in_one_direction_on_either_side(colors: Colors):
    table = scale_of(colors).lut(257)[:, :3] @ np.array([0.2126, 0.7152, 0.0722])
    for half in (table[:129], table[128:]):
        changes = np.sign(np.diff(half)[np.abs(np.diff(half)) > 0.8])
        assert (changes == changes[0]).all()


def test_the_legend_is_made_from_the_scale(qtbot: QtBot):
    scale = scale_of(LIGHT)
    legend = ScaleLegend(scale, "0", "1")
    qtbot.addWidget(legend)
    legend.resize(300, 20)
    picture = legend.grab().toImage()
    row = [picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())]
    middle = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    assert any(QColor(name) == QColor("#f59322") for name in row[:40])
    assert abs(middle.red() - 0xE8) < 8
    assert any(abs(QColor(name).blue() - 0xBD) < 4 and QColor(name).red() < 20 for name in row[-40:])
    assert legend.accessibleDescription() == "Orange is 0, blue is 1"


def test_the_legend_has_room_for_longer_ends(qtbot: QtBot):
    legend = ScaleLegend(scale_of(LIGHT))
    qtbot.addWidget(legend)
    before = legend.sizeHint().width()
    legend.set_ends(("−1.250", "+1.250"))
    assert legend.sizeHint().width() > before
    assert "+1.250" in legend.accessibleDescription()
