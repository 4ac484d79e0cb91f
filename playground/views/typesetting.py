"""LaTeX to vector shapes, on a thread of its own that ends when there is nothing left to typeset."""

import queue
import re
import threading
import xml.etree.ElementTree as ET
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

EM: Final = 40.0
"""The letter size shapes are made in; they are painted in any."""
_KEPT: Final = 4000
"""How many shapes are remembered."""
_POLL_MS: Final = 12
_PADDING: Final = 5.0
"""Room around a shape: some reach a little over the box they tell of."""
_COLORED: Final = re.compile(r'fill="black"')


@dataclass(frozen=True)
class Shape:
    """Something typeset, with its origin on the baseline at its left; lengths in units of which ``EM`` are a letter.

    Attributes
    ----------
    width, ascent, descent : float
        How far it reaches to the right of, above and below its origin.
    left : float
        How far it reaches to the left of its origin.
    body : str
        SVG elements; what is black has the colour of its surroundings.
    """

    width: float
    ascent: float
    descent: float
    left: float
    body: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of all it covers, seen from its origin."""
        height = self.ascent + self.descent + 2 * _PADDING
        return -self.left - _PADDING, -self.ascent - _PADDING, self.left + self.width + 2 * _PADDING, height

    def svg(self, color: str, inks: tuple[tuple[str, str], ...] = ()) -> bytes:
        """A picture of `box` in a colour; ``inks`` replaces marked colours by others."""
        body = _COLORED.sub(f'fill="{color}"', self.body)
        for mark, ink in inks:
            body = body.replace(f'fill="{mark}"', f'fill="{ink}"')
        x, y, width, height = (f"{number:.3f}" for number in self.box)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}"'
        return f'{head} width="{width}" height="{height}">{body}</svg>'.encode()


def typeset(latex: str) -> Shape | None:
    """Typeset LaTeX; None for what cannot be. Takes some milliseconds, the first time more."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False
    try:
        formula = Latex(latex, size=EM, margin=0.0)
        root = ET.fromstring(formula.svg())
        box = formula.node.bbox
    except Exception:  # noqa: BLE001 - the parser throws whatever comes; plain text stands in then
        return None
    body = "".join(ET.tostring(child, encoding="unicode") for child in root)
    body = body.replace('xmlns:ns0="http://www.w3.org/2000/svg" ', "").replace("ns0:", "")
    left = max(0.0, -box.xmin)
    return Shape(max(0.0, box.xmax), max(0.0, box.ymax), max(0.0, -box.ymin), left, body)


class Typesetter(QObject):
    """Remembers what has been typeset, and has what is missing typeset off the window's thread.

    Signals
    -------
    arrived
        Something that was missing is there.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shapes: OrderedDict[str, Shape | None] = OrderedDict()
        self._wanted: set[str] = set()
        self._tasks: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[tuple[str, Shape | None]] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._collect)
        self.destroyed.connect(self._closed.set)

    @property
    def is_busy(self) -> bool:
        """Whether something is still missing."""
        return bool(self._wanted)

    def has(self, latex: str) -> bool:
        """Whether it has been typeset, or found impossible to; if not, it will be."""
        if latex in self._shapes:
            return True
        if latex not in self._wanted:
            self._wanted.add(latex)
            self._tasks.put(latex)
            self._start()
        return False

    def shape(self, latex: str) -> Shape | None:
        """What has been typeset; None for what cannot be, or is not there yet."""
        shape = self._shapes.get(latex)
        if shape is not None:
            self._shapes.move_to_end(latex)
        return shape

    def _start(self) -> None:
        """See to it that a thread is at work; one that found nothing to do has ended."""
        if not self._timer.isActive():
            self._timer.start()
        if self._thread is None or not self._thread.is_alive():
            work = (self._tasks, self._results, self._closed)
            self._thread = threading.Thread(target=_work, args=work, name="typesetting")
            self._thread.start()

    def _collect(self) -> None:
        found = False
        while True:
            try:
                latex, shape = self._results.get_nowait()
            except queue.Empty:
                break
            found = True
            self._wanted.discard(latex)
            self._shapes[latex] = shape
        while len(self._shapes) > _KEPT:
            self._shapes.popitem(last=False)
        if self._wanted:
            self._start()
        else:
            self._timer.stop()
        if found:
            self.arrived.emit()


def _work(
    tasks: "queue.SimpleQueue[str]",
    results: "queue.SimpleQueue[tuple[str, Shape | None]]",
    closed: threading.Event,
) -> None:
    while not closed.is_set():
        try:
            latex = tasks.get_nowait()
        except queue.Empty:
            return
        results.put((latex, typeset(latex)))
