"""The strip below the network's picture: the formula of a part of a step, or what is selected, in up to three lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.readout_card import Readout
from playground.views.theme import Theme, Weight

_BREAKS: Final = re.compile("(?<=;) +|   +| (?=[=+\u2212←≈] )|  +(?=\\()")
_LONG_BRACKET: Final = 40
_HATS: Final = str.maketrans({"\u0302": "′", "ŝ": "s′"})
_LINES: Final = 3
_SIZES: Final = (12.0, 11.0)
_INVITATION: Final = (
    "Click an edge, a bias or a unit to see where its numbers come from.",
    "Drag a weight up or down, turn the wheel on it or type to change it.",
)
_APART: Final = 14.0
"""Between two facts on one line, in pixels of the design; parts of a formula are a space apart."""
_MOST_KEPT: Final = 500
"""Widths of words that are not measured again."""


def legible(text: str) -> str:
    """Write a prime for a hat: many fonts put the hat of an m beside or below it."""
    return text.translate(_HATS)


@dataclass(frozen=True)
class _Word:
    text: str
    color: str
    """The name of a colour of the palette."""
    weight: Weight = "normal"


@dataclass(frozen=True)
class _Chunk:
    """Words that stay together on a line."""

    words: tuple[_Word, ...]
    apart: bool = False
    begins: bool = False
    """Whether it begins a line of its own."""


def _is_equals(chunk: _Chunk) -> bool:
    return chunk.words[0].text.startswith("= ")


def _pieces(formula: str) -> list[str]:
    """Cut a formula where it may go on in the next line: not inside a bracket, unless that is long."""
    inside: set[int] = set()
    opened: list[int] = []
    for at, sign in enumerate(formula):
        if sign == "(":
            opened.append(at)
        elif sign == ")" and opened:
            begin = opened.pop()
            inside.update(range(begin, at) if at - begin < _LONG_BRACKET else ())
    pieces, begin = [], 0
    for found in _BREAKS.finditer(formula):
        if found.start() not in inside:
            pieces.append(formula[begin : found.start()])
            begin = found.end()
    return [piece for piece in (*pieces, formula[begin:]) if piece]


class NetworkStrip(QWidget):
    """Tells in the middle of its width, in as large letters as fit; room for three lines is always kept."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = self._note = ""
        self._readout: Readout | None = None
        self._measures: dict[tuple[Weight, float], tuple[QFont, QFontMetricsF]] = {}
        self._advances: dict[tuple[Weight, float, str], float] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(_LINES * QFontMetricsF(theme.font(_SIZES[-1])).height()) + theme.px(4))
        self.setAccessibleName("About the network")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or all that is behind it would be painted again
        theme.changed.connect(self._on_theme_changed)
        self._describe()

    @property
    def text(self) -> str:
        """The formula of a part of a step; empty between steps."""
        return self._text

    @property
    def note(self) -> str:
        """What is said below it."""
        return self._note

    @property
    def readout(self) -> Readout | None:
        """What is told of what is selected."""
        return self._readout

    def show_part(self, formula: str, note: str = "") -> None:
        """Show the formula of a part, and what is to be said below it; an empty one gives way to what is selected."""
        formula = legible(formula)
        if (formula, note) != (self._text, self._note):
            self._text, self._note = formula, note
            self._describe()

    def tell(self, readout: Readout | None) -> None:
        """Tell of what is selected, wherever no part of a step is looked at."""
        if readout != self._readout:
            self._readout = readout
            if not self._text:
                self._describe()

    def _describe(self) -> None:
        readout = self._readout
        if self._text:
            lines = [self._text, self._note]
        elif readout is None:
            lines = list(_INVITATION)
        else:
            lines = [readout.title, readout.remark, *(f"{name} {value}" for name, value in readout.rows)]
        told = "\n".join(filter(None, lines))
        self.setAccessibleDescription(told)
        tip = self._text and told
        if tip != self.toolTip():
            self.setToolTip(tip)
        self.update()

    def sizeHint(self) -> QSize:
        """Any width does."""
        return QSize(0, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines, one below the other, each in the middle."""
        chunks = self._chunks()
        if len(self._advances) > _MOST_KEPT:  # numbers change all the time, the words around them do not
            self._advances.clear()
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        size, lines = self._lines(chunks)
        height = self._metrics("normal", size).height()
        top = max(0.0, (self.height() - height * len(lines)) / 2)
        for line in lines:
            self._draw(painter, line, size, top)
            top += height

    def _chunks(self) -> list[_Chunk]:
        if self._text:
            chunks = [_Chunk((_Word(part, "accent", "medium"),)) for part in _pieces(self._text)]
            note = enumerate(self._note.split())
            return chunks + [_Chunk((_Word(word, "secondary"),), begins=not at) for at, word in note]
        readout = self._readout
        if readout is None:
            return [_Chunk((_Word(sentence, "secondary"),), begins=True) for sentence in _INVITATION]
        chunks = [_Chunk((_Word(readout.title, "text", "semibold"),))]
        if readout.remark:
            chunks.append(_Chunk((_Word(readout.remark, "secondary"),), apart=True))
        for at, (name, value) in enumerate(readout.rows):
            words = _Word(name, "secondary"), _Word(value, "text", "medium")
            chunks.append(_Chunk(words if value else words[:1], apart=True, begins=at == 0))
        return chunks

    def _lines(self, chunks: Sequence[_Chunk]) -> tuple[float, list[list[_Chunk]]]:
        """Break into lines, in the largest letters that do; where there is too little room, middle and end give way."""
        for size in _SIZES:
            lines = self._by_statements(chunks, size)
            if len(lines) <= (_LINES if size == _SIZES[-1] else _LINES - 1):
                return size, lines
        size, second = _SIZES[-1], next((at for at, chunk in enumerate(chunks) if at and chunk.begins), len(chunks))
        rest = self._broken(chunks[second:], size)
        room = _LINES - bool(rest)
        first = self._without_numbers(chunks[:second], size, room)
        if len(first) > room:  # what a formula comes to stands at its end
            first = [*first[: room - 2], self._cut(first[room - 2], size), first[-1]]
        left = _LINES - len(first)
        if len(rest) > left:
            rest = [*rest[: left - 1], self._cut(rest[left - 1], size)]
        return size, [*first, *rest]

    def _by_statements(self, chunks: Sequence[_Chunk], size: float) -> list[list[_Chunk]]:
        """Break behind a semicolon rather than elsewhere, where that takes no more lines."""
        lines = self._broken(chunks, size)
        after = [False, *(chunk.words[-1].text.endswith(";") for chunk in chunks[:-1])]
        marked = [replace(chunk, begins=chunk.begins or new) for chunk, new in zip(chunks, after, strict=True)]
        apart = self._broken(marked, size) if len(lines) > 1 else lines
        return apart if len(apart) == len(lines) else lines

    def _without_numbers(self, chunks: Sequence[_Chunk], size: float, room: int) -> list[list[_Chunk]]:
        """Leave out numbers between symbols and result, the longest first, if that makes room: "a = x·w = 0.5"."""
        kept, whole = list(chunks), self._by_statements(chunks, size)
        lines = whole
        while len(lines) > room:
            three = enumerate(zip(kept, kept[1:], kept[2:], strict=False), start=1)
            between = [at for at, chunks in three if all(_is_equals(chunk) for chunk in chunks)]
            if not between:
                return whole
            del kept[max(between, key=lambda at: self._width(kept[at], size))]
            lines = self._by_statements(kept, size)
        return lines

    def _cut(self, line: Sequence[_Chunk], size: float) -> list[_Chunk]:
        """End a line with dots for what is left out behind it."""
        dots = _Chunk((_Word("…", line[-1].words[-1].color),))
        kept = list(line)
        while len(kept) > 1 and self._width_of([*kept, dots], size) > self.width():
            kept.pop()
        return [*kept, dots]

    def _broken(self, chunks: Sequence[_Chunk], size: float) -> list[list[_Chunk]]:
        lines: list[list[_Chunk]] = []
        x = 0.0
        for chunk in chunks:
            width = self._width(chunk, size)
            room = self._gap(chunk, size)
            if not lines or chunk.begins or x + room + width > self.width():
                lines.append([chunk])
                x = width
            else:
                lines[-1].append(chunk)
                x += room + width
        return lines

    def _gap(self, chunk: _Chunk, size: float) -> float:
        return float(self._theme.px(_APART)) if chunk.apart else self._advance(" ", "normal", size)

    def _width(self, chunk: _Chunk, size: float) -> float:
        words = sum(self._advance(word.text, word.weight, size) for word in chunk.words)
        return words + self._advance(" ", "normal", size) * (len(chunk.words) - 1)

    def _width_of(self, line: Sequence[_Chunk], size: float) -> float:
        gaps = sum(self._gap(chunk, size) for chunk in line[1:])
        return gaps + sum(self._width(chunk, size) for chunk in line)

    def _advance(self, text: str, weight: Weight, size: float) -> float:
        found = self._advances.get((weight, size, text))
        if found is None:
            found = self._advances[weight, size, text] = self._metrics(weight, size).horizontalAdvance(text)
        return found

    def _metrics(self, weight: Weight, size: float) -> QFontMetricsF:
        return self._measured(weight, size)[1]

    def _font(self, weight: Weight, size: float) -> QFont:
        return self._measured(weight, size)[0]

    def _measured(self, weight: Weight, size: float) -> tuple[QFont, QFontMetricsF]:
        found = self._measures.get((weight, size))
        if found is None:
            font = self._theme.font(size, weight)
            found = self._measures[weight, size] = font, QFontMetricsF(font)
        return found

    def _on_theme_changed(self, _colors: object) -> None:
        self._measures.clear()
        self._advances.clear()
        self.update()

    def _draw(self, painter: QPainter, line: Sequence[_Chunk], size: float, top: float) -> None:
        space = self._advance(" ", "normal", size)
        gaps = [self._gap(chunk, size) if at else 0.0 for at, chunk in enumerate(line)]
        x = max(0.0, (self.width() - self._width_of(line, size)) / 2)
        baseline = top + self._metrics("normal", size).ascent()
        for gap, chunk in zip(gaps, line, strict=True):
            x += gap
            for at, word in enumerate(chunk.words):
                x += space if at else 0.0
                painter.setFont(self._font(word.weight, size))
                painter.setPen(self._theme.color(word.color))
                painter.drawText(QPointF(x, baseline), word.text)
                x += self._advance(word.text, word.weight, size)
