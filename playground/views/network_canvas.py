"""The Network panel: the live picture of the network, the part of a step that is looked at, and its formula."""

import re
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from playground.core.network import Network
from playground.core.notation import size_text
from playground.core.paper_letters import text_in_paper_letters
from playground.core.stages import Stage
from playground.session.selection import Selection
from playground.session.session import Session
from playground.views.header_buttons import dress_header_buttons, header_button
from playground.views.network_diagram import NetworkDiagram
from playground.views.network_strip import NetworkStrip
from playground.views.numbers import MINUS, format_count
from playground.views.panel import Panel
from playground.views.scale import ScaleLegend
from playground.views.theme import Colors, Theme
from playground.worker.messages import Snapshot

_END: Final = re.compile(r": |\. |; ")
_NAMES: Final = ("Adam", "RMSprop", "Nesterov")
"""What keeps its capital letter."""


class NetworkCanvas(Panel):
    """The network as the paper draws it, left to right, with everything in it live.

    In the middle of a step the header tells which part that is and has the ways back, on and out, and the strip below
    the picture has its formula with the numbers put in; else the strip tells of what is selected.

    Parameters
    ----------
    session : Session
    theme : Theme

    Attributes
    ----------
    diagram : NetworkDiagram
        The picture itself: ``fit()``, ``zoom_by(factor)``.
    strip : NetworkStrip
        What is told below it.
    back_button, on_button, skip_button, leave_button : QToolButton
        Only there in the middle of a step.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Network", theme, parent)
        self._session = session
        self._size_text = ""
        self._legend = ScaleLegend(theme.scale, f"w ≤ {MINUS}1", "w ≥ 1")
        self._legend.setFont(theme.font(11))
        self._legend.setToolTip("Colour of the weights. Edges grow wider with |w|, up to 5.")
        self.header.addSpacing(theme.px(6))
        self.header.addWidget(self._legend)
        self.diagram = NetworkDiagram(theme, session.by_hand)
        self.strip = NetworkStrip(theme)
        self.body.setSpacing(0)
        self.body.addWidget(self.diagram, 1)
        self.body.addWidget(self.strip)
        self.back_button = header_button(self, "back", "Back to the part before (Shift+P)", session.parts.back)
        self.on_button = header_button(self, "chevron-right", "On to the next part (P)", session.parts.forward)
        self.skip_button = header_button(self, "skip", "On to the update (Ctrl+P)", session.parts.skip)
        self.leave_button = header_button(
            self, "close", "Leave the step (Esc): nothing has changed", session.parts.leave
        )
        self.recolor(theme.palette)
        self.diagram.told.connect(self.strip.tell)
        self.diagram.target_chosen.connect(session.selection.choose)
        session.selection.changed.connect(self._on_selection_changed)
        session.parts.changed.connect(self._on_part_changed)
        session.network_changed.connect(self._on_network_changed)
        session.dataset_changed.connect(self._on_dataset_changed)
        session.snapshot_changed.connect(self._on_snapshot_changed)
        self._on_network_changed(session.network)
        self._on_snapshot_changed(session.snapshot)
        self._on_selection_changed(session.selection)
        self._on_part_changed(session.parts.stage)

    def recolor(self, colors: Colors) -> None:
        """Take over another palette."""
        self._legend.set_scale(self.theme.scale, colors.secondary)
        dress_header_buttons(self)

    @property
    def _step_buttons(self) -> tuple[QToolButton, ...]:
        return self.back_button, self.on_button, self.skip_button, self.leave_button

    def _on_network_changed(self, network: Network) -> None:
        parameters = "1 parameter" if network.n_parameters == 1 else f"{format_count(network.n_parameters)} parameters"
        self._size_text = f"{size_text(network)} · {parameters}"
        self.diagram.show_network(network, self._session.dataset.target_range())
        self.diagram.show_target(self._session.selection.target)
        self._show_letters()

    def _on_dataset_changed(self, _dataset: object) -> None:
        self.diagram.show_network(self._session.network, self._session.dataset.target_range())

    def _on_snapshot_changed(self, snapshot: Snapshot | None) -> None:
        self.diagram.show_snapshot(snapshot)

    def _on_selection_changed(self, selection: Selection) -> None:
        self.diagram.show_target(selection.target)
        self._show_letters()

    def _show_letters(self) -> None:
        self.diagram.show_letters(self._session.in_paper_letters)
        self._show_words(self._session.parts.stage)

    def _on_part_changed(self, stage: Stage | None) -> None:
        targets = () if stage is None else self._session.built.train_targets[stage.sample].tolist()
        self.diagram.show_part(self._session.parts.seen, targets)
        self._show_words(stage)

    def _show_words(self, stage: Stage | None) -> None:
        self._legend.setVisible(stage is None)
        for button in self._step_buttons:
            button.setVisible(stage is not None)
        self.header.activate()  # so that the room for the words is known
        if stage is None:
            self.set_info(self._size_text)
            self.strip.show_part("")
        else:
            place = f"part {format_count(stage.number)} of {format_count(stage.total)}"
            head, rest = _sentences(stage)
            told = f"{place} · {_uncapitalised(head)}"
            fits = self.info.fontMetrics().horizontalAdvance(told) <= self.info.width()
            self.set_info(told if fits else place)
            formula = text_in_paper_letters(stage.formula) if self._session.in_paper_letters else stage.formula
            self.strip.show_part(formula, " ".join(filter(None, (rest if fits else stage.caption, stage.note))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in the header what there is room for."""
        super().resizeEvent(event)
        self._show_words(self._session.parts.stage)


def _sentences(stage: Stage) -> tuple[str, str]:
    """Return what the header says of a part, its heading or first sentence, and what is left to be said."""
    found = _END.search(stage.caption)
    if found is None:
        return stage.caption.rstrip("."), ""
    rest = stage.caption[found.end() :]
    return stage.caption[: found.start()], rest[:1].upper() + rest[1:]


def _uncapitalised(text: str) -> str:
    return text if text.startswith(_NAMES) else text[:1].lower() + text[1:]
