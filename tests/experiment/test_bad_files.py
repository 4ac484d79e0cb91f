"""Bad input: one line that names file, field, what is wrong and what would be right."""

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiment import experiment_file
from playground.experiment.experiment_file import ExperimentError, loads

GOOD: dict[str, Any] = {
    "format": "gradient-playground",
    "version": 1,
    "title": "XOR",
    "notes": "",
    "model": {"kind": "mlp", "layers": [2, 2, 1], "activations": ["sigmoid", "sigmoid"], "biases": True},
    "initial": {"scheme": "uniform", "low": -1.0, "high": 1.0, "seed": 0},
    "dataset": {
        "source": "inline",
        "name": "xor",
        "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
        "targets": [[0], [1], [1], [0]],
    },
    "split": {"test_fraction": 0.0, "seed": 0},
    "training": {
        "cost": "mse",
        "gradient": "backpropagation",
        "epsilon": 0.001,
        "optimizer": {"name": "gradient-descent", "learning_rate": 1.0},
        "batch_size": None,
        "shuffle_seed": 0,
        "penalty": {"l1": 0.0, "l2": 0.0},
    },
}
WEIGHTS = {"weights": [[[1, 2], [3, 4]], [[5], [6]]], "biases": [[1, 2], [3]]}
DELETE = object()


def changed(path: str, value: object) -> dict:
    """The good file with one place changed; ``path`` is like ``model.layers.1``."""
    fields = copy.deepcopy(GOOD)
    *parents, last = path.split(".")
    place: Any = fields
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    if value is DELETE:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return fields


def refusal(content: dict | str | bytes) -> str:
    """The text of the error, which is one line that begins with the file."""
    text = json.dumps(content) if isinstance(content, dict) else content
    with pytest.raises(ExperimentError) as caught:
        loads(text, "my.playground")
    line = str(caught.value)
    assert len(line.splitlines()) == 1
    assert line.startswith("my.playground: ")
    assert "; " in line  # what would be right
    return line.removeprefix("my.playground: ")


def test_the_good_file_is_good():
    loads(json.dumps(GOOD))


# ---- no experiment at all


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "the file is empty"),
        (" \n ", "the file is empty"),
        ('{"format": "gradient-playground",\n "version": 1,}', r"not JSON: .*line 2, column 1\d"),
        ("hello", r"not JSON: expecting value \(line 1, column 1\)"),
        (b"\xff\xfe\x00", r"no.* UTF-8 \(byte 1\); save it as UTF-8"),
        ("[1, 2]", r"\$: \[1, 2\] is no experiment; write an object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "too many digits"),
        (r'{"title": "\ud800"}', "not JSON: a text in it is no Unicode"),
        ("{}", r"\$\.format: missing; .*gradient-playground"),
        ('{"format": "other"}', r"\$\.format: \"other\" is another format"),
        ('{"format": "gradient-playground"}', r"\$\.version: missing; write 1"),
        ('{"format": "gradient-playground", "version": 2, "new": 1}', r"\$\.version: version 2 is newer .*update"),
        ('{"format": "gradient-playground", "version": true}', r"\$\.version: true does not fit; give 1"),
        ('{"format": "gradient-playground", "version": "1"}', r'\$\.version: "1" does not fit; give 1$'),
        (
            '{"a": {"b\\"": 1}, "c": {"d": [{}, "}"], "b": 1, "\\u0062" : 2}}',
            r"\$\.c\.b: this key is there twice; keep",
        ),
    ],
)
def test_what_is_no_experiment(content, expected):
    assert re.search(expected, refusal(content))


def test_a_file_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(experiment_file, "MAX_BYTES", 50)
    assert "too large" in refusal(json.dumps(GOOD))


# ---- types and fields


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("modle", 1, '$.modle: unknown field; did you mean "model"?'),
        ("model.layer", 1, '$.model.layer: unknown field; did you mean "layers"?'),
        ("initial.scale", 1, "$.initial.scale: unknown field; there are scheme, low, high, seed"),
        ("training.optimizer.beta1", 1, "$.training.optimizer.beta1: unknown field; there are name, learning_rate"),
        ("model", DELETE, "$.model: missing; write an object with the fields kind, layers, activations, biases"),
        ("model.layers", DELETE, "$.model.layers: missing; write a list of whole numbers"),
        ("dataset.source", DELETE, "$.dataset.source: missing; write one of inline, generator"),
        ("model.layers.1", "2", '$.model.layers[1]: "2" does not fit; give a whole number'),
        ("model.layers.1", 2.5, "$.model.layers[1]: 2.5 does not fit; give a whole number"),
        ("model.layers", "2-2-1", '$.model.layers: "2-2-1" does not fit; give a list of whole numbers'),
        ("model.kind", "mlpp", '$.model.kind: "mlpp" does not fit; did you mean "mlp"?'),
        ("model.kind", "x", '$.model.kind: "x" does not fit; give one of chain, linear, mlp, one-neuron, two-neurons'),
        ("model.biases", 1, "$.model.biases: 1 does not fit; give true or false"),
        ("model.activations.0", "sigmiod", '$.model.activations[0]: "sigmiod" does not fit; did you mean "sigmoid"?'),
        (
            "model.activations",
            "tanh",
            '$.model.activations: "tanh" does not fit; give a list of names, each one of leaky',
        ),
        (
            "initial",
            {"scheme": "given", "weights": 1},
            "$.initial.weights: 1 does not fit; give a list of lists of lists",
        ),
        ("model.extra", 1, "$.model.extra: unknown field; there are kind, layers, activations, biases"),
        ("initial.scheme", "unifrom", '$.initial.scheme: "unifrom" does not fit; did you mean "uniform"?'),
        ("initial", 5, '$.initial: 5 does not fit; give an object with "scheme": one of'),
        ("initial.seed", -1, "$.initial.seed: -1 does not fit; give a whole number ≥ 0"),
        ("dataset.name", 5, "$.dataset.name: 5 does not fit; give text"),
        ("dataset.inputs", "x", '$.dataset.inputs: "x" does not fit; give a list of rows'),
        ("dataset.inputs", [0, 1], "$.dataset.inputs[0]: 0 does not fit; give a list of numbers"),
        ("dataset.inputs.1.1", None, "$.dataset.inputs[1][1]: null does not fit; give a finite number"),
        ("dataset.inputs.1.1", True, "$.dataset.inputs[1][1]: true does not fit; give a finite number"),
        ("dataset.targets.2", [1, 0], "$.dataset.targets[2]: this row has 2, the first 1; make them equally long"),
        ("dataset.inputs", [], "$.dataset.inputs: there are no samples; write at least one row"),
        ("split.test_fraction", 1.0, "$.split.test_fraction: 1.0 does not fit; give a number ≥ 0 and < 1"),
        (
            "training.optimizer.learning_rate",
            0,
            "$.training.optimizer.learning_rate: 0 does not fit; give a number > 0",
        ),
        ("training.optimizer.name", "adm", '$.training.optimizer.name: "adm" does not fit; did you mean "adam"?'),
        ("training.cost", "mae", '$.training.cost: "mae" does not fit; give one of cross-entropy, mse'),
        ("training.epsilon", 0, "$.training.epsilon: 0 does not fit; give a number > 0"),
        ("training.batch_size", 0, "$.training.batch_size: 0 does not fit; give a whole number ≥ 1 or null"),
        ("training.penalty.l1", -1, "$.training.penalty.l1: -1 does not fit; give a number ≥ 0"),
        ("training.stop", {"steps": 5}, '$.training.stop.steps: unknown field; did you mean "step"?'),
    ],
)
def test_types_and_fields(path, value, expected):
    assert refusal(changed(path, value)).startswith(expected)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("dataset.inputs.1.0", "$.dataset.inputs[1][0]"),
        ("training.optimizer.learning_rate", "$.training.optimizer.learning_rate"),
        ("initial.low", "$.initial.low"),
    ],
)
def test_numbers_that_are_not_finite(number, path, place):
    text = json.dumps(changed(path, "HERE")).replace('"HERE"', number)
    assert refusal(text) == f"{place}: this is not a finite number; write a finite number"


def test_a_huge_number_is_not_finite_as_floating_point():
    assert refusal(changed("dataset.inputs.1.0", 10**400)).startswith("$.dataset.inputs[1][0]: 1000")


# ---- what must fit what


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("model.layers", [2], "$.model.layers: 1 number given; write 2 to 65 numbers"),
        ("model.layers", [2] * 66, "$.model.layers: 66 numbers given"),
        ("model.layers.1", 10**9, "$.model.layers[1]: 1000000000 units; give 1 to 4096 units"),
        ("model.layers.1", 10**40, "$.model.layers[1]: 1"),
        ("model.layers.1", 0, "$.model.layers[1]: 0 units"),
        ("model.layers.0", 3, '$.model.layers[0]: 3 inputs in the model but 2 inputs in the data "xor"; write 2'),
        ("model.layers.2", 2, '$.model.layers[2]: 2 outputs in the model but 1 output in the data "xor"; write 1'),
        ("model.activations", ["sigmoid"], "$.model.activations: 1 given; write 2, one for each layer of weights"),
        ("model.activations", ["softmax", "tanh"], "$.model.activations[0]: softmax is for the last layer only"),
        ("model.activations.1", "softmax", "$.model.activations[1]: softmax of a single unit is always 1; use sigmoid"),
        ("model.kind", "chain", '$.model: this is no model of the kind "chain"; every layer has 1 unit'),
        ("model.kind", "linear", '$.model: this is no model of the kind "linear"; layers [1, 1]'),
        ("initial.low", 1, "$.initial.low: low 1.0 is not less than high 1.0"),
        ("initial", {"scheme": "uniform", "low": -1.5e308, "high": 1.5e308}, "$.initial.high: the range is too wide"),
        ("dataset.targets", [[0], [1]], "$.dataset.targets: 2 rows for 4 rows of inputs; write 4"),
        ("dataset", {"source": "generator", "name": "spirall"}, '$.dataset.name: there is no generator "spirall"; did'),
        ("dataset", {"source": "generator", "name": "moons", "samples": 1}, "$.dataset.samples: 1 does not fit"),
        ("dataset", {"source": "generator", "name": "moons", "samples": 10**9}, "$.dataset.samples: 1000000000 does"),
        ("dataset", {"source": "generator", "name": "moons", "noise": 1e308}, "$.dataset.noise: the samples are no"),
        ("split.test_fraction", 0.9, "$.split.test_fraction: no sample of 4 is left to train with; give a smaller"),
        ("progress", {"step": 1, **WEIGHTS, "biases": []}, "$.progress.biases: 0 given; write 2 layers of biases"),
        ("progress", {"step": 1, **WEIGHTS, "optimizer_state": [[1]]}, "$.progress.optimizer_state: 1 given; write []"),
        ("progress", {"step": -1, **WEIGHTS}, "$.progress.step: -1 does not fit"),
    ],
)
def test_what_must_fit_what(path, value, expected):
    assert refusal(changed(path, value)).startswith(expected)


@pytest.mark.parametrize(("depth", "parameters"), [(4, "50,356,224"), (64, "1,057,234,944")])
def test_too_many_parameters_are_refused_before_memory_is_taken(depth, parameters):
    model = {"kind": "mlp", "layers": [2, *[4096] * depth], "activations": ["tanh"] * depth, "biases": True}
    assert refusal(changed("model", model)).startswith(
        f"$.model.layers: these layers have {parameters} parameters; at most 50,000,000 are possible; give fewer"
    )


def test_two_layers_of_the_most_units_are_possible():
    fields = changed("model.layers", [1, 4096, 4096, 1])
    fields["model"]["activations"] = ["tanh", "tanh", "linear"]
    fields["dataset"].update(inputs=[[1]], targets=[[2]])
    assert loads(json.dumps(fields)).model.network.n_parameters == 16_793_601


@pytest.mark.parametrize(
    ("weights", "biases", "expected"),
    [
        ([[[1, 2]], [[5], [6]]], [[1, 2], [3]], "weights[0]: 1 given; write 2 rows, one for each unit before"),
        ([[[1, 2], [3]], [[5], [6]]], [[1, 2], [3]], "weights[0][1]: 1 given; write 2 numbers, one for each unit of"),
        ([[[1, 2], [3, 4]]], [[1, 2], [3]], "weights: 1 given; write 2 layers of weights"),
        ([[[1, 2], [3, 4]], [[5], [6]]], [[1, 2], [3, 4]], "biases[1]: 2 given; write 1 number, one for each unit of"),
        ([[[1, "2"], [3, 4]], [[5], [6]]], [[1, 2], [3]], 'weights[0][0][1]: "2" does not fit; give a number'),
    ],
)
@pytest.mark.parametrize("field", ["initial", "progress"])
def test_parameters_of_the_wrong_shape(field, weights, biases, expected):
    tag = {"scheme": "given"} if field == "initial" else {"step": 3}
    line = refusal(changed(field, {**tag, "weights": weights, "biases": biases}))
    assert line.startswith(f"$.{field}.{expected}")


def test_a_model_without_biases_has_an_empty_list_of_them():
    fields = changed("model", {"kind": "linear", "layers": [1, 1], "activations": ["linear"], "biases": False})
    fields["dataset"].update(inputs=[[1]], targets=[[2]])
    fields["initial"] = {"scheme": "given", "weights": [[[1]]], "biases": [[0]]}
    assert refusal(fields) == "$.initial.biases: the model has no biases; write []"
    fields["initial"]["biases"] = []
    loads(json.dumps(fields))


def test_the_state_of_the_optimizer_has_its_shape():
    fields = changed("training.optimizer", {"name": "adam"})
    fields["progress"] = {"step": 1, **WEIGHTS, "optimizer_state": [[0] * 9]}
    assert refusal(fields) == "$.progress.optimizer_state: 1 given; write 2 rows for adam"
    fields["progress"]["optimizer_state"] = [[0] * 9, [0] * 8]
    assert refusal(fields).startswith("$.progress.optimizer_state[1]: 8 given; write 9 numbers")
    fields["progress"]["optimizer_state"] = []
    loads(json.dumps(fields))


def test_cross_entropy_needs_fitting_outputs_and_targets():
    fields = changed("training.cost", "cross-entropy")
    loads(json.dumps(fields))
    fields["dataset"]["targets"][0] = [-1]
    assert refusal(fields).startswith("$.training.cost: cross-entropy needs targets from 0 to 1, these go from -1.0")
    fields["dataset"]["targets"][0] = [0]
    fields["model"]["activations"][1] = "tanh"
    assert refusal(fields).startswith("$.training.cost: cross-entropy does not work with tanh outputs; use sigmoid or")


def test_a_batch_larger_than_the_data_means_all_of_them():
    loads(json.dumps(changed("training.batch_size", 1000)))


def test_a_name_with_a_line_break_stays_on_the_line():
    fields = changed("dataset.name", "two\nlines")
    fields["model"]["layers"][0] = 3
    assert r"two\nlines" in refusal(fields)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


PLACES = """
model model.layers model.layers.1 model.activations initial initial.low dataset dataset.inputs dataset.inputs.1 split
training training.optimizer training.stop progress
"""


@given(
    st.sampled_from(PLACES.split()),
    json_values,
)
def test_any_value_anywhere_is_read_or_refused_in_one_line(path, value):
    line = ""
    try:
        loads(json.dumps(changed(path, value)), "f")
    except ExperimentError as error:
        line = str(error)
    assert line == "" or line.startswith("f: $")
    assert len(line.splitlines()) <= 1
