"""What the tabs below the network share: a plot of the cost with words over it, a card that reads it, live answers."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from playground.session.session import Session
from playground.views.asker import RUNNING_SECONDS, Asker
from playground.views.panel import Panel
from playground.views.plot_style import StyledPlot
from playground.views.plot_words import HintOver, Sentence
from playground.views.readout_card import ReadoutCard
from playground.views.theme import Theme
from playground.worker.probes import Probe, ProbeAnswer

NO_SAMPLES: Final = "There are no samples, so there is no cost.\nPut some on the prediction plot."
_ONE_LINE: Final = 200
_MORE: Final = 30
"""A panel of this height has one line of words, one more with each such piece."""
TOO_LARGE: Final = "The cost has grown too large to be drawn.\nReset, and try a smaller learning rate."


class PlotTab(Panel):
    """A panel with one main plot that follows the session.

    Those that derive from it put ``view`` into their body, override the ``_on_…`` they need, and call `follow` when
    they are built.

    Parameters
    ----------
    title : str
    view : StyledPlot
        The plot; its ``hovered`` signal tells where the mouse is.
    name : str
        What the plot is called for those who do not see it.
    session : Session
    theme : Theme
    """

    def __init__(
        self,
        title: str,
        view: StyledPlot,
        name: str,
        session: Session,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, theme, parent)
        self._session = session
        self._askers: list[Asker] = []
        self._words: tuple[Sentence, int] | None = None
        self.view: Any = view
        view.setAccessibleName(name)
        self.hint = HintOver(theme, view)
        self.card = ReadoutCard(theme, view)
        self.view.hovered.connect(self._on_hovered)

    def follow(self) -> None:
        """Begin to follow the session."""
        session = self._session
        session.snapshot_changed.connect(self._on_snapshot)
        session.network_changed.connect(self._on_network)
        session.dataset_changed.connect(self._on_data)
        session.experiment_changed.connect(self._on_experiment)

    def add_words(self, lines: int = 2) -> Sentence:
        """Add a sentence of so many lines to the end of the body; there are fewer where the panel is low."""
        sentence = Sentence(self.theme, lines)
        self._words = sentence, lines
        self.body.addWidget(sentence)
        return sentence

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the plot where there is little."""
        super().resizeEvent(event)
        if self._words is not None:
            sentence, lines = self._words
            room = 1 + (self.height() - self.theme.px(_ONE_LINE)) // self.theme.px(_MORE)
            sentence.set_lines(max(1, min(lines, room)))

    def add_asker(self, key: str, make: Callable[[], Probe | None], every: float = RUNNING_SECONDS) -> Asker:
        """Keep the answer to a question new, as long as the panel is seen; answers come to ``_on_answered``."""
        asker = Asker(self._session, self, key, make, every)
        asker.answered.connect(self._on_answered)
        self._askers.append(asker)
        return asker

    @property
    def has_samples(self) -> bool:
        """Whether there is anything to measure a cost on."""
        return len(self._session.train_indices) > 0

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened behind another tab."""
        super().showEvent(event)
        self._catch_up()

    # ---- to be overridden ----

    def _catch_up(self) -> None:
        """The panel is seen again."""
        for asker in self._askers:
            asker.refresh()

    def _on_answered(self, answer: ProbeAnswer) -> None:
        """An answer has come."""

    def _on_snapshot(self, snapshot: Any) -> None:
        """The run stands elsewhere."""

    def _on_network(self, network: Any) -> None:
        """It is another network."""

    def _on_data(self, fact: Any) -> None:
        """There are other samples."""

    def _on_experiment(self, experiment: Any) -> None:
        """Something is set differently."""

    def _on_hovered(self, *where: Any) -> None:
        """The mouse is elsewhere over the plot."""
