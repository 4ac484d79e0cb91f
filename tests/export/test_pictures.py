"""The picture of the costs shows what it should."""

import io

import numpy as np
import pytest
from PIL import Image

from playground.core.cost_history import CostHistory
from playground.export.pictures import SIZE, cost_picture, write_cost_picture

TRAIN, BATCH, TEST = (8, 119, 189), (181, 214, 235), (245, 147, 34)


def pixels_of(picture, colour):
    """Where the picture is close to a colour: (rows, columns)."""
    near = np.abs(np.asarray(picture).astype(int) - colour).sum(axis=2) < 30
    return np.nonzero(near)


def curve_of(costs, test=None, full=None):
    history = CostHistory()
    history.append(0, np.asarray(costs, dtype=float))
    for step, cost in test or []:
        history.note_test(step, cost)
    for step, cost in full or []:
        history.note_full(step, cost)
    return history.curve()


def test_a_falling_cost_falls_over_the_whole_width():
    picture = cost_picture(curve_of(np.geomspace(1.0, 1e-3, 1000)), "title")
    assert picture.size == SIZE
    rows, columns = pixels_of(picture, TRAIN)
    assert np.ptp(columns) > 1000
    left, right = rows[columns < columns.min() + 20], rows[columns > columns.max() - 20]
    assert left.max() < 150
    assert right.min() > 600
    middle = rows[np.abs(columns - columns.mean()) < 3].mean()  # the axis is logarithmic: a straight line
    assert middle == pytest.approx((left.mean() + right.mean()) / 2, abs=8)


def test_lines_are_smooth():
    colours = np.unique(np.asarray(cost_picture(curve_of(np.geomspace(1.0, 0.1, 50)), "t")).reshape(-1, 3), axis=0)
    assert len(colours) > 50


def test_every_series_has_its_colour():
    curve = curve_of([0.5, 0.2] * 50, test=[(0, 0.9), (99, 0.7)], full=[(0, 0.4), (99, 0.3)])
    picture = cost_picture(curve, "t")
    for colour in (TRAIN, BATCH, TEST):
        assert len(pixels_of(picture, colour)[0]) > 100
    only_train = cost_picture(curve_of([0.5, 0.4]), "t")
    assert len(pixels_of(only_train, TEST)[0]) == 0


@pytest.mark.parametrize(
    "costs", [[], [0.25], [0.25, 0.25], [0.0, 0.0], [1.0, 0.0], [np.nan], [np.inf, 1.0], [1e-320, 1e308]]
)
def test_odd_costs_still_give_a_picture(costs):
    assert cost_picture(curve_of(costs), "t").size == SIZE


def test_a_single_point_is_a_dot():
    assert 20 < len(pixels_of(cost_picture(curve_of([0.25]), "t"), TRAIN)[0]) < 200


@pytest.mark.parametrize("title", ["", "Übung η → 学习", "two\nlines", "long " * 200])
def test_any_title_can_be_drawn_and_stays_inside(title):
    picture = np.asarray(cost_picture(curve_of([1.0, 0.5]), title))
    assert (picture[:70, -30:] == 255).all()


def test_it_is_written_as_a_png(tmp_path):
    path = tmp_path / "any-name"
    write_cost_picture(curve_of([1.0, 0.5]), "t", path)
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        assert (picture.format, picture.size) == ("PNG", SIZE)
    assert list(tmp_path.iterdir()) == [path]
