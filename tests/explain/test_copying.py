"""Explanations for the clipboard."""

import re

import numpy as np

from playground.core.gradients import Objective
from playground.core.network import Network
from playground.core.recipe import Recipe, TrainingState
from playground.explain.equations import Target, explain, explanation_latex, explanation_text, latex_document
from tests.explain.shared import xor


def test_text_has_lines_table_and_note() -> None:
    text = explanation_text(xor(index=0, gradient="layer-rule"))
    assert text.startswith("w₁₁⁽¹⁾\n\n∂C⁽¹⁾/∂w₁₁⁽¹⁾ = 1/n Σᵢ tᵢ = ")
    assert "x₁  x₂  y" in text
    assert "the gradient used = −0.0005993" in text
    assert text.rstrip().endswith("only longer.")


def test_latex_is_pure_and_balanced() -> None:
    for explanation in (
        xor(index=0, gradient="layer-rule"),
        xor("cost"),
        xor("unit"),
        xor(gradient="central-difference"),
    ):
        document = latex_document(explanation)
        assert document.isascii(), re.findall(r"[^\x00-\x7f]", document)
        assert document.count("{") == document.count("}")
        assert document.count("$") % 2 == 0
        assert document.count(r"\begin") == document.count(r"\end")
        assert explanation_latex(explanation) in document


def test_lines_are_aligned_at_their_first_sign() -> None:
    lines = explanation_latex(xor(gradient="forward-difference")).splitlines()
    assert lines[0] == r"\begin{align*}"
    assert lines[2].count("&") == 1
    assert r"} &\approx \frac{0.003" in lines[2]


def test_long_tables_are_cut_in_latex_and_whole_in_text() -> None:
    recipe = Recipe(Objective(Network((1, 1), ("linear",))))
    state = TrainingState.start(recipe, np.array([0.5, 0.0]))
    x = np.linspace(0.0, 1.0, 200)[:, None]
    explanation = explain(recipe, state, x, x, Target(), 0)
    assert "and 150 more samples" in explanation_latex(explanation)
    assert len(explanation_text(explanation).splitlines()) > 200


def test_very_long_tables_are_cut_in_text_too() -> None:
    recipe = Recipe(Objective(Network((1, 1), ("linear",))))
    x = np.linspace(0.0, 1.0, 12_345)[:, None]
    explanation = explain(recipe, TrainingState.start(recipe, np.array([0.5, 0.0])), x, x, Target(), 0)
    lines = explanation_text(explanation).splitlines()
    assert "and 11,345 more samples" in lines
    assert len(lines) < 1_020
    assert lines[-1].startswith("mean = C = ")
