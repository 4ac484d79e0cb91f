"""The Landscape tab: the cost over any two parameters, the path of the run in it, and a point to be dragged."""

import math
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from playground.session.by_hand import HandReading
from playground.session.session import Session
from playground.views.hand_patience import HandPatience
from playground.views.landscape_picture import level_text
from playground.views.landscape_view import LandscapeView
from playground.views.landscape_words import hand_words, landscape_words
from playground.views.numbers import format_number
from playground.views.panel import write
from playground.views.plot_tab import NO_SAMPLES, PlotTab
from playground.views.probe_parts import LegendKey, ParameterChoice, SelectedParameter, name_of, row_of
from playground.views.readout_card import Readout
from playground.views.shade_legend import ShadeLegend
from playground.views.theme import Colors, Theme
from playground.worker.landscape_probes import RESOLUTIONS, Landscape, LandscapeProbe
from playground.worker.messages import RunState, Snapshot
from playground.worker.probes import Probe, ProbeAnswer

_SLOWNESS: Final = (0.25, 0.12, 0.04, 0.0)
"""Complete answers that come within so many seconds need fewer coarse ones before them."""
_NEAR_BORDER: Final = 0.05
_ONE: Final = "This network has one parameter only: its cost is a curve, not a landscape."
_NUDGES: Final = 20.0
"""An arrow key moves the point by the power of ten below so many of the picture's height."""
_FINER: Final = 0.1
_REST_MS: Final = 250
_KEYS_WIDTH: Final = 520
"""From this width on there is room for the legend of path and arrow."""


class LandscapePlot(PlotTab):
    """Shows the cost over two parameters, live.

    Parameters
    ----------
    session : Session
        What is shown.
    theme : Theme
        The look.

    Signals
    -------
    slice_wanted
        There is but one parameter, and its slice is wanted.
    """

    slice_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Landscape", LandscapeView(theme), "Cost over two parameters", session, theme, parent)
        self._zoom: tuple[tuple[float, float], tuple[float, float]] | None = None
        self._fits = True
        self._chosen = False
        self._indices = (0, 0)
        self._measured: tuple[int, Landscape | None] = (0, None)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._on_settled)
        self._patience = HandPatience(self._show_words, self)
        self.parameter = SelectedParameter(session, self)
        self._add_controls()
        self.body.addWidget(self.view, 1)
        self.words = self.add_words()
        self._add_alone()
        self.asker = self.add_asker("landscape", self._probe)
        for choice in self.choices:
            choice.chosen.connect(lambda _row: self._on_chosen())
        self.fit_button.clicked.connect(self.fit)
        self.parameter.changed.connect(self._on_selected)
        session.selection.forgotten.connect(self._on_forgotten)
        self.view.drag_began.connect(self._on_drag_began)
        self.view.dragged.connect(self._set_point)
        self.view.drag_ended.connect(session.by_hand.end)
        self.view.drag_cancelled.connect(session.by_hand.cancel)
        self.view.nudged.connect(self._on_nudged)
        self.view.zoomed.connect(self._on_zoomed)
        self.view.fit_wanted.connect(self.fit)
        self.view.shape_changed.connect(self._on_shape)
        session.by_hand.changed.connect(self._on_by_hand)
        session.run_state_changed.connect(self._on_run_state)
        self.follow()
        self._on_network(None)
        self._on_settled()

    def _add_controls(self) -> None:
        theme = self.theme
        self.choices = tuple(ParameterChoice(self._session, theme, f"Parameter along {axis}") for axis in "xy")
        labels: list[QLabel] = [write(theme, text, "label") for text in ("→", "↑")]
        self.fit_button = QToolButton()
        self.fit_button.setText("Fit")
        self.fit_button.setToolTip("Show all of the path again (also: a double click). The wheel zooms.")
        self.fit_button.setProperty("role", "flat")
        self.fit_button.setFont(theme.font(12))
        self.keys = (LegendKey(theme, "path", "text", width=1.6), LegendKey(theme, "−gradient", "negative"))
        self.legend = ShadeLegend(theme)
        self.controls = QWidget()
        across, up = zip(labels, self.choices, strict=True)
        self.controls.setLayout(row_of(theme, *across, *up, self.fit_button, None, *self.keys, self.legend))
        self.body.addWidget(self.controls)

    def _add_alone(self) -> None:
        """What stands in the place of the plot where there is only one parameter."""
        self.alone = QWidget()
        column = QVBoxLayout(self.alone)
        told = write(self.theme, _ONE, "secondary", 13)
        told.setWordWrap(True)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.slice_button = QToolButton()
        self.slice_button.setText("Show it in Slice")
        self.slice_button.clicked.connect(self.slice_wanted)
        column.addStretch(1)
        column.addWidget(told)
        column.addWidget(self.slice_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.body.addWidget(self.alone, 1)
        self.alone.hide()

    @property
    def indices(self) -> tuple[int, int]:
        """Places in theta of the parameters along x and y."""
        return self._indices

    # ---- which two ----

    def _on_network(self, network: Any) -> None:
        index = self.parameter.index
        self._choose(index, self._another(index))

    def _on_forgotten(self) -> None:
        self._chosen = False

    def _another(self, index: int) -> int:
        """Return the other parameter that is shown with this one at first: the next weight."""
        last = self._session.network.n_parameters - 1
        return index + 1 if index < last else max(0, index - 1)

    def _on_selected(self, index: int) -> None:
        """Show what is selected, unless the axes were chosen here."""
        if index not in self._indices and not self._chosen:
            self._choose(index, self._indices[1])

    def _on_chosen(self) -> None:
        self._chosen = True
        across, up = (choice.currentIndex() for choice in self.choices)
        if across == up:  # the other one gives way
            across, up = (self._indices[1], up) if up != self._indices[1] else (across, self._indices[0])
        self._choose(across, up)

    def _choose(self, across: int, up: int) -> None:
        self._indices = (across, up)
        for choice, index in zip(self.choices, self._indices, strict=True):
            choice.show_index(index)
        for part in (self.controls, self.view, self.words):
            part.setVisible(across != up)
        self.alone.setVisible(across == up)
        self.view.show_landscape(None)
        self._measured = 0, None
        self._show_words()
        self.fit()

    def fit(self) -> None:
        """Show all of the path, at one scale for both axes."""
        self._fits, self._zoom = True, None
        self.asker.refresh(at_once=True)

    def _on_zoomed(self, ranges: tuple[tuple[float, float], tuple[float, float]]) -> None:
        self._zoom = ranges
        self.asker.refresh(at_once=True)

    def _on_shape(self) -> None:
        """Keep one scale for both axes."""
        self.fit()
        wide = self.width() >= self.theme.px(_KEYS_WIDTH)
        for key in self.keys:
            key.setVisible(wide)

    # ---- asking ----

    def _probe(self) -> Probe | None:
        across, up = self._indices
        if not self.has_samples or across == up:
            return None
        shown, landscape = self._zoom, self.view.landscape
        if shown is None and landscape is not None and not self._fits:
            shown = landscape.ranges
        keep = self.view.is_held or self._zoom is not None
        if self._settling.isActive():
            return LandscapeProbe((across, up), shown, keep, self.view.aspect, quick=True)
        first = next(number for number, least in enumerate(_SLOWNESS) if self.asker.seconds_to_final >= least)
        resolutions = RESOLUTIONS[first:] if landscape is not None else RESOLUTIONS
        return LandscapeProbe((across, up), shown, keep, self.view.aspect, resolutions)

    def _on_data(self, fact: Any) -> None:
        self._show_words()

    def _on_run_state(self, _state: RunState) -> None:
        """The values on the lines come when the run stands still."""
        self._on_settled()

    def _on_settled(self) -> None:
        self.view.set_still(self._session.run_state is not RunState.RUNNING and not self._settling.isActive())
        self.asker.refresh()

    def _on_snapshot(self, snapshot: Any) -> None:
        asked = self._moves_others and self._session.run_state is not RunState.RUNNING
        if not self._settling.isActive() or not (asked or self._move(snapshot)):
            self.asker.refresh(at_once=self._session.by_hand.is_open)

    def _move(self, snapshot: Snapshot) -> bool:
        """Where a hand moves the two parameters alone, the costs around are known: only the point is another."""
        order, measured = self._measured
        if measured is None or order != snapshot.order or self._zoom not in (None, measured.ranges):
            return False
        margin = 0.0 if self.view.is_held or self._zoom is not None else _NEAR_BORDER
        moved = measured.moved(snapshot.theta, snapshot.gradient, snapshot.cost, margin)
        if moved is None:
            return False
        self._patience.stop()
        self.view.show_landscape(moved)
        self._show_words()
        return True

    def _on_answered(self, answer: ProbeAnswer) -> None:
        landscape = answer.result
        if isinstance(landscape, Landscape) and landscape.indices == self._indices:
            self._fits = False
            self.view.set_names(*self._names)
            if self._zoom is None or self._zoom == landscape.ranges:
                self._measured = answer.order, landscape
                self.view.show_landscape(landscape)
            self._show_words()

    # ---- by hand ----

    @property
    def _names(self) -> tuple[str, str]:
        first, second = (name_of(self._session.network, index) for index in self._indices)
        return first, second

    @property
    def _moves_others(self) -> bool:
        """Whether a hand moves parameters that are not those of the axes."""
        reading = self._session.by_hand.reading
        return reading is not None and not reading.after.keys() <= set(self._indices)

    def _on_drag_began(self) -> None:
        self._session.by_hand.begin("move {} and {}".format(*self._names))

    def _set_point(self, point: tuple[float, float]) -> None:
        self._session.by_hand.set_all(dict(zip(self._indices, point, strict=True)))

    def _on_nudged(self, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        """Move the point by an arrow key; quick repetitions are one undo step."""
        landscape, by_hand = self.view.landscape, self._session.by_hand
        if landscape is None:
            return
        height = float(landscape.y[-1] - landscape.y[0])
        step = 10.0 ** math.floor(math.log10(height / _NUDGES) + 1e-9)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step *= _FINER
        point = [by_hand.value(index) + part * step for index, part in zip(self._indices, way, strict=True)]
        by_hand.begin("move {} and {}".format(*self._names), merge=True)
        self._set_point((point[0], point[1]))
        by_hand.end()

    def _on_by_hand(self, reading: HandReading | None) -> None:
        if not self.isVisible():
            return
        if reading is not None:  # the values come back onto the lines when the hand rests
            self._settling.start(_REST_MS)
            self.view.set_still(False)
            if reading.real is None and self._moves_others:
                self.asker.refresh(at_once=True)  # the costs around are others: asked for together with the truth
        self._patience.hear(reading)

    # ---- words ----

    def _show_words(self) -> None:
        if not self.has_samples:
            self.view.show_landscape(None)
        landscape = self.view.landscape
        alone = self._indices[0] == self._indices[1]
        hint = NO_SAMPLES if not self.has_samples else "Measuring the landscape …" if landscape is None else ""
        self.hint.say("" if alone else hint)
        self.legend.set_ends(self.view.ends)
        if landscape is None:
            self.words.say()
            return
        reading = self._session.by_hand.reading
        if reading is not None and not self._moves_others:
            self.words.say(*hand_words(reading, self._session.network))
        else:
            self.words.say(*landscape_words(landscape, self._session.network))

    def _on_hovered(self, *where: Any) -> None:
        at, place = where
        landscape = self.view.landscape
        if at is None or landscape is None:
            self.card.tell(None)
            self.view.lit_level(QPoint(-1000, -1000))
            return
        level = self.view.lit_level(place)
        cost = landscape.cost_near(*at)
        rows = [(name, format_number(value, 3)) for name, value in zip(self._names, at, strict=True)]
        rows.append(("cost about", format_number(cost, 3) if math.isfinite(cost) else "beyond all numbers"))
        if level is not None:
            rows.append(("line of cost", level_text(level)))
        self.card.tell(Readout("Here", rows=tuple(rows)), place)

    def recolor(self, colors: Colors) -> None:
        """Draw in the new colours."""
        self._show_words()
