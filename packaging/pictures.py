"""Make the pictures of the README's tour from the program itself: PYTHONPATH=. python packaging/pictures.py FOLDER."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from layers_picture import draw_layers
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from playground.app import Playground, finish_formulas, go_off_screen, memory_settings, playground, wait_for_steps
from playground.core.kernel_memory import load_kernel
from playground.explain.target import Target

GAP = 10
PATIENCE_MS = 20_000


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    loop = QEventLoop()
    timer, patience = QTimer(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    patience.timeout.connect(loop.quit)
    timer.start(20)
    patience.start(PATIENCE_MS)
    loop.exec()
    if not condition():
        sys.exit("error: the window did not get to what the picture should show")


def settle(built: Playground) -> None:
    """Let the plots and formulas be finished."""
    loop = QEventLoop()
    QTimer.singleShot(600, loop.quit)
    loop.exec()
    finish_formulas(built)


def beside(built: Playground, *widgets: QWidget) -> QImage:
    """Put panels side by side on the window's ground."""
    pictures: list[QPixmap] = [widget.grab() for widget in widgets]
    width = sum(picture.width() for picture in pictures) + GAP * (len(pictures) + 1)
    height = max(picture.height() for picture in pictures) + 2 * GAP
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(built.theme.palette.ground)
    painter = QPainter(image)
    x = GAP
    for picture in pictures:
        painter.drawPixmap(QPoint(x, GAP), picture)
        x += picture.width() + GAP
    painter.end()
    return image


def begin(built: Playground, example: str, steps: int) -> None:
    """Open an example and train it so far."""
    built.session.open_example(example)
    built.session.take_steps(steps)
    wait_for_steps(built.session, steps)


def part(built: Playground) -> QImage:
    """A part of a step: the gradient of the first layer, with the equations of one weight."""
    begin(built, "xor", 700)
    session, window = built.session, built.window
    session.selection.choose(Target("parameter", index=0))
    session.selection.choose_sample(2)
    for _ in range(7):
        session.parts.forward()
    wait_until(lambda: session.parts.stage is not None and session.parts.stage.number == 7)
    settle(built)
    return beside(built, window.network_canvas, window.workspace.below)


def difference(built: Playground) -> QImage:
    """The finite-difference lab."""
    begin(built, "xor", 300)
    built.session.selection.choose(Target("parameter", index=6))
    built.window.workspace.bring_forward("difference")
    settle(built)
    return beside(built, built.window.workspace.tabs)


def landscape(built: Playground) -> QImage:
    """The cost over two weights with the way the run has gone."""
    begin(built, "xor", 700)
    built.session.selection.choose(Target("parameter", index=6))
    built.window.workspace.bring_forward("landscape")
    settle(built)
    return beside(built, built.window.workspace.tabs)


def layers(built: Playground) -> QImage:
    """The layers of the code."""
    return draw_layers(built.theme)


TOUR = {"tour-part": part, "tour-difference": difference, "tour-landscape": landscape, "layers": layers}


def main() -> None:
    """Make all of them."""
    folder = Path(sys.argv[1])
    go_off_screen()
    load_kernel()
    for name, make in TOUR.items():
        with tempfile.TemporaryDirectory() as settings, playground(memory_settings(Path(settings)), "light") as built:
            built.window.resize(1440, 900)
            built.window.show()
            built.thread.load_kernel()
            image = make(built)
        path = folder / f"{name}.png"
        if not image.save(str(path)):
            sys.exit(f"error: {path}: the picture could not be written; choose a folder that exists")
        print(path)


if __name__ == "__main__":
    main()
