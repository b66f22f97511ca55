"""Contrast against what is really behind, the number of roles, colours outside the theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenes.audit import palette
from scenes.audit.ink import HEIGHT, WIDTH, Ink, union
from scenes.audit.items import Coat, Item, Kind
from scenes.audit.view import Fault, Frame, View, label
from scenes.stage.theme import Role

_SMALL: Final = 6  # pixels of ink below which a colour is not counted
_FOREIGN: Final = 0.005  # share of a frame that may have a hue outside the theme
_FREE: Final = 0.3  # share of that ring that other marks must leave free
_LIES_ON: Final = 0.8  # a mark of which this share lies on a filling stands on it
_RING: Final = 3  # pixels around a mark in which its background is looked for


def contrasts(view: View) -> Iterator[Fault]:
    """Texts under 4.5:1 in their worst tenth, marks under 3:1 against what surrounds them."""
    lines = union([mark.lines for mark in view.marks if not mark.plate.count])
    for item in view.texts:
        seen = view.seen(item).without(lines) if lines.cover.size else view.seen(item)
        for coat in item.coats:
            ratio = _on_paper(coat, coat.ink.common(seen), view.behind)
            if ratio < palette.TEXT_CONTRAST:
                message = f"{label(item)} has contrast {ratio:.1f}:1, below 4.5:1"
                yield Fault("contrast", message, (item,), item.lines.box)
                break
    for item in view.marks:
        seen = view.seen(item)
        crowd = union([other.shape for other in view.items if _is_beside(view, other, item)])
        ratios = [
            _in_ring(coat, coat.ink.common(seen), crowd, view.behind)
            for coat in item.coats
            if coat.opacity >= 0.5 and not palette.is_surface(coat.colour)
        ]
        if max(ratios, default=21.0) < palette.MARK_CONTRAST:
            message = f"{label(item)} has contrast {max(ratios):.1f}:1, below 3:1"
            yield Fault("contrast", message, (item,), item.lines.box)


def _is_beside(view: View, other: Item, item: Item) -> bool:
    """Whether something is near or over a mark, but not what the mark lies on."""
    if other.kind is Kind.TINT:
        return view.below(item, other) and other.shape.near(item.lines)
    if other.kind is not Kind.MARK or not other.lines.near(item.lines):
        return False
    if not other.plate.count or not view.below(other, item):
        return True
    return other.plate.common(item.lines).count < _LIES_ON * item.lines.count


def _pixels(ink: Ink, frame: Frame) -> NDArray[np.float64]:
    """Colours of a frame under some ink, shape (n, 3)."""
    window = frame[ink.top : ink.bottom, ink.left : ink.right]
    return np.asarray(window[ink.inked], dtype=float) / 255


def _on_paper(coat: Coat, ink: Ink, behind: Frame) -> float:
    """Contrast of a text with what lies under its ink, in the worst tenth of it.

    Where a line crosses it, that is a fault of its own.
    """
    paper = _pixels(ink, behind)
    if len(paper) < _SMALL:
        return 21.0
    shown = coat.colour * coat.opacity + paper * (1 - coat.opacity)
    return float(np.percentile(palette.contrast(shown, paper), 10))


def _in_ring(coat: Coat, ink: Ink, crowd: Ink, behind: Frame) -> float:
    """Contrast of a mark with the surface around it, other marks left out."""
    if ink.count < _SMALL:
        return 21.0
    ring = ink.grown(_RING).without(ink.grown())
    free = ring.without(crowd.grown()) if crowd.cover.size else ring
    paper = _pixels(Ink(0, 0, free.window(0, 0, WIDTH, HEIGHT)), behind)
    if len(paper) < max(_SMALL, ring.count * _FREE):
        return 21.0
    shown = coat.colour * coat.opacity + paper * (1 - coat.opacity)
    return float(np.median(palette.contrast(shown, paper)))


def roles(view: View) -> Iterator[Fault]:
    """More than five roles that mean something (text, secondary text and the grid do not)."""
    found: dict[Role, None] = {}
    for item in (*view.texts, *view.marks):
        seen = view.seen(item)
        for coat in item.coats:
            role = palette.role_of(coat.colour) if coat.opacity >= 0.5 else None
            if role and role not in palette.FURNITURE and coat.ink.common(seen).count >= _SMALL:
                found[role] = None
    if len(found) > palette.MOST_ROLES:
        names = ", ".join(sorted(found))
        yield Fault("roles", f"{len(found)} roles in one frame: {names}")


def foreign_colours(view: View) -> Iterator[Fault]:
    """Mobjects whose colour is not in the theme, and hues that come from images."""
    clean = True
    for item in view.items:
        if item.kind is Kind.IMAGE:
            continue
        for coat in item.coats:
            if coat.opacity >= 0.1 and palette.is_foreign(coat.colour):
                clean = False
                value = "#" + "".join(f"{round(c * 255):02X}" for c in coat.colour)
                message = f"{label(item)} has the colour {value}, which is not in the theme"
                yield Fault("colour", message, (item,), coat.ink.box)
                break
    share = palette.foreign_share(view.frame) if clean else 0.0
    if share > _FOREIGN:
        yield Fault("colour", f"{share:.1%} of the frame has a hue that is not in the theme")
