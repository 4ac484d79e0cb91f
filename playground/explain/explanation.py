"""What an explanation is made of: lines of typeset pieces, a table of samples, links to other units."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.core.notation import Symbol

Role = Literal["plain", "w", "a", "y", "x", "z", "delta", "cost", "number"]


@dataclass(frozen=True)
class Piece:
    """A part of a formula.

    Attributes
    ----------
    text : str
        LaTeX without colour. A piece that is not "plain" is complete in itself and may be wrapped into a colour; a
        plain one may open a bracket that a later one closes.
    role : str
        What it is.
    key : str or None
        What it stands for: "w:12" is the parameter at place 12 of theta, "a:2:0" unit 0 of layer 2 (layer 0 for an
        input), "z:2:0" and "delta:2:0" its pre-activation and δ, "y:0" a target. A number that is put in has the key
        of its symbol.
    """

    text: str
    role: Role = "plain"
    key: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of an explanation.

    Attributes
    ----------
    pieces : tuple of Piece
    plain : str
        The line as one line of Unicode text.
    continues : bool
        Whether it goes on where the line before ended.
    """

    pieces: tuple[Piece, ...]
    plain: str
    continues: bool = False

    @property
    def latex(self) -> str:
        """The whole line."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, eq=False)
class Table:
    """The same numbers for every sample of the batch.

    Attributes
    ----------
    headers, header_latex : tuple of str
        One for each column, as Unicode text and as LaTeX.
    rows : (n_rows, n_columns) array
        One row for each sample of the batch; read-only.
    indices : (n_rows,) array of int
        The place of each row in the dataset; read-only.
    foot : tuple of (label, value)
        The mean over the rows, the penalty's part and what is used.
    asides : frozenset of int
        Columns that say more of the sample, but are no factors of its term.
    """

    headers: tuple[str, ...]
    header_latex: tuple[str, ...]
    rows: NDArray[np.float64]
    indices: NDArray[np.int64]
    foot: tuple[tuple[str, float], ...]
    asides: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Link:
    """A δ of the formula and the unit where it comes from."""

    label: str
    layer: int
    unit: int


@dataclass(frozen=True)
class Explanation:
    """Where a number comes from.

    Attributes
    ----------
    title : str
        What is explained.
    lines : tuple of Line
    table : Table or None
    links : tuple of Link
    note : str
        Sentences on what is special here; empty if nothing is.
    """

    title: str
    lines: tuple[Line, ...]
    table: Table | None = None
    links: tuple[Link, ...] = ()
    note: str = ""


@dataclass
class TableColumns:
    """A table while it is put together, column by column, and what stands at its foot."""

    headers: list[str] = field(default_factory=list)
    latex: list[str] = field(default_factory=list)
    columns: list[NDArray[np.float64]] = field(default_factory=list)
    foot: list[tuple[str, float]] = field(default_factory=list)
    asides: set[int] = field(default_factory=set)

    def add(self, symbol: Symbol, column: NDArray[np.float64]) -> None:
        """Add a column under its symbol."""
        self.add_named(symbol.plain, symbol.latex, column)

    def add_aside(self, symbol: Symbol, column: NDArray[np.float64]) -> None:
        """Add a column that is no factor of the term, unless it is added again as one."""
        if symbol.plain not in self.headers:
            self.asides.add(len(self.headers))
        self.add(symbol, column)

    def add_named(self, header: str, latex: str, column: NDArray[np.float64]) -> None:
        """Add a column; one that is there already is not added again."""
        if header in self.headers:
            self.asides.discard(self.headers.index(header))
            return
        self.headers.append(header)
        self.latex.append(latex)
        self.columns.append(column)

    def table(self, indices: NDArray[np.int64]) -> Generator[None, None, Table]:
        """Finish it; yields after every column."""
        rows = np.empty((len(indices), len(self.columns)), order="F")
        for place, column in enumerate(self.columns):
            rows[:, place] = column
            yield
        rows.flags.writeable = False
        names = tuple(self.headers), tuple(self.latex)
        return Table(*names, rows, indices, tuple(self.foot), frozenset(self.asides))
