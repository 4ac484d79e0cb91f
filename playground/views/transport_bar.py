"""The bar that runs the training: reset, run and pause, step, the speed, and the numbers that matter most."""

import math
from bisect import bisect_left
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from playground.session.session import Session
from playground.views.metric import Metric
from playground.views.numbers import format_count, format_number, format_rate
from playground.views.panel import rule, write
from playground.views.sliders import JumpSlider
from playground.views.theme import Theme
from playground.worker.messages import RunState, Snapshot

SPEEDS: Final[tuple[float | None, ...]] = (
    *(float(digit * 10**power) for power in range(6) for digit in (1, 2, 5)),
    1_000_000.0,
    None,
)
"""What the slider offers, in steps a second; None is unlimited."""

_NOTHING: Final = "–"
_RUN_TEXTS: Final = ("Run", "Pause", "Starting…")
_ACCURACY: Final = "accuracy"
_TRAINING_ACCURACY: Final = "training accuracy"


def position_of(speed: float | None) -> int:
    """The place of the slider that is nearest to a speed, on the logarithmic scale."""
    if speed is None:
        return len(SPEEDS) - 1
    limited = [known for known in SPEEDS if known is not None]
    above = min(bisect_left(limited, speed), len(limited) - 1)
    below = max(above - 1, 0)
    return below if speed * speed < limited[below] * limited[above] else above


class TransportBar(QWidget):
    """Runs and pauses, steps, resets, sets the speed; shows step, accuracy and cost.

    Parameters
    ----------
    session : Session
        What is trained.
    theme : Theme
        How it looks.

    Attributes
    ----------
    run_button, step_button, part_button : QPushButton
    reset_button, new_start_button : QToolButton
    speed_slider : JumpSlider
    step, accuracy, test_accuracy, test_cost, cost : Metric
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._is_tested = False
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_buttons()
        self._make_speed()
        self._make_metrics()
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        session.snapshot_changed.connect(self._on_snapshot_changed)
        session.run_state_changed.connect(self._on_run_state_changed)
        session.speed_changed.connect(self._on_speed_changed)
        session.network_changed.connect(self._on_network_changed)
        self._on_theme_changed(theme.palette)
        self._on_speed_changed(session.speed)
        self._show_snapshot(session.snapshot)

    # ---- making ----

    def _make_buttons(self) -> None:
        self.reset_button = QToolButton()
        self.reset_button.setToolTip("Reset: back to the same start (R)")
        self.reset_button.setAccessibleName("Reset")
        self.new_start_button = QToolButton()
        self.new_start_button.setToolTip("New start: other random weights (N)")
        self.new_start_button.setAccessibleName("New start")
        self.run_button = QPushButton(_RUN_TEXTS[0])
        self.run_button.setProperty("role", "primary")
        self.run_button.setToolTip("Run or pause the training (Space)")
        self.run_button.setFont(self._theme.font(weight="semibold"))
        self.step_button = QPushButton("Step")
        self.step_button.setToolTip("Take one step (→)")
        self.part_button = QPushButton("Part")
        self.part_button.setToolTip("Look at the next part of a step (P), at the one before (Shift+P), or leave (Esc)")
        plain = (self.reset_button, self.new_start_button, self.step_button, self.part_button)
        for button in (self.run_button, *plain):
            button.setProperty("bar", "true")
            button.setIconSize(QSize(self._theme.px(18), self._theme.px(18)))
            # A click takes the keyboard from an input field, so that what was typed there counts.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reset_button.clicked.connect(self._session.reset)
        self.new_start_button.clicked.connect(self._session.new_start)
        self.run_button.clicked.connect(self._session.toggle_run)
        self.step_button.clicked.connect(self._session.step_once)
        self.part_button.clicked.connect(self._on_part_clicked)

    def _make_speed(self) -> None:
        self.speed_slider = JumpSlider()
        self.speed_slider.setRange(0, len(SPEEDS) - 1)
        self.speed_slider.setPageStep(3)
        self.speed_slider.setAccessibleName("Speed")
        self.speed_slider.setMinimumWidth(self._theme.px(70))
        self.speed_slider.setMaximumWidth(self._theme.px(150))
        self.speed_slider.valueChanged.connect(self._on_slider_moved)
        self.speed_caption = write(self._theme, "Speed", "secondary")
        self.speed_label = write(self._theme, "", "secondary")
        metrics = QFontMetrics(self._theme.font())
        self.speed_label.setMinimumWidth(max(metrics.horizontalAdvance(format_rate(speed)) for speed in SPEEDS) + 2)

    def _make_metrics(self) -> None:
        theme = self._theme
        self.step = Metric("step", theme, "10,000")
        self.accuracy = Metric(_ACCURACY, theme, "4 of 4")
        self.test_accuracy = Metric("test accuracy", theme, "4 of 4")
        self.test_cost = Metric("test cost", theme, "0.00000", color="text")
        self.cost = Metric("cost on the samples", theme, "0.00000", size_px=20, color="accent")

    def _lay_out(self) -> None:
        px = self._theme.px
        layout = self._layout = QHBoxLayout(self)
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        layout.setContentsMargins(px(14), px(6), px(14), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self.reset_button)
        layout.addWidget(self.new_start_button)
        layout.addWidget(self.run_button)
        layout.addWidget(self.step_button)
        layout.addWidget(self.part_button)
        line = rule(vertical=True)
        line.setFixedHeight(px(26))
        layout.addSpacing(px(6))
        layout.addWidget(line)
        layout.addSpacing(px(6))
        layout.addWidget(self.speed_caption)
        layout.addWidget(self.speed_slider, 1)
        layout.addWidget(self.speed_label)
        layout.addStretch(2)
        for metric in self._metrics:
            layout.addSpacing(px(9))
            layout.addWidget(metric)

    @property
    def _metrics(self) -> tuple[Metric, ...]:
        return self.step, self.accuracy, self.test_accuracy, self.test_cost, self.cost

    def _on_part_clicked(self, _checked: bool) -> None:
        """On to the next part, with Shift back to the one before, as the key does."""
        back = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        (self._session.parts.back if back else self._session.parts.forward)()

    # ---- showing ----

    def _on_theme_changed(self, _colors: object) -> None:
        theme = self._theme
        self.reset_button.setIcon(theme.icon("reset"))
        self.new_start_button.setIcon(theme.icon("dice"))
        self.step_button.setIcon(theme.icon("step"))
        self.part_button.setIcon(theme.icon("part"))
        self._show_run_state()
        self._fix_run_width()

    def _fix_run_width(self) -> None:
        """Make the run button as wide as the longest of its texts, so that nothing moves when it changes."""
        shown = self.run_button.text()
        widths = []
        self.run_button.ensurePolished()
        self.run_button.setMinimumWidth(0)
        for text in _RUN_TEXTS:
            self.run_button.setText(text)
            widths.append(self.run_button.sizeHint().width())
        self.run_button.setText(shown)
        self.run_button.setMinimumWidth(max(widths))

    def _show_run_state(self) -> None:
        state = self._session.run_state
        running = state is RunState.RUNNING
        waiting = state is RunState.WAITING
        text = _RUN_TEXTS[1] if running else _RUN_TEXTS[2] if waiting else _RUN_TEXTS[0]
        if self.run_button.text() != text:
            self.run_button.setText(text)
            self.run_button.setAccessibleName(text)
        self.run_button.setIcon(self._run_icon("pause" if running or waiting else "run"))
        self.step_button.setEnabled(not running and not waiting)
        self.reset_button.setEnabled(self._session.may_reset)

    def _run_icon(self, name: str) -> QIcon:
        return self._theme.icon(name, self._theme.palette.on_accent)

    def _on_run_state_changed(self, _state: object) -> None:
        self._show_run_state()

    def _on_network_changed(self, _network: object) -> None:
        self._show_snapshot(None)

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        self._show_snapshot(snapshot)

    def _show_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            for metric in self._metrics:
                metric.set_value(_NOTHING)
            for metric in (self.accuracy, self.test_accuracy, self.test_cost):
                metric.hide()
            self._is_tested = False
            return
        self.step.set_value(format_count(snapshot.step))
        self.cost.set_value(_cost(snapshot.cost))
        self.cost.set_tip(_cost_tip(snapshot))
        self._show_accuracy(snapshot.accuracy, snapshot.test_accuracy)
        test = None if snapshot.test_cost is None else _cost(snapshot.test_cost)
        self._show_optional(self.test_cost, test)
        self.reset_button.setEnabled(self._session.may_reset)

    def _show_accuracy(self, training: tuple[int, int] | None, test: tuple[int, int] | None) -> None:
        """Say of which samples; the tool tip also tells those for testing: there may be no room for their number."""
        trained, tested = _share(training), _share(test)
        was_tested, self._is_tested = self._is_tested, tested is not None
        self.accuracy.set_caption(_TRAINING_ACCURACY if tested else _ACCURACY)
        self._show_optional(self.accuracy, trained)
        if tested is not None:
            self.test_accuracy.set_value(tested)
        details = f": {trained} for training, {tested} for testing" if tested else ""
        for metric in (self.accuracy, self.test_accuracy):
            metric.set_tip(f"Samples predicted right{details}.")
        if self._is_tested != was_tested:
            self._give_way()

    def _show_optional(self, metric: Metric, value: str | None) -> None:
        if value is not None:
            metric.set_value(value)
        if metric.isHidden() == (value is not None):
            metric.setVisible(value is not None)

    # ---- speed ----

    def _on_slider_moved(self, position: int) -> None:
        if position != position_of(self._session.speed):
            self._session.set_speed(SPEEDS[position])

    def _on_speed_changed(self, speed: float | None) -> None:
        self.speed_slider.setValue(position_of(speed))
        text = format_rate(speed)
        self.speed_label.setText(text)
        self.speed_slider.setToolTip("As fast as it goes" if speed is None else f"At most {text}")
        self.speed_slider.setAccessibleDescription(text)

    # ---- little room ----

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the buttons have the look that they are measured in."""
        super().showEvent(event)
        self._fix_run_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the least important words when there is little room."""
        super().resizeEvent(event)
        self._give_way()

    def event(self, event: QEvent) -> bool:
        """Look again when a number has come or grown."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._give_way()
        return done

    def _give_way(self) -> None:
        room = self.width() - self._width_without_words()
        for part in self._extras:
            if part is self.test_accuracy and not self._is_tested:
                part.hide()
                continue
            room -= self._width_of(part)
            fits = room >= 0
            if part.isHidden() == fits:
                part.setVisible(fits)

    @property
    def _extras(self) -> tuple[QWidget, ...]:
        """What is given up where there is little room; the last one first."""
        return self.new_start_button, self.speed_caption, self.speed_label, self.test_accuracy

    def _width_of(self, part: QWidget) -> int:
        return max(part.minimumWidth(), part.sizeHint().width()) + self._layout.spacing()

    def _width_without_words(self) -> int:
        shown = (part for part in self._extras if not part.isHidden())
        return self._layout.minimumSize().width() - sum(self._width_of(part) for part in shown)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it gets without the words it can give up."""
        return QSize(self._width_without_words(), self._layout.minimumSize().height())


def _cost(cost: float) -> str:
    """Without samples there is no cost."""
    return _NOTHING if math.isnan(cost) else format_number(cost)


def _cost_tip(snapshot: Snapshot) -> str:
    """What the cost is made of."""
    data, penalty = format_number(snapshot.data_cost), format_number(snapshot.penalty)
    return "The mean over the training samples" + (f", {data}, and the penalty, {penalty}" if snapshot.penalty else "")


def _share(counted: tuple[int, int] | None) -> str | None:
    return None if counted is None else " of ".join(map(format_count, counted))
