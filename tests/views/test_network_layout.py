"""The geometry of the network's picture: nothing overlaps, nothing leaves it."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.views.geometry import Box, Curve
from playground.views.label_places import place_labels
from playground.views.network_chips import widened
from playground.views.network_layout import lay_out, matrix_layers
from playground.views.network_places import NetworkLayout, Style, TextSizes
from playground.views.network_scene import rooms

NETWORKS = st.lists(st.integers(1, 40), min_size=2, max_size=10).map(tuple)
WIDTHS = st.floats(240, 1800)
HEIGHTS = st.floats(140, 1000)
ZOOMS = st.sampled_from([1.0, 1.5, 4.0, 20.0])
HAIR = 1e-6


def texts(layout: NetworkLayout) -> list[Box]:
    boxes = [
        box
        for column in layout.columns
        for unit in column.units
        for box in (unit.name, unit.bias, unit.target)
        if box is not None
    ]
    return boxes + [
        edge.label for connection in layout.connections for edge in connection.edges if edge.label is not None
    ]


def units(layout: NetworkLayout) -> list[Box]:
    return [unit.box for column in layout.columns for unit in column.units]


def inside(box: Box, layout: NetworkLayout) -> bool:
    return box.x >= -1 and box.y >= -1 and box.right <= layout.width + 1 and box.bottom <= layout.height + 1


@given(NETWORKS, WIDTHS, HEIGHTS, st.booleans(), ZOOMS)
def test_everything_is_inside(layers: tuple[int, ...], width: float, height: float, biases: bool, zoom: float):
    layout = lay_out(layers, width, height, biases=biases, zoom=zoom)
    assert all(inside(box, layout) for box in units(layout) + texts(layout))
    matrices = [connection.matrix for connection in layout.connections if connection.matrix is not None]
    assert all(inside(box, layout) for box in matrices)


@given(NETWORKS, WIDTHS, HEIGHTS, st.booleans(), ZOOMS)
def test_units_and_texts_do_not_overlap(
    layers: tuple[int, ...], width: float, height: float, biases: bool, zoom: float
):
    layout = lay_out(layers, width, height, biases=biases, zoom=zoom)
    boxes = units(layout) + texts(layout)
    clashes = [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other, gap=-0.51)]
    assert not clashes


@given(NETWORKS, WIDTHS, HEIGHTS)
def test_every_weight_is_an_edge_or_part_of_a_matrix(layers: tuple[int, ...], width: float, height: float):
    layout = lay_out(layers, width, height)
    assert [len(column.units) for column in layout.columns] == list(layers)
    for connection, (before, after) in zip(layout.connections, pairwise(layers), strict=True):
        if connection.matrix is None:
            places = [(edge.source, edge.target) for edge in connection.edges]
            assert places == [(source, target) for source in range(before) for target in range(after)]
        else:
            assert before * after > 1


@given(NETWORKS, WIDTHS, HEIGHTS)
def test_edges_lead_from_unit_to_unit(layers: tuple[int, ...], width: float, height: float):
    layout = lay_out(layers, width, height)
    for connection in layout.connections:
        before, after = layout.columns[connection.layer - 1 : connection.layer + 1]
        for edge in connection.edges:
            source, target = before.units[edge.source], after.units[edge.target]
            assert edge.curve.x0 == source.outlet
            assert edge.curve.x1 == target.box.x
            assert source.box.y <= edge.curve.y0 <= source.box.bottom
            assert target.box.y <= edge.curve.y1 <= target.box.bottom


@pytest.mark.parametrize(
    "layers",
    [(1, 1), (2, 1), (1, 1, 1), (2, 2, 1), (2, 4, 2, 1), (1,) * 11],
    ids=lambda layers: "-".join(map(str, layers)),
)
def test_small_networks_show_all_their_numbers(layers: tuple[int, ...]):
    layout = lay_out(layers, 700, 340)
    assert all(edge.label is not None for connection in layout.connections for edge in connection.edges)
    assert all(unit.bias is not None for column in layout.columns[1:] for unit in column.units)
    assert all(unit.target is not None for unit in layout.columns[-1].units)


def test_a_small_network_fills_the_panel():
    layout = lay_out((2, 2, 1), 700, 340)
    boxes = units(layout) + texts(layout)
    assert max(box.right for box in boxes) - min(box.x for box in boxes) > 0.85 * 700
    assert max(box.bottom for box in boxes) - min(box.y for box in boxes) > 0.7 * 340
    assert min(unit.width for unit in units(layout)) > 60


def test_the_biases_of_eight_units_stand_beside_them():
    layout = lay_out((2, 8, 8, 1), 700, 340)
    assert [column.style for column in layout.columns] == [Style.FULL, Style.SIDE, Style.SIDE, Style.FULL]
    hidden = layout.columns[1].units[0]
    assert hidden.bias is not None
    assert hidden.bias.x > hidden.box.right
    assert hidden.outlet == hidden.bias.right


def test_many_edges_become_a_matrix_picture():
    assert matrix_layers((2, 32, 32, 1)) == {2}
    assert matrix_layers((2, *(32,) * 8, 1)) == set(range(2, 9))
    assert matrix_layers((2, 16, 16, 1)) == set()
    # Not many between any two layers, but many altogether: the largest give way.
    assert matrix_layers((2, *(16,) * 6, 1)) == {2, 3, 4, 5}


def test_numbers_without_room_appear_when_zoomed_in():
    crowded = lay_out((3, 5, 3), 500, 300)
    enlarged = lay_out((3, 5, 3), 500, 300, zoom=4.0)
    assert all(edge.label is None for edge in crowded.connections[0].edges)
    assert all(edge.label is not None for edge in enlarged.connections[0].edges)
    assert enlarged.connections[0].text_scale == pytest.approx(0.25)


def test_huge_layers_are_laid_out_quickly_enough_to_be_seen():
    layout = lay_out((4096, 4096), 700, 340)
    assert layout.connections[0].matrix is not None
    assert len(units(layout)) == 8192


def test_a_bundle_of_crossing_edges_has_its_numbers_in_one_column():
    curves = [Curve(0, y0, 200, y1) for y0 in (0, 150) for y1 in (0, 150)]
    labels, scale = place_labels(curves, [], 50, 18, 200)
    assert labels is None  # the upper ones would leave the picture
    lowered = [Curve(0, y0, 200, y1) for y0 in (20, 170) for y1 in (20, 170)]
    labels, scale = place_labels(lowered, [], 50, 18, 200)
    assert labels is not None
    assert scale == 1.0
    assert len({round(label.x, 6) for label in labels}) == 1


def test_a_short_edge_has_its_number_above_or_below():
    walls = [Box(0, 80, 40, 40), Box(60, 80, 40, 40)]
    labels, _ = place_labels([Curve(40, 100, 60, 100)], walls, 50, 18, 300)
    assert labels is not None
    assert not any(labels[0].overlaps(wall) for wall in walls)


@given(st.floats(0, 1), st.floats(-50, 50), st.floats(-50, 50))
def test_a_curve_runs_from_left_to_right(t: float, y0: float, y1: float):
    curve = Curve(0, y0, 100, y1)
    x, y = curve.point(t)
    assert -HAIR <= x <= 100 + HAIR
    assert min(y0, y1) - HAIR <= y <= max(y0, y1) + HAIR
    assert (curve.samples[1:, 0] > curve.samples[:-1, 0]).all()


def test_texts_scale():
    assert TextSizes(10, 8, 6, 4, 2, 1).scaled(0.5) == TextSizes(5, 4, 3, 2, 1, 0.5)


@given(st.lists(st.integers(1, 3), min_size=2, max_size=5).map(tuple), st.floats(240, 900), st.floats(140, 500))
def test_values_behind_names_meet_no_number(layers: tuple[int, ...], width: float, height: float):
    layout = lay_out(layers, width, height)
    labels = [widened(edge.label) for found in layout.connections for edge in found.edges if edge.label is not None]
    for column, room in zip(layout.columns, rooms(layout), strict=True):
        for unit in column.units:
            if unit.name is not None and column.style is Style.FULL and room > 0:
                told = Box.around(unit.box.centre_x, unit.name.centre_y, room, unit.name.height)
                assert not any(told.overlaps(label) for label in labels)
