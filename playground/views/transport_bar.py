"""The bar that runs the training: reset, run and pause, step, the speed, and the numbers that matter most."""

from bisect import bisect_left
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from playground.session.session import Session
from playground.views.metric import Metric
from playground.views.numbers import format_count, format_number, format_rate
from playground.views.panel import rule, write
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
    run_button, step_button : QPushButton
    reset_button : QToolButton
    speed_slider : QSlider
    step, accuracy, test_cost, cost : Metric
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
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
        self.run_button = QPushButton(_RUN_TEXTS[0])
        self.run_button.setProperty("role", "primary")
        self.run_button.setToolTip("Run or pause the training (Space)")
        self.run_button.setFont(self._theme.font(weight="semibold"))
        self.step_button = QPushButton("Step")
        self.step_button.setToolTip("Take one step (→)")
        for button in (self.reset_button, self.run_button, self.step_button):
            button.setProperty("bar", "true")
            button.setIconSize(QSize(self._theme.px(18), self._theme.px(18)))
            # A click takes the keyboard from an input field, so that what was typed there counts.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reset_button.clicked.connect(self._session.reset)
        self.run_button.clicked.connect(self._session.toggle_run)
        self.step_button.clicked.connect(self._session.step_once)

    def _make_speed(self) -> None:
        self.speed_slider = QSlider(Qt.Orientation.Horizontal)
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
        self.accuracy = Metric("accuracy", theme, "4 of 4")
        self.test_cost = Metric("test cost", theme, "0.00000", color="text")
        self.cost = Metric("cost on the samples", theme, "0.00000", size_px=20, color="accent")
        self.cost.setToolTip("The mean over the training samples, with the penalty if there is one")

    def _lay_out(self) -> None:
        px = self._theme.px
        layout = self._layout = QHBoxLayout(self)
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        layout.setContentsMargins(px(14), px(6), px(14), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self.reset_button)
        layout.addWidget(self.run_button)
        layout.addWidget(self.step_button)
        line = rule(vertical=True)
        line.setFixedHeight(px(26))
        layout.addSpacing(px(6))
        layout.addWidget(line)
        layout.addSpacing(px(6))
        layout.addWidget(self.speed_caption)
        layout.addWidget(self.speed_slider, 1)
        layout.addWidget(self.speed_label)
        layout.addStretch(2)
        for metric in (self.step, self.accuracy, self.test_cost, self.cost):
            layout.addSpacing(px(9))
            layout.addWidget(metric)

    # ---- showing ----

    def _on_theme_changed(self, _colors: object) -> None:
        theme = self._theme
        self.reset_button.setIcon(theme.icon("reset"))
        self.step_button.setIcon(theme.icon("step"))
        self._show_run_state()
        self._fix_run_width()

    def _fix_run_width(self) -> None:
        """Make the run button as wide as the longest of its texts, so that nothing moves when it changes."""
        shown = self.run_button.text()
        widths = []
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
        snapshot = self._session.snapshot
        self.reset_button.setEnabled(running or (snapshot is not None and snapshot.step > 0))

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
            for metric in (self.step, self.accuracy, self.test_cost, self.cost):
                metric.set_value(_NOTHING)
            self.accuracy.hide()
            self.test_cost.hide()
            return
        self.step.set_value(format_count(snapshot.step))
        self.cost.set_value(format_number(snapshot.cost))
        self._show_optional(self.accuracy, _share(snapshot.accuracy))
        test = None if snapshot.test_cost is None else format_number(snapshot.test_cost)
        self._show_optional(self.test_cost, test)
        if self.reset_button.isEnabled() != (snapshot.step > 0):
            self._show_run_state()

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
        for label in (self.speed_label, self.speed_caption):
            room -= self._width_of(label)
            fits = room >= 0
            if label.isHidden() == fits:
                label.setVisible(fits)

    def _width_of(self, label: QLabel) -> int:
        return max(label.minimumWidth(), label.sizeHint().width()) + self._layout.spacing()

    def _width_without_words(self) -> int:
        shown = (label for label in (self.speed_caption, self.speed_label) if not label.isHidden())
        return self._layout.minimumSize().width() - sum(self._width_of(label) for label in shown)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it gets without the words it can give up."""
        return QSize(self._width_without_words(), self._layout.minimumSize().height())


def _share(counted: tuple[int, int] | None) -> str | None:
    if counted is None:
        return None
    right, total = counted
    return f"{format_count(right)} of {format_count(total)}"
