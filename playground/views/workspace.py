"""Where the panels stand: three columns that can be resized, or two with more tabs where the window is narrow."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from playground.views.panel import Panel, form_width
from playground.views.tab_card import TabCard
from playground.views.theme import Theme

LEFT: Final = ("data", "model", "training")
MIDDLE: Final = ("cost", "slice", "landscape", "difference")
"""Tabs below the network."""
RIGHT: Final = ("prediction", "equations", "notes")
BELOW: Final = ("equations", "notes")
"""Tabs below the prediction."""
GAP: Final = 10
_NEED_HEIGHT: Final = frozenset({"slice", "landscape", "difference"})
_LOW: Final = 700
"""In a workspace lower than this, these tabs get more of the height than others when they are in front."""
_SHARE: Final = 0.45
_LOW_SHARE: Final = 0.6
_LEAST_NETWORK: Final = 190
_SQUARE_SHARE: Final = 0.5, 0.44
"""Largest share of the prediction, and in low workspaces: there three lines of Equations would have no room."""
_FOLDED_FIRST: Final = ("data", "model")
_SPLITTERS: Final = ("columns", "middle", "right")


class Column(QScrollArea):
    """Panels under one another; scrolls when there is too little height, is never too narrow for its panels.

    Parameters
    ----------
    panels : list of Panel
        From top to bottom; the last one takes the height that is left.
    theme : Theme
        Sizes.
    """

    scrolling_changed = Signal()
    """The height is not enough any more, or it is again."""

    def __init__(self, panels: list[Panel], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scrolls = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(GAP))
        self._last = panels[-1]
        self._stack = layout
        for panel in panels:
            panel.make_collapsible()
            layout.addWidget(panel)
        layout.addStretch(0)
        self._last.collapse_changed.connect(self._on_last_collapsed)
        self._on_last_collapsed(self._last.is_collapsed)
        self._content = content
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        content.installEventFilter(self)

    def _on_last_collapsed(self, collapsed: bool) -> None:
        """Give the height that is left to the last panel, unless it is only a header."""
        self._stack.setStretchFactor(self._last, 0 if collapsed else 1)
        self._stack.setStretch(self._stack.count() - 1, 1 if collapsed else 0)
        self._last.updateGeometry()  # its height has changed, too; else that comes one frame later

    def minimumSizeHint(self) -> QSize:
        """As wide as the panels need, with the scroll bar where it is there."""
        return QSize(self.needed_width + self.bar_width(self.width(), self.height()), 100)

    def settle(self) -> None:
        """Reckon with the panels as they are now, which Qt does only later."""
        for place in range(self._stack.count()):
            item = self._stack.itemAt(place)
            panel = item.widget() if item is not None else None
            if isinstance(panel, Panel):
                panel.settle()
        self._stack.invalidate()

    @property
    def needed_width(self) -> int:
        """The width that all panels need."""
        return self._content.minimumSizeHint().width()

    def bar_width(self, width: int, height: int) -> int:
        """The width of the scroll bar in a column of this size, 0 where there is none."""
        scrolls = self._stack.totalHeightForWidth(max(width, self.needed_width)) > height
        return self.verticalScrollBar().sizeHint().width() if scrolls else 0

    def _follow(self) -> None:
        self.updateGeometry()
        scrolls = self.bar_width(self.width(), self.height()) > 0
        if scrolls != self._scrolls:
            self._scrolls = scrolls
            # Qt would keep the bar where the panels are only too high because it makes them narrow.
            policies = Qt.ScrollBarPolicy
            self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOn if scrolls else policies.ScrollBarAlwaysOff)
            self.scrolling_changed.emit()

    def sizeHint(self) -> QSize:
        """As the smallest."""
        return self.minimumSizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the panels' wishes when they change."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._follow()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bar may have come or gone."""
        super().resizeEvent(event)
        self._follow()


class Workspace(QWidget):
    """All panels and the splitters between them.

    Parameters
    ----------
    panels : dict of str to Panel
        "data", "model", "training", "network", "cost", "slice", "landscape", "difference", "prediction",
        "equations", "notes".
    theme : Theme
        Sizes.
    """

    def __init__(self, panels: dict[str, Panel], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._panels = panels
        self._hidden: set[str] = set()
        self._narrow = False
        self._touched: set[str] = set()
        self.tabs = TabCard(theme)
        self.tabs.set_panels([panels[name] for name in MIDDLE])
        self.tabs.front_changed.connect(lambda _panel: self._share_room())
        self.left = Column([panels[name] for name in LEFT], theme)
        self.left.scrolling_changed.connect(self._share_room)
        self.middle = self._splitter(Qt.Orientation.Vertical, panels["network"], self.tabs)
        self.below = TabCard(theme)
        self.below.set_panels([panels[name] for name in BELOW])
        self.right = self._splitter(Qt.Orientation.Vertical, panels["prediction"], self.below)
        self.columns = self._splitter(Qt.Orientation.Horizontal, self.left, self.middle, self.right)
        self.columns.setStretchFactor(1, 1)
        self._splitters = dict(zip(_SPLITTERS, (self.columns, self.middle, self.right), strict=True))
        for name, splitter in self._splitters.items():
            splitter.setObjectName(name)
            splitter.splitterMoved.connect(self._on_splitter_moved)
        gap = theme.px(GAP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addWidget(self.columns)

    def _splitter(self, orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(self._theme.px(GAP))
        for widget in widgets:
            splitter.addWidget(widget)
        return splitter

    # ---- which panels are shown ----

    def is_shown(self, name: str) -> bool:
        """Whether the user wants to see a panel."""
        return name not in self._hidden

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide a panel; a column without panels gives its room to the others."""
        if shown == self.is_shown(name):
            return
        self._hidden ^= {name}
        self._arrange()
        if shown:
            self.bring_forward(name)

    def bring_forward(self, name: str) -> None:
        """Bring a panel that is a tab to the front."""
        for card in (self.tabs, self.below):
            if self._panels[name] in card.panels():
                card.show_panel(self._panels[name])

    def _arrange(self) -> None:
        """Put every panel where it belongs now."""
        shown = {name: panel for name, panel in self._panels.items() if self.is_shown(name)}
        middle = [shown[name] for name in (*MIDDLE, *(RIGHT if self._narrow else ())) if name in shown]
        below = [shown[name] for name in BELOW if name in shown and not self._narrow]
        cards = [(self.tabs, middle), (self.below, below)]
        for card, panels in reversed(cards) if self._narrow else cards:
            card.set_panels(panels)  # the one that gives panels away comes first
        if not self._narrow:
            self.right.insertWidget(0, self._panels["prediction"])
        for name in (*LEFT, "network", *(() if self._narrow else ("prediction",))):
            self._panels[name].setVisible(name in shown)
        for name in set(self._panels) - set(shown):
            self._panels[name].hide()
        self.tabs.setVisible(bool(middle))
        self.below.setVisible(bool(below))
        self.left.setVisible(any(name in shown for name in LEFT))
        self.middle.setVisible("network" in shown or bool(middle))
        self.right.setVisible(not self._narrow and any(name in shown for name in RIGHT))
        self._share_room()

    @property
    def is_narrow(self) -> bool:
        """Whether the panels of the right column are tabs now."""
        return self._narrow

    # ---- room ----

    def minimumSizeHint(self) -> QSize:
        """Two columns; the third becomes tabs before the window gets this narrow."""
        px = self._theme.px
        width = self.left.minimumSizeHint().width() + px(340) + 3 * px(GAP)
        layout = self.layout()
        assert layout is not None
        return QSize(width, layout.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between three columns and two, and share the room."""
        super().resizeEvent(event)
        px = self._theme.px
        needed = self.left.minimumSizeHint().width() + px(380) + px(270) + 4 * px(GAP)
        if self._narrow != (self.width() < needed):
            self._narrow = not self._narrow
            self._arrange()
        else:
            self._share_room()

    def _share_room(self) -> None:
        """Share the room out; a splitter that the user has moved keeps to what it was given."""
        gap = self._theme.px(GAP)
        width, height = self.width() - 2 * gap, self.height() - 2 * gap
        if width <= 0 or height <= 0:
            return
        left = max(self.left.needed_width, min(form_width(self._theme), round(width * 0.25)))
        left += self.left.bar_width(left, height)  # so that the panels stay as wide as they were
        right = max(self._theme.px(270), round(min(width * 0.29, height * 0.6)))
        if "columns" not in self._touched:
            middle = max(1, width - left - right - 2 * gap)
            alone = self.middle.isHidden()
            self.columns.setSizes([left, middle, middle + right + gap if alone else right])
        if "middle" not in self._touched:
            tabs = self._tabs_height(height)
            self.middle.setSizes([height - tabs, tabs])
        if "right" not in self._touched:
            share = _SQUARE_SHARE[height < self._theme.px(_LOW)]
            square = min(right + self._theme.px(16), round(height * share))
            self.right.setSizes([square, height - square - gap])

    def _tabs_height(self, height: int) -> int:
        """The part of the middle column that belongs to the tabs: more for plots that need it in low windows."""
        in_need = any(self._panels[name] is self.tabs.front for name in _NEED_HEIGHT)
        if not in_need or height >= self._theme.px(_LOW):
            return round(height * _SHARE)
        return max(round(height * _SHARE), min(round(height * _LOW_SHARE), height - self._theme.px(_LEAST_NETWORK)))

    def _on_splitter_moved(self) -> None:
        mover = self.sender()
        if mover is not None:
            self._touched.add(mover.objectName())

    # ---- what is remembered ----

    def save(self, settings: QSettings) -> None:
        """Remember which panels are hidden or folded up, and where the splitters stand."""
        settings.setValue("panels/hidden", ",".join(sorted(self._hidden)))
        collapsed = (name for name, panel in self._panels.items() if panel.is_collapsed)
        settings.setValue("panels/collapsed", ",".join(sorted(collapsed)))
        for name, splitter in self._splitters.items():
            key = f"splitters/{name}"
            if name in self._touched:
                settings.setValue(key, splitter.saveState())
            else:
                settings.remove(key)

    def restore(self, settings: QSettings) -> None:
        """Take up what was remembered."""
        self._hidden = self._names(settings, "panels/hidden")
        for name in self._names(settings, "panels/collapsed") & set(LEFT):
            self._panels[name].set_collapsed(True)
        for name, splitter in self._splitters.items():
            state = settings.value(f"splitters/{name}")
            if state is not None and splitter.restoreState(state):
                self._touched.add(name)
                splitter.setHandleWidth(self._theme.px(GAP))
                splitter.setChildrenCollapsible(False)
        self._arrange()

    def fold_to_fit(self) -> None:
        """Fold up what is needed least until the left column need not scroll."""
        for name in _FOLDED_FIRST:
            self.left.settle()
            if self.left.bar_width(self.left.width(), self.left.height()):
                self._panels[name].set_collapsed(True)

    def _names(self, settings: QSettings, key: str) -> set[str]:
        return set(str(settings.value(key, "") or "").split(",")) & set(self._panels)
