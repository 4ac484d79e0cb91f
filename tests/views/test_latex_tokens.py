"""LaTeX cut into parts."""

from dataclasses import dataclass

import pytest

from playground.views.latex_tokens import Token, tokens_of


@dataclass(frozen=True)
class Piece:
    text: str
    role: str = "plain"
    key: str | None = None


def cut(*pieces: Piece | str) -> list[Token]:
    return tokens_of([Piece(piece) if isinstance(piece, str) else piece for piece in pieces])


def parts(*pieces: Piece | str) -> list[str]:
    return ["".join(token.parts) for token in cut(*pieces)]


@pytest.mark.parametrize(
    ("latex", "found"),
    [
        (r"a_i^{(2)} - y", ["a_i^{(2)}", "-", "y"]),
        (r"\frac{\partial C}{\partial w} = 2", [r"\frac{\partial C}{\partial w}", "=", "2"]),
        (r"\left(a-1\right)^{2}", ["(", "a", "-", "1", ")^{2}"]),
        (r"\sum_{i=1}^{n} t_i", [r"\sum_{i=1}^{n}", "t_i"]),
        (r"\sigma'(z)", [r"\sigma'", "(", "z", ")"]),
        (r"-1.230 \cdot 10^{-5}", ["-", "1.230", r"\cdot", "10^{-5}"]),
        (r"12{,}346.5", ["12{,}346.5"]),
        (r"\begin{cases}1 & a\\ 0 & b\end{cases} + 1", [r"\begin{cases}1 & a\\ 0 & b\end{cases}", "+", "1"]),
        (r"\text{is a word}\ b", [r"\text{is a word}", "", "b"]),
        ("", []),
        ("a_", ["a_"]),
        (r"\frac{1", [r"\frac{1"]),
    ],
)
def test_latex_is_cut_at_its_top_level(latex: str, found: list[str]):
    assert parts(latex) == found


def test_a_number_has_a_part_for_each_digit_so_that_a_new_one_costs_nothing():
    (token,) = cut(Piece("0.8890", "number", "a:2:0"))
    assert token.parts == ("0", ".", "8", "8", "9", "0")
    assert (token.role, token.key) == ("number", "a:2:0")


def test_signs_know_what_they_are():
    kinds = [token.kind for token in cut(r"a = -(b + c), \frac{1}{2} \sum_i x\quad n")]
    assert kinds == [
        "ordinary", "relation", "binary", "open", "ordinary", "binary", "ordinary", "close", "punctuation",
        "fraction", "operator", "ordinary", "space", "ordinary",
    ]  # fmt: skip


def test_brackets_are_counted():
    assert [token.depth for token in cut("a(b(c)d)e")] == [0, 0, 1, 1, 2, 1, 1, 0, 0]


def test_pieces_that_make_sense_only_together_keep_their_colours():
    fraction, equals = cut(r"\frac{\partial C}{\partial ", Piece("w_{1}", "w", "w:6"), "} =")
    assert fraction.kind == "fraction"
    ((mark, role, key),) = fraction.inks
    assert mark in fraction.parts[0]
    assert (role, key) == ("w", "w:6")
    assert equals.parts == ("=",)
    assert not equals.inks


def test_a_power_of_a_number_does_not_hold_its_digits_together():
    assert parts(Piece("0.25", "number"), "^{2}") == ["0.25", "^{2}"]
