"""Formulas and prose on the screen, made of outlines that Typst set.

A source may hold placeholders ``{name}``, filled from keyword values through ``mvcalc`` (numbers
by ``show``, expressions by ``typst``), and labels ``{{ expr : name }}``. A label that is the name
of a role takes that role's colour; other labels are handles for animation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Self

import numpy as np
from manim import FadeIn, FadeOut, ReplacementTransform, VGroup, VMobject
from manim.animation.animation import Animation

from scenes.stage import theme
from scenes.stage.drawing import Drawing
from scenes.stage.say import Said, said
from scenes.stage.theme import Role
from scenes.stage.typeset import Setting, quote, typeset

_PLACEHOLDER: Final = re.compile(r"(?<!\{)\{([a-z_][A-Za-z0-9_]*)(?::(\d+))?\}(?!\})")
_RELATION: Final = "_is"
_SIGNS: Final = {"=": "=", "≈": "approx", "∈": "in"}


class Typeset(Drawing, VGroup):
    """Outlines of a setting: one submobject a glyph, with its labels and its baseline."""

    def __init__(self, setting: Setting, size: float, role: Role) -> None:
        super().__init__()
        self.setting = setting
        self.em = size * theme.EM
        self.role = role
        for glyph in setting.glyphs:
            outline = VMobject(
                stroke_width=0, fill_opacity=1, fill_color=_colour(glyph.labels, role)
            )
            outline.set_points(glyph.points * self.em)
            self.add(outline)

    def part(self, *labels: str) -> VGroup:
        """The glyphs under any of the labels.

        Raises:
            KeyError: no glyph has one of them.
        """
        chosen = [
            outline
            for outline, glyph in zip(self.submobjects, self.setting.glyphs, strict=True)
            if any(label in glyph.labels for label in labels)
        ]
        if not chosen:
            raise KeyError(f"no label {labels!r} in this setting; it has {self.labels()!r}")
        return VGroup(*chosen)

    def labels(self) -> tuple[str, ...]:
        """All labels, in order of appearance."""
        return tuple(dict.fromkeys(name for glyph in self.setting.glyphs for name in glyph.labels))

    def paint(self, role: Role) -> Self:
        """Recolour everything that carries no role label of its own."""
        self.role = role
        for outline, glyph in zip(self.submobjects, self.setting.glyphs, strict=True):
            outline.set_fill(_colour(glyph.labels, role), opacity=1)
        return self

    def halo(self) -> Self:
        """Outline the glyphs with the background, for labels that may lie on lines."""
        self.set_stroke(theme.BACKGROUND, width=2 * theme.OUTLINE_WIDTH, background=True)
        return self

    @property
    def baseline(self) -> float:
        """Height of the baseline in frame units, where the setting now stands."""
        if not self.submobjects:
            return float(self.get_center()[1])
        original = self.setting.glyphs[0].points
        span = float(np.ptp(original[:, 1])) or float(np.ptp(original[:, 0]))
        points = self.submobjects[0].points
        now = float(np.ptp(points[:, 1])) or float(np.ptp(points[:, 0]))
        return float(points[0, 1] - original[0, 1] * now / span)

    def align_baseline(self, other: Typeset | float) -> Self:
        """Move vertically until the baselines agree."""
        target = other if isinstance(other, float) else other.baseline
        self.shift((0, target - self.baseline, 0))
        return self


class Formula(Typeset):
    """Typst mathematics.

    Args:
        source: Typst mathematics with placeholders and labels.
        size: type size; see ``theme``.
        role: colour of what has no role label of its own.
        digits: significant digits of shown numbers.
        values: numbers, expressions or ready ``Said`` values for the placeholders.
    """

    def __init__(
        self,
        source: str,
        *,
        size: float = theme.FORMULA,
        role: Role = Role.TEXT,
        digits: int = 6,
        **values: Any,
    ) -> None:
        self.template = source
        self.source, self.said = _fill(source, digits, values)
        super().__init__(typeset(self.source), size, role)

    @property
    def text(self) -> str:
        """The template with its numbers as text; what a test or a screen reader sees."""
        return _PLACEHOLDER.sub(lambda match: self.said[match.group(1)].text, self.template)


# Numbers in brackets that stay on one line.
_SHORT_TUPLE: Final = re.compile(r"\([-−\d./]{1,8}(?:, [-−\d./]{1,8}){1,2}\)")


class Words(Typeset):
    """Prose, wrapped at ``width`` frame units.

    Args:
        text: plain text; placeholders are filled as in a formula but with plain text.
        width: where to wrap, or None for one line.
        align: ``left``, ``center`` or ``right``.
        weight: ``regular`` or ``bold``.
    """

    def __init__(
        self,
        text: str,
        *,
        size: float = theme.LABEL,
        role: Role = Role.TEXT,
        width: float | None = None,
        align: str = "left",
        weight: str = "regular",
        digits: int = 6,
        **values: Any,
    ) -> None:
        self.template = text
        _, self.said = _fill(text, digits, values)
        body = quote(_SHORT_TUPLE.sub(lambda pair: pair[0].replace(" ", "\u00a0"), self.text))
        source = body if weight == "regular" else f'#text(weight: "{weight}")[{body}]'
        wrap = None if width is None else round(width / (size * theme.EM), 3)
        super().__init__(typeset(source, "text", wrap, align), size, role)

    @property
    def text(self) -> str:
        """The words with their numbers filled in."""
        return _PLACEHOLDER.sub(lambda match: self.said[match.group(1)].text, self.template)


def rewrite(old: Typeset, new: Typeset) -> list[Animation]:
    """Animations that turn one setting into another: equal labels move, equal glyphs stay.

    What is labelled alike is the same object and moves; among the rest, equal outlines are paired
    in reading order; what is left fades.
    """
    pairs, gone, come = _pairs(old, new)
    animations: list[Animation] = [ReplacementTransform(a, b) for a, b in pairs]
    animations += [FadeOut(glyph) for glyph in gone]
    animations += [FadeIn(glyph) for glyph in come]
    return animations


def _pairs(
    old: Typeset, new: Typeset
) -> tuple[list[tuple[VMobject, VMobject]], list[VMobject], list[VMobject]]:
    before = list(zip(old.submobjects, old.setting.glyphs, strict=True))
    after = list(zip(new.submobjects, new.setting.glyphs, strict=True))
    pairs: list[tuple[VMobject, VMobject]] = []

    def innermost(labels: tuple[str, ...]) -> str:
        return labels[-1] if labels else ""

    for name in dict.fromkeys(innermost(glyph.labels) for _, glyph in before):
        theirs = [item for item in after if name and innermost(item[1].labels) == name]
        ours = [item for item in before if innermost(item[1].labels) == name]
        if theirs:
            pairs.append((VGroup(*(o for o, _ in ours)), VGroup(*(o for o, _ in theirs))))
            before = [item for item in before if item not in ours]
            after = [item for item in after if item not in theirs]
    for item in list(before):
        twin = next(
            (other for other in after if _same_shape(item[1].points, other[1].points)), None
        )
        if twin is not None:
            pairs.append((item[0], twin[0]))
            before.remove(item)
            after.remove(twin)
    return pairs, [outline for outline, _ in before], [outline for outline, _ in after]


def _same_shape(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(np.allclose(a - a[0], b - b[0], atol=1e-6))


def _fill(source: str, digits: int, values: Mapping[str, Any]) -> tuple[str, dict[str, Said]]:
    used: dict[str, Said] = {}

    def fill(match: re.Match[str]) -> str:
        name, own_digits = match.groups()
        if name.endswith(_RELATION) and name.removesuffix(_RELATION) in values:
            value = said(values[name.removesuffix(_RELATION)], digits)
            used[name] = Said(value.relation, _SIGNS[value.relation], "")
        elif name in values:
            used[name] = said(values[name], int(own_digits) if own_digits else digits)
        else:
            raise KeyError(f"{source!r} has no value for {name!r}")
        return used[name].typst

    return _PLACEHOLDER.sub(fill, source), used


def _colour(labels: tuple[str, ...], role: Role) -> str:
    """Colour of the innermost label that names a role, else of ``role``."""
    for label in reversed(labels):
        if label in theme.COLOURS:
            return theme.COLOURS[Role(label)]
    return role.colour
