"""What is looked at."""

import numpy as np

from playground.experiment.experiment import InlineData
from playground.explain.target import Target
from playground.session.session import Session


def test_until_one_is_chosen_the_sample_has_no_input_of_0(session: Session) -> None:
    assert tuple(session.dataset.inputs[session.selection.sample]) == (1.0, 1.0)
    session.choose_dataset(InlineData("axis", np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([[0.0], [1.0]])))
    assert session.selection.sample == 0
    session.choose_dataset(InlineData("one", np.array([[0.0, 2.0], [1.0, 0.5]]), np.array([[0.0], [1.0]])))
    assert session.selection.sample == 1
    session.selection.choose_sample(0)
    session.undo_stack.undo()
    assert session.selection.sample == 0
    session.choose_dataset(InlineData("none", np.empty((0, 2)), np.empty((0, 1))))
    assert session.selection.sample == 0
    session.open_example("xor")
    assert session.selection.sample == 3


def test_another_experiment_begins_with_nothing_chosen(session: Session) -> None:
    session.selection.choose(Target("parameter", index=4))
    session.open_example("chain")
    assert (session.selection.target, session.selection.parameter) == (Target(), 0)
