import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.core.batches import batch_indices, epoch_order, is_full_batch, steps_per_epoch
from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.core.trainer import Trainer

SEEDS = st.integers(0, 2**70)
COUNTS = st.integers(1, 40)


@given(seed=SEEDS, epoch=st.integers(0, 10**9), n=st.integers(1, 200))
def test_every_epoch_is_a_permutation(seed: int, epoch: int, n: int) -> None:
    order = epoch_order(seed, epoch, n)
    assert sorted(order.tolist()) == list(range(n))
    assert order.tolist() == epoch_order(seed, epoch, n).tolist(), "it depends on seed and epoch alone"


def test_orders_differ_between_epochs_and_between_seeds() -> None:
    orders = {tuple(epoch_order(seed, epoch, 20).tolist()) for seed in range(20) for epoch in range(20)}
    assert len(orders) == 400


def test_every_place_is_as_likely_for_every_sample() -> None:
    n, epochs = 5, 4000
    counts = np.zeros((n, n))
    for epoch in range(epochs):
        counts[np.arange(n), epoch_order(7, epoch, n)] += 1
    expected = epochs / n
    assert ((counts - expected) ** 2 / expected).sum() < 50.0  # χ² with 16 degrees of freedom


@given(seed=SEEDS, n=COUNTS, batch_size=COUNTS, first_epoch=st.integers(0, 1000))
def test_an_epoch_sees_every_sample_once(seed: int, n: int, batch_size: int, first_epoch: int) -> None:
    per_epoch = steps_per_epoch(n, batch_size)
    assert per_epoch == -(-n // batch_size)
    steps = range(first_epoch * per_epoch, (first_epoch + 1) * per_epoch)
    batches = [batch_indices(seed, step, n, batch_size) for step in steps]
    assert sorted(np.concatenate(batches).tolist()) == list(range(n))
    assert all(batch.size == batch_size for batch in batches[:-1])
    assert batches[-1].size == n - (per_epoch - 1) * batch_size, "the last one is what is left"


@given(seed=SEEDS, n=COUNTS, more=st.integers(0, 5), step=st.integers(0, 1000))
def test_all_samples_come_in_their_own_order(seed: int, n: int, more: int, step: int) -> None:
    for batch_size in (None, n + more):
        assert is_full_batch(n, batch_size)
        assert steps_per_epoch(n, batch_size) == 1
        assert batch_indices(seed, step, n, batch_size).tolist() == list(range(n))


@given(seed=SEEDS, n=st.integers(2, 60), batch_size=COUNTS, first=st.integers(0, 10**12), data=st.data())
def test_the_kernel_sees_the_same_batches(seed: int, n: int, batch_size: int, first: int, data: st.DataObject) -> None:
    """Target i is 4^i for a network that says 0: the square root of the cost tells which samples were in the batch."""
    batch_size = min(batch_size, n - 1)
    weights = np.arange(1.0, n + 1.0)
    objective = Objective(Network((1, 1), ("linear",), biases=False))
    recipe = Recipe(objective, batch_size=batch_size, shuffle_seed=seed)
    still = Recipe(objective, gradient="forward-difference", batch_size=batch_size, shuffle_seed=seed)
    for chosen in (recipe, still):
        state = TrainingState(first, np.zeros(1), np.zeros((0, 1)))
        trainer = Trainer(chosen, np.zeros((n, 1)), weights[:, None], state)
        n_steps = data.draw(st.integers(1, 2 * steps_per_epoch(n, batch_size)))
        costs = trainer.advance(n_steps).costs
        for place, cost in enumerate(costs):
            batch = batch_indices(seed, first + place, n, batch_size)
            np.testing.assert_allclose(cost, (weights[batch] ** 2).mean(), rtol=1e-13)
