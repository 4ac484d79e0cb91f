"""The one style sheet: Qt's widgets in our palette, on one grid of heights."""

from string import Template
from typing import TYPE_CHECKING, Final

from playground.views.icons import IconFiles

if TYPE_CHECKING:
    from playground.views.theme import Theme

_SHEET: Final = Template(
    """
QMainWindow, QDialog#about { background: $ground; }
QWidget { color: $text; }
QWidget:disabled { color: $disabled; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }

/* Panels and writing. */
QFrame[role="panel"] { background: $panel; border: 1px solid $line; border-radius: ${panel_radius}px; }
QFrame[role="page"] { background: transparent; border: 1px solid transparent; }
QFrame[role="banner"] { background: $panel; border: 1px solid $accent; border-radius: ${panel_radius}px; }
QFrame[role="banner"][kind="warning"] { border-color: $warning; }
QFrame[role="banner"][kind="error"] { border-color: $error; }
QWidget[role="bar"] { background: $panel; }
QFrame[role="rule"] { background: $line; border: none; }
QLabel { background: transparent; }
QLabel[role="secondary"], QLabel[role="info"], QLabel[role="label"] { color: $secondary; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="error"] { color: $error; }
QLabel[role="warning"] { color: $warning; }
QLabel:disabled { color: $disabled; }

/* Buttons. */
QPushButton, QToolButton {
    background: $panel; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    min-height: ${inner}px; padding: 0 ${pad}px;
}
/* Qt adds 3 px to the height of a tool button by itself, so its height is held from above, too. */
QToolButton { padding: 0 ${half_pad}px; max-height: ${inner}px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:checked, QToolButton:checked { background: $accent_soft; border-color: $accent; color: $accent; }
QPushButton:focus, QToolButton:focus {
    border: 2px solid $accent; padding: 0 ${focus_pad}px; min-height: ${focus_inner}px;
}
QToolButton:focus { padding: 0 ${focus_half_pad}px; max-height: ${focus_inner}px; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; background: $panel; border-color: $line; }
QPushButton:checked:disabled, QToolButton:checked:disabled { color: $disabled; border-color: $disabled; }
QPushButton[role="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent; }
QPushButton[role="primary"]:focus { border: 2px solid $ring; }
QPushButton[role="primary"]:disabled { background: $line; border-color: $line; color: $disabled; }
QPushButton[bar="true"], QToolButton[bar="true"] { min-height: ${bar_inner}px; max-height: ${bar_inner}px; }
QPushButton[bar="true"]:focus, QToolButton[bar="true"]:focus {
    min-height: ${bar_focus_inner}px; max-height: ${bar_focus_inner}px;
}
QToolButton[bar="true"], QToolButton[bar="true"]:focus { min-width: ${bar_inner}px; padding: 0; }
QPushButton[role="flat"], QToolButton[role="flat"] { background: transparent; border-color: transparent; }
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $hover; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border-color: $accent; }
QToolButton[tool="true"], QToolButton[tool="true"]:focus { padding: 0; }
QToolButton[narrow="true"], QToolButton[narrow="true"]:focus { padding: 0 3px; }
QToolButton[role="inset"], QToolButton[role="inset"]:focus {
    background: transparent; border: 1px solid transparent; padding: 0;
    min-height: ${inset}px; max-height: ${inset}px;
}
QToolButton[role="inset"]:hover { background: $hover; }
QToolButton[role="inset"]:focus {
    border: 2px solid $accent; min-height: ${focus_inset}px; max-height: ${focus_inset}px;
}
QToolButton::menu-indicator, QPushButton::menu-indicator {
    image: $chevron_down; width: ${arrow}px; height: ${arrow}px;
}
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right; }

/* Fields. */
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $field; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: ${inner}px; padding: 0 ${field_pad}px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $field_hover; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $accent;
}
QLineEdit:focus, QComboBox:focus { min-height: ${focus_inner}px; padding: 0 ${focus_field_pad}px; }
QComboBox:focus { padding-right: 0; }
QComboBox:focus::drop-down { width: ${focus_drop_down}px; }
QLineEdit[invalid="true"] { border-color: $error; color: $error; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $disabled; background: $panel; }
QComboBox { padding-right: 0; }
QComboBox::drop-down {
    subcontrol-origin: padding; subcontrol-position: center right; width: ${drop_down}px; border: none;
}
QComboBox::down-arrow { image: $chevron_down; width: ${arrow}px; height: ${arrow}px; }
QComboBox::down-arrow:disabled { image: $chevron_down_dim; }
QComboBox QAbstractItemView {
    background: $panel; color: $text; border: 1px solid $line; outline: none; padding: 3px;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item {
    min-height: ${item}px; padding: 0 ${half_pad}px; border-radius: ${item_radius}px; color: $text;
}
/* The list selects what the mouse is over; a tint under the mouse as well would be a second one after an arrow key. */
QComboBox QAbstractItemView::item:hover { background: transparent; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QComboBox QAbstractItemView::item:disabled { color: $disabled; background: transparent; }
QAbstractSpinBox { padding: 0 ${spin}px 0 0; min-height: ${spin_inner}px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {
    min-height: 0; padding: 0 0 0 ${spin_left}px; border: none; background: transparent;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: ${spin}px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $line; border-radius: 3px; }
QAbstractSpinBox::up-arrow { image: $chevron_up; width: ${small_arrow}px; height: ${small_arrow}px; }
QAbstractSpinBox::down-arrow { image: $chevron_down; width: ${small_arrow}px; height: ${small_arrow}px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: $chevron_up_dim; }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: $chevron_down_dim; }

/* Check boxes and radio buttons. */
QCheckBox, QRadioButton { spacing: ${half_pad}px; min-height: ${inner}px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${box}px; height: ${box}px; border: 1px solid $mark; background: $field; border-radius: ${box_radius}px;
}
QRadioButton::indicator { border-radius: ${box_round}px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; margin: -1px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: $check; }
QRadioButton::indicator:checked { border: ${radio_ring}px solid $accent; width: ${radio}px; height: ${radio}px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $panel; }
QCheckBox::indicator:checked:disabled { background: $line; }

/* Sliders: a thin groove, filled up to a ring. */
QSlider { min-height: ${knob_outer}px; background: transparent; }
QSlider::groove:horizontal { height: ${groove}px; background: $line; border-radius: ${groove_radius}px; }
QSlider::sub-page:horizontal { height: ${groove}px; background: $accent; border-radius: ${groove_radius}px; }
QSlider::add-page:horizontal { height: ${groove}px; background: $line; border-radius: ${groove_radius}px; }
QSlider::handle:horizontal {
    width: ${knob}px; height: ${knob}px; margin: -${knob_out}px 0; background: $panel;
    border: 2px solid $accent; border-radius: ${knob_radius}px;
}
QSlider::handle:horizontal:hover { background: $accent_soft; }
QSlider::handle:horizontal:pressed, QSlider::handle:horizontal:focus { background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $disabled; }
QSlider::handle:horizontal:disabled { border-color: $disabled; background: $panel; }

/* Tabs as pills. */
QTabWidget::pane { border: none; background: transparent; }
QTabBar { background: transparent; border: none; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $secondary; border: 1px solid transparent; border-radius: ${radius}px;
    padding: ${tab_y}px ${pad}px; margin-right: 4px;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $accent; background: $accent_soft; }
QTabBar::tab:focus { border: 2px solid $accent; padding: ${focus_tab_y}px ${focus_pad}px; }
QTabBar::tab:disabled { color: $disabled; }

/* Menus. */
QMenuBar { background: $panel; color: $secondary; border: none; padding: 2px ${half_pad}px; spacing: 0; }
QMenuBar::item {
    background: transparent; padding: ${menu_y}px ${half_pad2}px; border-radius: ${radius}px; color: $secondary;
}
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; color: $text; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: ${menu_y}px ${menu_right}px ${menu_y}px ${menu_left}px; border-radius: ${item_radius}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::icon { padding-left: ${half_pad}px; }
QMenu::indicator { width: ${box}px; height: ${box}px; left: ${half_pad}px; }
QMenu::indicator:checked { image: $check_plain; }
QMenu::right-arrow { image: $chevron_right; width: ${arrow}px; height: ${arrow}px; right: 4px; }

/* Tool tips, bars, splitters. */
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 6px; }
QStatusBar { background: $panel; color: $secondary; border-top: 1px solid $line; min-height: ${status}px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $secondary; }
QSplitter { background: transparent; }
QSplitter::handle { background: transparent; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${scroll}px; margin: 2px 0; }
QScrollBar:horizontal { background: transparent; height: ${scroll}px; margin: 0 2px; }
QScrollBar::handle { background: $scroll_color; border-radius: ${scroll_radius}px; }
QScrollBar::handle:vertical { min-height: 28px; margin: 0 2px; }
QScrollBar::handle:horizontal { min-width: 28px; margin: 2px 0; }
QScrollBar::handle:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

/* Lists and tables. */
QAbstractItemView { background: $panel; color: $text; border: none; outline: none; gridline-color: $line;
    selection-background-color: $accent_soft; selection-color: $text; }
QHeaderView::section { background: $panel; color: $secondary; border: none; border-bottom: 1px solid $line;
    padding: 4px 6px 4px 0; }
"""
)


def style_sheet(theme: "Theme", files: IconFiles) -> str:
    """The style sheet of the application in the theme's colours and sizes."""
    colors = theme.palette
    px = theme.px
    inner = theme.control_height - 2
    bar_inner = theme.bar_height - 2
    knob = px(12)
    groove = max(4, px(4))
    box = px(14)
    sizes = {
        "radius": px(6),
        "panel_radius": px(10),
        "inner": inner,
        "focus_inner": inner - 2,
        "bar_inner": bar_inner,
        "bar_focus_inner": bar_inner - 2,
        "pad": px(12),
        "focus_pad": px(12) - 1,
        "focus_field_pad": px(8) - 1,
        "focus_drop_down": px(22) - 1,
        "focus_inset": px(20) - 4,
        "focus_tab_y": px(5) - 1,
        "half_pad": px(6),
        "focus_half_pad": px(6) - 1,
        "half_pad2": px(9),
        "field_pad": px(8),
        "drop_down": px(22),
        "arrow": px(14),
        "small_arrow": px(10),
        "spin": px(18),
        "spin_left": px(5),
        "spin_inner": inner - 2,
        "inset": px(20) - 2,
        "item": px(26),
        "status": px(24),
        "item_radius": px(4),
        "box": box,
        "box_radius": px(4),
        "box_round": box // 2 + 1,
        "radio_ring": px(4),
        "radio": box - 2 * (px(4) - 1),
        "groove": groove,
        "groove_radius": groove // 2,
        "knob": knob,
        "knob_out": (knob + 4 - groove + 1) // 2,
        "knob_outer": knob + 6,
        "knob_radius": (knob + 4) // 2,
        "tab_y": px(5),
        "menu_y": px(5),
        "menu_left": px(28),
        "menu_right": px(24),
        "scroll": px(10),
        "scroll_radius": px(3),
    }
    icons = {
        "chevron_down": files.url("chevron-down", colors.secondary),
        "chevron_down_dim": files.url("chevron-down", colors.disabled),
        "chevron_up": files.url("chevron-up", colors.secondary),
        "chevron_up_dim": files.url("chevron-up", colors.disabled),
        "chevron_right": files.url("chevron-right", colors.secondary),
        "check": files.url("check", colors.on_accent),
        "check_plain": files.url("check", colors.accent),
    }
    shades = {name: str(getattr(colors, name)) for name in _COLOR_NAMES}
    extra = {
        "ring": "#05456e" if not colors.is_dark else "#c3e2f8",
        "field_hover": colors.disabled,
        "mark": colors.disabled,
        "scroll_color": "#cfd4da" if not colors.is_dark else "#3a4148",
    }
    return _SHEET.substitute(shades | extra | icons | {name: str(size) for name, size in sizes.items()})


_COLOR_NAMES: Final = (
    "ground",
    "panel",
    "field",
    "line",
    "hover",
    "text",
    "secondary",
    "disabled",
    "accent",
    "accent_hover",
    "accent_soft",
    "on_accent",
    "error",
    "warning",
)
