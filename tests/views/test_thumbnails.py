"""The small pictures of a layer's units."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from playground.views import thumbnails as module
from playground.views.network_items import Inks, UnitFrame
from playground.views.response_images import ColorTable, ranges
from playground.views.theme import Theme
from playground.views.thumbnails import Thumbnails, thumbnails
from tests.views.moments import XOR, XOR_THETA, moment


def look(kept: Thumbnails, theta: np.ndarray, side: int = 20) -> None:
    snapshot = moment(XOR, theta)
    scaled_to = ranges(XOR, snapshot.grid, snapshot.responses, (0.0, 1.0))
    kept.look_at(snapshot.responses, snapshot.grid, scaled_to, side)


def test_the_thumbnail_of_an_input_runs_from_orange_to_blue(theme: Theme):
    snapshot = moment(XOR, XOR_THETA)
    scaled_to = ranges(XOR, snapshot.grid, snapshot.responses, (0.0, 1.0))
    across, up, *_ = thumbnails(snapshot.responses, snapshot.grid, scaled_to, 20, ColorTable(theme.scale))
    assert across.shape == (20, 20)
    assert (across == across[0]).all()
    assert (up[:, 0] == up.T).all()
    assert f"{across[0, 0]:08x}" == "fff59322"
    assert f"{up[0, 0]:08x}" == "ff0877bd"  # large x₂ is above


def test_only_what_has_changed_is_made_again(theme: Theme, monkeypatch):
    made: list[int] = []

    def counted(responses, *arguments):
        made.append(responses.shape[1])
        return thumbnails(responses, *arguments)

    monkeypatch.setattr(module, "thumbnails", counted)
    kept, anew = Thumbnails(ColorTable(theme.scale)), Thumbnails(ColorTable(theme.scale))
    assert kept.image(0) is None
    theta = XOR_THETA.copy()
    look(kept, theta)
    theta[0] += 0.7  # into the first hidden unit: that and the output are others
    look(kept, theta)
    look(kept, theta)
    assert made == [5, 2]
    look(anew, theta)
    assert [kept.image(unit) for unit in range(5)] == [anew.image(unit) for unit in range(5)]
    look(kept, theta, side=30)
    assert made == [5, 2, 5, 5]
    theta[0] = np.nan
    look(kept, theta)
    assert [kept.has_holes(unit) for unit in range(5)] == [False, False, True, False, True]
    kept.forget()
    assert kept.image(0) is None


def test_a_unit_lies_on_whole_pixels_and_has_round_corners(qtbot: QtBot, theme: Theme):
    inks = Inks(theme)
    picture = QImage(2, 2, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    screen = QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied)
    screen.fill(inks.panel)
    painter = QPainter(screen)
    painter.translate(10.3, 9.8)
    painter.scale(2.0, 2.0)
    UnitFrame(inks, 20.0, 20.0, 2.0, is_round=True).draw(painter, QRectF(0, 0, 20, 20), picture)
    painter.end()
    assert screen.pixelColor(30, 30) == QColor("red")
    for x, y in ((10, 10), (49, 10), (10, 49), (49, 49), (9, 30), (50, 30), (30, 9), (30, 50)):
        assert screen.pixelColor(x, y) == inks.panel  # corners, and just outside
    rims = {screen.pixelColor(x, y).name() for x, y in ((10, 30), (49, 30), (30, 10), (30, 49))}
    assert len(rims) == 1
    assert rims.isdisjoint({inks.panel.name(), QColor("red").name()})
