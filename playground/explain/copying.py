"""Explanations for the clipboard: as LaTeX and as text."""

import re
from typing import Final

from playground.core.expressions import printed
from playground.explain.explanation import Explanation, Line, Table
from playground.explain.numbers import latex_number

_MOST_ROWS: Final = 50
_MOST_TEXT_ROWS: Final = 1000
_FIRST_SIGN: Final = re.compile(r" (=|\\approx) ")
_SPECIAL: Final = re.compile(r"[%&#_]")
_SYMBOL: Final = re.compile("(∂?[A-Za-z0-9δ])((?:[₀-₉ᵢ]+(?:,[₀-₉]+)*)?)([⁻⁰¹²³⁴-⁹⁽⁾]*)")
_LOWERED: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉ᵢ", "0123456789i")
_RAISED: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", "-0123456789()")
_SIGNS: Final = {
    "∂": r"$\partial$",
    "δ": r"$\delta$",
    "ε": r"$\varepsilon$",
    "σ": r"$\sigma$",
    "−": "$-$",
    "·": r"$\cdot$",
    "∞": r"$\infty$",
    "’": "'",
}


def explanation_latex(explanation: Explanation) -> str:
    """Write the lines as one ``align*`` and the table as a ``tabular``."""
    lines = [_aligned(line) for line in explanation.lines]
    parts = ["\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}"]
    table = explanation.table
    if table is not None:
        rows = [" & ".join(f"${header}$" for header in table.header_latex) + r" \\ \hline"]
        rows += [" & ".join(f"${latex_number(value)}$" for value in row) + r" \\" for row in table.rows[:_MOST_ROWS]]
        left_out = _left_out(table, _MOST_ROWS)
        if left_out:
            rows.append(rf"\multicolumn{{{len(table.headers)}}}{{l}}{{{left_out}}} \\")
        rows[-1] += r" \hline"
        span = len(table.headers) - 1
        for label, value in table.foot:
            cells = rf"\multicolumn{{{span}}}{{r}}{{{_prose(label)}}} & " if span else f"{_prose(label)}: "
            rows.append(rf"{cells}${latex_number(value)}$ \\")
        columns = "r" * len(table.headers)
        parts.append(f"\\begin{{tabular}}{{{columns}}}\n" + "\n".join(rows) + "\n\\end{tabular}")
    if explanation.note:
        parts.append(_prose(explanation.note))
    return "\n\n".join(parts) + "\n"


def latex_document(explanation: Explanation) -> str:
    """Write a whole document that LaTeX typesets as it is."""
    return (
        "\\documentclass{article}\n\\usepackage{amsmath}\n"
        f"\\begin{{document}}\n\\section*{{{_prose(explanation.title)}}}\n{explanation_latex(explanation)}"
        "\\end{document}\n"
    )


def explanation_text(explanation: Explanation) -> str:
    """Write everything as plain text, the table with aligned columns."""
    parts = [
        explanation.title,
        "\n".join(("    " if line.continues else "") + line.plain for line in explanation.lines),
    ]
    table = explanation.table
    if table is not None:
        cells = [list(table.headers), *([printed(value) for value in row] for row in table.rows[:_MOST_TEXT_ROWS])]
        widths = [max(len(row[column]) for row in cells) for column in range(len(table.headers))]
        lines = ["  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in cells]
        lines += filter(None, [_left_out(table, _MOST_TEXT_ROWS)])
        lines += [f"{label} = {printed(value)}" for label, value in table.foot]
        parts.append("\n".join(lines))
    if explanation.note:
        parts.append(explanation.note)
    return "\n\n".join(parts) + "\n"


def _left_out(table: Table, most: int) -> str:
    """Say how many rows are left out; empty if none are."""
    more = len(table.rows) - most
    return f"and {more:,} more sample{'s' * (more > 1)}" if more > 0 else ""


def _aligned(line: Line) -> str:
    """Put the mark of alignment before the first sign of equality."""
    if line.continues:
        return f"&\\quad {line.latex}"
    return _FIRST_SIGN.sub(r" &\1 ", line.latex, count=1)


def _prose(text: str) -> str:
    """A sentence as LaTeX: what stands for mathematics in it becomes mathematics."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _SYMBOL.sub(_symbol, text)
    for sign, latex in _SIGNS.items():
        text = text.replace(sign, latex)
    return text


def _symbol(found: re.Match[str]) -> str:
    letter, sub, sup = found.groups()
    if len(letter) == 1 and not sub and not sup:
        return letter
    latex = letter.replace("∂", r"\partial ").replace("δ", r"\delta")
    latex += f"_{{{sub.translate(_LOWERED)}}}" if sub else ""
    return f"${latex}^{{{sup.translate(_RAISED)}}}$" if sup else f"${latex}$"
