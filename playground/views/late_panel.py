"""Panels that are made when they are first seen, because the start has no time for what stands behind another tab."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QSpacerItem, QWidget

from playground.views.panel import Panel
from playground.views.theme import Theme

P = TypeVar("P", bound=Panel)


class LatePanel(Panel, Generic[P]):
    """Has the place of a panel among the tabs, and holds it as soon as somebody wants it.

    Parameters
    ----------
    title : str
        The panel's title.
    maker : function without parameters, gives a Panel
        Makes it.
    theme : Theme
        How it looks.
    least_width : float
        As many pixels of the design its body needs: the columns keep that room for it, or they would move.

    Attributes
    ----------
    panel : Panel
        The panel itself, made when it is first asked for. Header, remark and body are its own from then on.

    Signals
    -------
    made
        It is there now.
    """

    made = Signal()

    def __init__(
        self,
        title: str,
        maker: Callable[[], P],
        theme: Theme,
        least_width: float = 0.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, theme, parent)
        self.body.addItem(QSpacerItem(theme.px(least_width), 0))
        self._maker = maker
        self._panel: P | None = None
        self._room: tuple[QSize | None, int] = (None, 0)

    @property
    def is_made(self) -> bool:
        """Whether the panel is there."""
        return self._panel is not None

    @property
    def panel(self) -> P:
        """The panel itself."""
        if self._panel is None:
            self._panel = self._maker()
            self._take_in(self._panel)
            self.made.emit()
        return self._panel

    def make(self) -> None:
        """Have the panel, seen or not."""
        assert self.panel is not None

    def _take_in(self, panel: P) -> None:
        for own in (self.title_label, self.info, self._contents):
            own.hide()
        self.header, self.info, self.body = panel.header, panel.info, panel.body
        self.setProperty("role", None)  # the frame is the panel's
        self.style().unpolish(self)
        self.style().polish(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panel)
        panel.embed(*self._room)
        panel.show()
        panel.polish()
        self._line_up(panel)

    def _line_up(self, panel: P) -> None:
        """Let Tab come to the panel's parts where it is, and not after all that was made before."""
        before: QWidget = self
        while (previous := before.previousInFocusChain()) is not None and previous is not self:
            before = previous
            if before.focusPolicy() & Qt.FocusPolicy.TabFocus:
                break
        for widget in panel.findChildren(QWidget):
            in_window = widget.window() is self.window()  # lists and menus have windows of their own
            if in_window and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, widget)
                before = widget

    @property
    def is_collapsed(self) -> bool:
        """Never: a tab is behind others or in front."""
        return False

    def embed(self, header_room: QSize | None, above: int = 0) -> None:
        """Pass it on to the panel if it is there."""
        self._room = header_room, above
        if self._panel is None:
            super().embed(header_room, above)
        else:
            self._panel.embed(header_room, above)

    def frameWidth(self) -> int:
        """As the panel's, if it is there."""
        return super().frameWidth() if self._panel is None else self._panel.frameWidth()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the panel now."""
        super().showEvent(event)
        self.make()
