"""How everything looks: two palettes of our own over Fusion, one font, one scale of colours, one set of icons."""

from typing import Final, Literal, get_args

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from playground.views.colors import DARK, LIGHT, Colors, qpalette
from playground.views.icons import IconFiles, tinted_icon
from playground.views.scale import DivergingScale
from playground.views.style_sheet import style_sheet

__all__ = ["DARK", "LIGHT", "MODES", "Colors", "Mode", "Theme", "Weight"]

Mode = Literal["system", "light", "dark"]
Weight = Literal["normal", "medium", "semibold", "bold"]

MODES: Final[tuple[Mode, ...]] = get_args(Mode)
FONT_SIZE: Final = 13
_MODE_KEY: Final = "theme/mode"
# Up to this a system's font is an ordinary one and ours stays at 13 px; above it somebody needs larger text.
_ORDINARY_FONT_SIZE: Final = 15.5
# What a Linux without a configured font resolves to, and what looks better if it is there.
_FALLBACK_FONT: Final = "DejaVu"
_BETTER_FONTS: Final = ("Inter", "Inter Variable", "Noto Sans", "Cantarell", "Adwaita Sans", "Ubuntu", "Open Sans")


_WEIGHTS: Final = {
    "normal": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "semibold": QFont.Weight.DemiBold,
    "bold": QFont.Weight.Bold,
}


class Theme(QObject):
    """The palette in use, and everything that is made from it.

    Parameters
    ----------
    settings : QSettings or None
        Where the chosen mode is remembered.
    mode : str or None
        "system" follows the system's light or dark scheme; "light" and "dark" stay. None takes the remembered one.
    font : QFont or None
        The font for writing; by default the system's.
    """

    changed = Signal(object)

    def __init__(
        self,
        settings: QSettings | None = None,
        mode: str | None = None,
        font: QFont | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._files = IconFiles()
        self._app: QApplication | None = None
        self._font = _ui_font() if font is None else QFont(font)
        self._text_scale = _text_scale(self._font)
        self._settings = settings
        self._mode = _known_mode(mode if settings is None or mode is not None else settings.value(_MODE_KEY))
        self._colors = self._wanted()
        self._scale = _scale_of(self._colors)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def palette(self) -> Colors:
        """The colours in use."""
        return self._colors

    @property
    def scale(self) -> DivergingScale:
        """The diverging scale in the colours in use."""
        return self._scale

    @property
    def mode(self) -> Mode:
        """Whether the system decides, or light or dark was chosen."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Choose "system", "light" or "dark"; anything else (an old setting) means "system"."""
        self._mode = _known_mode(mode)
        if self._settings is not None:
            self._settings.setValue(_MODE_KEY, self._mode)
        self._tell_the_system()
        self._refresh()

    def color(self, name: str) -> QColor:
        """The colour in use by the name of its field in `Colors`."""
        return QColor(str(getattr(self._colors, name)))

    # ---- sizes and fonts ----

    @property
    def text_scale(self) -> float:
        """How much larger than usual the user wants text: 1 for ordinary systems."""
        return self._text_scale

    def px(self, size: float) -> int:
        """A length of the design, in pixels, grown with the text."""
        return round(size * self._text_scale)

    @property
    def control_height(self) -> int:
        """The one height of buttons and fields in a form."""
        return max(self.px(27), QFontMetrics(self.font()).height() + 8)

    @property
    def bar_height(self) -> int:
        """The height of the buttons in the transport bar."""
        return max(self.px(34), QFontMetrics(self.font()).height() + 12)

    def font(self, size_px: float = FONT_SIZE, weight: Weight = "normal", tabular: bool = True) -> QFont:
        """The user-interface font.

        Parameters
        ----------
        size_px : float
            Its size in the design, where usual text is 13; larger text asked for by the user comes on top.
        weight : str
            "normal", "medium", "semibold" or "bold".
        tabular : bool
            Whether all digits are equally wide, so that live numbers stand still.
        """
        font = QFont(self._font)
        font.setPixelSize(max(1, self.px(size_px)))
        font.setWeight(_WEIGHTS[weight])
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def icon(self, name: str, color: str | None = None) -> QIcon:
        """The icon of that name, in the colour of text (or the one given), dimmed when disabled.

        Switched on (a checked button) it has the accent's colour.
        """
        colors = self._colors
        if color is not None:
            return tinted_icon(name, color, colors.disabled, color)
        return tinted_icon(name, colors.text, colors.disabled, colors.accent)

    # ---- the application ----

    def prepare(self, app: QApplication) -> None:
        """Give the application style, font and palette, all that widgets measure themselves by while they are made."""
        app.setStyle("Fusion")
        app.setFont(self.font())
        app.setPalette(qpalette(self._colors))

    def apply(self, app: QApplication) -> None:
        """Dress the whole application, now and whenever the palette changes.

        Qt works through the style sheet again for every widget that gets a parent: what is made before costs nothing.
        """
        self.prepare(app)
        self._app = app
        self._tell_the_system()
        self._dress()

    def _dress(self) -> None:
        if self._app is not None:
            self._app.setPalette(qpalette(self._colors))
            self._app.setStyleSheet(style_sheet(self, self._files))

    def _refresh(self) -> None:
        colors = self._wanted()
        if colors == self._colors:
            return
        self._colors = colors
        self._scale = _scale_of(colors)
        self._dress()
        self.changed.emit(colors)

    def _wanted(self) -> Colors:
        if self._mode == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    def _tell_the_system(self) -> None:
        """Let title bars and native dialogs follow; off-screen this does nothing."""
        if self._app is None:
            return
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}
        QGuiApplication.styleHints().setColorScheme(schemes[self._mode])

    def _on_system_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._refresh()


def _known_mode(mode: object) -> Mode:
    return next((known for known in MODES if known == mode), "system")


def _scale_of(colors: Colors) -> DivergingScale:
    return DivergingScale(colors.negative, colors.neutral, colors.positive, colors.secondary)


def _ui_font() -> QFont:
    """The system's font, or where that is only the bare fallback, the best one installed."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if QFontInfo(font).family().startswith(_FALLBACK_FONT):
        installed = set(QFontDatabase.families())
        better = next((family for family in _BETTER_FONTS if family in installed), None)
        if better is not None:
            font.setFamilies([better])
    return font


def _text_scale(font: QFont) -> float:
    size = QFontInfo(font).pixelSize()
    return size / FONT_SIZE if size > _ORDINARY_FONT_SIZE else 1.0
