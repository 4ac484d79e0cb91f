"""Typeset lines of mathematics, painted from cached shapes: live numbers cost nothing, symbols can be marked."""

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.formula_layout import FormulaLayout, Placed, lay_out
from playground.views.latex_tokens import PieceLike, Token, tokens_of
from playground.views.theme import Theme
from playground.views.typesetting import EM, Typesetter

Ink = Callable[[str, str | None], str]
"""Gives the colour of a role and a key."""
Inks = tuple[tuple[str, str], ...]
"""Marked colours, and those to put in their place."""

SIZES: Final = (17.0, 15.5)
"""Letters of the first line and of the others, in pixels of the design."""
_GAP: Final = 9.0
_MARGIN: Final = 3.0
_KEPT: Final = 3000
_WIDTHS: Final = 4
_COMMON: Final = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "-", "+", "=", "(", ")", r"\cdot")
"""Typeset before they are needed, so that no new number waits."""
_POWERS: Final = tuple(f"10^{{{power}}}" for power in (*range(-18, -4), *range(6, 13)))


class LineLike(Protocol):
    """A line of mathematics, as LaTeX in pieces and as plain text."""

    @property
    def pieces(self) -> Sequence[PieceLike]:
        """The line in pieces."""

    @property
    def plain(self) -> str:
        """The line as one line of text."""

    @property
    def continues(self) -> bool:
        """Whether it goes on where the line before ended."""


@dataclass
class _Line:
    line: LineLike
    tokens: list[Token]
    size: float
    parts: frozenset[str]
    layout: FormulaLayout | None = None
    top: float = 0.0
    height: float = 0.0
    known: dict[float, FormulaLayout] = field(default_factory=dict)
    """Its layouts by the width they were made for: the same line is asked for in two or three of them."""


class FormulaView(QWidget):
    """Lines of mathematics under one another, broken where they are too long.

    While a line is being typeset its plain text stands in.

    Parameters
    ----------
    theme : Theme
    typesetter : Typesetter
    ink : callable
        The colour of a role and a key.

    Signals
    -------
    height_changed
        The lines need another height now.
    """

    height_changed = Signal()

    def __init__(self, theme: Theme, typesetter: Typesetter, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._typesetter, self._ink = theme, typesetter, ink
        self._lines: list[_Line] = []
        self._height = 0.0
        self._needed_width = 0.0
        self._pointed: frozenset[str] = frozenset()
        self._renderers: OrderedDict[tuple[object, ...], tuple[QSvgRenderer, QRectF]] = OrderedDict()
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._arrange)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Equations")
        typesetter.arrived.connect(self._on_arrived)
        theme.changed.connect(self._on_theme_changed)

    @property
    def is_typeset(self) -> bool:
        """Whether no plain text stands in any more."""
        return all(line.layout is not None for line in self._lines)

    @property
    def is_empty(self) -> bool:
        """Whether there are no lines."""
        return not self._lines

    @property
    def texts(self) -> list[str]:
        """The lines as plain text."""
        return [line.line.plain for line in self._lines]

    def show_lines(self, lines: Sequence[LineLike]) -> None:
        """Show other lines; what is new in them is typeset meanwhile."""
        if not self._lines and lines:
            for latex in (*_COMMON, *_POWERS):
                self._typesetter.has(latex)
        before = self._lines
        self._lines = []
        for place, line in enumerate(lines):
            if place < len(before) and before[place].line == line:
                self._lines.append(before[place])
                continue
            tokens = tokens_of(line.pieces)
            size = self._theme.px(SIZES[min(place, len(SIZES) - 1)])
            parts = frozenset(part for token in tokens for part in token.parts)
            self._lines.append(_Line(line, tokens, size, parts))
        description = "\n".join(line.plain for line in lines)
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
        self._arrange()

    # Geometry

    def _arrange(self) -> None:
        """Lay out every line, typeset or as text, and tell if another height is needed."""
        height, width = self._place(float(max(1, self.width())))
        if (height, width) != (self._height, self._needed_width):
            self._height, self._needed_width = height, width
            self.updateGeometry()
            self.height_changed.emit()
        self.update()

    def _place(self, width: float) -> tuple[float, float]:
        top, needed = float(self._theme.px(_MARGIN)), 0.0
        for line in self._lines:
            line.top, line.layout = top, self._layout_of(line, width)
            if line.layout is None:
                line.height = float(self._text_box(line, width).height())
            else:
                line.height = line.layout.height
                needed = max(needed, line.layout.width)
            top += line.height + self._theme.px(_GAP)
        return top - self._theme.px(_GAP - _MARGIN), needed

    def _layout_of(self, line: _Line, width: float) -> FormulaLayout | None:
        """Lay a line out; None while something in it is not typeset, or cannot be."""
        found = line.known.get(width)
        if found is not None:
            return found
        missing = [part for part in line.parts if not self._typesetter.has(part)]
        if missing or not line.tokens or any(self._typesetter.shape(part) is None for part in line.parts):
            return None
        if len(line.known) > _WIDTHS:
            line.known.clear()
        made = lay_out(line.tokens, self._typesetter.shape, line.size, width, indented=line.line.continues)
        line.known[width] = made
        return made

    def _text_box(self, line: _Line, width: float) -> QRectF:
        metrics = QFontMetrics(self._theme.font(13))
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        box = metrics.boundingRect(0, 0, max(1, int(width)), 10_000, flags.value, line.line.plain)
        return QRectF(0, 0, width, box.height())

    def measure(self, width: int) -> tuple[int, int]:
        """Give the height of all lines, broken at this width, and the width that what cannot be broken needs."""
        height, needed = self._height, self._needed_width
        if width != self.width():
            kept = [(line.layout, line.top, line.height) for line in self._lines]
            height, needed = self._place(float(max(1, width)))
            for line, (layout, top, tall) in zip(self._lines, kept, strict=True):
                line.layout, line.top, line.height = layout, top, tall
        return math.ceil(height), math.ceil(needed)

    def heightForWidth(self, width: int) -> int:
        """The height of all lines, broken at this width."""
        return self.measure(width)[0]

    def sizeHint(self) -> QSize:
        """What the lines need."""
        return QSize(self._theme.px(320), math.ceil(self._height))

    def minimumSizeHint(self) -> QSize:
        """Narrow; lines are broken then, as far as they can be."""
        return QSize(min(self._theme.px(200), math.ceil(self._needed_width)), math.ceil(self._height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is typeset, and plain text for the rest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(13))
        seen = QRectF(event.rect())
        for place, line in enumerate(self._lines):
            if not seen.intersects(QRectF(0, line.top - 4, self.width(), line.height + 8)):
                continue
            plain = self._ink("plain" if place == 0 else "aside", None)
            if line.layout is None:
                painter.setPen(QColor(plain))
                box = QRectF(0, line.top, self.width(), line.height + 2)
                flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
                painter.drawText(box, flags.value, line.line.plain)
                continue
            for row in line.layout.rows:
                for part in row.parts:
                    self._paint_part(painter, part, line, line.top + row.baseline, plain)

    def _paint_part(self, painter: QPainter, part: Placed, line: _Line, baseline: float, plain: str) -> None:
        token = part.token
        if not self._pointed.isdisjoint(token.keys):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.palette.accent_soft))
            shape = self._typesetter.shape(part.latex)
            tall = max(0.72, shape.ascent / EM if shape else 0.0) * line.size
            deep = max(0.16, shape.descent / EM if shape else 0.0) * line.size
            painter.drawRect(QRectF(part.x - 1, baseline - tall - 2, part.width + 2, tall + deep + 4))
        color = plain if token.role in ("plain", "") else self._ink(token.role, token.key)
        inks = tuple((mark, self._ink(role, key)) for mark, role, key in token.inks)
        found = self._renderer(part.latex, color, inks)
        if found is None:
            return
        renderer, box = found
        scale = line.size / EM
        target = QRectF(part.x + box.x() * scale, baseline + box.y() * scale, box.width() * scale, box.height() * scale)
        renderer.render(painter, target)

    def _renderer(self, latex: str, color: str, inks: Inks) -> tuple[QSvgRenderer, QRectF] | None:
        key = (latex, color, inks)
        found = self._renderers.get(key)
        if found is None:
            shape = self._typesetter.shape(latex)
            if shape is None:
                return None
            found = QSvgRenderer(QByteArray(shape.svg(color, inks))), QRectF(*shape.box)
            self._renderers[key] = found
            if len(self._renderers) > _KEPT:
                self._renderers.popitem(last=False)
        return found

    # Pointing

    def keyed_places(self) -> list[tuple[str, QRectF]]:
        """Every symbol and number that belongs to something, in the order they are read, and where it stands."""
        return [
            (part.token.keys[-1], QRectF(part.x, line.top + row.top, part.width, row.bottom - row.top))
            for line in self._lines
            if line.layout is not None
            for row in line.layout.rows
            for part in row.parts
            if part.token.keys
        ]

    @property
    def pointed(self) -> frozenset[str]:
        """What is marked."""
        return self._pointed

    def point_at(self, keys: frozenset[str]) -> None:
        """Mark all symbols and numbers that belong to one of these."""
        if keys != self._pointed:
            self._pointed = keys
            self.update()

    def _on_arrived(self) -> None:
        if not self.is_typeset and not self._due.isActive():
            self._due.start(0)

    def _on_theme_changed(self, _colors: object) -> None:
        self._renderers.clear()
        self._arrange()
