"""The Slice tab: the cost along the line of the next update, or over one parameter."""

from typing import Any, Final

import numpy as np
from PySide6.QtWidgets import QWidget

from playground.session.session import Session
from playground.views.line_view import DRAWABLE, Dot, LineView, Mark, Picture, Straight
from playground.views.numbers import format_number
from playground.views.plot_tab import NO_SAMPLES, TOO_LARGE, PlotTab
from playground.views.probe_parts import LegendKey, ParameterChoice, Segments, SelectedParameter, name_of, row_of
from playground.views.readout_card import Readout
from playground.views.slice_words import cost_text, update_words, weight_words
from playground.views.theme import Colors, Theme
from playground.worker.probes import Probe, ProbeAnswer
from playground.worker.slice_probes import UpdateSlice, UpdateSliceProbe, WeightSlice, WeightSliceProbe

_KINDS: Final = (
    (
        "update",
        "Next update",
        "The cost after the next step, for every learning rate it could be taken with.",
    ),
    ("weight", "One weight", "The cost over one weight or bias, all others as they are."),
)
_REACHES: Final = (
    ("near", "Near", "From 0 to four times the present learning rate: what the step does."),
    ("far", "Far", "As far as the lowest cost and the place from where on a step would raise it."),
)
_WAITING: Final = "Looking along the line …"


class SlicePlot(PlotTab):
    """Shows a slice through the landscape of the cost, live.

    Parameters
    ----------
    session : Session
        What is shown.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Slice", LineView(theme), "Cost along a line", session, theme, parent)
        self._result: UpdateSlice | WeightSlice | None = None
        self._near: bool | None = None
        self.parameter = SelectedParameter(session, self)
        self.kinds = Segments(theme, _KINDS, "Kind of slice")
        self.reach = Segments(theme, _REACHES, "How far to look")
        self.choice = ParameterChoice(session, theme, "Weight or bias")
        self.keys = (
            LegendKey(theme, "cost", "accent"),
            LegendKey(theme, "tangent", "negative", width=1.5, dashed=True),
        )
        self.body.addLayout(row_of(theme, self.kinds, self.reach, self.choice, None, *self.keys))
        self.body.addWidget(self.view, 1)
        self.words = self.add_words(3)
        self.asker = self.add_asker("slice", self._probe)
        self.kinds.chosen.connect(self._on_kind)
        self.reach.chosen.connect(self._on_reach)
        self.choice.chosen.connect(self.parameter.choose)
        self.parameter.changed.connect(self._on_parameter)
        self.follow()
        self._on_kind(self.kinds.key)

    # ---- asking ----

    def _probe(self) -> Probe | None:
        if not self.has_samples:
            return None
        if self.kinds.key == "update":
            return UpdateSliceProbe(self._near, self.reach.key == "near")
        index = self.parameter.index
        shown = None
        if isinstance(self._result, WeightSlice) and self._result.index == index:
            shown = (float(self._result.values[0]), float(self._result.values[-1]))
        return WeightSliceProbe(index, shown)

    def _on_snapshot(self, snapshot: Any) -> None:
        self.asker.refresh()

    def _on_kind(self, key: str) -> None:
        self.choice.setVisible(key == "weight")
        self.reach.setVisible(key == "update")
        self._on_parameter(None)

    def show_weight(self) -> None:
        """Show the cost over one parameter."""
        self.kinds.set_key("weight")

    def _on_reach(self, key: str) -> None:
        self._near = key == "near"
        self.asker.refresh(at_once=True)

    def _on_network(self, network: Any) -> None:
        self._near = None  # what can be seen is another thing there
        self._on_parameter(None)

    def _on_parameter(self, _index: object) -> None:
        self.choice.show_index(self.parameter.index)
        self._result = None
        self._show()
        self.asker.refresh(at_once=True)

    def _on_answered(self, answer: ProbeAnswer) -> None:
        if isinstance(answer.result, UpdateSlice | WeightSlice):
            self._result = answer.result
            self._show()

    def _on_data(self, fact: Any) -> None:
        self._show()

    # ---- showing ----

    def _show(self) -> None:
        result = self._result if self.has_samples else None
        self.hint.say("" if result is not None else _WAITING if self.has_samples else NO_SAMPLES)
        here = 0.0 if result is None else result.outlook.here if isinstance(result, UpdateSlice) else result.cost
        if not here < DRAWABLE:
            self._show_too_large(result)
        elif isinstance(result, UpdateSlice):
            self._show_update(result)
        elif isinstance(result, WeightSlice):
            self._show_weight(result)
        else:
            self.view.show_picture(None)
            self.words.say()

    def _show_too_large(self, result: UpdateSlice | WeightSlice | None) -> None:
        """Tell in words what cannot be drawn."""
        self.hint.say(TOO_LARGE)
        self.view.show_picture(None)
        self.words.say(*(update_words(result) if isinstance(result, UpdateSlice) else ()))

    def _show_update(self, result: UpdateSlice) -> None:
        outlook, eta, end = result.outlook, result.learning_rate, float(result.learning_rates[-1])
        self.reach.show_key("near" if result.near else "far")
        # Near the step the cost may change in its last digits only, so its change is shown.
        origin = outlook.here if result.near else 0.0
        marks = [Mark(eta, f"step, η = {format_number(eta, 3)}", "accent")]
        dots = [Dot(0.0, outlook.here - origin, "text"), Dot(eta, result.cost_after - origin, "accent")]
        if outlook.best is not None and outlook.best_cost is not None and outlook.best <= end:
            marks.append(Mark(outlook.best, f"lowest, η = {format_number(outlook.best, 3)}"))
            dots.append(Dot(outlook.best, outlook.best_cost - origin, "secondary"))
        if outlook.raises_from and outlook.raises_from <= end:
            marks.append(
                Mark(outlook.raises_from, f"raises from η = {format_number(outlook.raises_from, 3)}", "negative")
            )
            dots.append(Dot(outlook.raises_from, outlook.here - origin, "negative"))
        tangent = Straight(0.0, outlook.here - origin, outlook.slope, "negative", dashed=True, begin=0.0)
        self.view.set_axis("bottom", "learning rate η", at_end=True)
        self.view.set_axis("left", "change of cost" if result.near else "cost")
        self.view.show_picture(Picture(result.learning_rates, result.costs - origin, [tangent], marks, dots))
        self.words.say(*update_words(result))

    def _show_weight(self, result: WeightSlice) -> None:
        name = name_of(self._session.network, result.index)
        straights = [Straight(result.value, result.cost, result.slope, "negative", dashed=True)]
        dots = [Dot(result.value, result.cost, "text")]
        mark = Mark(result.value, f"{name} = {format_number(result.value)}")
        self.view.set_axis("bottom", name, at_end=True)
        self.view.set_axis("left", "cost")
        self.view.show_picture(Picture(result.values, result.costs, straights, [mark], dots))
        self.words.say(*weight_words(name, result))

    def _on_hovered(self, *where: Any) -> None:
        x, place = where
        result = self._result
        if x is None or result is None:
            self.view.show_mouse(None)
            self.card.tell(None)
            return
        if isinstance(result, UpdateSlice):
            name, at, here = "η", result.learning_rates, result.outlook.here
        else:
            name, at, here = name_of(self._session.network, result.index), result.values, result.cost
        cost = float(np.interp(x, at, result.costs))
        self.view.show_mouse(x)
        rows = (("cost", cost_text(cost)), ("change", format_number(cost - here, signed=True)))
        self.card.tell(Readout(f"{name} = {format_number(x)}", rows=rows), place)

    def recolor(self, colors: Colors) -> None:
        """Draw in the new colours."""
        self._show()
