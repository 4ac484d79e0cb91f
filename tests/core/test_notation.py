"""What units and parameters are called on screen."""

from playground.core.network import Network, Parameter
from playground.core.notation import parameter_symbol, size_text, target_symbol, unit_symbol

XOR = Network((2, 2, 1), ("sigmoid", "sigmoid"))
CHAIN = Network((1, 1, 1, 1), ("sigmoid",) * 3)
DEEP = Network((2, *(32,) * 8, 1), ("tanh",) * 9)


def test_the_papers_models_have_the_papers_letters():
    linear, neuron = Network((1, 1), ("linear",), biases=False), Network((2, 1), ("sigmoid",))
    assert unit_symbol(linear, 0, 0).plain == "x"
    assert parameter_symbol(linear, linear.parameters[0]).plain == "w"
    assert [parameter_symbol(neuron, parameter).plain for parameter in neuron.parameters] == ["w₁", "w₂", "b"]
    assert [unit_symbol(CHAIN, layer, 0).plain for layer in range(4)] == ["x", "a⁽¹⁾", "a⁽²⁾", "a⁽³⁾"]
    assert parameter_symbol(CHAIN, CHAIN.parameters[3]).plain == "b⁽²⁾"


def test_one_hidden_layer_is_h_and_its_output_a():
    assert [unit_symbol(XOR, 1, index).plain for index in range(2)] == ["h₁", "h₂"]
    assert unit_symbol(XOR, 2, 0).plain == "a"
    assert [parameter_symbol(XOR, parameter).plain for parameter in XOR.parameters[:2]] == ["w₁₁⁽¹⁾", "w₁₂⁽¹⁾"]
    assert target_symbol(XOR, 0).plain == "y"


def test_large_indices_are_kept_apart():
    wide = Network((12, 12), ("tanh",))
    assert parameter_symbol(wide, Parameter(0, 1, 0, 11)).plain == "w₁,₁₂"


def test_sizes_of_deep_networks_are_counted():
    assert size_text(XOR) == "2 – 2 – 1"
    assert size_text(DEEP) == "2 – 8 × 32 – 1"
