"""Numbers as LaTeX."""

import math

import pytest

from playground.explain.numbers import latex_number


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (0.0, "0"),
        (-1.0, "-1"),
        (0.889123, "0.8891"),
        (12345.6, "12{,}346"),
        (-1.2344e-7, r"-1.234 \cdot 10^{-7}"),
        (3e9, r"3.000 \cdot 10^{9}"),
        (math.inf, r"\infty"),
        (-math.inf, r"-\infty"),
        (math.nan, r"\mathrm{NaN}"),
    ],
)
def test_numbers_as_latex(value: float, latex: str) -> None:
    assert latex_number(value) == latex
