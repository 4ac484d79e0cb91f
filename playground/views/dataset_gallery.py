"""The gallery of data: every choice as a small picture painted from its samples."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from playground.data.dataset import Dataset
from playground.data.generators import GALLERY, GENERATORS, GalleryEntry
from playground.views.drawing_tools import draw_marker
from playground.views.theme import Theme

COLUMNS: Final = 6
_CLASS_POINTS: Final = 52
_VALUE_POINTS: Final = 100
_GATE: Final = 4
_SIZES: Final = ((_GATE, 0.2), (8, 0.105), (30, 0.09), (60, 0.085), (1000, 0.11))
"""Size of the markers as a share of the picture, by the number of samples."""
_ARROWS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}


@dataclass(frozen=True)
class _Sketch:
    """What a thumbnail shows: places from 0 to 1, targets from −1 to 1, and whether those are classes."""

    x: np.ndarray
    y: np.ndarray
    shades: np.ndarray
    classes: bool


@lru_cache(maxsize=64)
def _sketch(key: str) -> _Sketch:
    entry = next(entry for entry in GALLERY if entry.key == key)
    dataset = entry.dataset() if entry.source == "inline" else _few_samples(entry)
    inputs, targets = dataset.inputs, dataset.targets[:, 0]
    flat = dataset.n_inputs == 1
    plane = np.column_stack([inputs[:, 0], targets]) if flat else inputs[:, :2]
    reach = np.maximum(np.ptp(plane, axis=0), 1e-12)
    if not flat:
        reach = np.full(2, reach.max())
    middle = (plane.max(axis=0) + plane.min(axis=0)) / 2
    x, y = (0.5 + (plane - middle) / reach).T
    low, high = float(targets.min()), float(targets.max())
    shades = 2.0 * (targets - low) / max(high - low, 1e-12) - 1.0
    if flat and not dataset.is_classes:
        shades = np.ones_like(shades)
    return _Sketch(x, 1.0 - y, shades, dataset.is_classes)


def _few_samples(entry: GalleryEntry) -> Dataset:
    generator = GENERATORS[entry.name]
    samples = _CLASS_POINTS if generator.kind == "classes" else _VALUE_POINTS
    return generator.dataset(samples, generator.noise, 0)


def _arrow(event: QKeyEvent) -> int | None:
    """How far an arrow key goes, in places of the gallery."""
    modified = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return None if modified else _ARROWS.get(Qt.Key(event.key()))


class Thumbnail(QAbstractButton):
    """One choice: a picture of its samples; the current one is tinted, the one with the keyboard has a thick border."""

    def __init__(self, entry: GalleryEntry, theme: Theme) -> None:
        super().__init__()
        self.entry = entry
        self._theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(entry.title)
        dataset_kind = "drawn at random" if entry.source == "generator" else f"{entry.dataset().n_samples} samples"
        self.setToolTip(f"{entry.title} – {dataset_kind}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """About a square in a column of usual width; wider ones only get wider."""
        return QSize(self._theme.px(30), self._theme.px(33))

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from becoming shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _arrow(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter, too; leave the arrow keys to the gallery."""
        if _arrow(event):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw border and samples."""
        colors = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused, current = self.hasFocus(), self.isChecked()
        edge = colors.accent if focused or current else colors.disabled if self.underMouse() else colors.line
        width = 2.0 if focused else 1.0
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(colors.accent_soft if current else colors.field))
        inset = width / 2
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        self._draw_samples(painter)

    def _draw_samples(self, painter: QPainter) -> None:
        sketch = _sketch(self.entry.key)
        count = len(sketch.x)
        side = min(self.width(), self.height())
        size = side * next(share for most, share in _SIZES if count <= most)
        margin = side * (0.29 if count <= _GATE else 0.17)
        left, top = (self.width() - side) / 2 + margin, (self.height() - side) / 2 + margin
        room = side - 2 * margin
        marks = QColor(self._theme.palette.negative_mark), QColor(self._theme.palette.positive_mark)
        painter.setPen(Qt.PenStyle.NoPen)
        for x, y, shade in zip(sketch.x, sketch.y, sketch.shades, strict=True):
            kind = int(shade > 0)
            color = QColor(marks[kind])
            if not sketch.classes:
                color.setAlphaF(min(1.0, abs(float(shade)) ** 0.7 + 0.06))
            painter.setBrush(color)
            draw_marker(painter, kind if sketch.classes else 0, QPointF(left + x * room, top + y * room), size)


class Gallery(QWidget):
    """All choices in a grid: one stop of the Tab key, inside which the arrow keys move."""

    chosen = Signal(object)
    """The user chose this `GalleryEntry`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Gallery of data")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(5))
        self.thumbnails: dict[str, Thumbnail] = {}
        for place, entry in enumerate(GALLERY):
            thumbnail = Thumbnail(entry, theme)
            thumbnail.clicked.connect(lambda _on, picked=entry: self._on_clicked(picked))
            grid.addWidget(thumbnail, place // COLUMNS, place % COLUMNS)
            self.thumbnails[entry.key] = thumbnail
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self._current = ""
        self._stop_at(next(iter(self.thumbnails.values())))

    def _stop_at(self, stop: Thumbnail) -> None:
        """Let the Tab key come to this one."""
        for thumbnail in self.thumbnails.values():
            policies = Qt.FocusPolicy
            thumbnail.setFocusPolicy(policies.StrongFocus if thumbnail is stop else policies.ClickFocus)

    def set_current(self, key: str) -> None:
        """Mark the current choice; "" for none."""
        self._current = key
        for name, thumbnail in self.thumbnails.items():
            thumbnail.setChecked(name == key)
        if key and not any(thumbnail.hasFocus() for thumbnail in self.thumbnails.values()):
            self._stop_at(self.thumbnails[key])

    @property
    def current(self) -> str:
        """The key of the current choice; "" for none."""
        return self._current

    def _on_clicked(self, entry: GalleryEntry) -> None:
        self.set_current(self._current)  # only the session decides what is current
        self._stop_at(self.thumbnails[entry.key])
        self.chosen.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus with the arrow keys."""
        offset = _arrow(event)
        thumbnails = list(self.thumbnails.values())
        focused = next((place for place, thumbnail in enumerate(thumbnails) if thumbnail.hasFocus()), None)
        if offset is None or focused is None:
            super().keyPressEvent(event)
            return
        if 0 <= focused + offset < len(thumbnails):
            self._stop_at(thumbnails[focused + offset])
            thumbnails[focused + offset].setFocus(Qt.FocusReason.TabFocusReason)
