"""The tabs below the network that the start has no time for: made when they are seen, or in a quiet moment before."""

from typing import TYPE_CHECKING, Final

from playground.session.session import Session
from playground.views.late_panel import LatePanel
from playground.views.theme import Theme

if TYPE_CHECKING:
    from playground.views.difference_lab import DifferenceLab
    from playground.views.landscape_plot import LandscapePlot
    from playground.views.slice_plot import SlicePlot

_LEAST_LAB: Final = 454
"""The width of the row over the plots of the finite-difference lab, the widest of all tabs."""


class LateTabs:
    """Their modules are imported only then, too.

    Parameters
    ----------
    session : Session
        What they show.
    theme : Theme
        How they look.

    Attributes
    ----------
    slice, landscape, difference : LatePanel
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        self._session, self._theme = session, theme
        self.slice = LatePanel("Slice", self._make_slice, theme)
        self.landscape = LatePanel("Landscape", self._make_landscape, theme)
        self.difference = LatePanel("Finite difference", self._make_difference, theme, _LEAST_LAB)

    def _make_slice(self) -> "SlicePlot":
        from playground.views.slice_plot import SlicePlot

        return SlicePlot(self._session, self._theme)

    def _make_landscape(self) -> "LandscapePlot":
        from playground.views.landscape_plot import LandscapePlot

        return LandscapePlot(self._session, self._theme)

    def _make_difference(self) -> "DifferenceLab":
        from playground.views.difference_lab import DifferenceLab

        return DifferenceLab(self._session, self._theme)

    def make_one(self) -> bool:
        """Make one of those that are not there yet; returns whether there was one."""
        late = next((panel for panel in (self.slice, self.landscape, self.difference) if not panel.is_made), None)
        if late is not None:
            late.make()
        return late is not None
