"""The Slice tab: the cost along the line of the next update, or over one parameter."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from playground.core.landscape import Outlook
from playground.session.session import Session
from playground.views.asker import Asker
from playground.views.line_view import Dot, LineView, Mark, Picture, Straight
from playground.views.numbers import format_number
from playground.views.panel import Panel
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
from playground.views.theme import Colors, Theme
from playground.worker.landscape_probes import UpdateSlice, UpdateSliceProbe, WeightSlice, WeightSliceProbe
from playground.worker.probes import Probe, ProbeAnswer

_KINDS: Final = (
    (
        "update",
        "Next update",
        "The cost after the next step, for every learning rate it could be taken with.",
    ),
    ("weight", "One weight", "The cost over one weight or bias, all others as they are."),
)
_NO_SAMPLES: Final = "There are no samples, so there is no cost.\nPut some on the prediction plot."
_WAITING: Final = "Looking along the line …"


class SlicePlot(Panel):
    """Shows a slice through the landscape of the cost, live.

    Parameters
    ----------
    session : Session
        What is shown.
    theme : Theme
        The look.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Slice", theme, parent)
        self._session = session
        self._result: UpdateSlice | WeightSlice | None = None
        self.parameter = SelectedParameter(session, self)
        self.kinds = Segments(theme, _KINDS, "Kind of slice")
        self.choice = ParameterChoice(session, theme, "Weight or bias")
        self.tangent_key = LegendKey(theme, "tangent", "negative", width=1.5, dashed=True)
        self.body.addLayout(
            row_of(theme, self.kinds, self.choice, None, LegendKey(theme, "cost", "accent"), self.tangent_key)
        )
        self.view = LineView(theme)
        self.view.setAccessibleName("Cost along a line")
        self.body.addWidget(self.view, 1)
        self.words = sentence(theme)
        self.body.addWidget(self.words)
        self.hint = HintOver(theme, self.view)
        self.card = ReadoutCard(theme, self.view)
        self.asker = Asker(session, self, "slice", self._probe)
        self.asker.answered.connect(self._on_answered)
        self.kinds.chosen.connect(self._on_kind)
        self.choice.chosen.connect(self.parameter.choose)
        self.parameter.changed.connect(self._on_parameter)
        self.view.hovered.connect(self._on_hovered)
        session.snapshot_changed.connect(self._on_snapshot)
        session.network_changed.connect(self._on_parameter)
        session.dataset_changed.connect(self._show)
        self._on_kind(self.kinds.key)

    # ---- asking ----

    def _probe(self) -> Probe | None:
        if not len(self._session.train_indices):
            return None
        if self.kinds.key == "update":
            return UpdateSliceProbe()
        index = self.parameter.index
        shown = None
        if isinstance(self._result, WeightSlice) and self._result.index == index:
            shown = (float(self._result.values[0]), float(self._result.values[-1]))
        return WeightSliceProbe(index, shown)

    def _on_snapshot(self, _snapshot: object) -> None:
        self.asker.refresh()

    def _on_kind(self, key: str) -> None:
        self.choice.setEnabled(key == "weight")
        self._on_parameter(None)

    def _on_parameter(self, _fact: object) -> None:
        self.choice.show_index(self.parameter.index)
        self._result = None
        self._show()
        self.asker.refresh(at_once=True)

    def _on_answered(self, answer: ProbeAnswer) -> None:
        if isinstance(answer.result, UpdateSlice | WeightSlice):
            self._result = answer.result
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again for what happened behind another tab."""
        super().showEvent(event)
        self.asker.refresh()

    # ---- showing ----

    def _show(self, _fact: object = None) -> None:
        samples = len(self._session.train_indices) > 0
        result = self._result if samples else None
        hint = "" if result is not None else _WAITING if samples else _NO_SAMPLES
        self.hint.say(hint)
        if isinstance(result, UpdateSlice):
            self._show_update(result)
        elif isinstance(result, WeightSlice):
            self._show_weight(result)
        else:
            self.view.show_picture(None)
            self.words.setText("")

    def _show_update(self, result: UpdateSlice) -> None:
        outlook, eta = result.outlook, result.learning_rate
        marks = [Mark(eta, f"step, η = {format_number(eta, 3)}", "accent")]
        dots = [Dot(0.0, outlook.here, "text"), Dot(eta, result.cost_after, "accent")]
        if outlook.best is not None and outlook.best_cost is not None and outlook.best <= result.learning_rates[-1]:
            marks.append(Mark(outlook.best, f"lowest, η = {format_number(outlook.best, 3)}"))
            dots.append(Dot(outlook.best, outlook.best_cost, "secondary"))
        if outlook.raises_from:
            marks.append(
                Mark(outlook.raises_from, f"raises from η = {format_number(outlook.raises_from, 3)}", "negative")
            )
            dots.append(Dot(outlook.raises_from, outlook.here, "negative"))
        straights = [Straight(0.0, outlook.here, outlook.slope, "negative", dashed=True)]
        self.view.set_axis("bottom", "learning rate η", at_end=True)
        self.view.set_axis("left", "cost")
        self.view.show_picture(Picture(result.learning_rates, result.costs, straights, marks, dots))
        self.words.setText(_update_words(result))

    def _show_weight(self, result: WeightSlice) -> None:
        name = name_of(self._session.network, result.index)
        straights = [Straight(result.value, result.cost, result.slope, "negative", dashed=True)]
        dots = [Dot(result.value, result.cost, "text")]
        mark = Mark(result.value, f"{name} = {format_number(result.value)}")
        self.view.set_axis("bottom", name, at_end=True)
        self.view.set_axis("left", "cost")
        self.view.show_picture(Picture(result.values, result.costs, straights, [mark], dots))
        self.words.setText(_weight_words(name, result))

    def _on_hovered(self, x: float | None, place: QPoint) -> None:
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
        rows = (("cost", _cost_text(cost)), ("change", format_number(cost - here, signed=True)))
        self.card.tell(Readout(f"{name} = {format_number(x)}", rows=rows), place)

    def recolor(self, colors: Colors) -> None:
        """Draw in the new colours."""
        self._show()


def _cost_text(cost: float) -> str:
    return format_number(cost) if math.isfinite(cost) else "beyond all numbers"


def _update_words(result: UpdateSlice) -> str:
    """Tell what the step does, where the minimum is, and from where on the cost rises."""
    found = result.outlook
    eta, after = format_number(result.learning_rate, 3), result.cost_after
    if not math.isfinite(found.here):
        return "The cost is beyond all numbers already here: no step can be told from another."
    if result.step_length == 0.0:
        return f"The gradient is exactly 0: the next step changes nothing. The cost stays {format_number(found.here)}."
    if not math.isfinite(after):
        told = f"The step with η = {eta} takes the cost beyond all numbers."
    else:
        change = after - found.here
        verb = "lowers" if change < 0 else "raises" if change > 0 else "does not change"
        amount = f" by {format_number(abs(change))} to {format_number(after)}" if change else ""
        told = f"The step with η = {eta} {verb} the cost{amount}."
    if found.best is None:
        told += " Along this line the cost is nowhere lower than here"
    elif found.open_end:
        told += f" Along this line it still falls at η = {format_number(found.searched_to, 3)}"
    elif found.most_by is not None and found.best > result.learning_rates[-1]:
        gained = format_number(found.most_by, 2)
        told += f" On this line it comes down to {_lowest(found)} far out, most of the way by η = {gained}"
    else:
        told += f" The lowest cost on this line, {_lowest(found)}, is at η = {format_number(found.best, 3)}"
    if found.raises_from == 0.0:
        told += ": however small, the step raises it."
    elif found.raises_from is not None:
        told += f"; from η = {format_number(found.raises_from, 3)} on the step would raise the cost."
    else:
        told += f"; no step up to η = {format_number(found.searched_to, 3)} raises the cost."
    return told if result.whole else f"{told} The line is that of the next batch, the cost that of all samples."


def _lowest(found: Outlook) -> str:
    return _cost_text(found.here if found.best_cost is None else found.best_cost)


def _weight_words(name: str, result: WeightSlice) -> str:
    text = f"At {name} = {format_number(result.value)} the cost is {_cost_text(result.cost)} and "
    if result.slope == 0.0:
        return f"{text}the slope is exactly 0: this parameter does not move."
    way = "larger" if result.slope < 0 else "smaller"
    return f"{text}∂C/∂{name} = {format_number(result.slope)}: a {way} {name} lowers the cost."
