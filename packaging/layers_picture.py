"""The layers of the code as a picture, from the contract that `make lint` holds and the folders' own words."""

import ast
import tomllib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from playground.views.theme import Theme

_ROOT: Final = Path(__file__).resolve().parent.parent
_WIDTH: Final = 990
_ROW: Final = 34
_GAP: Final = 8
_NAMES: Final = 316


def _layers() -> list[list[str]]:
    contracts = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    contract = next(one for one in contracts if one["type"] == "layers")
    return [layer.split(" | ") for layer in contract["layers"]]


def _first_sentence(name: str) -> str:
    """What a module or folder says of itself."""
    folder = _ROOT / "playground" / name
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition(". ")[0].partition("\n\n")[0].replace("\n", " ").rstrip(".")


def draw_layers(theme: Theme) -> QImage:
    """Draw a row for each layer, those that others stand on below; what is as folder has a stronger frame."""
    layers, palette = _layers(), theme.palette
    image = QImage(_WIDTH, len(layers) * (_ROW + _GAP) + 2 * _GAP, QImage.Format.Format_RGB32)
    image.fill(QColor(palette.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row, names in enumerate(layers):
        y = 1.5 * _GAP + row * (_ROW + _GAP)
        painter.setPen(QPen(QColor(palette.line), 1.0))
        painter.setBrush(QColor(palette.panel))
        painter.drawRoundedRect(QRectF(_GAP + 0.5, y + 0.5, _WIDTH - 2 * _GAP - 1, _ROW - 1), 8, 8)
        x = 2.0 * _GAP
        for name in names:
            is_folder = (_ROOT / "playground" / name).is_dir()
            font = theme.font(13 if is_folder else 11, "semibold" if is_folder else "normal")
            painter.setFont(font)
            painter.setPen(QColor(palette.accent if is_folder else palette.secondary))
            wide = QFontMetricsF(font).horizontalAdvance(name)
            painter.drawText(QRectF(x, y, wide + 2, _ROW), Qt.AlignmentFlag.AlignVCenter, name)
            x += wide + 14
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        room = QRectF(_NAMES, y, _WIDTH - _NAMES - 2 * _GAP, _ROW)
        words = QFontMetricsF(font).elidedText(_first_sentence(names[0]), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
    painter.end()
    return image
