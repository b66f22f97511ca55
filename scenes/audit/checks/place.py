"""Where things stand, and how large text is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from scenes.audit.ink import HEIGHT, UNIT, WIDTH
from scenes.audit.items import Item
from scenes.audit.view import Fault, View, label
from scenes.stage import layout, theme
from scenes.stage.formula import Typeset

_SLACK: Final = 2  # pixels: line ends, anti-aliasing
_LEFT: Final = WIDTH / 2 + layout.SAFE.left * UNIT - _SLACK
_RIGHT: Final = WIDTH / 2 + layout.SAFE.right * UNIT + _SLACK
_TOP: Final = HEIGHT / 2 - layout.SAFE.top * UNIT - _SLACK
_BOTTOM: Final = HEIGHT / 2 - layout.SAFE.bottom * UNIT + _SLACK


def outside(view: View) -> Iterator[Fault]:
    """Ink in the margins, or in the band kept for captions."""
    for item in view.items:
        box = item.shape.box
        if box is None:
            continue
        left, top, right, bottom = box
        if bottom > _BOTTOM:
            deep = (bottom - _BOTTOM) / UNIT
            message = f"{label(item)} reaches {deep:.2f} units into the caption band"
            yield Fault("caption-band", message, (item,), box)
        beyond = max(_LEFT - left, _TOP - top, right - _RIGHT) / UNIT
        if beyond > 0:
            message = f"{label(item)} reaches {beyond:.2f} units outside the safe area"
            yield Fault("safe-area", message, (item,), box)


def small_texts(view: View) -> Iterator[Fault]:
    """Texts at rest under the smallest size."""
    for item in view.texts:
        if item.typeset is None or id(item.owner) in view.moving:
            continue
        size = type_size(item.typeset)
        if size < theme.SMALLEST - 0.3:
            message = f"{label(item)} has size {size:.1f}, below {theme.SMALLEST:.0f}"
            yield Fault("small-text", message, (item,), item.lines.box)


def type_size(setting: Typeset) -> float:
    """The size a setting has now, in type units, however it was scaled or turned."""
    spreads = [float(np.std(glyph.points, axis=0).sum()) for glyph in setting.setting.glyphs]
    largest = int(np.argmax(spreads))
    original = setting.setting.glyphs[largest].points
    now = setting.submobjects[largest].points
    if len(now) != len(original):
        return float(setting.em / theme.EM)
    return _spread(now) / _spread(original) / theme.EM


def _spread(points: np.ndarray) -> float:
    return float(np.linalg.norm(points - points.mean(axis=0)))


def nothing_shown(items: list[Item]) -> bool:
    """Whether a frame is empty: fewer than 40 pixels of ink."""
    return sum(item.shape.count for item in items) < 40
