"""`train`: its output, its files, and what it says when it diverges."""

import csv
import json
import re

import numpy as np
import pytest
from PIL import Image

from playground.experiment.build import build
from playground.experiment.examples import example_names, example_path
from playground.experiment.experiment_file import load
from tests.cli.shared import optimizer, step_of

# ---- train


def test_train_json_is_one_object_and_nothing_else(playground):
    code, output, errors = playground("train", "xor", "--steps", 100, "--json")
    assert code == 0
    assert errors == ""
    assert output.count("\n") == 1
    report = json.loads(output)
    assert list(report) == ["status", "steps", "cost", "weights", "biases"]
    assert (report["status"], report["steps"]) == ("finished", 100)
    assert [np.shape(w) for w in report["weights"]] == [(2, 2), (2, 1)]
    assert [np.shape(b) for b in report["biases"]] == [(2,), (1,)]


def test_the_cost_is_that_of_the_printed_parameters(playground):
    report = json.loads(playground("train", "xor", "--steps", 100, "--json")[1])
    built = build(load(example_path("xor")))
    theta = built.network.theta([np.array(w) for w in report["weights"]], [np.array(b) for b in report["biases"]])
    cost = built.recipe.objective.value(theta, built.dataset.inputs, built.dataset.targets)
    assert report["cost"] == pytest.approx(cost, rel=1e-12)


def test_twice_is_what_one_calculates_by_hand(playground):
    w = build(load(example_path("twice"))).theta0[0]
    for _ in range(3):
        w -= 0.1 * 12.0 * (w - 2.0)
    report = json.loads(playground("train", "twice", "--steps", 3, "--json")[1])
    assert report["weights"][0][0][0] == pytest.approx(w, rel=1e-13)
    assert report["cost"] == pytest.approx(6.0 * (w - 2.0) ** 2, rel=1e-12)
    assert report["biases"] == []


def test_no_step_leaves_the_start(playground):
    report = json.loads(playground("train", "xor", "--steps", 0, "--json")[1])
    start = build(load(example_path("xor"))).theta0
    assert report["steps"] == 0
    assert np.ravel(report["weights"][0]).tolist() == start[:4].tolist()


@pytest.mark.parametrize("steps", [0, 1])
def test_mini_batches_whose_cost_over_all_samples_is_not_finite_have_diverged(playground, write_changed, steps):
    dataset = {"inputs": [[1], [1e160]], "targets": [[0], [0]]}
    path = write_changed("twice", dataset=dataset, training={"batch_size": 1})
    code, output, _errors = playground("train", path, "--steps", steps, "--json")
    report = json.loads(output)
    assert code == 3
    assert (report["status"], report["steps"]) == ("diverged", 0)
    assert report["diverged"] == {"step": 1, "parameter": "w_11^(1)"}


@pytest.mark.parametrize("name", example_names())
def test_every_example_trains(playground, name):
    code, output, errors = playground("train", name, "--steps", 20)
    assert (code, errors) == (0, "")
    assert re.match(r".+: step 20, cost \S+ → \S+\n", output)


def test_the_same_command_twice_gives_the_same_text(playground):
    arguments = ("train", "spiral", "--steps", 50, "--json")
    assert playground(*arguments) == playground(*arguments)


def test_csv_has_a_row_for_every_step(playground, tmp_path):
    report = json.loads(playground("train", "xor", "--steps", 500, "--json", "--csv", "costs.csv")[1])
    with (tmp_path / "costs.csv").open(newline="") as stream:
        assert stream.readline() == "step,cost,test_cost\n"
        rows = list(csv.reader(stream))
    assert [int(row[0]) for row in rows] == list(range(501))
    assert float(rows[-1][1]) == report["cost"]
    assert {row[2] for row in rows} == {""}
    shorter = json.loads(playground("train", "xor", "--steps", 123, "--json")[1])
    assert float(rows[123][1]) == shorter["cost"]


def test_csv_of_mini_batches_and_a_test_set_has_full_costs(playground, write_changed, tmp_path):
    path = write_changed("spiral", training={"batch_size": 16})
    report = json.loads(playground("train", path, "--steps", 20, "--json", "--csv", "costs.csv")[1])
    rows = list(csv.DictReader((tmp_path / "costs.csv").read_text().splitlines()))
    assert len(rows) == 21
    assert float(rows[-1]["cost"]) == report["cost"]
    assert all(float(row["test_cost"]) > 0 for row in rows)


def test_plot_is_a_picture(playground, tmp_path):
    assert playground("train", "xor", "--steps", 100, "--plot", "costs.png")[0] == 0
    with Image.open(tmp_path / "costs.png") as picture:
        assert picture.format == "PNG"
        assert len(np.unique(np.asarray(picture.convert("L")))) > 20


def test_what_is_saved_goes_on_where_it_stopped(playground, tmp_path):
    whole = playground("train", "spiral", "--steps", 70, "--json")[1]
    assert playground("train", "spiral", "--steps", 30, "--save", "half.playground")[0] == 0
    assert step_of(tmp_path / "half.playground") == 30
    assert playground("train", "half.playground", "--steps", 40, "--json", "--csv", "rest.csv")[1] == whole
    first = (tmp_path / "rest.csv").read_text().splitlines()[1]
    assert first.startswith("30,")


def test_saving_into_the_experiment_itself(playground, write_changed):
    path = write_changed("xor")
    for expected in (10, 20):
        assert json.loads(playground("train", path, "--steps", 10, "--json", "--save", path)[1])["steps"] == expected


def test_a_stop_rule_in_the_file_is_not_used(playground, write_changed):
    path = write_changed("xor", training={"stop": {"step": 5, "cost": 10.0}})
    assert json.loads(playground("train", path, "--steps", 12, "--json")[1])["steps"] == 12


def test_the_summary_for_people(playground):
    _code, output, _errors = playground("train", "spiral", "--steps", 10)
    lines = output.splitlines()
    assert lines[0].startswith("Spiral: step 10, cost 0.67")
    assert lines[1].startswith("test cost 0.")
    assert lines[2] == "105 parameters; --json prints them all"
    assert "w_11^(1)" in playground("train", "twice", "--steps", 1)[1]


# ---- divergence


def test_divergence_is_reported_and_outputs_are_written(playground, write_changed, tmp_path):
    path = write_changed("twice", training=optimizer(0.2))
    outputs = ("--csv", "c.csv", "--plot", "c.png", "--save", "c.playground")
    code, output, errors = playground("train", path, "--steps", 100_000, "--json", *outputs)
    report = json.loads(output)
    assert code == 3
    assert report["status"] == "diverged"
    assert report["diverged"] == {"step": report["steps"] + 1, "parameter": "w_11^(1)"}
    assert np.isfinite(report["cost"])
    assert re.match(r"diverged: step 1,\d+ could not be taken, .*smaller learning rate", errors)
    rows = (tmp_path / "c.csv").read_text().splitlines()
    assert rows[-1] == f"{report['steps']},{report['cost']!r},"
    assert step_of(tmp_path / "c.playground") == report["steps"]
    assert (tmp_path / "c.png").stat().st_size > 1000


def test_a_start_whose_cost_is_not_finite_has_no_number_for_it(playground, write_changed):
    path = write_changed("twice", dataset={"inputs": [[1e200]], "targets": [[0]]})
    code, output, errors = playground("train", path, "--steps", 10, "--json")
    assert code == 3
    assert errors.startswith("diverged: the cost is not finite at the start; smaller parameters")
    assert json.loads(output)["cost"] is None
    assert json.loads(output)["steps"] == 0
    code, output, errors = playground("gradient", path, "--json")
    assert code == 3
    assert json.loads(output)["weights"] == [[[None]]]
    assert errors.startswith("diverged: ")
