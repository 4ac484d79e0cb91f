"""The small buttons in the header of a panel."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from playground.views.panel import Panel


def header_button(panel: Panel, icon: str, tip: str, call: Callable[[], None] | None = None) -> QToolButton:
    """Add a button to the end of a panel's header.

    Parameters
    ----------
    panel : Panel
    icon : str
        Its name; empty for a button with a text.
    tip : str
        What it does.
    call : callable, optional
        Called when it is pressed.
    """
    px, button = panel.theme.px, QToolButton()
    button.setProperty("role", "inset")
    button.setProperty("icon_name", icon)
    button.setFont(panel.theme.font(11))
    button.setIconSize(QSize(px(16), px(16)))
    button.setFixedHeight(px(20))
    if icon:
        button.setFixedWidth(px(22))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    if call is not None:
        button.clicked.connect(lambda _checked: call())
    panel.header.addWidget(button)
    return button


def dress_header_buttons(panel: Panel) -> None:
    """Give them icons in the colours of the theme's present palette."""
    for button in panel.findChildren(QToolButton):
        name = button.property("icon_name")
        if name:
            button.setIcon(panel.theme.icon(name, panel.theme.palette.secondary))
