"""The pieces every panel is made of: the card with its header, forms in two columns, text that gives way."""

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.views.theme import Colors, Theme, Weight

Role = Literal["title", "info", "secondary", "label", "accent", "error", "warning", "text"]

# The widest label of the forms; all forms have the same first column, so that values stand under one another.
_WIDEST_LABEL = "Learning rate η"


def write(theme: Theme, text: str, role: Role = "text", size_px: float = 13, weight: Weight = "normal") -> QLabel:
    """A label in one of the kinds of writing."""
    label = QLabel(text)
    _dress(label, theme, role, size_px, weight)
    return label


def _dress(label: QLabel, theme: Theme, role: Role, size_px: float, weight: Weight) -> None:
    label.setProperty("role", role)
    label.setFont(theme.font(size_px, weight))


class ElidedLabel(QLabel):
    """A line of text that ends in "…" where there is no room, and then shows all of it in its tool tip.

    Attributes
    ----------
    shorter : tuple of str
        What is shown where the text does not fit, if something matters more than its beginning; from long to short.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.shorter: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters at least."""
        metrics = self.fontMetrics()
        return QSize(min(metrics.horizontalAdvance(self.text()), metrics.averageCharWidth() * 4), metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        box = self.contentsRect()
        metrics = self.fontMetrics()
        forms = self.text(), *self.shorter
        fitting = (form for form in forms if metrics.horizontalAdvance(form) <= box.width())
        shown = metrics.elidedText(next(fitting, forms[-1]), Qt.TextElideMode.ElideRight, box.width())
        tip = "" if shown == self.text() else self.text()
        if self.toolTip() != tip:
            self.setToolTip(tip)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(box, self.alignment(), shown)


class Choice(QComboBox):
    """A combo box that may be narrower than its entries: what does not fit ends in "…"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The default delegate of a combo box ignores the style sheet's heights.
        self.setItemDelegate(QStyledItemDelegate(self))

    def showPopup(self) -> None:
        """Open the list, wide enough for its longest entry."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=0)
        self.view().setMinimumWidth(longest + 4 * metrics.averageCharWidth() + 16)
        super().showPopup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box with as much of the entry as fits."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        room = field.width() - (self.iconSize().width() + 4 if not self.itemIcon(self.currentIndex()).isNull() else 0)
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        option.currentText = shown
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class Panel(QFrame):
    """A rounded card: a header with the title at the left and a quiet remark at the right, and the body below.

    Parameters
    ----------
    title : str
        What it shows; in semibold.
    theme : Theme
        Colours, font, sizes.

    Attributes
    ----------
    title_label : QLabel
        The title.
    info : QLabel
        The remark at the right; empty at first.
    header : QHBoxLayout
        Title, stretch, info; further widgets are added to its end.
    body : QVBoxLayout
        What the panel shows.
    """

    collapse_changed = Signal(object)
    """Only the header is left (True), or all of it is back."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._title = title
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        px = theme.px
        self.title_label = write(theme, title, "title", weight="semibold")
        self.title_label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        # All headers are equally high, whatever else stands in them.
        self._header_room = QSize(0, px(20))
        self.title_label.setMinimumSize(self._header_room)
        self.info = ElidedLabel()
        _dress(self.info, theme, "info", 12, "normal")
        self.info.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.header = QHBoxLayout()
        self.header.setSpacing(px(8))
        self.header.addWidget(self.title_label)
        self.header.addWidget(self.info, 1)
        self._contents = QWidget()
        self.body = QVBoxLayout(self._contents)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(8))
        self._chevron: QToolButton | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(7), px(12), px(10))
        layout.setSpacing(px(6))
        layout.addLayout(self.header)
        layout.addWidget(self._contents, 1)
        theme.changed.connect(self._on_theme_changed)

    @property
    def title(self) -> str:
        """What it shows."""
        return self._title

    def embed(self, header_room: QSize | None, above: int = 0) -> None:
        """Become a page of tabs: no frame, and tabs of this size in the place of the title; None turns it back.

        ``above`` is the height of tabs that stand above the header.
        """
        self.setProperty("role", "panel" if header_room is None else "page")
        self.style().unpolish(self)
        self.style().polish(self)
        self.title_label.setText(self._title if header_room is None else "")
        self.title_label.setMinimumSize(header_room or self._header_room)
        self.title_label.setIndent(-1)  # as it was; without that a label without text remembers its old size
        layout, px = self.layout(), self.theme.px
        assert layout is not None
        layout.setContentsMargins(px(12), px(7) + above, px(12), px(12))

    def make_collapsible(self) -> None:
        """Add a chevron to the header that folds the panel up to its header, and opens it again."""
        px = self.theme.px
        chevron = QToolButton()
        chevron.setProperty("role", "inset")
        chevron.setCheckable(True)
        chevron.setFixedSize(px(20), px(20))
        chevron.setIconSize(QSize(px(14), px(14)))
        chevron.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chevron.toggled.connect(self.set_collapsed)
        self.header.addWidget(chevron)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(px(12), px(7), px(12), px(7))  # the same above and below a header that stands alone
        self._chevron = chevron
        self._show_chevron()

    @property
    def is_collapsed(self) -> bool:
        """Whether only the header is shown."""
        return self._contents.isHidden()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show only the header, or all of it."""
        if collapsed == self.is_collapsed:
            return
        self._contents.setVisible(not collapsed)
        if self._chevron is not None:
            self._chevron.setChecked(collapsed)
            self._show_chevron()
        self.collapse_changed.emit(collapsed)

    def settle(self) -> None:
        """Reckon with what is shown in it now, which Qt does only later."""
        for inner in (self._contents.layout(), self.layout()):
            if inner is not None:
                inner.invalidate()
                inner.activate()

    def polish(self) -> None:
        """Have the style that Qt gives only to what is seen, or it would be wider then."""
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        self.body.invalidate()
        self.body.activate()

    def _show_chevron(self) -> None:
        if self._chevron is not None:
            verb = "Open" if self.is_collapsed else "Fold up"
            self._chevron.setToolTip(f"{verb} {self._title}")
            self._chevron.setAccessibleName(f"{verb} {self._title}")
            name = "chevron-right" if self.is_collapsed else "chevron-down"
            self._chevron.setIcon(self.theme.icon(name, self.theme.palette.secondary))

    def set_info(self, text: str, *shorter: str) -> None:
        """Write the remark at the right of the header; ``shorter`` is what matters of it where there is little room."""
        self.info.shorter = shorter
        if text != self.info.text():
            self.info.setText(text)

    def _on_theme_changed(self, colors: Colors) -> None:
        self._show_chevron()
        self.recolor(colors)
        self.update()

    def recolor(self, colors: Colors) -> None:
        """Take over another palette; a panel that paints by itself does more here."""


class FormGrid(QGridLayout):
    """Labels in one column, values in another that ends at the same right edge.

    Parameters
    ----------
    theme : Theme
        Sizes and font.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[QWidget, tuple[QWidget, ...]] = {}
        self.setHorizontalSpacing(theme.px(8))
        self.setVerticalSpacing(theme.px(2))
        self.setColumnMinimumWidth(0, label_width(theme))
        self.setColumnStretch(1, 1)

    def add(self, label: str, widget: QWidget, tip: str = "") -> QLabel:
        """Add a row: a label, and the widget with its value. Gives the label."""
        shown = write(self._theme, label, "label")
        shown.setBuddy(widget)
        shown.setMinimumHeight(self._theme.control_height)
        if not widget.accessibleName():
            widget.setAccessibleName(label)
        if tip:
            shown.setToolTip(tip)
            widget.setToolTip(tip)
        row = self.rowCount()
        self.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(widget, row, 1)
        self._rows[widget] = (shown, widget)
        return shown

    def add_wide(self, widget: QWidget) -> None:
        """Add a row that is one widget over both columns."""
        self.addWidget(widget, self.rowCount(), 0, 1, 2)
        self._rows[widget] = (widget,)

    def set_row_visible(self, widget: QWidget, visible: bool) -> None:
        """Show or hide the row of a widget, its label with it."""
        for part in self._rows[widget]:
            part.setVisible(visible)


def label_width(theme: Theme) -> int:
    """The width of the first column of all forms."""
    return QFontMetrics(theme.font()).horizontalAdvance(_WIDEST_LABEL) + theme.px(2)


def form_width(theme: Theme) -> int:
    """How wide a panel with a form is when its values have the room they like."""
    value = QFontMetrics(theme.font()).horizontalAdvance("gradient descent") + theme.px(52)
    return label_width(theme) + value + theme.px(8 + 2 * 12) + 2


def rule(vertical: bool = False) -> QFrame:
    """A thin line between things."""
    line = QFrame()
    line.setProperty("role", "rule")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
