"""The letters of the paper's one neuron: its inputs are x and y, its target is z (grad.tex, "One Neuron Model").

Everywhere else x₁, x₂ are inputs and y is the target; the paper has no letter for the pre-activation, called s here.
"""

import re
from typing import Final

from playground.core.notation import Symbol

_PLAIN: Final = {"x₁": "x", "x₂": "y", "y": "z", "z": "s"}
_LATEX: Final = {"x_{1}": "x", "x_{2}": "y", "y": "z", "z": "s"}
_IN_PLAIN: Final = re.compile(r"(?<![A-Za-z])(x₁|x₂|y|z)(?![A-Za-z])")
_IN_LATEX: Final = re.compile(r"(?<![A-Za-z\\])(x_\{1\}|x_\{2\}|y|z)(?![A-Za-z])")


def symbol_in_paper_letters(symbol: Symbol) -> Symbol:
    """Write a symbol as the paper does."""
    letter = _PLAIN.get(symbol.plain)
    return symbol if letter is None else Symbol(letter)


def text_in_paper_letters(text: str) -> str:
    """Write every symbol in a line of text as the paper does."""
    return _IN_PLAIN.sub(lambda found: _PLAIN[found[1]], text)


def latex_in_paper_letters(latex: str) -> str:
    """Write every symbol in LaTeX as the paper does."""
    return _IN_LATEX.sub(lambda found: _LATEX[found[1]], latex)
