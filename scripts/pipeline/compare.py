"""Whether two frames show the same picture: faults are local, noise is everywhere.

Both frames are blurred a little, so that another anti-aliasing of the same edge evens out, and
compared in small overlapping tiles: a fault fills the tile it is in, however small a share of the
frame that is. The largest mean difference of a tile decides.

Measured at 854×480 on this project's frames, in levels of 255: other anti-aliasing (supersampled
three and four times) up to 2.1 and random noise of ±6 levels 1.8, against a missing decimal point
in the dimmest text 6.6, a missing minus sign there 12, a curve moved by a quarter of a pixel 8.4
and by one pixel 33, a missing dot 181.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

LIMIT: Final = 4.5  # levels of 255; see above
TILE: Final = 8
BLUR: Final = 1.5
_GAIN: Final = 4  # how much the written difference is brightened
_BAR: Final = 22


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two frames differ.

    Attributes:
        worst: mean difference of the worst tile, levels of 255; infinite when the sizes differ.
        box: that tile in pixels, (left, top, right, bottom); None when nothing differs.
        reason: one sentence, empty when the frames show the same.
    """

    worst: float
    box: tuple[int, int, int, int] | None
    reason: str

    @property
    def same(self) -> bool:
        """Whether the frames show the same picture."""
        return not self.reason


def compare(actual: Image.Image, expected: Image.Image) -> Comparison:
    """Compare two frames; sizes are those of the pictures, in pixels."""
    if actual.size != expected.size:
        sizes = ["×".join(map(str, image.size)) for image in (actual, expected)]
        reason = f"the frame is {sizes[0]} pixels but the accepted picture is {sizes[1]}"
        return Comparison(float("inf"), None, reason)
    gap = np.abs(_levels(actual) - _levels(expected)).max(axis=2)
    worst, box = _worst_tile(gap)
    if worst <= LIMIT:
        return Comparison(worst, box if worst > 0 else None, "")
    reason = f"tile at ({box[0]}, {box[1]}) differs by {worst:.1f} levels, more than {LIMIT}"
    return Comparison(worst, box, reason)


def _levels(image: Image.Image) -> NDArray[np.float32]:
    blurred = image.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR))
    return np.asarray(blurred, dtype=np.float32)


def _worst_tile(gap: NDArray[np.float32]) -> tuple[float, tuple[int, int, int, int]]:
    """The largest mean over tiles on a grid of half tiles, so that no fault falls between two."""
    half = TILE // 2
    rows, columns = gap.shape
    padded = np.pad(gap, ((0, -rows % half), (0, -columns % half)))
    cells = padded.reshape(padded.shape[0] // half, half, -1, half).mean(axis=(1, 3))
    cells = np.pad(cells, ((0, 1), (0, 1)))
    tiles = (cells[:-1, :-1] + cells[1:, :-1] + cells[:-1, 1:] + cells[1:, 1:]) / 4
    row, column = np.unravel_index(int(np.argmax(tiles)), tiles.shape)
    left, top = int(column) * half, int(row) * half
    box = (left, top, min(left + TILE, columns), min(top + TILE, rows))
    return float(tiles[row, column]), box


def difference(actual: Image.Image, expected: Image.Image) -> Image.Image:
    """Where two frames of one size differ, brightened; the worst tile is framed."""
    gap = np.abs(_pixels(actual) - _pixels(expected)).max(axis=2)
    shown = Image.fromarray(np.minimum(gap * _GAIN, 255).astype(np.uint8), "L").convert("RGB")
    box = compare(actual, expected).box
    if box is not None:
        left, top, right, bottom = box
        pen = ImageDraw.Draw(shown)
        pen.rectangle((left - 3, top - 3, right + 2, bottom + 2), outline=(255, 255, 0))
    return shown


def _pixels(image: Image.Image) -> NDArray[np.int16]:
    return np.asarray(image.convert("RGB"), dtype=np.int16)


def side_by_side(actual: Image.Image, expected: Image.Image, path: Path) -> Path:
    """Write expected, actual and difference beside each other as one PNG."""
    panels = [("expected", expected.convert("RGB")), ("actual", actual.convert("RGB"))]
    if actual.size == expected.size:
        panels.append(("difference", difference(actual, expected)))
    width = sum(image.width for _, image in panels) + 4 * (len(panels) - 1)
    height = max(image.height for _, image in panels) + _BAR
    sheet = Image.new("RGB", (width, height), (90, 90, 90))
    pen = ImageDraw.Draw(sheet)
    left = 0
    for name, image in panels:
        pen.text((left + 6, 5), name, fill=(255, 255, 255))
        sheet.paste(image, (left, _BAR))
        left += image.width + 4
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, format="PNG")
    return path
