"""The left column: in a window of usual size, all of its panels are seen at once."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from playground.experiment.examples import find
from playground.experiment.experiment_file import load
from playground.views.dataset_panel import DatasetPanel
from playground.views.drawing_tools import DrawingTools
from playground.views.model_panel import ModelPanel
from playground.views.panel import Panel, form_width
from playground.views.theme import Theme
from playground.views.training_panel import TrainingPanel
from playground.views.workspace import GAP, LEFT, Column

HEIGHT = 774
"""What a window of 1440 × 900 leaves for the columns."""


@pytest.fixture
def theme(qapp):
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    theme = Theme(mode="light", font=font, parent=qapp)
    theme.apply(qapp)
    yield theme
    theme.deleteLater()


@pytest.fixture
def column(qtbot, session, theme):
    panels = {
        "data": DatasetPanel(session, theme, DrawingTools()),
        "model": ModelPanel(session, theme),
        "training": TrainingPanel(session, theme),
    }
    column = Column([panels[name] for name in LEFT], theme)
    qtbot.addWidget(column)
    column.show()
    return column


def settle(column, width, height):
    column.resize(width, height)
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("method", ["backpropagation", "central-difference"])
@pytest.mark.parametrize("example", ["xor", "spiral", "xor-one-neuron", "chain"])
def test_everything_is_seen_at_once(column, session, theme, example, method):
    session.load(load(find(example)))
    session.change_training("change the gradient", gradient=method)
    settle(column, form_width(theme), HEIGHT)
    assert column.verticalScrollBar().maximum() == 0
    assert column.bar_width(form_width(theme), HEIGHT) == 0


def test_a_low_column_scrolls_and_tells_so(column, session, theme):
    settle(column, form_width(theme), HEIGHT)
    told = []
    column.scrolling_changed.connect(lambda: told.append(True))
    settle(column, form_width(theme), 500)
    assert column.verticalScrollBar().maximum() > 0
    assert column.bar_width(form_width(theme), 500) > 0
    settle(column, form_width(theme), HEIGHT)
    assert told == [True, True]


def natural_height(panel):
    return panel.heightForWidth(panel.width()) if panel.hasHeightForWidth() else panel.sizeHint().height()


@pytest.mark.parametrize("width", [250, 320])
def test_panels_stand_close_together_whether_rows_are_shared_or_not(column, theme, width):
    for height in (400, HEIGHT, 1200):
        settle(column, theme.px(width), height)
        panels = column.findChildren(Panel)
        for upper, lower in pairwise(panels):
            assert lower.y() - upper.geometry().bottom() - 1 == theme.px(GAP)
            assert upper.height() == natural_height(upper)
        panels[-1].set_collapsed(True)
        settle(column, theme.px(width), height)
        assert [panel.height() for panel in panels] == [natural_height(panel) for panel in panels]
        panels[-1].set_collapsed(False)
