"""What the mouse does to the samples: put, spray, move, erase. From points of the plot to edits of the session."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, QTimer

from playground.data.dataset import Dataset
from playground.data.input_grid import InputGrid
from playground.data.strokes import AddSamples, MoveSamples, RemoveSamples
from playground.session.session import Session
from playground.views.drawing_tools import DrawingTools, class_count
from playground.views.sample_marks import Shown

Floats = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.intp]]

GRAB_PIXELS: Final = 14.0
"""How near the mouse must be to a sample to take it."""
_SPRAY_SECONDS: Final = 0.05
_SAMPLES_PER_SECOND: Final = 24.0
"""What the resting brush sprays."""
_SAMPLES_PER_RADIUS: Final = 1.6
"""What the moving brush sprays on the way of one radius."""
_INSET: Final = 0.004
"""Samples stay this share of the view away from its border, so that the view need not grow."""
_TEXTS: Final = {"put": "put a sample", "brush": "brush samples", "move": "move a sample", "erase": "erase samples"}


@dataclass(frozen=True)
class Frame:
    """The part of the plane in view, and its size on screen: distances are as the eye sees them.

    Attributes
    ----------
    x, y : (float, float)
        What is in view.
    width, height : float
        Its size in pixels.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float

    def pixels(self, points: Floats) -> Floats:
        """Map points (n, 2) of the plane to pixels from the lower left corner."""
        low = np.array([self.x[0], self.y[0]])
        span = np.array([self.x[1] - self.x[0], self.y[1] - self.y[0]])
        return np.asarray((points - low) / span * np.array([self.width, self.height]))

    def plane(self, pixels: Floats) -> Floats:
        """Map pixels to points of the plane, those outside to the nearest inside."""
        low = np.array([self.x[0], self.y[0]])
        span = np.array([self.x[1] - self.x[0], self.y[1] - self.y[0]])
        share = np.clip(pixels / np.array([self.width, self.height]), _INSET, 1.0 - _INSET)
        return np.asarray(low + span * share)


def nearest_sample(dataset: Dataset, shown: Shown, frame: Frame, at: Floats, reach: float) -> int | None:
    """Return the sample closest to a point (in pixels), at most ``reach`` pixels away."""
    if dataset.n_samples == 0:
        return None
    distances = np.hypot(*(frame.pixels(shown.positions(dataset)) - at).T)
    nearest = int(distances.argmin())
    return nearest if distances[nearest] <= reach else None


class DrawingGestures(QObject):
    """Turns presses, moves and releases of the mouse into one stroke of the session.

    Points are pixels from the lower left corner of the view.

    Parameters
    ----------
    session : Session
    tools : DrawingTools
        Which tool is in the hand.
    generator : numpy.random.Generator
        Where the brush sprays.
    """

    def __init__(
        self, session: Session, tools: DrawingTools, generator: np.random.Generator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._tools, self._generator = session, tools, generator
        self._tool = ""
        self._frame = Frame((0.0, 1.0), (0.0, 1.0), 1.0, 1.0)
        self._shown = Shown((0,), 0, (0.0, 1.0))
        self._grid: InputGrid = session.grid
        self._at = np.zeros(2)
        self._sample: int | None = None
        self._offset = np.zeros(2)
        self._owed = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(round(1000 * _SPRAY_SECONDS))
        self._timer.timeout.connect(self._on_tick)
        tools.changed.connect(self._on_tools_changed)

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is being drawn."""
        return bool(self._tool)

    def press(self, at: tuple[float, float], frame: Frame, shown: Shown, grid: InputGrid, *, erase: bool) -> bool:
        """Begin a stroke where the mouse was pressed; returns whether there is one.

        Parameters
        ----------
        at : (float, float)
            Where, in pixels.
        frame : Frame
        shown : Shown
        grid : InputGrid
            What is shown; it stays for the whole stroke.
        erase : bool
            Whether to erase whatever the tool (the right button).
        """
        self.release()
        tool = self._tools.tool
        if tool == "look":
            return False
        self._tool = "erase" if erase else tool
        self._frame, self._shown, self._grid = frame, shown, grid
        self._at = np.array(at)
        self._owed = 0.0
        if self._tool == "move":
            self._sample = nearest_sample(self._session.dataset, shown, frame, self._at, GRAB_PIXELS)
            if self._sample is None:
                self._tool = ""
                return False
            place = frame.pixels(shown.positions(self._session.dataset)[[self._sample]])[0]
            self._offset = place - self._at
        self._session.drawing.begin(_TEXTS[self._tool])
        if self._tool == "put":
            self._offset = np.zeros(2)
            self._sample = self._add(self._at[None, :])
        elif self._tool == "brush":
            self._spray(1)
            self._timer.start()
        elif self._tool == "erase":
            self._erase(self._at[None, :])
        return True

    def move(self, at: tuple[float, float]) -> None:
        """Go on with the stroke."""
        if not self._goes_on():
            return
        before, self._at = self._at, np.array(at)
        way = float(np.hypot(*(self._at - before)))
        if self._tool in ("put", "move"):
            self._drag()
        elif self._tool == "brush":
            self._owed += way / self._radius * _SAMPLES_PER_RADIUS
            self._spray_owed()
        else:
            # A quick hand leaves gaps between two events: erase along the way.
            steps = max(1, int(np.ceil(way / (0.5 * self._radius))))
            self._erase(before + (self._at - before) * np.linspace(0.0, 1.0, steps + 1)[1:, None])

    def release(self) -> None:
        """End the stroke: it can be undone from now on."""
        if self._tool:
            self._stop()
            self._session.drawing.end()

    def cancel(self) -> None:
        """Take back what this stroke has drawn."""
        if self._tool:
            self._stop()
            self._session.drawing.cancel()

    def _goes_on(self) -> bool:
        """Whether there still is a stroke: an undo in the middle of it has taken it back."""
        if self._tool and not self._session.drawing.is_open:
            self._stop()
        return bool(self._tool)

    def _stop(self) -> None:
        self._timer.stop()
        self._tool = ""
        self._sample = None

    @property
    def _radius(self) -> float:
        """The brush's radius in pixels."""
        return max(1.0, self._tools.radius * self._frame.width)

    def _on_tick(self) -> None:
        if not self._goes_on():
            return
        self._owed += _SAMPLES_PER_SECOND * _SPRAY_SECONDS
        self._spray_owed()

    def _on_tools_changed(self, _tools: object) -> None:
        if self._tool and self._tools.tool == "look":
            self.release()

    def _spray_owed(self) -> None:
        whole = int(self._owed)
        if whole:
            self._owed -= whole
            self._spray(whole)

    def _spray(self, n_samples: int) -> None:
        """Spray samples evenly over the brush's disc."""
        distance = self._radius * np.sqrt(self._generator.random(n_samples))
        angle = 2.0 * np.pi * self._generator.random(n_samples)
        self._add(self._at + distance[:, None] * np.column_stack((np.cos(angle), np.sin(angle))))

    def _add(self, pixels: Floats) -> int:
        """Add samples at points and return the first one's index."""
        dataset = self._session.dataset
        points = self._frame.plane(pixels)
        inputs = np.tile(self._grid.fixed, (len(points), 1))
        targets = np.tile(self._target(dataset), (len(points), 1))
        self._place(dataset, inputs, targets, points)
        self._session.drawing.draw(AddSamples.at_end(dataset, inputs, targets))
        return dataset.n_samples

    def _place(self, dataset: Dataset, inputs: Floats, targets: Floats, points: Floats) -> None:
        """Write points of the plane into inputs and, with one feature, into targets."""
        inputs[:, self._shown.axes[0]] = points[:, 0]
        if len(self._shown.axes) > 1:
            inputs[:, self._shown.axes[1]] = points[:, 1]
        elif dataset.n_samples and dataset.is_classes:
            targets[:, self._shown.output] = points[:, 1] >= 0.5
        else:
            targets[:, self._shown.output] = points[:, 1]

    def _target(self, dataset: Dataset) -> Floats:
        """Return the target of drawn samples: the value, or for several outputs the class."""
        target = np.zeros(dataset.n_outputs)
        if dataset.n_outputs > 1 and class_count(dataset):
            target[min(dataset.n_outputs - 1, max(0, round(self._tools.value)))] = 1.0
        else:
            target[self._shown.output] = self._tools.value
        return target

    def _drag(self) -> None:
        dataset, sample = self._session.dataset, self._sample
        if sample is None or sample >= dataset.n_samples:
            return
        points = self._frame.plane((self._at + self._offset)[None, :])
        inputs, targets = dataset.inputs[[sample]], dataset.targets[[sample]]
        self._place(dataset, inputs, targets, points)
        self._session.drawing.draw(MoveSamples(np.array([sample]), inputs, targets))

    def _erase(self, centres: Floats) -> None:
        dataset = self._session.dataset
        if dataset.n_samples == 0:
            return
        places = self._frame.pixels(self._shown.positions(dataset))
        distances = np.min([np.hypot(*(places - centre).T) for centre in centres], axis=0)
        gone = np.flatnonzero(distances <= self._radius)
        if len(gone):
            self._session.drawing.draw(RemoveSamples(gone))
