"""The parts of pyqtgraph that no plot of ours needs, by the names of their modules. Imports nothing, for packaging."""

from typing import Final

_ITEMS: Final = (
    "ArrowItem BarGraphItem BoxplotItem ColorBarItem CurvePoint DateAxisItem ErrorBarItem FillBetweenItem "
    "GradientEditorItem GradientLegend GraphItem GridItem HistogramLUTItem ImageItem IsocurveItem PColorMeshItem ROI "
    "ScaleBar TargetItem VTickGroup"
)
_WIDGETS: Final = (
    "BusyCursor CheckTable ColorButton ColorMapMenu ColorMapWidget ComboBox DataFilterWidget DataTreeWidget "
    "DiffTreeWidget FeedbackButton FileDialog GradientWidget GraphicsLayoutWidget GroupBox HistogramLUTWidget "
    "JoystickButton LayoutWidget PathButton ProgressDialog RawImageWidget RemoteGraphicsView ScatterPlotWidget SpinBox "
    "TableWidget TreeWidget ValueLabel VerticalLabel"
)
_OTHERS: Final = "ThreadsafeTimer colors.palette imageview SRTTransform3D Transform3D Vector"

UNUSED: Final = (
    *(f"pyqtgraph.graphicsItems.{item}" for item in _ITEMS.split()),
    *(f"pyqtgraph.widgets.{widget}" for widget in _WIDGETS.split()),
    *(f"pyqtgraph.{other}" for other in _OTHERS.split()),
    "PySide6.QtOpenGL",
)
