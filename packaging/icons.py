"""Renders the program's icon, which is an SVG file, as PNG files of the sizes that desktops ask for."""

import os
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "resources" / "icons" / "playground.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def render(size: int, target: Path) -> Path:
    """Draw the icon.

    Parameters
    ----------
    size : int
        Width and height in pixels.
    target : Path
        The PNG file to write.

    Returns
    -------
    Path
        ``target``.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target)):
        raise OSError(f"{target} could not be written")
    return target
