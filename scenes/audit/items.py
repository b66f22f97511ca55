"""What is on the screen, as the eye takes it in: texts, marks, and what they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from manim import Mobject, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from scenes.audit import palette
from scenes.audit.ink import EMPTY, HEIGHT, UNIT, WIDTH, Ink, filled, stroked, union
from scenes.audit.palette import RGB
from scenes.stage import theme
from scenes.stage.formula import Typeset
from scenes.stage.theme import Role

_VISIBLE: Final = 0.03  # opacity from which something is seen at all
_FAINT: Final = 0.5  # marks fainter than this are tints and ghosts: they carry no meaning
_COVERS: Final = 0.6  # a filling of this opacity hides what lies below
_MEMORY: Final = 4096
_BACKGROUND: Final = palette.rgb(theme.BACKGROUND)


class Kind(StrEnum):
    """How the audit judges something."""

    TEXT = "text"
    MARK = "mark"  # carries meaning
    PLATE = "plate"  # panels, cards, maps of heights
    TINT = "tint"  # faint areas and ghosts
    GRID = "grid"  # decoration
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Coat:
    """One colour of a mobject: where, how strong, and what ink it leaves."""

    colour: RGB
    opacity: float
    ink: Ink


@dataclass(frozen=True, eq=False)
class Item:
    """Something seen.

    Attributes:
        owner: a whole setting of text, or a single mobject.
        path: from the mobject in the scene down to the owner.
        leaves: the mobjects with points.
        coats: its visible colours.
        lines: ink that carries meaning; empty for plates, tints and the grid.
        plate: ink that hides what is below.
        state: equal states look the same.
    """

    kind: Kind
    owner: Mobject
    path: tuple[Mobject, ...]
    leaves: tuple[Mobject, ...]
    coats: tuple[Coat, ...]
    lines: Ink
    plate: Ink
    state: int

    @property
    def shape(self) -> Ink:
        """All ink but that in the colour of the background."""
        return union([coat.ink for coat in self.coats if not _is_background(coat.colour)])

    @property
    def typeset(self) -> Typeset | None:
        """The setting, for texts."""
        return self.owner if isinstance(self.owner, Typeset) else None


def _is_background(colour: RGB) -> bool:
    return float(np.abs(colour - _BACKGROUND).max()) < 2 / 255


class Screen:
    """Reads scenes; remembers the ink of what has not changed."""

    def __init__(self) -> None:
        self._coats: dict[tuple[Any, ...], tuple[Coat, ...]] = {}
        self._texts: dict[int, Item] = {}

    def items(self, mobjects: Iterable[Mobject]) -> list[Item]:
        """Everything visible in drawing order."""
        found: list[tuple[float, Item]] = []
        seen: set[int] = set()
        for owner, path in _owners(mobjects):
            leaves = owner.submobjects if isinstance(owner, Typeset) else [owner]
            leaves = [leaf for leaf in leaves if id(leaf) not in seen]
            seen.update(map(id, leaves))
            item = self._item(owner, path, leaves)
            if item is not None:
                found.append((float(leaves[0].z_index), item))
        return [item for _, item in sorted(found, key=lambda pair: pair[0])]

    def _item(
        self, owner: Mobject, path: tuple[Mobject, ...], leaves: list[Mobject]
    ) -> Item | None:
        if isinstance(owner, AbstractImageMobject):
            ink = _rectangle(owner)
            coat = Coat(palette.rgb(Role.GRID.colour), 1.0, ink)
            state = hash((id(owner), owner.points.tobytes()))
            return Item(Kind.IMAGE, owner, path, (owner,), (coat,), EMPTY, EMPTY, state)
        looks = [_look(leaf) for leaf in leaves if isinstance(leaf, VMobject) and len(leaf.points)]
        keys = [look for look in looks if look is not None]
        if not keys:
            return None
        state = hash(tuple(key[:-1] for key in keys))
        if isinstance(owner, Typeset):
            return self._text(owner, path, leaves, keys, state)
        return self._mark(owner, path, keys[0], state)

    def _text(
        self, owner: Typeset, path: tuple[Mobject, ...], leaves: list[Mobject],
        keys: list[tuple[Any, ...]], state: int,
    ) -> Item:  # fmt: skip
        kept = self._texts.get(state)
        if kept is None or kept.owner is not owner or kept.path != path:
            coats = _merged([coat for key in keys for coat in self._ink(key)])
            lines = union([coat.ink for coat in coats if not _is_background(coat.colour)])
            halo = union([_halo(key[-1]) for key in keys])
            kept = Item(Kind.TEXT, owner, path, tuple(leaves), coats, lines, halo, state)
            if len(self._texts) > _MEMORY:
                self._texts.clear()
            self._texts[state] = kept
        return kept

    def _mark(
        self, owner: Mobject, path: tuple[Mobject, ...], key: tuple[Any, ...], state: int
    ) -> Item | None:
        coats = self._ink(key)
        if not coats:  # outside the frame, or thinner than a pixel
            return None
        strong = [c for c in coats if c.opacity >= _FAINT and not palette.is_surface(c.colour)]
        meant = [c for c in strong if palette.role_of(c.colour) is not Role.GRID]
        if meant:
            kind = Kind.MARK
        elif strong:
            kind = Kind.GRID
        else:
            kind = Kind.TINT if max(c.opacity for c in coats) < _COVERS else Kind.PLATE
        plate = _plate(owner)
        lines = union([coat.ink for coat in meant])
        return Item(kind, owner, path, (owner,), coats, lines, plate, state)

    def _ink(self, key: tuple[Any, ...]) -> tuple[Coat, ...]:
        *look, mobject = key
        found = self._coats.get(tuple(look))
        if found is None:
            if len(self._coats) > _MEMORY:
                self._coats.clear()
            found = self._coats[tuple(look)] = tuple(_coats(mobject))
        return found


def _owners(mobjects: Iterable[Mobject]) -> Iterator[tuple[Mobject, tuple[Mobject, ...]]]:
    """Settings whole, other mobjects one by one, each with its path from the scene."""

    def walk(mobject: Mobject, above: tuple[Mobject, ...]) -> Iterator[Any]:
        path = (*above, mobject)
        if isinstance(mobject, Typeset):
            if mobject.submobjects:
                yield mobject, path
            return
        if len(mobject.points) and isinstance(mobject, VMobject | AbstractImageMobject):
            yield mobject, path
        for child in mobject.submobjects:
            yield from walk(child, path)

    for top in mobjects:
        yield from walk(top, ())


def _look(mobject: VMobject) -> tuple[Any, ...] | None:
    """What decides how a mobject looks, and the mobject; None if it cannot be seen."""
    fill, line = _fill(mobject), _stroke(mobject)
    width = float(mobject.stroke_width or 0)
    if fill[:, 3].max(initial=0) < _VISIBLE and (
        width <= 0 or line[:, 3].max(initial=0) < _VISIBLE
    ):
        return None
    rim = float(mobject.background_stroke_width or 0)
    return (mobject.points.tobytes(), fill.tobytes(), line.tobytes(), width, rim, mobject)


def _plate(mobject: Mobject) -> Ink:
    """What a mobject hides."""
    if not isinstance(mobject, VMobject):
        return EMPTY
    inside = filled(mobject) if _fill(mobject)[:, 3].max(initial=0) >= _COVERS else EMPTY
    return union([inside, _halo(mobject)])


def _halo(mobject: Any) -> Ink:
    """The rim in the colour of the background that lifts a drawing off what is below."""
    rims = np.atleast_2d(mobject.background_stroke_rgbas)
    if not mobject.background_stroke_width or rims[:, 3].max(initial=0) < _COVERS:
        return EMPTY
    return stroked(mobject, mobject.background_stroke_width)


def _fill(mobject: Any) -> RGB:
    return np.atleast_2d(mobject.fill_rgbas)


def _stroke(mobject: Any) -> RGB:
    return np.atleast_2d(mobject.stroke_rgbas)


def _coats(mobject: VMobject) -> Iterator[Coat]:
    """Fill and stroke, each row of a gradient its own coat over the same ink."""
    for rows, draw in ((_fill(mobject), filled), (_stroke(mobject), stroked)):
        visible = [row for row in rows if row[3] >= _VISIBLE]
        ink = draw(mobject) if visible else EMPTY
        if ink.count:
            yield from (Coat(np.array(row[:3], float), float(row[3]), ink) for row in visible)


def _merged(coats: list[Coat]) -> tuple[Coat, ...]:
    """Coats of one colour and opacity as one."""
    groups: dict[tuple[Any, ...], list[Coat]] = {}
    for coat in coats:
        groups.setdefault((*coat.colour.round(4).tolist(), round(coat.opacity, 3)), []).append(coat)
    return tuple(
        Coat(group[0].colour, group[0].opacity, union([coat.ink for coat in group]))
        for group in groups.values()
    )


def _rectangle(image: Mobject) -> Ink:
    """The rectangle of an image, as if it were all ink."""
    points = image.points[:, :2] * (UNIT, -UNIT) + (WIDTH / 2, HEIGHT / 2)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return EMPTY
    low = np.clip(np.floor(points.min(axis=0)), 0, (WIDTH, HEIGHT)).astype(int)
    high = np.clip(np.ceil(points.max(axis=0)), 0, (WIDTH, HEIGHT)).astype(int)
    size = np.maximum(high - low, 0)
    return Ink(int(low[0]), int(low[1]), np.full((size[1], size[0]), 255, np.uint8))
