"""What the audit sees with: colours, ink, numbers in texts, captions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from manim import Circle, Line, Square, VMobject

from mvcalc import Ball
from scenes.audit import palette
from scenes.audit.checks.numbers import Known, plain_numbers
from scenes.audit.checks.words import caption_faults
from scenes.audit.ink import UNIT, filled, stroked, union
from scenes.stage import LectureParams, Meta, Script, said, theme
from scenes.stage.record import Caption
from scenes.stage.theme import Role


@dataclass(frozen=True)
class Huge:
    """One fact."""

    fact: Ball


# Ratios of the design document, computed with the WCAG formula by other means.
CONTRASTS = {
    Role.TEXT: (17.2, 15.0),
    Role.FUNCTION: (9.1, 7.9),
    Role.CONSTRAINT: (5.3, 4.6),
    Role.CURVATURE: (5.4, 4.8),
    Role.ERROR: (5.2, 4.5),
    Role.SECONDARY: (5.2, 4.5),
}


@pytest.mark.parametrize("role", CONTRASTS)
def test_contrast_is_that_of_the_design(role: Role) -> None:
    for surface, ratio in zip((theme.BACKGROUND, theme.PANEL), CONTRASTS[role], strict=True):
        found = palette.contrast(palette.rgb(role.colour), palette.rgb(surface))
        assert float(found) == pytest.approx(ratio, abs=0.06)


def test_black_and_white_are_the_ends_of_contrast() -> None:
    assert float(palette.contrast(np.zeros(3), np.ones(3))) == pytest.approx(21)
    assert float(palette.contrast(np.ones(3), np.ones(3))) == pytest.approx(1)


@pytest.mark.parametrize("role", list(Role))
def test_roles_are_recognised_dimmed_or_not(role: Role) -> None:
    full, dark = palette.rgb(role.colour), palette.rgb(theme.BACKGROUND)
    assert palette.role_of(full) is role
    assert not palette.is_foreign(full)
    assert not palette.is_foreign(0.5 * full + 0.5 * dark)


@pytest.mark.parametrize("colour", ["#FFFFFF", "#58C4DD", "#00FF00", "#800080", "#FF8800"])
def test_other_colours_are_foreign(colour: str) -> None:
    assert palette.is_foreign(palette.rgb(colour))


def test_hues_of_a_frame_outside_the_theme() -> None:
    frame = np.zeros((100, 100, 3), np.uint8)
    frame[:20] = (palette.rgb(Role.OPTIMUM.colour) * 255).astype(np.uint8)
    assert palette.foreign_share(frame) == 0
    frame[50:60] = (0, 200, 0)
    assert palette.foreign_share(frame) == pytest.approx(0.1)


def test_ink_of_a_filling_and_of_a_line() -> None:
    disc = filled(Circle(1.0))
    assert disc.count == pytest.approx(np.pi * UNIT**2, rel=0.01)
    assert disc.box is not None
    left, top, right, bottom = disc.box
    assert (left + right) / 2 == pytest.approx(427, abs=1)
    assert (top + bottom) / 2 == pytest.approx(240, abs=1)
    line = stroked(Line((-2, 0, 0), (2, 0, 0), stroke_width=10))
    assert line.count == pytest.approx(4 * UNIT * 0.1 * UNIT, rel=0.05)


def test_ink_outside_the_frame_is_not_seen() -> None:
    assert filled(Square(1.0).shift((20, 0, 0))).count == 0
    broken = VMobject().set_points(np.full((4, 3), np.nan))
    assert stroked(broken).count == 0


def test_common_and_hidden_ink() -> None:
    one, other = filled(Square(2.0)), filled(Square(2.0).shift((1, 0, 0)))
    assert one.common(other).count == pytest.approx(one.count / 2, rel=0.05)
    assert one.without(other).count == pytest.approx(one.count / 2, rel=0.05)
    assert union([one, other]).count == pytest.approx(1.5 * one.count, rel=0.05)
    assert one.grown(3).count > one.count
    apart = filled(Square(1.0).shift((5, 0, 0)))
    assert not one.near(apart)
    assert one.common(apart).count == 0


def test_the_body_of_a_text_spans_gaps_along_the_line_only() -> None:
    row = union([filled(Square(0.3)), filled(Square(0.3).shift((0.45, 0, 0)))])
    column = union([filled(Square(0.3)), filled(Square(0.3).shift((0, 0.45, 0)))])
    assert row.body.count > row.count * 1.2
    assert column.body.count == column.count


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("−9/128", [-9 / 128]),
        ("0.25", [0.25]),
        ("1.5×10⁻³", [0.0015]),
        ("(1, −0.25)", [1, -0.25]),
        ("7", [7]),
    ],
)
def test_plain_numbers(text: str, values: list[float]) -> None:
    found = plain_numbers(text)
    assert found is not None
    assert found.tolist() == pytest.approx(values)


@pytest.mark.parametrize("text", ["x²", "1 − √3/2", "3x", "", "(1, x)", "sin(1)"])
def test_other_texts_are_no_plain_numbers(text: str) -> None:
    assert plain_numbers(text) is None


def knowing(fact: Ball) -> Known:
    """What is known of a lecture with this one fact."""
    lecture: Any = SimpleNamespace(
        facts=Huge(fact),
        params=LectureParams(),
        meta=Meta("Huge", "How huge?", 1, 1),
        script=Script(opening="Why?", beats={}),
    )
    return Known(lecture)


@pytest.mark.parametrize("power", [-12078, -300, 300, 12078])
def test_facts_beyond_machine_numbers_are_known(power: int) -> None:
    size = Fraction(97, 10) * Fraction(10) ** power
    fact, other = (Ball(k * size, k * size * (1 + Fraction(1, 10**9))) for k in (1, 2))
    known = knowing(fact)
    assert known.text(said(fact, 2, "decimal").text)
    assert not known.text(said(other, 2, "decimal").text)


def test_enclosures_are_known_by_their_ends() -> None:
    ball = Ball(Fraction(-303, 10**76), Fraction(303, 10**76))
    known = knowing(ball)
    assert known.text("[−3.03×10⁻⁷⁴, 3.03×10⁻⁷⁴]")
    assert not known.text("[−3.03×10⁻⁷⁴, 3.04×10⁻⁷⁴]")


@pytest.mark.parametrize(
    ("captions", "words"),
    [
        ([Caption(0, 3, "x" * 43)], "43 characters"),
        ([Caption(0, 3, "a\nb\nc")], "3 lines"),
        ([Caption(0, 1, "eighteen letters..")], "18.0 characters a second"),
        ([Caption(0, 0.5, "short")], "stands for 0.50 s"),
        ([Caption(0, 8, "long")], "stands for 8.00 s"),
        ([Caption(0, 2, "one"), Caption(2.05, 4, "two")], "less than two frames"),
    ],
)
def test_captions_over_a_limit(captions: list[Caption], words: str) -> None:
    (found,) = caption_faults(captions, 15)
    assert words in found[1]


def test_captions_within_the_limits() -> None:
    captions = [Caption(0, 2, "seventeen letters" * 2), Caption(2.14, 9.14, "x" * 42)]
    assert list(caption_faults(captions, 15)) == []
