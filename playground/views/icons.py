"""Our own icons, tinted: the SVG files of resources/icons with ``currentColor`` replaced by a colour of the palette."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.resources import resource_path

# An icon is drawn crisply at each of these sizes, in device pixels; Qt picks the right one.
_SIZES = (16, 18, 20, 24, 32, 36, 48)


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


def tinted_svg(name: str, color: str) -> str:
    """The text of the icon ``name`` with its lines in ``color``."""
    return _svg(name).replace("currentColor", color)


def draw_icon(painter: QPainter, name: str, box: QRectF, color: QColor | str) -> None:
    """Draw an icon into a rectangle, in one colour."""
    painter.save()
    painter.setOpacity(painter.opacity() * QColor(color).alphaF())
    _renderer(name, QColor(color).name()).render(painter, box)
    painter.restore()


@lru_cache(maxsize=512)
def tinted_icon(name: str, normal: str, disabled: str, active: str) -> QIcon:
    """The icon in the colours of its states: usual, dimmed, and switched on or under the mouse.

    Parameters
    ----------
    name : str
        The file's name in resources/icons without its suffix.
    normal, disabled, active : str
        The three colours.
    """
    icon = QIcon()
    states = [(QIcon.Mode.Normal, QIcon.State.Off, normal), (QIcon.Mode.Disabled, QIcon.State.Off, disabled)]
    if active != normal:
        states.append((QIcon.Mode.Normal, QIcon.State.On, active))
    for mode, state, color in states:
        renderer = _renderer(name, color)
        for size in _SIZES:
            pixmap = QPixmap(QSize(size, size))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            icon.addPixmap(pixmap, mode, state)
    return icon


def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(tinted_svg(name, color).encode()))


class IconFiles:
    """Tinted icons as files, because a style sheet can only name files. They go away with this object."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def url(self, name: str, color: str) -> str:
        """What a style sheet writes for the icon in a colour; "none" where no file can be written."""
        if not self._folder.isValid():
            return "none"
        path = Path(self._folder.path()) / f"{name}-{color.removeprefix('#')}.svg"
        if not path.exists():
            path.write_text(tinted_svg(name, color), encoding="utf-8")
        return f'url("{path.as_posix()}")'
