"""The Prediction panel: what the network answers everywhere, the samples over it, and drawing on it."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.core.network import Network
from playground.core.notation import target_symbol, unit_symbol
from playground.core.paper_letters import text_in_paper_letters
from playground.data.dataset import Dataset
from playground.data.input_grid import InputGrid
from playground.session.session import Session
from playground.views.drawing_gestures import DrawingGestures, nearest_sample
from playground.views.drawing_tools import DrawingTools
from playground.views.panel import Panel
from playground.views.plot_style import tick_text
from playground.views.prediction_choosers import PredictionChoosers
from playground.views.prediction_readout import read_point, read_sample
from playground.views.prediction_view import PredictionView
from playground.views.readout_card import ReadoutCard
from playground.views.response_images import output_range
from playground.views.sample_marks import Shown
from playground.views.scale import ScaleLegend
from playground.views.square_frame import SquareFrame
from playground.views.testing_key import TestingKey
from playground.views.theme import Colors, Theme
from playground.worker.messages import Snapshot

_REACH: Final = 11.0
"""How near the mouse must be to a sample to read it."""
_CURSORS: Final = {
    "look": Qt.CursorShape.ArrowCursor,
    "put": Qt.CursorShape.CrossCursor,
    "brush": Qt.CursorShape.CrossCursor,
    "move": Qt.CursorShape.OpenHandCursor,
    "erase": Qt.CursorShape.CrossCursor,
}


class PredictionPlot(Panel):
    """Heat map or curve of the network's output, live, with the samples, which can be drawn here.

    Parameters
    ----------
    session : Session
    theme : Theme
    tools : DrawingTools
        Which tool is in the hand, shared with the Data panel.
    generator : numpy.random.Generator, optional
        Where the brush sprays.

    Attributes
    ----------
    view : PredictionView
        The plot itself.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tools: DrawingTools,
        parent: QWidget | None = None,
        *,
        generator: np.random.Generator | None = None,
    ) -> None:
        super().__init__("Prediction", theme, parent)
        self._session, self._tools = session, tools
        self._grid: InputGrid = session.grid
        self._output = 0
        self._shown = Shown(self._grid.axes, 0, (0.0, 1.0))
        self._mouse: QPoint | None = None
        self._gestures = DrawingGestures(session, tools, generator or np.random.default_rng(), self)
        self._legend = ScaleLegend(theme.scale)
        self._legend.setFont(theme.font(11))
        self._testing_key = TestingKey(theme)
        self.header.addWidget(self._testing_key)
        self.header.addWidget(self._legend)
        self.choosers = PredictionChoosers(theme)
        self.body.addWidget(self.choosers)
        self.view = PredictionView(theme)
        self._frame = SquareFrame(self.view)
        self.body.addWidget(self._frame, 1)
        self._card = ReadoutCard(theme, self)
        self.recolor(theme.palette)
        self._connect()
        self._on_network_changed(session.network)
        self._on_tools_changed(tools)

    def _connect(self) -> None:
        session, view = self._session, self.view
        session.network_changed.connect(self._on_network_changed)
        session.dataset_changed.connect(self._on_dataset_changed)
        session.grid_changed.connect(self._on_grid_changed)
        session.snapshot_changed.connect(self._on_snapshot_changed)
        self._tools.changed.connect(self._on_tools_changed)
        self.choosers.axes_chosen.connect(session.set_grid_axes)
        self.choosers.output_chosen.connect(self._on_output_chosen)
        view.pressed.connect(self._on_pressed)
        view.moved.connect(self._on_moved)
        view.released.connect(self._on_released)
        view.left.connect(self._on_left)
        view.escaped.connect(self._gestures.cancel)
        view.resized.connect(self._on_resized)
        view.rescaled.connect(self._show_choice)
        session.selection.changed.connect(self._on_selection_changed)

    def recolor(self, colors: Colors) -> None:
        """Take over another palette."""
        self._legend.set_scale(self.theme.scale, colors.secondary)
        if hasattr(self, "_frame"):
            self.view.restyle()
            self._show_samples()
            self._show_snapshot(self._session.snapshot)

    # Following the session

    def _on_network_changed(self, network: Network) -> None:
        self._gestures.release()
        self._output = min(self._output, network.n_outputs - 1)
        inputs, outputs = (
            [unit_symbol(network, layer, k).plain for k in range(network.layers[layer])] for layer in (0, network.depth)
        )
        self.choosers.set_names(inputs, outputs, self._output)
        self._show_all()

    def _on_dataset_changed(self, _dataset: Dataset) -> None:
        self._show_all()

    def _on_grid_changed(self, _grid: InputGrid) -> None:
        self._show_all()

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        self._show_snapshot(snapshot)
        self._tell()

    def _show_all(self) -> None:
        """Take axes, samples and the scale from the session."""
        network, dataset = self._session.network, self._session.dataset
        if dataset.n_inputs != network.n_inputs or dataset.n_outputs != network.n_outputs:
            return  # the other of the two is about to change, too
        grid = self._session.grid
        same_space = grid is self._grid or grid == self._grid
        self._grid = grid
        ends = output_range(network.activations[-1], dataset.target_range())
        self._shown = Shown(grid.axes, self._output, ends)
        self.choosers.show_axes(grid.axes)
        self.set_info("others at their mean" if network.n_inputs > 2 else "")
        one = len(grid.axes) == 1
        self._show_names()
        self.view.show_space(grid)
        self._frame.set_square(not one)
        self._legend.setVisible(not one)
        self._legend.set_ends([tick_text(end, abs(end) / 100) for end in ends])
        if not same_space:
            self.view.clear_responses()
        self._show_samples()
        self._show_snapshot(self._session.snapshot)

    def _show_names(self) -> None:
        """Write the features at the axes; with one of them the target is the other axis."""
        symbols = [unit_symbol(self._session.network, 0, axis) for axis in self._grid.axes]
        symbols.append(target_symbol(self._session.network, self._output))
        self.view.show_names(*(self._written(symbol.plain) for symbol in symbols[:2]))

    def _written(self, text: str) -> str:
        return text_in_paper_letters(text) if self._session.in_paper_letters else text

    def _show_samples(self) -> None:
        dataset = self._session.dataset
        testing = self._session.test_indices
        self.view.show_samples(dataset, testing, self._shown)
        self._testing_key.tell(len(testing), self.view.testing_colors)
        self._show_choice()

    def _on_selection_changed(self, _selection: object) -> None:
        self._show_names()
        self._show_choice()

    def _show_choice(self, _selection: object = None) -> None:
        """Mark the sample whose numbers stand in the equations."""
        dataset, sample = self._session.dataset, self._session.selection.sample
        if sample >= dataset.n_samples or max(self._shown.axes) >= dataset.n_inputs:
            self.view.show_choice(None)
            return
        place = self.view.frame().pixels(self._shown.positions(dataset)[[sample]])[0]
        self.view.show_choice((float(place[0]), float(place[1])), dataset.n_samples)

    def _show_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is None or snapshot.grid != self._grid:
            return
        network = self._session.network
        column = snapshot.responses.shape[1] - network.n_outputs + self._output
        responses, ends = snapshot.responses[:, column], self._shown.target_range
        activation, may_rescale = network.activations[-1], not self._gestures.is_drawing
        self.view.show_responses(snapshot.grid, responses, ends, activation, may_rescale=may_rescale)

    # Choosing

    def _on_output_chosen(self, index: int) -> None:
        self._output = index
        self._show_all()

    # Drawing and reading

    def _on_pressed(self, event: QMouseEvent) -> None:
        at = self.view.pixels(event.position().toPoint())
        button = event.button()
        if at is None or button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        erase = button is Qt.MouseButton.RightButton
        if self._gestures.press(at, self.view.frame(), self._shown, self._grid, erase=erase):
            self._card.tell(None)
            self.view.show_ring(None)
        elif button is Qt.MouseButton.LeftButton and self._tools.tool == "look":
            self._choose(at)

    def _choose(self, at: tuple[float, float]) -> None:
        """Choose the sample that was clicked: the equations show its numbers."""
        dataset = self._session.dataset
        sample = nearest_sample(dataset, self._shown, self.view.frame(), np.array(at), _REACH)
        if sample is not None:
            self._session.selection.choose_sample(sample)

    def _on_moved(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        if self._gestures.is_drawing:
            self._gestures.move(self.view.pixels_anywhere(self._mouse))
        self._show_brush()
        self._tell()

    def _on_released(self) -> None:
        self._gestures.release()
        self._tell()

    def _on_left(self) -> None:
        self._mouse = None
        self._show_brush()
        self._tell()

    def _on_resized(self) -> None:
        self._mouse = None
        self._show_choice()
        self._show_brush()
        self._tell()

    def _on_tools_changed(self, tools: DrawingTools) -> None:
        self.view.viewport().setCursor(_CURSORS[tools.tool])
        self._show_brush()

    def _show_brush(self) -> None:
        at = self.view.pixels(self._mouse) if self._mouse is not None else None
        self.view.show_brush(at if self._tools.tool in ("brush", "erase") else None, self._tools.radius)

    def _tell(self) -> None:
        """Tell what is under the mouse, live."""
        at = self.view.pixels(self._mouse) if self._mouse is not None else None
        reading = self._tools.tool in ("look", "move") and not self._gestures.is_drawing
        if at is None or self._mouse is None or not reading:
            self._card.tell(None)
            self.view.show_ring(None)
            return
        session, frame = self._session, self.view.frame()
        dataset = session.dataset
        sample = nearest_sample(dataset, self._shown, frame, np.array(at), _REACH)
        if sample is None:
            self.view.show_ring(None)
            point = frame.plane(np.array([at]))[0]
            readout = read_point(session.network, session.snapshot, self._grid, self._output, point)
        else:
            place = frame.pixels(self._shown.positions(dataset)[[sample]])[0]
            self.view.show_ring((float(place[0]), float(place[1])), dataset.n_samples)
            testing = sample in session.test_indices
            shown = (session.network, session.snapshot, self._grid, self._output)
            readout = read_sample(*shown, dataset, sample, testing=testing)
        self._card.tell(readout.rewritten(self._written), self.view.mapTo(self, self._mouse))
