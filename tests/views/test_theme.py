"""The look: palettes, fonts, icons, and who decides about light and dark."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.resources import resource_path
from playground.views import theme as theme_module
from playground.views.icons import tinted_svg
from playground.views.theme import DARK, LIGHT, Colors, Theme

ICONS = sorted(path.stem for path in resource_path("icons").glob("*.svg"))


def contrast(one: str, other: str) -> float:
    """The ratio of luminances as WCAG defines it."""

    def luminance(name: str) -> float:
        color = QColor(name)
        parts = [color.redF(), color.greenF(), color.blueF()]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colors(request: pytest.FixtureRequest) -> Colors:
    wanted: Colors = request.param
    return wanted


def test_writing_can_be_read(colors: Colors):
    for ground in (colors.panel, colors.ground, colors.field):
        assert contrast(colors.text, ground) >= 7
        for writing in (colors.secondary, colors.error, colors.warning):
            assert contrast(writing, ground) >= 4.5, (writing, ground)
    assert contrast(colors.accent, colors.panel) >= 4.5
    assert contrast(colors.on_accent, colors.accent) >= 4.5
    assert contrast(colors.accent, colors.accent_soft) >= 4


def test_all_colours_are_written_alike(colors: Colors):
    for field in fields(colors):
        if field.name != "name":
            assert re.fullmatch("#[0-9a-f]{6}", getattr(colors, field.name)), field.name


@pytest.mark.usefixtures("qapp")
def test_the_chosen_mode_is_remembered(tmp_path: Path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    assert Theme(settings).mode == "system"
    Theme(settings).set_mode("dark")
    again = Theme(settings)
    assert (again.mode, again.palette) == ("dark", DARK)


@pytest.mark.usefixtures("qapp")
def test_a_mode_nobody_knows_means_the_system(tmp_path: Path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings.setValue("theme/mode", "pink")
    assert Theme(settings).mode == "system"


@pytest.mark.usefixtures("qapp")
def test_changing_the_mode_tells_everybody_once():
    theme = Theme(mode="light")
    told: list[Colors] = []
    theme.changed.connect(told.append)
    theme.set_mode("dark")
    theme.set_mode("dark")
    assert told == [DARK]
    assert theme.scale.color(0).name() == DARK.neutral


@pytest.mark.usefixtures("qapp")
def test_system_mode_follows_the_system(monkeypatch: pytest.MonkeyPatch):
    theme = Theme()
    assert theme.palette == LIGHT

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return Qt.ColorScheme.Dark

    real = QGuiApplication.styleHints()
    monkeypatch.setattr(QGuiApplication, "styleHints", Hints)
    real.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.palette == DARK


def test_the_application_is_dressed_and_redressed(qapp: QApplication, theme: Theme):
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == LIGHT.text
    theme.set_mode("dark")
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text
    assert DARK.panel in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


@pytest.mark.usefixtures("theme")
def test_the_style_sheet_is_understood(qtbot: QtBot, capfd: pytest.CaptureFixture[str]):
    widget = QPushButton("x")
    qtbot.addWidget(widget)
    widget.ensurePolished()
    assert "Could not parse" not in capfd.readouterr().err


@pytest.mark.parametrize("size", [13, 14 * 96 / 72])
def test_controls_have_one_height_whatever_the_text(qapp: QApplication, qtbot: QtBot, size: float):
    font = QFont("DejaVu Sans")
    font.setPixelSize(round(size))
    theme = Theme(mode="light", font=font)
    theme.apply(qapp)
    combo, edit, button, tool = QComboBox(), QLineEdit(), QPushButton("Ág"), QToolButton()
    combo.addItem("Ág")
    tool.setIcon(theme.icon("close"))
    tool.setIconSize(QSize(18, 18))
    for widget in (combo, edit, button, tool):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        height = min(widget.sizeHint().height(), widget.maximumHeight())
        assert height == theme.control_height, widget
        assert widget.sizeHint().height() >= QFontMetrics(theme.font()).height() + 4


@pytest.mark.usefixtures("qapp")
def test_text_grows_only_for_those_who_need_it():
    font = QFont("DejaVu Sans")
    font.setPixelSize(12)
    assert Theme(font=font).font().pixelSize() == 13
    font.setPixelSize(19)
    larger = Theme(font=font)
    assert larger.font().pixelSize() == 19
    assert larger.px(26) == 38


def test_numbers_are_tabular(theme: Theme):
    assert theme.font().featureTags() == [QFont.Tag("tnum")]
    assert not theme.font(tabular=False).featureTags()


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize(
    ("installed", "family"), [(["DejaVu Sans", "Ubuntu", "Inter"], "Inter"), (["DejaVu Sans"], None)]
)
def test_a_bare_system_font_gives_way_to_a_better_one(
    monkeypatch: pytest.MonkeyPatch, installed: list[str], family: str | None
):
    class Info:
        def __init__(self, _font: QFont) -> None:
            pass

        def family(self) -> str:
            return "DejaVu Sans"

        def pixelSize(self) -> int:
            return 12

    monkeypatch.setattr(theme_module, "QFontInfo", Info)
    monkeypatch.setattr(QFontDatabase, "families", lambda: installed)
    families = Theme().font().families()
    assert families == [family] if family else "Inter" not in families


@pytest.mark.parametrize("name", [name for name in ICONS if name != "playground"])
def test_icons_are_drawn_on_one_grid_and_tinted(name: str, theme: Theme):
    text = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.75"' in text
    assert 'stroke-linecap="round"' in text
    assert "#" not in text
    assert "currentColor" not in tinted_svg(name, "#123456")
    image = theme.icon(name, "#ff0000").pixmap(QSize(48, 48)).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 250}
    assert seen == {"#ff0000"}
    edge = [image.pixelColor(x, y).alpha() for x in range(48) for y in (0, 47)]
    assert max(edge) == 0, "an icon keeps clear of its edge"


def test_a_disabled_icon_is_dimmed(theme: Theme):
    image = theme.icon("close").pixmap(QSize(20, 20), QIcon.Mode.Disabled).toImage()
    strongest = max((image.pixelColor(x, y) for x in range(20) for y in range(20)), key=lambda color: color.alpha())
    assert strongest.name() == LIGHT.disabled


def test_switching_to_dark_leaves_no_light_widget(qtbot: QtBot, theme: Theme):
    widget = QWidget()
    qtbot.addWidget(widget)
    theme.set_mode("dark")
    widget.resize(20, 20)
    assert widget.grab().toImage().pixelColor(10, 10).lightness() < 60
