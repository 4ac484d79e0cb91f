"""The row of drawing tools in the data panel: which tool, what it draws, how large the brush is."""

from typing import Final, get_args

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.data.dataset import Dataset
from playground.data.strokes import RemoveSamples
from playground.session.session import Session
from playground.views.bounds import Bounds, adding
from playground.views.drawing_tools import DrawingTools, Tool, class_color, class_count, draw_marker
from playground.views.fields import NumberField
from playground.views.panel import label_width, write
from playground.views.sliders import StopsSlider
from playground.views.theme import Theme

_DRAWS_TIP: Final = "The class or the value of the samples you draw."
_TIPS: Final = {
    "put": "Put single samples on the prediction plot by clicking.",
    "brush": "Brush samples onto the prediction plot with the mouse held down.",
    "move": "Drag a sample to another place.",
    "erase": "Erase the samples under the brush.",
}
_ROUND: Final = ("brush", "erase")
_DRAWING: Final = ("put", "brush")
_RADII: Final = tuple(round(0.01 * step, 2) for step in range(1, 26))


class ClassButton(QAbstractButton):
    """A button with the marker and the number of a class, in its colour."""

    def __init__(self, theme: Theme, kind: int, classes: int) -> None:
        super().__init__()
        self._theme = theme
        self._kind = kind
        self._classes = classes
        self.setCheckable(True)
        self.setText(str(kind))
        self.setAccessibleName(f"class {kind}")
        self.setToolTip(f"Draw samples of class {kind}.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.control_height)
        self.setMinimumWidth(theme.px(35 if classes <= 2 else 28))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for marker and number."""
        return QSize(self._theme.px(46), self._theme.control_height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        colors = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked() and self.isEnabled()
        focused = self.hasFocus()
        edge = colors.accent if on or focused else colors.disabled if self.underMouse() else colors.line
        width = 2.0 if focused else 1.0
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(colors.accent_soft if on else colors.field if self.isEnabled() else colors.panel))
        inset = width / 2
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        color = class_color(self._theme, self._kind, self._classes) if self.isEnabled() else QColor(colors.disabled)
        size = self._theme.px(10)
        middle = self.height() / 2
        gap = self._theme.px(6 if self._classes <= 2 else 4)
        width = size + gap + self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - width) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        draw_marker(painter, self._kind, QPointF(left + size / 2, middle), size)
        painter.setPen(color)
        box = QRectF(self.rect()).adjusted(left + size + gap, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


class BrushSize(QWidget):
    """The slider of the brush's size, with a small picture of a brush at its left where there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.slider = StopsSlider(_RADII, self)
        self.slider.setAccessibleName("Brush size")
        self.setFocusProxy(self.slider)
        theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        """The slider alone."""
        return QSize(self._theme.px(24), self._theme.control_height)

    def sizeHint(self) -> QSize:
        """Slider and picture."""
        return QSize(self._theme.px(70), self._theme.control_height)

    def _picture(self) -> int:
        """The width of the picture."""
        return self._theme.px(16) if self.width() >= self._theme.px(52) else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the slider."""
        super().resizeEvent(event)
        left = self._picture() + self._theme.px(3) if self._picture() else 0
        self.slider.setGeometry(left, 0, self.width() - left, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture."""
        side = self._picture()
        if side:
            colors = self._theme.palette
            icon = self._theme.icon("brush", colors.secondary if self.isEnabled() else colors.disabled)
            icon.paint(QPainter(self), 0, (self.height() - side) // 2, side, side)


class ToolRow(QWidget):
    """The tools to draw with, what they draw, the brush's size, and a button that clears all samples."""

    def __init__(self, session: Session, theme: Theme, tools: DrawingTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tools = tools
        self._classes = -1
        self._name = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(self._tool_buttons())
        layout.addLayout(self._target_row())
        tools.changed.connect(self._on_tools_changed)
        session.dataset_changed.connect(self._on_dataset_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._on_dataset_changed(session.dataset)
        self._on_tools_changed(tools)

    def _tool_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(4))
        self.buttons: dict[str, QToolButton] = {}
        for tool in get_args(Tool)[1:]:
            button = QToolButton()
            button.setText(tool)
            button.setAccessibleName(tool)
            button.setToolTip(f"{_TIPS[tool]} Click again or press Esc to put the tool away.")
            button.setCheckable(True)
            button.setProperty("tool", True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFixedHeight(self._theme.control_height)
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(tool) + self._theme.px(10))
            button.clicked.connect(lambda on, chosen=tool: self._tools.set_tool(chosen if on else "look"))
            row.addWidget(button, 1)
            self.buttons[tool] = button
        self.clear_button = QToolButton()
        self.clear_button.setProperty("tool", True)
        self.clear_button.setToolTip("Take all samples away, to draw your own from nothing. Undo brings them back.")
        self.clear_button.setAccessibleName("Clear all samples")
        self.clear_button.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
        self.clear_button.setFixedSize(self._theme.px(27), self._theme.control_height)
        self.clear_button.clicked.connect(self.clear)
        row.addWidget(self.clear_button)
        return row

    def _target_row(self) -> QHBoxLayout:
        """What is drawn, and how large the brush is."""
        px = self._theme.px
        self._targets_label = write(self._theme, "Draws", "label")
        self._targets_label.setBuddy(self._targets())
        self._size = BrushSize(self._theme)
        self.size_slider = self._size.slider
        self.size_slider.moved.connect(self._tools.set_radius)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._targets_label)
        row.addWidget(self.targets, 4)
        row.addWidget(self._size, 3)
        return row

    def _targets(self) -> QStackedWidget:
        self.value_field = NumberField(Bounds(), adding(0.1))
        self.value_field.set_tip("The target of the samples you draw.")
        self.value_field.setAccessibleName("Target of drawn samples")
        self.value_field.edited.connect(self._tools.set_value)
        self.value_field.nudged.connect(self._tools.set_value)
        self._class_row = QWidget()
        QHBoxLayout(self._class_row).setContentsMargins(0, 0, 0, 0)
        self._class_group = QButtonGroup(self)
        self._class_group.idClicked.connect(self._draw_class)
        self.targets = QStackedWidget()
        self.targets.addWidget(self._class_row)
        self.targets.addWidget(self.value_field)
        self.targets.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.targets.setFixedHeight(self._theme.control_height)
        return self.targets

    def _draw_class(self, kind: int) -> None:
        """Choose a class, and take up a tool that draws if there is none in the hand."""
        self._tools.set_value(kind)
        if self._tools.tool not in _DRAWING:
            self._tools.set_tool("put")

    def clear(self) -> None:
        """Take all samples away, in one undo step."""
        n_samples = self._session.dataset.n_samples
        if n_samples:
            self._session.drawing.begin("clear the samples")
            self._session.drawing.draw(RemoveSamples(np.arange(n_samples)))
            self._session.drawing.end()
        if self._tools.tool not in _DRAWING:
            self._tools.set_tool("put")

    def _on_dataset_changed(self, dataset: Dataset) -> None:
        self.clear_button.setEnabled(dataset.n_samples > 0)
        # Values that are drawn may all be 0 and 1 for a while: what is drawn stays a value all the same.
        still_values = self._classes == 0 and dataset.name == self._name
        classes = 0 if still_values else class_count(dataset)
        self._name = dataset.name
        if classes != self._classes:
            self._classes = classes
            self.targets.setCurrentIndex(0 if classes else 1)
            if classes:
                self._fill_classes(classes)
                if self._tools.value not in range(classes):
                    self._tools.set_value(1.0)
        self._on_tools_changed(self._tools)

    def _fill_classes(self, classes: int) -> None:
        layout = self._class_row.layout()
        assert layout is not None
        for old in self._class_group.buttons():
            self._class_group.removeButton(old)
            layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        layout.setSpacing(self._theme.px(4))
        # More classes than two need the room of the column of labels, too.
        self._targets_label.setMinimumWidth(label_width(self._theme) if classes <= 2 else 0)
        for kind in range(classes):
            button = ClassButton(self._theme, kind, classes)
            self._class_group.addButton(button, kind)
            layout.addWidget(button)

    def _on_theme_changed(self, _colors: object = None) -> None:
        self.clear_button.setIcon(self._theme.icon("clear"))

    def _on_tools_changed(self, tools: DrawingTools) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == tools.tool)
        self._size.setEnabled(tools.tool in _ROUND)
        self.size_slider.set_number(tools.radius)
        tip = "How far the brush reaches"
        tip += "." if tools.tool in _ROUND else "; for the tools “brush” and “erase”."
        self._size.setToolTip(tip)
        by_height = self._session.dataset.n_inputs == 1
        self.targets.setEnabled(not by_height)
        self._targets_label.setEnabled(not by_height)
        tip = "With one input, the height at which you draw is the target." if by_height else _DRAWS_TIP
        self.targets.setToolTip(tip)
        self._targets_label.setToolTip(tip)
        self.value_field.set_value(tools.value)
        chosen = self._class_group.button(round(tools.value))
        if chosen is not None:
            chosen.setChecked(True)
