"""The letters of the paper's one neuron."""

import pytest

from playground.core.notation import Symbol
from playground.core.paper_letters import latex_in_paper_letters, symbol_in_paper_letters, text_in_paper_letters


@pytest.mark.parametrize(
    ("ours", "papers"), [("x₁", "x"), ("x₂", "y"), ("a − y", "a − z"), ("z = x₁·w₁ + x₂·w₂ + b", "s = x·w₁ + y·w₂ + b")]
)
def test_inputs_and_target_change_their_letters(ours: str, papers: str):
    assert text_in_paper_letters(ours) == papers


def test_words_and_other_symbols_stay():
    assert text_in_paper_letters("exactly w₁, many xyz") == "exactly w₁, many xyz"
    assert symbol_in_paper_letters(Symbol("w", "1")) == Symbol("w", "1")
    assert latex_in_paper_letters(r"\frac{a - y}{x_{1}}") == r"\frac{a - z}{x}"


def test_a_symbol_is_written_as_its_text():
    assert symbol_in_paper_letters(Symbol("x", "2")) == Symbol("y")
    assert symbol_in_paper_letters(Symbol("y")) == Symbol("z")
