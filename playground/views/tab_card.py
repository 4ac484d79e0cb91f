"""A card whose header is a row of tabs, each showing one panel."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QTabBar, QWidget

from playground.views.panel import Panel
from playground.views.theme import Theme


class TabCard(QFrame):
    """Panels behind one another; the tabs stand where a panel has its title.

    Parameters
    ----------
    theme : Theme
        Sizes.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "panel")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
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
            if panel not in panels:
                panel.embed(None)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for panel in panels:
            self._stack.addWidget(panel)
            self.tabs.addTab(panel.title)
        self.tabs.blockSignals(False)
        current = next((index for index, panel in enumerate(panels) if panel is shown), 0)
        self.tabs.setCurrentIndex(current)
        self._stack.setCurrentIndex(current)
        self._place_tabs()

    def show_panel(self, panel: Panel) -> None:
        """Bring a panel to the front."""
        self.tabs.setCurrentIndex(self._stack.indexOf(panel))

    def _on_current_changed(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._center_tabs()

    def _place_tabs(self) -> None:
        px = self._theme.px
        size = self.tabs.sizeHint()
        # The header of a panel begins a little right of and below the tabs' own place.
        room = QSize(size.width() - px(5), size.height() - 6)
        for panel in self.panels():
            panel.embed(room)
        self._stack.invalidate()
        self._center_tabs()

    def _center_tabs(self) -> None:
        """Put the tabs on the line of the header of the panel that is shown."""
        px = self._theme.px
        size = self.tabs.sizeHint()
        panel = self._stack.currentWidget()
        header = panel.header.sizeHint().height() if isinstance(panel, Panel) else size.height()
        top = px(7) + 2 * self.frameWidth() + (header - size.height()) // 2
        self.tabs.setGeometry(px(7), top, size.width(), size.height())
        self.tabs.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tabs above the pages."""
        super().resizeEvent(event)
        self._center_tabs()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room again when the tabs change their size."""
        if watched is self.tabs and event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._place_tabs()
        return False
