"""The two palettes, light and dark."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True)
class Colors:
    """One palette; every colour is "#rrggbb".

    Attributes
    ----------
    ground, panel, field, line, hover : str
        Behind the panels, the panels, input fields, thin lines, under the mouse.
    text, secondary, disabled : str
        Writing: usual, quieter, not to be used now.
    accent, accent_hover, accent_soft, on_accent : str
        The scale's blue, the same under the mouse, its tint behind what is selected, and writing on the accent.
    positive, negative, neutral : str
        The ends and the middle of the diverging scale.
    positive_mark, negative_mark : str
        Blue and orange bright enough for lines and marks on a panel.
    grid : str
        Lines of a plot's grid.
    error, warning : str
        Writing that tells of trouble.
    """

    name: str
    ground: str
    panel: str
    field: str
    line: str
    hover: str
    text: str
    secondary: str
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    positive: str
    negative: str
    neutral: str
    positive_mark: str
    negative_mark: str
    grid: str
    error: str
    warning: str

    @property
    def is_dark(self) -> bool:
        """Whether the writing is lighter than what it stands on."""
        return self.name == "dark"


LIGHT: Final = Colors(
    name="light",
    ground="#f4f5f7",
    panel="#ffffff",
    field="#fafbfc",
    line="#e2e5e9",
    hover="#f0f2f4",
    text="#1d2329",
    secondary="#5c6670",
    disabled="#a3abb3",
    accent="#0877bd",
    accent_hover="#066aa9",
    accent_soft="#e6f1f9",
    on_accent="#ffffff",
    positive="#0877bd",
    negative="#f59322",
    neutral="#e8eaeb",
    positive_mark="#0877bd",
    negative_mark="#f59322",
    grid="#e9ebee",
    error="#b3261e",
    warning="#8f5200",
)

DARK: Final = Colors(
    name="dark",
    ground="#15181b",
    panel="#1d2125",
    field="#191d20",
    line="#30363c",
    hover="#262b30",
    text="#e7eaed",
    secondary="#a4adb6",
    disabled="#626b74",
    accent="#3fa3e6",
    accent_hover="#5ab1ec",
    accent_soft="#1d3447",
    on_accent="#0c1820",
    positive="#0877bd",
    negative="#f59322",
    neutral="#2b3137",
    positive_mark="#3fa3e6",
    negative_mark="#ffa543",
    grid="#2a2f35",
    error="#ff8a80",
    warning="#ffc078",
)


def qpalette(colors: Colors) -> QPalette:
    """The palette of Qt made from ours, for everything the style sheet does not name."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.panel,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Base: colors.field,
        QPalette.ColorRole.AlternateBase: colors.hover,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.Button: colors.panel,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.BrightText: colors.error,
        QPalette.ColorRole.ToolTipBase: colors.panel,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.secondary,
        QPalette.ColorRole.Highlight: colors.accent,
        QPalette.ColorRole.HighlightedText: colors.on_accent,
        QPalette.ColorRole.Accent: colors.accent,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.LinkVisited: colors.accent,
        QPalette.ColorRole.Light: colors.hover,
        QPalette.ColorRole.Midlight: colors.hover,
        QPalette.ColorRole.Mid: colors.line,
        QPalette.ColorRole.Dark: colors.line,
        QPalette.ColorRole.Shadow: colors.line,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    written = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
    for role in written:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(colors.line))
    return palette
