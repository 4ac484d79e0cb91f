"""The Finite difference tab: a difference quotient beside the exact derivative, for any ε, and what both cost."""

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from playground.core.difference_quotient import QuotientErrors, tried_epsilons
from playground.core.gradients import GRADIENTS
from playground.session.session import Session
from playground.views.difference_words import price_forms, price_tip, quotient_words
from playground.views.errors_view import ErrorsView, error_keys, errors_readout
from playground.views.line_view import DRAWABLE, LineView
from playground.views.numbers import format_number
from playground.views.plot_tab import NO_SAMPLES, TOO_LARGE, PlotTab
from playground.views.plot_words import OneLine, Steady
from playground.views.probe_parts import (
    LegendKey,
    LegendOver,
    ParameterChoice,
    Segments,
    SelectedParameter,
    name_of,
    row_of,
)
from playground.views.readout_card import Readout, ReadoutCard
from playground.views.secant_picture import cost_keys, secant_picture
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
_SIDES: Final = (
    ("cost", "C(w)", "The cost over the parameter, with secant and tangent."),
    ("error", "error", "How far the quotient is from the derivative, for every ε."),
)
_LEGENDS_FROM: Final = 290
_BOTH_FROM: Final = 262
_PRICE_FROM: Final = 180
"""Heights of the panel from which there is room for legends, both plots, and the count of evaluations."""
_BOTH_WIDTH: Final = 400
_LABELLED_WIDTH: Final = 560
"""From this width on the button says all of what it does."""
_ERRORS_EVERY, _TIMES_EVERY = 0.5, 3.0
_SUFFIX: Final = "-difference"


class DifferenceLab(PlotTab):
    """Shows how the difference quotient becomes the derivative, and where it stops doing so.

    Parameters
    ----------
    session : Session
        What is shown.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        view = LineView(theme)
        name = "Cost over the parameter with secant and tangent"
        super().__init__("Finite difference", view, name, session, theme, parent)
        self._epsilon = 1.0
        self._labelled = True
        self._trained: tuple[str, float] | None = None
        self._secant: Secant | None = None
        self._errors: QuotientErrors | None = None
        self._times: GradientTimes | None = None
        self.parameter = SelectedParameter(session, self)
        self._add_controls()
        self._add_plots()
        self.words = self.add_words()
        self.side = Segments(theme, _SIDES, "Plot")
        self.side.chosen.connect(lambda _key: self._arrange())
        self.price = OneLine(theme)
        bottom = row_of(theme, self.side)
        bottom.addWidget(self.price, 1)
        self.body.addLayout(bottom)
        self.secant_asker = self.add_asker("secant", self._secant_probe)
        self.errors_asker = self.add_asker("quotient errors", self._errors_probe, _ERRORS_EVERY)
        self.times_asker = self.add_asker("gradient times", self._times_probe, _TIMES_EVERY)
        self.parameter.changed.connect(self._on_network)
        self.follow()
        self._arrange()
        self._on_experiment(None)
        self._on_network(None)

    def _add_controls(self) -> None:
        theme = self.theme
        self.choice = ParameterChoice(self._session, theme, "Weight or bias")
        self.choice.chosen.connect(self.parameter.choose)
        self.methods = Segments(theme, _METHODS, "Kind of difference")
        self.methods.chosen.connect(lambda _key: self._on_epsilon(self._epsilon))
        self.slider = StopsSlider(tuple(sorted(tried_epsilons().tolist())))
        self.slider.setAccessibleName("ε")
        self.slider.setToolTip("ε, from 10⁻¹⁶ to 1. Also: click on the errors.")
        self.slider.setMinimumWidth(theme.px(46))
        self.slider.moved.connect(self._on_epsilon)
        self.value = Steady(theme, "ε = 0.0·10⁻¹⁶", "0.0·10⁻¹⁶")
        self.zoom = self._flat_button("Zoom")
        self.zoom.setCheckable(True)
        self.zoom.setToolTip("Show only three ε on either side: small ones show how the cost itself is rounded.")
        self._dress_zoom(theme.palette)
        self.zoom.toggled.connect(lambda _on: self.secant_asker.refresh(at_once=True))
        self.use = self._flat_button("Use")
        self.use.clicked.connect(self._on_use)
        self.use.setMinimumWidth(self.use.sizeHint().width())  # longer words must not make the panel wider
        row = row_of(theme, self.choice, self.methods, self.slider, self.value, self.zoom, self.use)
        row.setSpacing(theme.px(6))
        self.body.addLayout(row)

    def _flat_button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setProperty("role", "flat")
        button.setProperty("narrow", True)
        button.setFont(self.theme.font(12))
        return button

    def _add_plots(self) -> None:
        theme = self.theme
        self.errors_view = ErrorsView(theme)
        self.errors_view.setAccessibleName("Error of the difference quotient against ε")
        self.errors_view.epsilon_chosen.connect(self._on_epsilon)
        self.errors_view.hovered.connect(self._on_errors_hovered)
        self.errors_card = ReadoutCard(theme, self.errors_view)
        self.training_key = LegendKey(theme, "training", "text", mark=True)
        self._sides = {
            "cost": LegendOver(theme, self.view, cost_keys(theme)),
            "error": LegendOver(theme, self.errors_view, (*error_keys(theme), self.training_key)),
        }
        row = row_of(theme)
        row.setSpacing(theme.px(14))
        for side in self._sides.values():
            row.addWidget(side, 1)
        self.body.addLayout(row, 1)

    @property
    def epsilon(self) -> float:
        """The ε in use."""
        return self._epsilon

    # ---- asking ----

    def _secant_probe(self) -> Probe | None:
        if not self.has_samples:
            return None
        shown, secant = None, self._secant
        if secant is not None and secant.index == self.parameter.index and not self._is_zoomed(secant):
            shown = (secant.value + float(secant.offsets[0]), secant.value + float(secant.offsets[-1]))
        central = self.methods.key == "central"
        return SecantProbe(self.parameter.index, self._epsilon, central, self.zoom.isChecked(), shown)

    def _errors_probe(self) -> Probe | None:
        return QuotientErrorsProbe(self.parameter.index) if self.has_samples else None

    def _times_probe(self) -> Probe | None:
        return GradientTimesProbe() if self.has_samples else None

    def _is_zoomed(self, secant: Secant) -> bool:
        return bool(secant.offsets[0] == -secant.offsets[-1]) and self.zoom.isChecked()

    def _on_network(self, network: Any) -> None:
        self.choice.show_index(self.parameter.index)
        self._secant = self._errors = None
        self.errors_view.show_errors(None)
        self._show()
        self._on_epsilon(self._epsilon)
        self.errors_asker.refresh(at_once=True)

    def _on_epsilon(self, epsilon: float) -> None:
        self._epsilon = epsilon
        self.slider.set_number(epsilon)
        self._show_value()
        self.errors_view.show_epsilon(self.methods.key, epsilon)
        self._show_use()
        self.secant_asker.refresh(at_once=True)

    def _on_snapshot(self, snapshot: Any) -> None:
        self.secant_asker.refresh()
        self.errors_asker.refresh()
        if self._times is None or not self._times.compiled:
            self.times_asker.refresh()

    def _on_data(self, fact: Any) -> None:
        self._times = None
        self._show()

    def _catch_up(self) -> None:
        self._on_snapshot(None)

    # ---- the training's own difference ----

    def _on_experiment(self, experiment: Any) -> None:
        """Follow the training's method and ε, where it takes its gradient by differences."""
        training = self._session.experiment.training
        trained = (training.gradient, training.epsilon) if GRADIENTS[training.gradient].uses_epsilon else None
        self.errors_view.show_training(trained[1] if trained else None)
        self.training_key.setVisible(trained is not None)
        if trained != self._trained:
            self._trained = trained
            if trained is not None:
                self.methods.show_key(trained[0].removesuffix(_SUFFIX))
                self._on_epsilon(trained[1])
        self._show_use()
        self._on_data(None)

    def _show_use(self) -> None:
        method = self.methods.key
        used = self._trained == (method + _SUFFIX, self._epsilon)
        self.use.setEnabled(not used)
        self.use.setToolTip(
            "The training uses this difference and this ε already."
            if used
            else f"Train with the {method} difference and ε = {format_number(self._epsilon, 2)} from now on."
        )

    def _on_use(self) -> None:
        self._session.change_training(
            "use a difference quotient", gradient=self.methods.key + _SUFFIX, epsilon=self._epsilon
        )

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
        secant = self._secant if self.has_samples else None
        self.hint.say("" if self.has_samples else NO_SAMPLES)
        if not self.has_samples:
            self.errors_view.show_errors(None)
        if secant is None:
            self.view.show_picture(None)
            self.words.say()
        else:
            drawable = abs(secant.cost) < DRAWABLE
            if not drawable:
                self.hint.say(TOO_LARGE)
            self._show_secant(secant, drawable=drawable)
        times = self._times if self.has_samples else None
        self.price.say(*(() if times is None else price_forms(times)))
        self.price.setToolTip("" if times is None else price_tip(times))

    def _show_secant(self, secant: Secant, *, drawable: bool) -> None:
        name = name_of(self._session.network, secant.index)
        zoomed = self._is_zoomed(secant)
        self.view.set_axis("bottom", f"Δ{name} / ε" if zoomed else name, at_end=True)
        self.view.set_axis("left", "ΔC" if zoomed else "cost")
        self.view.show_picture(secant_picture(secant, zoomed=zoomed) if drawable else None)
        self.words.say(*quotient_words(name, secant.quotient.epsilon, self.methods.key, secant, self._errors))

    def _on_hovered(self, *where: Any) -> None:
        x, place = where
        picture = self.view.picture
        if x is None or picture is None:
            self.view.show_mouse(None)
            self.card.tell(None)
            return
        axis = self.view.axis("bottom").name
        cost = format_number(float(np.interp(x, picture.x, picture.y)))
        self.view.show_mouse(x)
        self.card.tell(Readout(f"{axis} = {format_number(x)}", rows=((self.view.axis("left").name, cost),)), place)

    def _on_errors_hovered(self, epsilon: float | None, place: QPoint) -> None:
        errors = self._errors
        if epsilon is None or errors is None:
            self.errors_card.tell(None)
            return
        self.errors_card.tell(errors_readout(errors, epsilon), place)

    def recolor(self, colors: Colors) -> None:
        """Draw in the new colours."""
        self._dress_zoom(colors)
        self._show()

    def _dress_zoom(self, colors: Colors) -> None:
        self.zoom.setStyleSheet(f"QToolButton:checked {{ background: {colors.accent_soft}; color: {colors.accent}; }}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as has room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Drop the legends first, then show one plot at a time, then drop the count of evaluations."""
        px, height, width = self.theme.px, self.height(), self.width()
        both = height >= px(_BOTH_FROM) and width >= px(_BOTH_WIDTH)
        self.side.setVisible(not both)
        for name, side in self._sides.items():
            side.legend.setVisible(height >= px(_LEGENDS_FROM))
            side.setVisible(both or self.side.key == name)
        self.price.setVisible(height >= px(_PRICE_FROM))
        self._labelled = width >= px(_LABELLED_WIDTH)
        self.use.setText("Use in training" if self._labelled else "Use")
        self._show_value()

    def _show_value(self) -> None:
        sign = "ε = " if self._labelled else ""
        self.value.setText(sign + format_number(self._epsilon, 2))
