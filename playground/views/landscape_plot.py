"""The Landscape tab: the cost over any two parameters, the path of the run in it, and a point to be dragged."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from playground.session.session import Session
from playground.views.asker import Asker
from playground.views.landscape_view import LandscapeView
from playground.views.numbers import format_number
from playground.views.panel import Panel, write
from playground.views.probe_parts import (
    HintOver,
    LegendKey,
    ParameterChoice,
    SelectedParameter,
    name_of,
    row_of,
    sentence,
)
from playground.views.readout_card import Readout, ReadoutCard
from playground.views.theme import Colors, Theme
from playground.worker.landscape_probes import Landscape, LandscapeProbe
from playground.worker.probes import Probe, ProbeAnswer

_RESOLUTIONS: Final = (13, 25, 50, 100)
_SLOWNESS: Final = (0.25, 0.12, 0.04, 0.0)
"""Complete answers that come within so many seconds need fewer coarse ones before them."""
_NO_SAMPLES: Final = "There are no samples, so there is no cost.\nPut some on the prediction plot."
_ONE: Final = "This network has one parameter only.\nThe Slice tab shows the cost over it."


class LandscapePlot(Panel):
    """Shows the cost over two parameters, live.

    Parameters
    ----------
    session : Session
        What is shown.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Landscape", theme, parent)
        self._session = session
        self._fits = True
        self.parameter = SelectedParameter(session, self)
        self.choices = tuple(ParameterChoice(session, theme, f"Parameter along {axis}") for axis in "xy")
        self._indices = (0, 0)
        self._labels: list[QLabel] = [write(theme, text, "label") for text in ("→", "↑")]
        self.fit_button = QToolButton()
        self.fit_button.setText("Fit")
        self.fit_button.setToolTip("Show all of the path again.")
        self.fit_button.setProperty("role", "flat")
        self.fit_button.setFont(theme.font(12))
        self.path_key = LegendKey(theme, "path", "text", width=1.6)
        self.body.addLayout(
            row_of(
                theme,
                self._labels[0],
                self.choices[0],
                self._labels[1],
                self.choices[1],
                self.fit_button,
                None,
                self.path_key,
                LegendKey(theme, "−gradient", "negative"),
            )
        )
        self.view = LandscapeView(theme)
        self.view.setAccessibleName("Cost over two parameters")
        self.body.addWidget(self.view, 1)
        self.words = sentence(theme)
        self.body.addWidget(self.words)
        self.hint = HintOver(theme, self.view)
        self.card = ReadoutCard(theme, self.view)
        self.asker = Asker(session, self, "landscape", self._probe)
        self.asker.answered.connect(self._on_answered)
        for choice in self.choices:
            choice.chosen.connect(lambda _row: self._on_chosen())
        self.fit_button.clicked.connect(self.fit)
        self.parameter.changed.connect(self._on_selected)
        self.view.hovered.connect(self._on_hovered)
        self.view.drag_began.connect(self._on_drag_began)
        self.view.dragged.connect(self._on_dragged)
        self.view.drag_ended.connect(session.by_hand.end)
        self.view.drag_cancelled.connect(session.by_hand.cancel)
        self.view.shape_changed.connect(self.fit)
        session.snapshot_changed.connect(self._on_snapshot)
        session.network_changed.connect(self._on_network)
        session.dataset_changed.connect(self._show_words)
        self._on_network(None)

    @property
    def indices(self) -> tuple[int, int]:
        """Places in theta of the parameters along x and y."""
        return self._indices

    # ---- which two ----

    def _on_network(self, _network: object) -> None:
        index = self.parameter.index
        self._choose(index, self._another(index))

    def _another(self, index: int) -> int:
        """Return the other parameter that is shown with this one at first: the next weight."""
        last = self._session.network.n_parameters - 1
        return index + 1 if index < last else max(0, index - 1)

    def _on_selected(self, index: int) -> None:
        if index not in self._indices:
            self._choose(index, self._indices[1])

    def _on_chosen(self) -> None:
        across, up = (choice.currentIndex() for choice in self.choices)
        if across == up:  # the other one gives way
            across, up = (self._indices[1], up) if up != self._indices[1] else (across, self._indices[0])
        self._choose(across, up)

    def _choose(self, across: int, up: int) -> None:
        self._indices = (across, up)
        for choice, index in zip(self.choices, self._indices, strict=True):
            choice.show_index(index)
            choice.setEnabled(across != up)
        self.view.show_landscape(None)
        self._show_words()
        self.fit()

    def fit(self) -> None:
        """Show all of the path, at one scale for both axes."""
        self._fits = True
        self.asker.refresh(at_once=True)

    # ---- asking ----

    def _probe(self) -> Probe | None:
        across, up = self._indices
        if not len(self._session.train_indices) or across == up:
            return None
        shown, landscape = None, self.view.landscape
        if landscape is not None and not self._fits:
            x, y = landscape.x, landscape.y
            shown = ((float(x[0]), float(x[-1])), (float(y[0]), float(y[-1])))
        first = next(number for number, least in enumerate(_SLOWNESS) if self.asker.seconds_to_final >= least)
        resolutions = _RESOLUTIONS[first:] if landscape is not None else _RESOLUTIONS
        return LandscapeProbe((across, up), shown, self.view.is_held, self.view.aspect, resolutions)

    def _on_snapshot(self, _snapshot: object) -> None:
        self.asker.refresh(at_once=self._session.by_hand.is_open)

    def _on_answered(self, answer: ProbeAnswer) -> None:
        landscape = answer.result
        if isinstance(landscape, Landscape) and landscape.indices == self._indices:
            self._fits = False
            names = [name_of(self._session.network, index) for index in self._indices]
            self.view.set_names(names[0], names[1])
            self.view.show_landscape(landscape)
            self._show_words()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again for what happened behind another tab."""
        super().showEvent(event)
        self.asker.refresh()

    # ---- dragging ----

    def _on_drag_began(self) -> None:
        first, second = (name_of(self._session.network, index) for index in self._indices)
        self._session.by_hand.begin(f"move {first} and {second}")

    def _on_dragged(self, point: tuple[float, float]) -> None:
        self._session.by_hand.set_all(dict(zip(self._indices, point, strict=True)))

    # ---- words ----

    def _show_words(self, _fact: object = None) -> None:
        landscape = self.view.landscape
        hint = ""
        if not len(self._session.train_indices):
            hint = _NO_SAMPLES
            self.view.show_landscape(None)
            landscape = None
        elif self._indices[0] == self._indices[1]:
            hint = _ONE
        elif landscape is None:
            hint = "Measuring the landscape …"
        self.hint.say(hint)
        self.words.setText("" if landscape is None else self._sentence(landscape))

    def _sentence(self, landscape: Landscape) -> str:
        names = [name_of(self._session.network, index) for index in landscape.indices]
        slopes = ", ".join(
            f"∂C/∂{name} = {format_number(slope)}" for name, slope in zip(names, landscape.slopes, strict=True)
        )
        text = f"Cost {format_number(landscape.cost)} here, {slopes}."
        if landscape.slopes == (0.0, 0.0):
            return f"{text} Both are exactly 0: the run does not move in this plane."
        if not np.isfinite(landscape.costs).all():
            return f"{text} Hatched: the cost is beyond all numbers there."
        return f"{text} Drag the point to set both."

    def _on_hovered(self, at: tuple[float, float] | None, place: QPoint) -> None:
        landscape = self.view.landscape
        if at is None or landscape is None:
            self.card.tell(None)
            self.view.lit_level(QPoint(-1000, -1000))
            return
        level = self.view.lit_level(place)
        names = [name_of(self._session.network, index) for index in landscape.indices]
        cost = _interpolated(landscape, *at)
        rows = [(name, format_number(value, 3)) for name, value in zip(names, at, strict=True)]
        rows.append(("cost about", format_number(cost, 3) if math.isfinite(cost) else "beyond all numbers"))
        if level is not None:
            rows.append(("line of cost", format_number(level, 6).rstrip("0").rstrip(".")))
        self.card.tell(Readout("Here", rows=tuple(rows)), place)

    def recolor(self, colors: Colors) -> None:
        """Draw in the new colours."""
        self._show_words()


def _interpolated(landscape: Landscape, x: float, y: float) -> float:
    """The cost between the points of the grid."""
    column = np.interp(x, landscape.x, np.arange(landscape.x.size))
    row = np.interp(y, landscape.y, np.arange(landscape.y.size))
    left, low = min(int(column), landscape.x.size - 2), min(int(row), landscape.y.size - 2)
    across, up = column - left, row - low
    corners = landscape.costs[low : low + 2, left : left + 2]
    with np.errstate(all="ignore"):
        return float(np.array([1 - up, up]) @ corners @ np.array([1 - across, across]))
