"""A card with a row of tabs, each showing one panel; they stand in its header, or above it where both have no room."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QTabBar, QWidget

from playground.views.panel import Panel
from playground.views.theme import Theme


class TabCard(QFrame):
    """Panels behind one another; the tabs stand where a panel has its title, if its header has the room for that.

    Parameters
    ----------
    theme : Theme
        Sizes.

    Signals
    -------
    front_changed : Panel or None
        Another panel is in front.
    """

    front_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "panel")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._above: frozenset[Panel] = frozenset()
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setFont(theme.font())
        self.tabs.currentChanged.connect(self._on_current_changed)
        self.tabs.installEventFilter(self)

    def panels(self) -> list[Panel]:
        """The panels in the order of their tabs."""
        found = (self._stack.widget(index) for index in range(self._stack.count()))
        return [panel for panel in found if isinstance(panel, Panel)]

    def set_panels(self, panels: list[Panel]) -> None:
        """Show these panels, one tab each; the one in front stays in front if it is among them."""
        if panels == self.panels():
            return
        shown = self._stack.currentWidget()
        for panel in self.panels():
            self._stack.removeWidget(panel)
            panel.removeEventFilter(self)
            if panel not in panels:
                panel.embed(None)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for panel in panels:
            self._stack.addWidget(panel)
            panel.installEventFilter(self)
            self.tabs.addTab(panel.title)
        self.tabs.blockSignals(False)
        current = next((index for index, panel in enumerate(panels) if panel is shown), 0)
        self.tabs.setCurrentIndex(current)
        self._stack.setCurrentIndex(current)
        self._place_tabs()

    @property
    def front(self) -> Panel | None:
        """The panel in front."""
        panel = self._stack.currentWidget()
        return panel if isinstance(panel, Panel) else None

    def show_panel(self, panel: Panel) -> None:
        """Bring a panel to the front."""
        self.tabs.setCurrentIndex(self._stack.indexOf(panel))

    def _on_current_changed(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._choose_place()
        self.front_changed.emit(self.front)

    def _place_tabs(self) -> None:
        px = self._theme.px
        size = self.tabs.sizeHint()
        # The header of a panel begins a little right of and below the tabs' own place.
        beside = QSize(size.width() - px(5), size.height() - 6)
        for panel in self.panels():
            above = panel in self._above
            panel.embed(QSize(0, beside.height()) if above else beside, size.height() + px(2) if above else 0)
        self._stack.invalidate()
        self._center_tabs()

    def _choose_place(self) -> None:
        """Put the tabs into the headers, or above those that do not fit beside them."""
        room = self.width() - self.tabs.sizeHint().width() - self._theme.px(24)
        above = frozenset(panel for panel in self.panels() if _header_width(panel) > room)
        if above != self._above:
            self._above = above
            self._place_tabs()
        else:
            self._center_tabs()

    def _center_tabs(self) -> None:
        """Put the tabs on the line of the header of the panel that is shown."""
        px = self._theme.px
        size = self.tabs.sizeHint()
        panel = self.front
        top = px(7) + 2 * self.frameWidth() - 3
        if panel is not None and panel not in self._above:
            top += 3 + (max(panel.header.sizeHint().height(), panel.header.geometry().height()) - size.height()) // 2
        self.tabs.setGeometry(px(7), top, min(size.width(), self.width() - 2 * px(7)), size.height())
        self.tabs.raise_()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the panels may be by themselves."""
        frame = 2 * self._theme.px(12) + 2 * self.frameWidth()
        widths = [
            max(_header_width(panel), panel.body.minimumSize().width()) + 2 * panel.frameWidth()
            for panel in self.panels()
        ]
        return QSize(max(widths, default=0) + frame, super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Let the pages that are not seen yet have their style, or they would be wider when they are seen."""
        super().showEvent(event)
        for panel in self.panels():
            panel.polish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tabs above the pages."""
        super().resizeEvent(event)
        self._choose_place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room again when the tabs change their size, and follow a header that changes its height."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show) and watched is not self.tabs:
            self._choose_place()
        if watched is self.tabs and event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._place_tabs()
        return False


def _header_width(panel: Panel) -> int:
    """The width that a panel's header needs beside its title."""
    items = [panel.header.itemAt(place) for place in range(1, panel.header.count())]
    shown = [item for item in items if item is not None and not item.isEmpty()]
    # the remark gives way, anything else is shown whole
    widths = [(item.minimumSize() if item.widget() is panel.info else item.sizeHint()).width() for item in shown]
    return sum(widths) + panel.header.spacing() * len(widths)
