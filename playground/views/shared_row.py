"""A row of a form that several fields share."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.theme import Theme


class SharedRow(QWidget):
    """Fields side by side where there is room for all of them, else under one another.

    Parameters
    ----------
    theme : Theme
        Sizes.
    *parts : tuple of (QWidget, int)
        The fields and the width each needs to be read well. The first takes what is left over.
    gap : float
        The room between them, in pixels of the design.
    """

    def __init__(
        self, theme: Theme, *parts: tuple[QWidget, int], gap: float = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._height = theme.control_height
        self._gap = theme.px(gap)
        self._line_gap = theme.px(2)
        self._widths = dict(parts)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in self._widths:
            widget.setParent(self)
        self.setFocusProxy(parts[0][0])

    @property
    def is_beside(self) -> bool:
        """Whether all that is shown stands in one line."""
        return self._lines(self.width()) == 1

    def set_part_visible(self, part: QWidget, visible: bool) -> None:
        """Show or hide one of the fields; the others take its room."""
        part.setVisible(visible)
        self._place()
        self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widths if not widget.isHidden()]

    def _needed(self) -> int:
        shown = self._shown()
        return sum(self._widths[widget] for widget in shown) + self._gap * (len(shown) - 1)

    def _lines(self, width: int) -> int:
        return 1 if width >= self._needed() else len(self._shown())

    def _place(self) -> None:
        shown = self._shown()
        beside = self.is_beside
        right = self.width()
        for place, widget in reversed(list(enumerate(shown))):
            if beside:
                width = self._widths[widget] if place else right
                widget.setGeometry(right - width, 0, width, self._height)
                right -= width + self._gap
            else:
                widget.setGeometry(0, place * (self._height + self._line_gap), self.width(), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the fields."""
        super().resizeEvent(event)
        self._place()

    def heightForWidth(self, width: int) -> int:
        """The height of as many lines as there are at this width."""
        lines = self._lines(width)
        return lines * self._height + (lines - 1) * self._line_gap

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest field may be."""
        return QSize(max((widget.minimumSizeHint().width() for widget in self._shown()), default=0), self._height)

    def sizeHint(self) -> QSize:
        """Wide enough for one line."""
        return QSize(self._needed(), self._height)
