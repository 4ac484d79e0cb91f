"""Words beside and over plots that always have the same room, so that no plot moves when they change."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playground.views.plot_style import StyledPlot
from playground.views.selectable_label import SelectableLabel
from playground.views.theme import Theme

_ENDLESS = 10_000


class Sentence(QWidget):
    """The lines below a plot that tell in words and numbers what it shows; their height never changes.

    What does not fit is left out from the end, part by part; the tool tip has all of it.

    Parameters
    ----------
    theme : Theme
    lines : int
        How many lines it has.
    """

    def __init__(self, theme: Theme, lines: int = 2) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[str, ...] = ()
        self.setFont(theme.font(12))
        # The label has no layout above it that would be worked through for every new text.
        self._label = label = SelectableLabel(self)
        label.setProperty("role", "text")
        label.setFont(self.font())
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.set_lines(lines)

    def text(self) -> str:
        """What is shown."""
        return self._label.text()

    def set_lines(self, lines: int) -> None:
        """Take the height of so many lines."""
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Be the ground of the words, so that nothing behind them is painted again."""
        QPainter(self).fillRect(self.rect(), self._theme.color("panel"))

    @property
    def whole(self) -> str:
        """All there is to say."""
        return " ".join(self._parts)

    def say(self, *parts: str) -> None:
        """Say something else; the most important part comes first."""
        parts = tuple(part for part in parts if part)
        if parts != self._parts:
            self._parts = parts
            self._fit()

    def _fit(self) -> None:
        count = len(self._parts)
        while count > 1 and not self._has_room(_unbroken(self._parts[:count])):
            count -= 1
        shown = _unbroken(self._parts[:count])
        if shown != self.text():
            self._label.setText(shown)
        tip = "" if count == len(self._parts) and self._has_room(shown) else self.whole
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _has_room(self, text: str) -> bool:
        box = QRect(0, 0, self.width(), _ENDLESS)
        needed = self.fontMetrics().boundingRect(box, Qt.TextFlag.TextWordWrap, text)
        return needed.height() <= self.height() and needed.width() <= self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more or less."""
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())
        self._fit()


class OneLine(QLabel):
    """A line that is said in the longest of several forms that fits; the tool tip has the first one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._forms: tuple[str, ...] = ("",)
        self.setProperty("role", "secondary")
        self.setFont(theme.font(11))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, *forms: str) -> None:
        """Say something else, from the longest form to the shortest; without forms nothing."""
        self._forms = forms or ("",)
        self._fit()

    def _fit(self) -> None:
        room = self.width()
        fits = (form for form in self._forms if self.fontMetrics().horizontalAdvance(form) <= room)
        shown = next(fits, self._forms[-1])
        if shown != self.text():
            self.setText(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again."""
        super().resizeEvent(event)
        self._fit()


class Steady(QLabel):
    """A live number beside other things that never moves them: its room does not depend on what it says.

    Parameters
    ----------
    theme : Theme
    widest, narrow : str
        The longest texts, of the usual form and of the one that is used where there is little room.
    """

    def __init__(self, theme: Theme, widest: str, narrow: str) -> None:
        super().__init__()
        self.setProperty("role", "text")
        self.setFont(theme.font(tabular=True))
        self._texts = widest, narrow

    def sizeHint(self) -> QSize:
        """Room for the longest text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._texts[0]), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Room for the longest text of the short form."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._texts[1]), metrics.height())


class HintOver(QLabel):
    """The words in the middle of the axes of a plot that has nothing to show."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.setProperty("role", "secondary")
        self.setFont(theme.font(13))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.installEventFilter(self)

    def say(self, text: str) -> None:
        """Say something; nothing hides it."""
        if text == self.text() and self.isHidden() != bool(text):
            return
        if text != self.text():
            self.setText(text)
        self._place()
        self.setVisible(bool(text))

    def _place(self) -> None:
        room = self._view.rect()
        if isinstance(self._view, StyledPlot):
            room = self._view.plotItem.vb.sceneBoundingRect().toRect().adjusted(8, 8, -8, -8) & room
        self.setGeometry(room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if watched is self._view and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False


def _unbroken(parts: Sequence[str]) -> str:
    """Put parts together; an equation is not broken between its sign and its number."""
    text = " ".join(parts)
    for sign in "=≈":
        text = text.replace(f" {sign} ", f"\u00a0{sign}\u00a0")
    return text.replace("about ", "about\u00a0")
