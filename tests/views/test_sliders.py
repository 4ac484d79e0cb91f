"""Sliders with stops."""

from PySide6.QtCore import QPoint, Qt

from playground.views.sliders import StopsSlider
from tests.views.test_fields import entered


def test_a_slider_jumps_to_where_it_is_clicked(qtbot):
    slider = StopsSlider((0.1, 0.3, 1.0, 3.0, 10.0))
    qtbot.addWidget(slider)
    slider.resize(200, 30)
    slider.show()
    values = entered(slider.moved)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(198, 15))
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 15))
    assert values == [10.0, 1.0]


def test_a_slider_shows_other_numbers_at_the_nearest_stop_without_changing_them(qtbot):
    slider = StopsSlider((0.1, 1.0, 10.0))
    qtbot.addWidget(slider)
    values = entered(slider.moved)
    slider.set_number(1.2)
    assert slider.number == 1.0
    assert values == []
