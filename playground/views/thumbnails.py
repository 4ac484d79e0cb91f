"""The small pictures of a layer's units, made from their responses; what has not changed is kept."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from playground.data.input_grid import InputGrid
from playground.views.response_images import ColorTable, Floats, Pixels, Ranges, as_image, thinned


def thumbnails(responses: Floats, grid: InputGrid, scaled_to: Ranges, side: int, table: ColorTable) -> list[Pixels]:
    """Return one small picture for every column: (rows, columns) of pixels, y upwards; a single row for one feature.

    Parameters
    ----------
    responses : (n_points, n_columns) array
        Responses at ``grid.points``.
    grid : InputGrid
        Where they were taken.
    scaled_to : Ranges
        What the ends of the scale stand for.
    side : int
        Device pixels there are for a picture; what is finer is left out.
    table : ColorTable
        The scale's colours.
    """
    keep = thinned(grid.resolution, side)
    columns = responses.shape[1]
    if len(grid.axes) == 1:
        return list(table.pixels(scaled_to.normalised(responses[keep]).T)[:, None, :])
    planes = responses.T.reshape(columns, grid.resolution, grid.resolution)
    planes = planes[:, keep[::-1, None], keep] if len(keep) < grid.resolution else planes[:, ::-1]
    centre, half = scaled_to.centre[:, None, None], scaled_to.half[:, None, None]
    return list(table.pixels((planes - centre) / half))


@dataclass(frozen=True)
class _Thumbnail:
    image: QImage
    pixels: Pixels
    """The memory of the image."""
    has_holes: bool


class Thumbnails:
    """The pictures of some units.

    Parameters
    ----------
    table : ColorTable
        The scale's colours.
    """

    def __init__(self, table: ColorTable) -> None:
        self._table = table
        self._kept: dict[int, _Thumbnail] = {}
        self._seen: tuple[InputGrid, int] | None = None
        self._responses = np.empty((0, 0))

    def forget(self) -> None:
        """Have no pictures any more."""
        self._kept, self._seen = {}, None

    def look_at(self, responses: Floats, grid: InputGrid, scaled_to: Ranges, side: int) -> None:
        """Make the pictures of these units, as `thumbnails` does; a hand that moves one weight changes but a few.

        What the ends of the scale stand for follows from the responses and the grid.
        """
        seen = grid, side
        if self._seen == seen and self._responses.shape == responses.shape:
            same = (self._responses.T == responses.T).all(axis=1)
            changed = np.flatnonzero(~same)
        else:
            self._kept = {}
            changed = np.arange(responses.shape[1])
        self._seen, self._responses = seen, responses
        if not changed.size:
            return
        theirs = responses.T[changed]
        pictures = thumbnails(theirs.T, grid, scaled_to.of(changed), side, self._table)
        holes = [bool(row.any()) for row in np.isnan(theirs)]
        for place, pixels, has_holes in zip(changed.tolist(), pictures, holes, strict=True):
            self._kept[place] = _Thumbnail(as_image(pixels), pixels, has_holes)

    def image(self, place: int) -> QImage | None:
        """Return the picture of a unit; None while there is none."""
        found = self._kept.get(place)
        return None if found is None else found.image

    def has_holes(self, place: int) -> bool:
        """Whether the picture is transparent somewhere, for a response is not a number there."""
        found = self._kept.get(place)
        return found is not None and found.has_holes
