"""One quiet sentence that floats over the header of the panels in the middle and goes away by itself."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFontMetrics, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from playground.session.run import Banner
from playground.session.session import Session
from playground.views.theme import Theme
from playground.worker.messages import RunState

_ICONS: Final = {"info": "info", "warning": "warning", "error": "error"}
_ICON_COLORS: Final = {"info": "accent", "warning": "warning", "error": "error"}


class BannerBar(QFrame):
    """Shows what the session has to tell, one sentence at a time.

    It leaves after some seconds (an error stays), with the next change of the experiment, or when it is closed;
    warnings and errors leave also when a run begins or a file is saved.

    Parameters
    ----------
    session : Session
        Tells the sentences and can undo what they tell.
    theme : Theme
        How it looks.
    over : QWidget
        It floats over the top of this widget, where headers are and no plot is hidden.
    parent : QWidget
        Where it floats; contains ``over``.
    """

    INFO_MS = 8_000
    WARNING_MS = 15_000

    def __init__(self, session: Session, theme: Theme, over: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._over = over
        self._parent = parent
        self._kind = "info"
        self.setProperty("role", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = QLabel()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.undo_button = QPushButton("Undo")
        self.close_button = QToolButton()
        self.close_button.setProperty("role", "flat")
        self.close_button.setAccessibleName("Close")
        self.close_button.setToolTip("Close")
        for button in (self.undo_button, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setIconSize(QSize(theme.px(16), theme.px(16)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(7), theme.px(7), theme.px(7))
        layout.setSpacing(theme.px(10))
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.undo_button)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.close_button.clicked.connect(self.hide)
        self.undo_button.clicked.connect(self._on_undo_clicked)
        session.banner_posted.connect(self.show_banner)
        session.experiment_changed.connect(self._on_experiment_changed)
        session.run_state_changed.connect(self._on_run_state_changed)
        session.path_changed.connect(self._on_path_changed)
        theme.changed.connect(self._on_theme_changed)
        over.installEventFilter(self)
        self.hide()

    def show_banner(self, banner: Banner) -> None:
        """Show a sentence in place of the one before."""
        self._kind = banner.kind
        self.label.setText(banner.text)
        self.undo_button.setVisible(banner.undo)
        self.setProperty("kind", banner.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._on_theme_changed(self._theme.palette)
        self.setAccessibleName(banner.text)
        self.show()
        self._place()
        self.raise_()
        self._start_timer()

    def _start_timer(self) -> None:
        if self._kind == "error":
            self._timer.stop()
        else:
            self._timer.start(self.INFO_MS if self._kind == "info" else self.WARNING_MS)

    def _on_undo_clicked(self) -> None:
        self.hide()
        self._session.undo_stack.undo()

    def _on_experiment_changed(self, _experiment: object) -> None:
        self.hide()

    def _on_run_state_changed(self, state: object) -> None:
        if state is RunState.RUNNING and self._kind != "info":
            self.hide()

    def _on_path_changed(self, _path: object) -> None:
        if self._kind != "info":
            self.hide()

    def _on_theme_changed(self, _colors: object) -> None:
        theme = self._theme
        size = theme.px(18)
        self._icon.setPixmap(
            theme.icon(_ICONS[self._kind], str(getattr(theme.palette, _ICON_COLORS[self._kind]))).pixmap(
                QSize(size, size), self.devicePixelRatioF()
            )
        )
        self.undo_button.setIcon(theme.icon("undo"))
        self.close_button.setIcon(theme.icon("close", theme.palette.secondary))

    # ---- where it floats ----

    def _place(self) -> None:
        """Stand at the top in the middle, as wide as the sentence needs and the place allows."""
        gap = self._theme.px(12)
        place = QRect(self._over.mapTo(self._parent, QPoint(0, 0)), self._over.size())
        if not self._over.isVisible():
            place = self._parent.rect()
        room = place.width() - 2 * gap
        layout = self.layout()
        assert layout is not None
        layout.activate()
        text = QFontMetrics(self.label.font()).horizontalAdvance(self.label.text()) + 4
        rest = self.sizeHint().width() - self.label.sizeHint().width()
        width = max(min(room, text + rest), self.minimumSizeHint().width())
        height = max(layout.totalHeightForWidth(width), layout.sizeHint().height() if text + rest <= room else 0)
        left = place.left() + (place.width() - width) // 2
        self.setGeometry(left, max(0, place.top() - self._theme.px(5)), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when what it floats over changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """What is gone need not go again."""
        self._timer.stop()
        super().hideEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay as long as it is being read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Begin to leave again."""
        if self.isVisible():
            self._start_timer()
        super().leaveEvent(event)
