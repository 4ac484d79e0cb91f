"""Every source of data gives what it promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.generators import AREA, FIXED, GALLERY, GENERATORS

names = st.sampled_from(sorted(GENERATORS))


@given(names, st.integers(2, 300), st.floats(0, 3), st.integers(0, 2**70))
def test_a_generator_gives_as_many_samples_as_asked_for_and_the_same_each_time(name, samples, noise, seed):
    generator = GENERATORS[name]
    data = generator.dataset(samples, noise, seed)
    assert (data.n_samples, data.n_inputs, data.n_outputs) == (samples, generator.n_inputs, 1)
    assert np.isfinite(data.inputs).all()
    assert np.isfinite(data.targets).all()
    assert data == generator.dataset(samples, noise, seed)


@given(names, st.integers(2, 300), st.integers(0, 1000))
def test_without_noise_samples_lie_in_the_area_and_targets_in_their_range(name, samples, seed):
    generator = GENERATORS[name]
    data = generator.dataset(samples, 0.0, seed)
    assert np.abs(data.inputs).max() <= AREA
    assert data.is_classes or generator.kind == "values"
    low, high = data.target_range()
    assert low >= (0.0 if generator.kind == "classes" else -1.0)
    assert high <= 1.0


@pytest.mark.parametrize("name", [n for n, g in GENERATORS.items() if g.kind == "classes"])
def test_classes_are_equally_many_and_noise_leaves_them_so(name):
    for samples, noise in ((100, 0.0), (101, 2.0)):
        ones = GENERATORS[name].dataset(samples, noise, 3).targets.sum()
        assert ones == samples // 2


def nearest_of_its_own_class(data):
    distances = ((data.inputs[:, None] - data.inputs[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    return (data.targets[distances.argmin(axis=1)] == data.targets).mean()


@pytest.mark.parametrize("name", [n for n, g in GENERATORS.items() if g.kind == "classes"])
def test_classes_keep_apart_without_noise_and_mix_with_much(name):
    generator = GENERATORS[name]
    assert nearest_of_its_own_class(generator.dataset(400, 0.0, 0)) > 0.97
    assert nearest_of_its_own_class(generator.dataset(400, 6.0, 0)) < 0.9


def test_circle_is_a_disc_within_a_ring():
    data = GENERATORS["circle"].dataset(500, 0.0, 0)
    radius = np.hypot(*data.inputs.T)
    assert radius[data.targets[:, 0] == 1].max() < 3 < radius[data.targets[:, 0] == 0].min()


def test_xor_is_one_where_the_signs_differ():
    data = GENERATORS["xor"].dataset(500, 0.0, 0)
    assert np.array_equal(data.inputs.prod(axis=1) < 0, data.targets[:, 0] == 1)


def test_the_arms_of_the_spiral_are_each_other_turned_around():
    data = GENERATORS["spiral"].dataset(500, 0.0, 0)
    angle = np.arctan2(data.inputs[:, 0], data.inputs[:, 1])
    turns = 1.75 * 2 * np.pi * np.hypot(*data.inputs.T) / 5.0
    assert np.allclose(np.cos(angle - turns - np.pi * data.targets[:, 0]), 1.0)


def test_the_plane_is_the_sum_of_its_inputs():
    data = GENERATORS["plane"].dataset(50, 0.0, 0)
    assert np.allclose(data.targets[:, 0], data.inputs.sum(axis=1) / 10.0)


def test_hills_and_hollows_come_close_to_both_ends():
    low, high = GENERATORS["multi-gaussian"].dataset(2000, 0.0, 0).target_range()
    assert low < -0.95
    assert high > 0.95


@pytest.mark.parametrize("name", [n for n, g in GENERATORS.items() if g.kind == "values"])
def test_noise_of_values_is_in_the_targets(name):
    clean, noisy = (GENERATORS[name].dataset(2000, noise, 1) for noise in (0.0, 0.5))
    assert np.array_equal(clean.inputs, noisy.inputs)
    assert np.std(noisy.targets - clean.targets) == pytest.approx(0.5, rel=0.1)


@pytest.mark.parametrize(
    ("name", "outputs"),
    [("or", [0, 1, 1, 1]), ("and", [0, 0, 0, 1]), ("nand", [1, 1, 1, 0]), ("nor", [1, 0, 0, 0]), ("xor", [0, 1, 1, 0])],
)
def test_gates_are_their_truth_tables(name, outputs):
    data = FIXED[name]()
    assert data.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.targets[:, 0].tolist() == outputs


def test_sets_with_one_input():
    twice = FIXED["twice"]()
    assert twice.inputs[:, 0].tolist() == [0, 1, 2, 3, 4]
    assert np.array_equal(twice.targets, 2 * twice.inputs)
    assert FIXED["not"]().targets.tolist() == [[1], [0]]
    step = FIXED["step"]()
    assert np.array_equal(step.targets[:, 0], step.inputs[:, 0] > 0)
    sine = FIXED["sine"]()
    assert sine.n_samples == 25
    assert 0 < sine.target_range()[0] < sine.target_range()[1] < 1


def test_fixed_sets_have_their_names():
    assert {name: make().name for name, make in FIXED.items()} == {name: name for name in FIXED}


def test_the_gallery_shows_everything_once():
    assert len({entry.key for entry in GALLERY}) == len(GALLERY) == len(FIXED) + len(GENERATORS)
    assert {(entry.source, entry.name) for entry in GALLERY} == {("inline", name) for name in FIXED} | {
        ("generator", name) for name in GENERATORS
    }
    assert all(entry.title for entry in GALLERY)
    assert [entry.dataset().n_inputs for entry in GALLERY] == sorted(entry.dataset().n_inputs for entry in GALLERY)


def test_an_entry_of_the_gallery_draws_with_the_seed():
    spiral = next(entry for entry in GALLERY if entry.key == "spiral")
    assert spiral.dataset() == spiral.dataset(0) != spiral.dataset(1)
