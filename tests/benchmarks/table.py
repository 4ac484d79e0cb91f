"""Tables for the terminal and for a Markdown page, printed row by row as the results come."""

from collections.abc import Sequence


class Table:
    """A table whose rows appear at once; the first column is text, the others are aligned to the right."""

    def __init__(self, columns: Sequence[str], widths: Sequence[int], markdown: bool) -> None:
        self._widths = [max(width, len(column)) for width, column in zip(widths, columns, strict=True)]
        self._markdown = markdown
        self.row(columns)
        rule = ["-" * width for width in self._widths]
        if markdown:
            rule[1:] = [dashes[:-1] + ":" for dashes in rule[1:]]
        self.row(rule)

    def row(self, cells: Sequence[str]) -> None:
        """Print one row."""
        first, *others = zip(cells, self._widths, strict=True)
        aligned = [first[0].ljust(first[1])] + [cell.rjust(width) for cell, width in others]
        print("| " + " | ".join(aligned) + " |" if self._markdown else "  ".join(aligned), flush=True)


def verdict(reached: bool) -> str:
    """Say in a word or two whether a bound is kept."""
    return "pass" if reached else "falls short"


def significant(value: float) -> str:
    """Three significant digits or more, never an exponent: 0.0912, 1.38, 37.2, 1203."""
    decimals = next((d for d, limit in ((4, 0.1), (3, 1.0), (2, 10.0), (1, 100.0)) if value < limit), 0)
    return f"{value:.{decimals}f}"
