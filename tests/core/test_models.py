import pytest

from playground.core.models import MODELS, chain
from playground.core.network import Network


def test_the_catalogue_is_the_papers_four_and_one_more() -> None:
    assert list(MODELS) == ["linear", "one-neuron", "two-neurons", "chain", "mlp"]


@pytest.mark.parametrize("name", MODELS)
def test_every_default_belongs_to_its_kind(name: str) -> None:
    assert MODELS[name].problem(MODELS[name].default) is None


@pytest.mark.parametrize(
    ("name", "network", "said"),
    [
        ("linear", Network((1, 1), ("linear",)), "biases false"),
        ("one-neuron", Network((3, 1), ("sigmoid",)), r"layers \[2, 1\]"),
        ("two-neurons", Network((1, 1, 1), ("sigmoid", "tanh")), "sigmoid"),
        ("chain", Network((1, 2, 1), ("sigmoid", "sigmoid")), "1 unit"),
        ("chain", Network((1, 1), ("sigmoid",), biases=False), "biases"),
    ],
)
def test_what_does_not_belong_is_said_in_words(name: str, network: Network, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(MODELS[name].problem(network))


def test_chains_of_any_length() -> None:
    assert chain(10).layers == (1,) * 11
    assert MODELS["chain"].problem(chain(7)) is None
    assert MODELS["mlp"].problem(chain(7)) is None
