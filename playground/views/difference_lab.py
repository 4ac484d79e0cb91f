"""The Finite difference tab: a difference quotient beside the exact derivative, for any ε, and what both cost."""

from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from playground.core.difference_quotient import QuotientErrors, tried_epsilons
from playground.session.session import Session
from playground.views.asker import Asker
from playground.views.difference_words import price_words, quotient_words, short_price_words
from playground.views.errors_view import CURVES, ErrorsView
from playground.views.line_view import Dot, LineView, Picture, Straight
from playground.views.numbers import format_number
from playground.views.panel import Panel, write
from playground.views.probe_parts import (
    HintOver,
    LegendKey,
    ParameterChoice,
    Segments,
    SelectedParameter,
    name_of,
    row_of,
    sentence,
)
from playground.views.readout_card import Readout, ReadoutCard
from playground.views.sliders import StopsSlider
from playground.views.theme import Colors, Theme
from playground.worker.difference_probes import (
    GradientTimes,
    GradientTimesProbe,
    QuotientErrorsProbe,
    Secant,
    SecantProbe,
)
from playground.worker.probes import Probe, ProbeAnswer

_METHODS: Final = (
    ("forward", "Forward", "The secant through w and w + ε: (C(w + ε) − C(w)) / ε."),
    ("central", "Central", "The secant through w − ε and w + ε: (C(w + ε) − C(w − ε)) / 2ε."),
)
_NO_SAMPLES: Final = "There are no samples, so there is no cost.\nPut some on the prediction plot."
_TALL: Final = 380
"""Panels as high as this have room for a second sentence."""
_ERRORS_EVERY: Final = 0.5
_TIMES_EVERY: Final = 3.0


class DifferenceLab(Panel):
    """Shows how the difference quotient becomes the derivative, and where it stops doing so.

    Parameters
    ----------
    session : Session
        What is shown.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Finite difference", theme, parent)
        self._session = session
        self._epsilon = 1.0
        self._secant: Secant | None = None
        self._errors: QuotientErrors | None = None
        self._times: GradientTimes | None = None
        self.parameter = SelectedParameter(session, self)
        self._add_controls()
        self._add_plots()
        self.words = sentence(theme)
        self.price = write(theme, "", "secondary", 12)
        self.price.setWordWrap(True)
        self.body.addWidget(self.words)
        self.body.addWidget(self.price)
        self.secant_asker = Asker(session, self, "secant", self._secant_probe)
        self.errors_asker = Asker(session, self, "quotient errors", self._errors_probe, _ERRORS_EVERY)
        self.times_asker = Asker(session, self, "gradient times", self._times_probe, _TIMES_EVERY)
        for asker in (self.secant_asker, self.errors_asker, self.times_asker):
            asker.answered.connect(self._on_answered)
        self.parameter.changed.connect(self._on_parameter)
        session.snapshot_changed.connect(self._on_snapshot)
        session.network_changed.connect(self._on_parameter)
        session.dataset_changed.connect(self._on_data)
        session.experiment_changed.connect(self._on_data)
        self._on_parameter(None)

    def _add_controls(self) -> None:
        theme = self.theme
        self.choice = ParameterChoice(self._session, theme, "Weight or bias")
        self.choice.chosen.connect(self.parameter.choose)
        self.methods = Segments(theme, _METHODS, "Kind of difference")
        self.methods.chosen.connect(lambda _key: self._on_epsilon(self._epsilon))
        self.slider = StopsSlider(tuple(sorted(tried_epsilons().tolist())))
        self.slider.setAccessibleName("ε")
        self.slider.setToolTip("ε, from 10⁻¹⁶ to 1. Also: click on the errors.")
        self.slider.moved.connect(self._on_epsilon)
        self.value = write(theme, "", "text")
        self.value.setFixedWidth(QFontMetrics(theme.font()).horizontalAdvance("ε = 0.0·10⁻¹⁶"))
        self.slider.setMinimumWidth(theme.px(50))
        self.zoom = QToolButton()
        self.zoom.setText("Zoom")
        self.zoom.setCheckable(True)
        self.zoom.setProperty("role", "flat")
        self.zoom.setFont(theme.font(12))
        self.zoom.setToolTip("Show only three ε on either side: small ones show how the cost itself is rounded.")
        self._dress_zoom(theme.palette)
        self.zoom.toggled.connect(lambda _on: self.secant_asker.refresh(at_once=True))
        self.body.addLayout(row_of(theme, self.choice, self.methods, self.slider, self.value, self.zoom))

    def _add_plots(self) -> None:
        theme = self.theme
        self.view = LineView(theme)
        self.view.setAccessibleName("Cost over the parameter with secant and tangent")
        self.errors_view = ErrorsView(theme)
        self.errors_view.setAccessibleName("Error of the difference quotient against ε")
        self.errors_view.epsilon_chosen.connect(self._on_epsilon)
        self.errors_view.hovered.connect(self._on_hovered)
        left = row_of(
            theme,
            LegendKey(theme, "cost", "accent"),
            LegendKey(theme, "secant", "text", width=1.5),
            LegendKey(theme, "tangent", "negative", width=1.5, dashed=True),
            None,
        )
        right = row_of(
            theme,
            LegendKey(theme, "forward", "accent"),
            LegendKey(theme, "central", "negative"),
            LegendKey(theme, "float32", "secondary", width=1.3, dashed=True),
            None,
        )
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(0)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.addWidget(self.view, 1, 0)
        grid.addWidget(self.errors_view, 1, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid, 1)
        self.hint = HintOver(theme, self.view)
        self.card = ReadoutCard(theme, self.errors_view)

    @property
    def epsilon(self) -> float:
        """The ε in use."""
        return self._epsilon

    # ---- asking ----

    def _has_samples(self) -> bool:
        return len(self._session.train_indices) > 0

    def _secant_probe(self) -> Probe | None:
        if not self._has_samples():
            return None
        shown, secant = None, self._secant
        if secant is not None and secant.index == self.parameter.index and not self._is_zoomed(secant):
            shown = (secant.value + float(secant.offsets[0]), secant.value + float(secant.offsets[-1]))
        central = self.methods.key == "central"
        return SecantProbe(self.parameter.index, self._epsilon, central, self.zoom.isChecked(), shown)

    def _errors_probe(self) -> Probe | None:
        return QuotientErrorsProbe(self.parameter.index) if self._has_samples() else None

    def _times_probe(self) -> Probe | None:
        return GradientTimesProbe() if self._has_samples() else None

    def _is_zoomed(self, secant: Secant) -> bool:
        return bool(secant.offsets[0] == -secant.offsets[-1]) and self.zoom.isChecked()

    def _on_parameter(self, _fact: object) -> None:
        self.choice.show_index(self.parameter.index)
        self._secant = self._errors = None
        self.errors_view.show_errors(None)
        self._show()
        self._on_epsilon(self._epsilon)
        self.errors_asker.refresh(at_once=True)

    def _on_epsilon(self, epsilon: float) -> None:
        self._epsilon = epsilon
        self.slider.set_number(epsilon)
        self.value.setText(f"ε = {format_number(epsilon, 2)}")
        self.errors_view.show_epsilon(self.methods.key, epsilon)
        self.secant_asker.refresh(at_once=True)

    def _on_snapshot(self, _snapshot: object) -> None:
        self.secant_asker.refresh()
        self.errors_asker.refresh()
        if self._times is None or not self._times.compiled:
            self.times_asker.refresh()

    def _on_data(self, _fact: object) -> None:
        self._times = None
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again for what happened behind another tab."""
        super().showEvent(event)
        self._on_snapshot(None)

    def _on_answered(self, answer: ProbeAnswer) -> None:
        result = answer.result
        if isinstance(result, Secant):
            self._secant = result
        elif isinstance(result, QuotientErrors):
            self._errors = result
            self.errors_view.show_errors(result)
        elif isinstance(result, GradientTimes):
            self._times = result
        self._show()

    # ---- showing ----

    def _show(self) -> None:
        secant = self._secant if self._has_samples() else None
        hint = "" if secant is not None else "" if self._has_samples() else _NO_SAMPLES
        self.hint.say(hint)
        if not self._has_samples():
            self.errors_view.show_errors(None)
        if secant is None:
            self.view.show_picture(None)
            self.words.setText("")
        else:
            self._show_secant(secant)
        times = self._times if self._has_samples() else None
        self.set_info("" if times is None else short_price_words(times))
        self.info.setToolTip("" if times is None else price_words(times))
        self.price.setText("" if times is None else price_words(times))

    def _show_secant(self, secant: Secant) -> None:
        name = name_of(self._session.network, secant.index)
        zoomed = self._is_zoomed(secant)
        here = (secant.value, secant.cost)
        origin = here if zoomed else (0.0, 0.0)
        low, high = secant.quotient.low, secant.quotient.high
        straights = [
            Straight(here[0] - origin[0], here[1] - origin[1], secant.exact, "negative", dashed=True),
            Straight(low[0] - origin[0], low[1] - origin[1], secant.quotient.value, "text"),
        ]
        ends = [low, high] if secant.quotient.low[0] != here[0] else [high]
        dots = [Dot(x - origin[0], y - origin[1], "text", size=7) for x, y in ends]
        dots.append(Dot(here[0] - origin[0], here[1] - origin[1], "accent"))
        self.view.set_axis("bottom", f"change of {name}" if zoomed else name, at_end=True)
        self.view.set_axis("left", "change of the cost" if zoomed else "cost")
        x = secant.offsets if zoomed else secant.value + secant.offsets
        self.view.show_picture(Picture(x, secant.costs - origin[1], straights, dots=dots))
        self.words.setText(quotient_words(name, self._epsilon, self.methods.key, secant, self._errors))

    def _on_hovered(self, epsilon: float | None, place: QPoint) -> None:
        errors = self._errors
        if epsilon is None or errors is None:
            self.card.tell(None)
            return
        nearest = int(abs(errors.epsilons / epsilon - 1.0).argmin())
        rows = tuple(
            (f"{method}, {precision}", format_number(float(errors.errors[method, precision][nearest]), 3))
            for method, precision in reversed(CURVES)
        )
        self.card.tell(Readout(f"ε = {format_number(float(errors.epsilons[nearest]), 3)}", "error", rows), place)

    def recolor(self, colors: Colors) -> None:
        """Draw in the new colours."""
        self._dress_zoom(colors)
        self._show()

    def _dress_zoom(self, colors: Colors) -> None:
        self.zoom.setStyleSheet(f"QToolButton:checked {{ background: {colors.accent_soft}; color: {colors.accent}; }}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more where there is room."""
        super().resizeEvent(event)
        self.price.setVisible(self.height() >= self.theme.px(_TALL))
