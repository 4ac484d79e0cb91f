"""The Equations panel: the formula of what is selected, one sample's numbers in it, and the table of all samples."""

import time
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from playground.core.stage import Stage
from playground.explain.explanation import Explanation
from playground.explain.target import Target
from playground.session.session import Session
from playground.views.copy_menu import CopyMenu
from playground.views.equations_sheet import Sheet
from playground.views.explanation_forms import columns_in_order, in_paper_letters
from playground.views.formula_inks import FormulaInks
from playground.views.hand_patience import HandPatience
from playground.views.header_buttons import dress_header_buttons, header_button
from playground.views.linked_formula import LinkedFormula
from playground.views.numbers import format_count
from playground.views.panel import Panel, write
from playground.views.sample_model import Ordered
from playground.views.sample_table import SampleTable
from playground.views.theme import Colors, Theme
from playground.views.typesetting import Typesetter
from playground.worker.explain_probe import ExplainProbe
from playground.worker.messages import RunState
from playground.worker.probes import ProbeAnswer

KEY: Final = "equations"
INTERVAL_MS: Final = 100
"""Ten times a second while it runs."""
_RESTS: Final = 4.0
"""So many times as long as an answer takes it asks nothing: large data would hold up the training."""
_LONGEST_REST_MS: Final = 10_000
_MOST_BACK: Final = 100
_BY_KEYBOARD: Final = Qt.TextInteractionFlag.LinksAccessibleByKeyboard
_NO_SAMPLES: Final = "There are no samples to put into the equations. Put some on the prediction plot."
_TESTING: Final = "The sample you chose is kept for testing and has no part in the gradient."


class EquationsPanel(Panel):
    """Shows where the selected number comes from, live.

    Parameters
    ----------
    session : Session
        Has the selection, and answers.
    theme : Theme
        How it looks.

    Attributes
    ----------
    formula : LinkedFormula
    table : SampleTable
    back_button, paper_button, copy_button : QToolButton
    copy_menu : CopyMenu

    Signals
    -------
    pointed : str or None
        The mouse is on a symbol that belongs to "w:12" (a place in theta) or "a:2:0" (layer, unit), or on none.
    """

    pointed = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Equations", theme, parent)
        self._session = session
        self._explanation: Explanation | None = None
        self._asked: ExplainProbe | None = None
        self._waits = self._due = self._held = self._paper = self._follows = False
        self._asked_at, self._part = 0.0, 0
        self._rest_ms = INTERVAL_MS
        self._past: list[Target] = []
        self._target = session.selection.target
        self._typesetter = Typesetter(self)
        self._inks = FormulaInks(session, theme)
        self.formula = LinkedFormula(theme, self._typesetter, self._inks.of)
        self.table = SampleTable(theme)
        self.note = write(theme, "", "secondary", 12)
        self.links = write(theme, "", "secondary", 12)
        self.links.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | _BY_KEYBOARD)
        self._sheet = Sheet(theme, self.formula, self.links, self.table, self.note)
        self.body.addWidget(self._sheet, 1)
        self._make_buttons()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._patience = HandPatience(self._show_held, self)
        self._connect()
        self._on_network_changed(None)

    def _make_buttons(self) -> None:
        self.back_button = header_button(self, "back", "Back to what was looked at before (Backspace in the formulas)")
        self.back_button.clicked.connect(self.go_back)
        self.paper_button = header_button(self, "", "The paper's letters: its inputs are x and y, its target is z")
        self.paper_button.setText("x y z")
        self.paper_button.setCheckable(True)
        self.paper_button.toggled.connect(self._session.selection.choose_paper_letters)
        self.copy_button = header_button(self, "copy", "Copy as LaTeX or as text")
        self.copy_menu = CopyMenu(self)
        below = self.copy_button.rect().bottomLeft
        self.copy_button.clicked.connect(lambda: self.copy_menu.popup(self.copy_button.mapToGlobal(below())))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.copy_menu.popup(self.mapToGlobal(at)))
        self.recolor(self.theme.palette)

    def recolor(self, _colors: Colors) -> None:
        """Take over another palette."""
        dress_header_buttons(self)
        if self._explanation is not None:
            self._show()

    def _connect(self) -> None:
        session = self._session
        session.selection.changed.connect(self._on_selection_changed)
        session.selection.forgotten.connect(self._on_forgotten)
        session.grid_changed.connect(self._ask)
        session.snapshot_changed.connect(self._on_snapshot_changed)
        session.run_state_changed.connect(self._on_snapshot_changed)
        session.experiment_changed.connect(self._ask)
        session.network_changed.connect(self._on_network_changed)
        session.probe_answered.connect(self._on_answer)
        session.by_hand.changed.connect(self._patience.hear)
        session.parts.changed.connect(self._on_part_changed)
        self.formula.key_clicked.connect(self.follow)
        self.formula.key_pointed.connect(self.pointed)
        self.formula.back_requested.connect(self.go_back)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.links.linkActivated.connect(self.follow)

    @property
    def explanation(self) -> Explanation | None:
        """What is shown."""
        return self._explanation

    # Asking

    def _on_selection_changed(self, _selection: object) -> None:
        target = self._session.selection.target
        if target != self._target:
            self._past = [*self._past, self._target][-_MOST_BACK:]
            self._target, self._follows = target, False
            self._show_back()
        if self._session.in_paper_letters != self._paper:
            self._paper = self._session.in_paper_letters
            self._show()
        self._ask()

    def _on_forgotten(self) -> None:
        self._past.clear()
        self._target = self._session.selection.target
        self._show_back()

    def _on_part_changed(self, stage: Stage | None) -> None:
        """Explain what another part of a step is about, until something else is chosen."""
        number = 0 if stage is None else stage.number
        is_another = number != self._part
        if is_another:
            self._part, self._follows = number, stage is not None
        if is_another or self._follows:
            self._ask()

    def _on_snapshot_changed(self, _fact: object) -> None:
        if self._session.run_state is not RunState.RUNNING and not self._session.by_hand.is_open:
            self._ask()
        elif not self._timer.isActive() and not self._waits:
            self._timer.start(self._rest_ms)
        else:
            self._due = True

    def _on_network_changed(self, _network: object) -> None:
        self._on_forgotten()
        self._explanation = None
        self.paper_button.setVisible(self._session.experiment.model.kind == "one-neuron")
        self._paper = self._session.in_paper_letters
        self._ask()

    def _ask(self, _fact: object = None) -> None:
        session = self._session
        target, sample = session.selection.target, session.selection.sample
        self._timer.stop()
        self._due = False
        if not self.isVisible():
            return
        if not len(session.train_indices):
            self._explanation = self._asked = None
            self._show()
            return
        stage = session.parts.stage if self._follows else None
        if stage is not None:
            target, sample = session.parts.target or target, int(session.train_indices[stage.sample])
        self._asked = ExplainProbe(target, sample, session.train_indices)
        self._waits = True
        self._asked_at = time.perf_counter()
        session.ask(KEY, self._asked)

    def _on_answer(self, answer: ProbeAnswer) -> None:
        if answer.key != KEY or answer.probe is not self._asked or not isinstance(answer.result, Explanation):
            return
        self._waits = False
        took = 1000.0 * (time.perf_counter() - self._asked_at)
        slow = took > INTERVAL_MS / 2
        self._rest_ms = round(min(_RESTS * took, _LONGEST_REST_MS)) if slow else INTERVAL_MS
        self._explanation = answer.result
        reading = self._session.by_hand.reading
        self._held = reading is not None and reading.real is None
        if self._held:  # what a hand has just changed is painted first, if that does not take long
            self._patience.hear(reading)
        else:
            self._show()
        if self._due:
            self._timer.start(self._rest_ms)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what has changed while it could not be seen."""
        super().showEvent(event)
        self._ask()

    # Showing

    def _show_held(self) -> None:
        if self._held:
            self._show()

    def _show(self) -> None:
        explanation, self._held = self._explanation, False
        self.copy_button.setEnabled(explanation is not None)
        if explanation is None:
            self.copy_menu.offer(None)
            empty = not len(self._session.train_indices)
            self.formula.show_lines([])
            self._write(self.note, _NO_SAMPLES if empty else "")
            self._write(self.links, "")
            self.table.hide()
            self.set_info("")
            self._sheet.arrange()
            return
        if self._paper:
            explanation = in_paper_letters(explanation)
        self.copy_menu.offer(explanation)
        self.formula.show_lines(explanation.lines)
        self._sheet.show_top_of(explanation.title)
        self._show_texts(explanation)
        self._show_table(explanation)
        self._sheet.arrange()

    def _show_texts(self, explanation: Explanation) -> None:
        session = self._session
        asked = self._asked
        testing = asked is not None and asked.sample not in asked.places
        self._write(self.note, "\n".join(filter(None, (_TESTING * testing, explanation.note))))
        links = [
            f'<a href="delta:{link.layer}:{link.unit}" style="text-decoration: none">{link.label}</a>'
            for link in explanation.links
        ]
        self._write(self.links, "Where this comes from: " + " · ".join(links) if links else "")
        sample = asked.sample + 1 if asked is not None and session.dataset.n_samples else 0
        count = format_count(session.dataset.n_samples)
        what, which = explanation.title, format_count(sample)
        self.set_info(f"{what} · sample {which} of {count}", f"{what} · sample {which}", f"{what} · {which}", what, "")

    def _write(self, label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)
        label.setVisible(bool(text))

    def _show_table(self, explanation: Explanation) -> None:
        table = explanation.table
        self.table.setVisible(table is not None)
        if table is None:
            return
        assert self._explanation is not None
        assert self._explanation.table is not None
        assert self._asked is not None
        sample, order = self._asked.sample, columns_in_order(self._explanation.table)
        row = next(iter(np.flatnonzero(table.indices == sample).tolist()), -1)
        headers = tuple(table.headers[column] for column in order)
        self.table.show_table(explanation.title, headers, Ordered(table.rows, order), table.foot, row)

    # Going

    def follow(self, key: str) -> None:
        """Look at what a symbol belongs to, such as "w:12" or "delta:2:0"."""
        kind, *places = key.split(":")
        if kind in ("w", "b"):
            self._session.selection.choose(Target("parameter", index=int(places[0])))
        elif kind in ("a", "z", "delta"):
            self._session.selection.choose(Target("unit", layer=int(places[0]), unit=int(places[1])))

    def go_back(self) -> None:
        """Look at what was looked at before."""
        if self._past:
            past = self._past[:-1]
            self._session.selection.choose(self._past[-1])
            self._past = past
            self._show_back()

    def _show_back(self) -> None:
        self.back_button.setEnabled(bool(self._past))

    def _on_row_chosen(self, row: int) -> None:
        table = self._explanation.table if self._explanation is not None else None
        if table is not None and row < len(table.indices):
            self._session.selection.choose_sample(int(table.indices[row]))
