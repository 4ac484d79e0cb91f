"""The colours of symbols: a weight has the colour of its edge on the canvas, in the formula and where it is put in."""

from typing import Final

from playground.session.session import Session
from playground.views.theme import Theme

_DARK_ORANGE: Final = "#b35c00"
"""The scale's orange, dark enough for thin letters on white."""


class FormulaInks:
    """Gives the colour of a role and a key.

    Parameters
    ----------
    session : Session
        Has the weights.
    theme : Theme
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        self._session, self._theme = session, theme

    def of(self, role: str, key: str | None) -> str:
        """The colour of a symbol or a number."""
        colors = self._theme.palette
        kind, _, place = (key or "").partition(":")
        if kind == "w":
            return self._of_weight(int(place))
        if role == "aside":
            return colors.secondary
        if kind in ("a", "delta") and not place.startswith("0:"):
            return colors.accent
        return colors.text

    def _of_weight(self, index: int) -> str:
        colors = self._theme.palette
        snapshot = self._session.snapshot
        if snapshot is None or index >= len(snapshot.theta):
            return colors.text
        if snapshot.theta[index] >= 0.0:
            return colors.positive_mark
        return colors.negative_mark if colors.is_dark else _DARK_ORANGE
