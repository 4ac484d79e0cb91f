"""The catalogue of models as a combo box whose list shows the paper's diagrams."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.core.models import MODELS
from playground.core.notation import size_text
from playground.experiment.experiment import ModelSpec
from playground.views.choices import KeyedChoice
from playground.views.model_diagrams import HEIGHT, WIDTH, draw_diagram
from playground.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_SHORT: Final = {"linear": "Linear", "one-neuron": "One neuron", "two-neurons": "Two neurons"}


class _EntryDelegate(QStyledItemDelegate):
    """Draws one entry: diagram, title, formula."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Room for the diagram and the longest formula beside it."""
        px = self._theme.px
        metrics = QFontMetrics(self._theme.font(13, "semibold"))
        texts = [text for kind in MODELS.values() for text in (kind.title, kind.formula)]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        return QSize(px(WIDTH) + widest + px(44), px(HEIGHT) + px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw it."""
        px, colors = self._theme.px, self._theme.palette
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:  # the list selects what the mouse is over
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(6), px(6))
        kind = MODELS[str(index.data(Qt.ItemDataRole.UserRole))]
        picture = QRectF(box.left() + px(10), box.center().y() - px(HEIGHT) / 2, px(WIDTH), px(HEIGHT))
        draw_diagram(painter, kind.name, picture, self._theme)
        left = picture.right() + px(16)
        half = box.height() / 2
        painter.setFont(self._theme.font(13, "semibold"))
        painter.setPen(QColor(colors.text))
        top = QRectF(left, box.top(), box.right() - left, half - px(1))
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, kind.title)
        painter.setFont(self._theme.font(12))
        painter.setPen(QColor(colors.secondary))
        bottom = QRectF(left, box.top() + half + px(2), box.right() - left, half)
        painter.drawText(bottom, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, kind.formula)
        painter.restore()


class ModelChoice(KeyedChoice):
    """Chooses the kind of model."""

    kind_chosen = Signal(str)
    """The user chose a kind of the catalogue, by its name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for kind in MODELS.values():
            self.add(kind.name, kind.title, kind.formula, _SHORT.get(kind.name, ""))
        self._delegate = _EntryDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.chosen.connect(self.kind_chosen)
        self._shown = ""

    def set_model(self, model: ModelSpec) -> None:
        """Show the kind, and its size where kinds have several."""
        self._shown = MODELS[model.kind].title
        if model.kind == "chain":
            self._shown = f"Chain of {len(model.activations)}"
        elif model.kind == "mlp":
            self._shown = f"Layers {size_text(model.network)}"
        self.set_key(model.kind)
        self.update()

    def _fitting_text(self, room: int) -> str:
        metrics = self.fontMetrics()
        close = self._shown.replace(" – ", "–")
        for text in (self._shown, close, close.removeprefix("Layers "), _SHORT.get(self.key, "")):
            if text and metrics.horizontalAdvance(text) <= room:
                return text
        return metrics.elidedText(close.removeprefix("Layers "), Qt.TextElideMode.ElideRight, room)

    def showPopup(self) -> None:
        """Open the list, wide enough for diagrams and formulas."""
        super().showPopup()
        width = self._delegate.sizeHint(QStyleOptionViewItem(), QModelIndex()).width() + 8
        popup = self.view().window()
        if popup.width() < width:
            popup.resize(width, popup.height())
