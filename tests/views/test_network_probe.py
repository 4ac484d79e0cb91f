"""What of the network's picture is under the mouse, and what is told about it."""

from hypothesis import given
from hypothesis import strategies as st

from playground.core.network import Network, Parameter
from playground.views.network_layout import lay_out
from playground.views.network_probe import Probe, UnitHit, emphasis, readout
from tests.views.moments import XOR, XOR_THETA, moment


@given(st.sampled_from([(2, 2, 1), (2, 8, 8, 1), (1, 1, 1), (2, 32, 32, 1)]), st.data())
def test_every_edge_is_found_on_its_own_curve(layers: tuple[int, ...], data: st.DataObject):
    network = Network(layers, ("tanh",) * (len(layers) - 1))
    layout = lay_out(layers, 700, 340)
    probe = Probe(network, layout)
    connection = data.draw(st.sampled_from([found for found in layout.connections if found.edges]))
    edge = data.draw(st.sampled_from(connection.edges))
    if edge.label is not None:
        found = probe.at(edge.label.centre_x, edge.label.centre_y)
        assert isinstance(found, Parameter)
        assert (found.layer, found.source, found.target) == (connection.layer, edge.source, edge.target)
        assert network.parameters[found.index] == found
    near = probe.at(*edge.curve.point(data.draw(st.floats(0.05, 0.95))))
    assert near is not None


def test_every_cell_of_a_matrix_is_found():
    network = Network((2, 32, 32, 1), ("tanh",) * 3)
    layout = lay_out(network.layers, 700, 340)
    box = layout.connections[1].matrix
    assert box is not None
    found = Probe(network, layout).at(box.x + 5.5 * box.width / 32, box.y + 30.5 * box.height / 32)
    assert found == network.parameters[network.weight_slices[1].start + 30 * 32 + 5]


def test_biases_and_units_are_found():
    layout = lay_out((2, 2, 1), 700, 340)
    probe = Probe(XOR, layout)
    output = layout.columns[2].units[0]
    assert output.bias is not None
    assert probe.at(output.box.centre_x, output.box.centre_y) == UnitHit(2, 0)
    assert probe.at(output.bias.centre_x, output.bias.centre_y) == XOR.parameters[8]
    assert probe.at(1, 1) is None


def test_a_readout_tells_value_derivative_and_change():
    told = readout(XOR, moment(XOR, XOR_THETA), XOR.parameters[1])
    assert told.title == "w₁₂⁽¹⁾"
    assert told.remark == "weight from x₁ to h₂"
    rows = dict(told.rows)
    assert rows["value"] == "+3.9000"
    assert rows["last change"] == "−0.12500"
    assert "∂C/∂w₁₂⁽¹⁾" in rows


def test_a_units_readout_tells_its_bias_and_its_range():
    told = readout(XOR, moment(XOR, XOR_THETA), UnitHit(1, 0))
    assert told.title == "h₁"
    assert told.remark == "unit 1 of layer 1 · sigmoid"
    assert dict(told.rows)["bias b₁⁽¹⁾"] == "−2.4000"
    assert readout(XOR, None, UnitHit(0, 1)).rows == ()


def test_a_unit_means_what_leads_into_it_and_out_of_it():
    meant = emphasis(XOR, UnitHit(1, 0), None)
    assert sorted(XOR.parameters[index].name for index in meant.parameters) == [
        "b_1^(1)",
        "w_11^(1)",
        "w_11^(2)",
        "w_21^(1)",
    ]
    assert meant.units == {(1, 0)}
    assert meant.dims


def test_a_weight_means_the_units_at_its_ends():
    meant = emphasis(XOR, XOR.parameters[1], XOR.parameters[8])
    assert meant.units == {(0, 0), (1, 1)}
    assert meant.ringed == {1, 8}


def test_nothing_steps_back_while_nothing_is_meant():
    assert not emphasis(XOR, None, XOR.parameters[8]).dims
