"""`gradient`, `examples`, help, and what is said of wrong usage."""

import json
import re

import numpy as np
import pytest

from playground import __version__
from playground.core.gradients import GRADIENTS
from playground.experiment.build import build
from playground.experiment.examples import example_names, example_path
from playground.experiment.experiment_file import load

# ---- gradient


@pytest.mark.parametrize("method", list(GRADIENTS))
@pytest.mark.parametrize("name", ["twice", "xor", "chain"])
def test_gradient_by_every_method_is_that_of_the_reference(playground, name, method):
    code, output, errors = playground("gradient", name, "--method", method, "--epsilon", "0.01", "--json")
    assert (code, errors) == (0, "")
    report = json.loads(output)
    assert list(report) == ["cost", "weights", "biases"]
    built = build(load(example_path(name)))
    expected = GRADIENTS[method].gradient(
        built.recipe.objective, built.theta0, built.train_inputs, built.train_targets, 0.01
    )
    found = built.network.theta([np.array(w) for w in report["weights"]], [np.array(b) for b in report["biases"]])
    assert np.allclose(found, expected, rtol=1e-10, atol=1e-11)


def test_gradient_takes_method_and_epsilon_from_the_file(playground, write_changed):
    path = write_changed("twice", training={"gradient": "forward-difference", "epsilon": 0.5})
    exact = json.loads(playground("gradient", "twice", "--json")[1])["weights"][0][0][0]
    wrong = json.loads(playground("gradient", path, "--json")[1])["weights"][0][0][0]
    assert wrong - exact == pytest.approx(6.0 * 0.5)


def test_gradient_is_taken_where_the_progress_is(playground):
    playground("train", "twice", "--steps", 60, "--save", "done.playground")
    report = json.loads(playground("gradient", "done.playground", "--json")[1])
    assert abs(report["weights"][0][0][0]) < 1e-12


def test_gradient_for_people(playground):
    code, output, errors = playground("gradient", "twice")
    assert (code, errors) == (0, "")
    derivative = r"  ∂C/∂w_11\^\(1\) +(\S+)\n"
    found = re.fullmatch(rf"Twice: cost \S+\nbackpropagation: \|∇C\| = (\S+)\n{derivative}", output)
    assert found
    assert found[1] == found[2]
    assert (
        "forward-difference, ε = 0.25: |∇C|"
        in playground("gradient", "twice", "--method", "forward-difference", "--epsilon", "0.25")[1]
    )


def test_an_epsilon_that_is_not_used_is_noted(playground):
    code, output, errors = playground("gradient", "twice", "--epsilon", "0.1")
    assert (code, errors) == (0, "note: backpropagation has no use for --epsilon\n")
    assert "ε" not in output


# ---- examples, version, help


def test_examples_are_listed(playground):
    code, output, _errors = playground("examples", "--json")
    assert code == 0
    listed = json.loads(output)
    assert [entry["name"] for entry in listed] == list(example_names())
    assert all(set(entry) == {"name", "title"} for entry in listed)
    lines = playground("examples")[1].splitlines()
    assert [line.split()[0] for line in lines] == list(example_names())


def test_version_and_help(playground):
    assert playground("--version") == (0, f"playground {__version__}\n", "")
    code, output, _errors = playground("--help")
    assert code == 0
    for command in ("train", "gradient", "screenshot", "examples", "selftest"):
        assert f"\n  {command} " in output
        assert playground(command, "--help")[0] == 0


# ---- wrong usage


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("train", "xor"), "--steps"),
        (("train", "--steps", "5"), "EXPERIMENT"),
        (("train", "xor", "--steps", "-5"), "'-5' is no number of steps; give a whole number from 0 on"),
        (("train", "xor", "--steps", "1.5"), "'1.5' is no number of steps"),
        (("train", "xor", "--steps", "9" * 17), "is no number of steps"),
        (("train", "xor", "--steps", "5", "--colour"), "unrecognized arguments: --colour"),
        (("train", "xor", "--steps", "5", "--csv", "a", "--save", "./a"), "--save and --csv are the same file a"),
        (("gradient", "xor", "--method", "magic"), "invalid choice: 'magic'"),
        (("gradient", "xor", "--epsilon", "0"), "'0' does not fit; give a number greater than 0"),
        (("gradient", "xor", "--epsilon", "nan"), "'nan' does not fit"),
        (("gradient", "xor", "--epsilon", "x"), "'x' does not fit"),
        (("screenshot", "xor"), "-o"),
        (("screenshot", "xor", "-o", "p.txt"), "'p.txt' does not end in .png, and PNG is what is written; give p.png"),
        (("train", "xor", "--steps", "5", "--plot", "a/p.jpg"), "'a/p.jpg' does not end in .png"),
        (("train", "xor", "--steps", "5", "--plot", "."), "'.' does not end in .png"),
        (("screenshot", "xor", "-o", "p.png", "--size", "big"), "'big' is no size; give WIDTHxHEIGHT"),
        (("screenshot", "xor", "-o", "p.png", "--size", "10x10"), "'10x10' is no size"),
        (("screenshot", "xor", "-o", "p.png", "--theme", "pink"), "invalid choice: 'pink'"),
        (("trian", "xor"), "there is no command trian; did you mean train?"),
        (("--colour",), "unrecognized arguments: --colour"),
    ],
)
def test_wrong_usage(playground, tmp_path, arguments, expected):
    code, output, errors = playground(*arguments)
    assert (code, output) == (2, "")
    assert expected in errors
    assert list(tmp_path.glob("[!c]*.png")) == []


@pytest.mark.parametrize("option", ["--csv", "--plot"])
def test_an_output_in_the_place_of_the_experiment_is_refused(playground, write_changed, option):
    path = write_changed("xor").rename("changed.png")
    before = path.read_bytes()
    code, _output, errors = playground("train", path, "--steps", 1, option, path)
    assert code == 2
    assert f"{option} and EXPERIMENT are the same file" in errors
    assert path.read_bytes() == before
