"""From an experiment to what is trained."""

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from playground.core.trainer import Trainer
from playground.data.generators import FIXED, GALLERY
from playground.experiment import experiment as ex
from playground.experiment.build import (
    ExperimentError,
    build,
    build_dataset,
    build_recipe,
    gallery_spec,
    given_start,
    initial_theta,
    inline_spec,
    with_progress,
)
from playground.experiment.check import check
from tests.experiment.strategies import experiments

replace = msgspec.structs.replace
MLP = ex.ModelSpec("mlp", (2, 3, 1), ("tanh", "sigmoid"), biases=True)
NETWORK = MLP.network


def experiment(**changes) -> ex.Experiment:
    fields = {"model": MLP, "dataset": inline_spec(FIXED["xor"]()), **changes}
    return ex.Experiment(format="gradient-playground", version=1, **fields)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(experiments())
def test_everything_built_fits_together(given_experiment):
    built = build(given_experiment)
    assert built.theta0.shape == built.state.theta.shape == (built.network.n_parameters,)
    assert len(built.train_inputs) + len(built.test_inputs) == built.dataset.n_samples
    assert np.array_equal(built.train_inputs, built.dataset.inputs[built.train_indices])
    assert np.array_equal(built.test_targets, built.dataset.targets[built.test_indices])
    assert built.state.optimizer_state.shape == (built.recipe.n_slots, built.network.n_parameters)
    for array in (built.theta0, built.train_inputs, built.train_targets, built.test_inputs, built.test_targets):
        assert not array.flags.writeable


def test_uniform_and_normal_draw_all_of_theta_at_once():
    rng = np.random.default_rng
    assert np.array_equal(initial_theta(ex.Uniform(-2.0, 3.0, 5), NETWORK), rng(5).uniform(-2.0, 3.0, 13))
    assert np.array_equal(initial_theta(ex.Normal(1.0, 2.0, 5), NETWORK), rng(5).normal(1.0, 2.0, 13))


def test_xavier_and_he_draw_weights_and_leave_biases_at_zero():
    big = ex.ModelSpec("mlp", (30, 50, 20), ("tanh", "relu"), biases=True).network
    for initial, deviation in (
        (ex.Xavier(1), lambda i, o: np.sqrt(2.0 / (i + o))),
        (ex.He(1), lambda i, _o: np.sqrt(2.0 / i)),
    ):
        theta = initial_theta(initial, big)
        assert all((b == 0).all() for b in big.biases_of(theta))
        for w in big.weights(theta):
            assert w.std() == pytest.approx(deviation(*w.shape), rel=0.1)
    first = big.weights(initial_theta(ex.Xavier(1), big))[0]
    assert np.abs(first).max() <= np.sqrt(6.0 / 80)


def test_zeros_and_given():
    assert (initial_theta(ex.Zeros(), NETWORK) == 0).all()
    theta = initial_theta(ex.Normal(seed=3), NETWORK)
    assert np.array_equal(initial_theta(given_start(NETWORK, theta), NETWORK), theta)


def test_a_start_that_is_not_finite_is_refused():
    with pytest.raises(ExperimentError, match=r"\$\.initial: the start values are not finite"):
        initial_theta(ex.Normal(0.0, 1.7e308), NETWORK)


def test_a_recipe_has_the_optimizer_with_its_numbers():
    training = ex.TrainingSpec(
        cost="cross-entropy",
        gradient="layer-rule",
        epsilon=0.5,
        optimizer=ex.Momentum(0.25, 0.75, nesterov=True),
        batch_size=2,
        shuffle_seed=9,
        penalty=ex.PenaltySpec(0.1, 0.2),
    )
    recipe = build_recipe(experiment(training=training))
    assert (recipe.optimizer.name, recipe.optimizer.learning_rate) == ("momentum", 0.25)
    assert (recipe.optimizer.momentum, recipe.optimizer.nesterov) == (0.75, True)
    assert (recipe.objective.cost, recipe.gradient, recipe.epsilon) == ("cross-entropy", "layer-rule", 0.5)
    assert (recipe.objective.penalty.l1, recipe.objective.penalty.l2) == (0.1, 0.2)
    assert (recipe.batch_size, recipe.shuffle_seed) == (2, 9)


@pytest.mark.parametrize("optimizer", [ex.GradientDescent(), ex.Momentum(), ex.RmsProp(), ex.Adam()])
@pytest.mark.parametrize("batch_size", [None, 3])
def test_going_on_from_progress_gives_the_same_bits_as_never_stopping(optimizer, batch_size):
    start = experiment(training=ex.TrainingSpec(optimizer=optimizer, batch_size=batch_size))

    def trained(given_experiment, steps):
        built = build(given_experiment)
        trainer = Trainer(built.recipe, built.train_inputs, built.train_targets, built.state)
        trainer.advance(steps)
        return trainer.state()

    there = trained(start, 50)
    half = with_progress(start, trained(start, 20))
    assert half.progress is not None
    assert half.progress.step == 20
    assert half.progress.optimizer_step is None
    resumed = trained(half, 30)
    assert (resumed.step, resumed.optimizer_step) == (50, 50)
    assert np.array_equal(resumed.theta, there.theta)
    assert np.array_equal(resumed.optimizer_state, there.optimizer_state)


def test_progress_without_the_state_of_its_optimizer_begins_that_anew():
    given_values = given_start(NETWORK, np.ones(13))
    progress = ex.Progress(7, given_values.weights, given_values.biases)
    state = build(experiment(training=ex.TrainingSpec(optimizer=ex.Adam()), progress=progress)).state
    assert (state.step, state.optimizer_step) == (7, 0)
    assert (state.optimizer_state == 0).all()


def test_the_age_of_the_optimizer_is_kept():
    given_values = given_start(NETWORK, np.ones(13))
    rows = ((0.5,) * 13, (0.25,) * 13)
    progress = ex.Progress(7, given_values.weights, given_values.biases, rows, 3)
    start = experiment(training=ex.TrainingSpec(optimizer=ex.Adam()), progress=progress)
    assert build(start).state.optimizer_step == 3
    assert with_progress(start, build(start).state).progress == progress


def test_a_generated_dataset_is_drawn_anew_for_each_seed():
    specs = [ex.GeneratedData("moons", 20, 0.1, seed) for seed in (0, 0, 1)]
    first, same, other = map(build_dataset, specs)
    assert first == same != other


def test_every_entry_of_the_gallery_becomes_the_dataset_it_shows():
    for entry in GALLERY:
        assert build_dataset(gallery_spec(entry)) == entry.dataset()


def test_tables_made_in_the_program_are_held_to_the_same_rules():
    xor = FIXED["xor"]()
    broken = np.array(xor.inputs)
    broken[2, 1] = np.nan
    with pytest.raises(ExperimentError, match=r"^\$\.dataset\.inputs\[2\]\[1\]: this is not a finite number"):
        check(experiment(dataset=ex.InlineData("xor", broken, xor.targets)))
    with pytest.raises(ExperimentError, match=r"\$\.dataset\.inputs: there are no samples"):
        check(experiment(dataset=ex.InlineData("none", np.empty((0, 2)), np.empty((0, 1)))))


def test_parameters_made_in_the_program_are_held_to_the_same_rules():
    initial = given_start(NETWORK, np.full(13, np.inf))
    with pytest.raises(ExperimentError, match=r"\$\.initial\.weights: there is a number that is not finite"):
        check(experiment(initial=initial))
    fine = given_start(NETWORK, np.ones(13))
    progress = ex.Progress(1, fine.weights, fine.biases, ((np.nan,) * 13,))
    with pytest.raises(ExperimentError, match=r"\$\.progress\.optimizer_state\[0\]: there is a number"):
        check(experiment(training=ex.TrainingSpec(optimizer=ex.Momentum()), progress=progress))


def test_inline_data_are_equal_by_value():
    one, same = inline_spec(FIXED["or"]()), inline_spec(FIXED["or"]())
    assert one == same
    assert one != inline_spec(FIXED["and"]())
    assert one != ex.GeneratedData("moons")
