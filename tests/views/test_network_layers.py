"""What stays while a hand changes a weight is painted once, and nobody sees a difference."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.core.network import Network
from playground.views.network_diagram import NetworkDiagram
from playground.views.network_layers import Choice, StillLayers
from playground.views.theme import Theme
from tests.views.moments import moment

DEEP = Network((2, 8, 8, 1), ("tanh",) * 3)
WIDE = Network((2, 40, 40, 1), ("tanh",) * 3)
ROUNDING = 4
"""Of 255: a rim that is blended twice is rounded twice."""


def start(network: Network) -> np.ndarray:
    return np.random.default_rng(1).normal(0.0, 1.5, network.n_parameters)


def pixels(diagram: NetworkDiagram) -> np.ndarray:
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(int)


def diagram_of(qtbot: QtBot, theme: Theme, network: Network) -> NetworkDiagram:
    diagram = NetworkDiagram(theme)
    qtbot.addWidget(diagram)
    diagram.resize(700, 400)
    diagram.show_network(network, (0.0, 1.0))
    diagram.show()
    return diagram


def move(diagram: NetworkDiagram, places: list[int], *values: tuple[float, ...]) -> np.ndarray:
    """Give parameters one set of values after another, as a hand does; returns the last theta."""
    network = diagram._network
    assert network is not None
    theta = start(network)
    for number, now in enumerate(values, start=1):
        theta = theta.copy()
        theta[places] = now
        diagram.show_snapshot(moment(network, theta, number=number))
        diagram.grab()
    return theta


@pytest.mark.parametrize("network", [DEEP, WIDE], ids=["curves", "matrices"])
@pytest.mark.parametrize("place", ["first weight", "middle weight", "bias"])
@pytest.mark.parametrize(
    "values", [(0.0, 0.02, 0.01), (3.0, 3.5, 4.0), (-0.3, 5.0, 0.4)], ids=["thin", "strong", "both"]
)
def test_a_change_by_hand_looks_as_if_all_were_painted(
    qtbot: QtBot, theme: Theme, network: Network, place: str, values: tuple[float, ...]
):
    index = {
        "first weight": 0,
        "middle weight": network.weight_slices[1].start + 5,
        "bias": network.bias_slices[1].start + 1,
    }[place]
    by_hand, anew = diagram_of(qtbot, theme, network), diagram_of(qtbot, theme, network)
    theta = move(by_hand, [index], *((value,) for value in values))
    assert by_hand._scene._still.look_at(theta) is not None
    anew.show_snapshot(moment(network, theta, number=9))
    assert np.abs(pixels(by_hand) - pixels(anew)).max() <= ROUNDING


def test_the_picture_follows_what_is_meant_and_the_size_while_a_hand_moves(qtbot: QtBot, theme: Theme):
    by_hand, anew = diagram_of(qtbot, theme, DEEP), diagram_of(qtbot, theme, DEEP)
    theta = move(by_hand, [0], (0.0,), (0.02,))
    anew.show_snapshot(moment(DEEP, theta, number=9))
    for change in (lambda d: d.point_at("w:30"), lambda d: d.resize(620, 380), lambda d: d.point_at(None)):
        for diagram in (by_hand, anew):
            change(diagram)
        assert np.abs(pixels(by_hand) - pixels(anew)).max() <= ROUNDING


def test_two_weights_of_one_layer_move_together(qtbot: QtBot, theme: Theme):
    by_hand, anew = diagram_of(qtbot, theme, DEEP), diagram_of(qtbot, theme, DEEP)
    first = DEEP.weight_slices[1].start
    theta = move(by_hand, [first + 3, first + 40], (0.4, 2.0), (0.8, 1.0), (1.2, 0.0))
    anew.show_snapshot(moment(DEEP, theta, number=9))
    assert np.abs(pixels(by_hand) - pixels(anew)).max() <= ROUNDING


def test_another_theme_is_taken_while_a_hand_moves(qtbot: QtBot, qapp: QApplication):
    theme = Theme(mode="light", parent=qapp)
    by_hand, anew = diagram_of(qtbot, theme, DEEP), diagram_of(qtbot, theme, DEEP)
    theta = move(by_hand, [0], (0.0,), (2.0,))
    anew.show_snapshot(moment(DEEP, theta, number=9))
    theme.set_mode("dark")
    assert np.abs(pixels(by_hand) - pixels(anew)).max() <= ROUNDING
    theme.deleteLater()


def test_only_few_changes_move():
    layers, theta = StillLayers(), start(DEEP)
    assert layers.look_at(theta) is None
    assert layers.look_at(theta) is None, "nothing has moved yet"
    one = theta.copy()
    one[3] += 1.0
    assert layers.look_at(one) == Choice(frozenset({3}), others=False)
    assert layers.look_at(one) == Choice(frozenset({3}), others=False), "it still may"
    other = one.copy()
    other[7] += 1.0
    assert layers.look_at(other) == Choice(frozenset({7}), others=False)
    assert layers.look_at(other + 0.1) is None, "a step of training"
    assert layers.look_at(None) is None


def test_a_choice_and_its_rest():
    choice = Choice(frozenset({2}), others=False)
    assert [index in choice for index in range(4)] == [False, False, True, False]
    assert [index in choice.rest for index in range(4)] == [True, True, False, True]
    assert choice.takes(slice(0, 3))
    assert not choice.takes(slice(3, 9))
    assert not choice.rest.takes(slice(0, 3))
    assert choice.rest.takes(slice(3, 9))
