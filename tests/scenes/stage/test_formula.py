"""Formulas: labels, colours, bars of true width, and what they say."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage import theme
from scenes.stage.formula import Formula, Words, rewrite
from scenes.stage.theme import Role
from scenes.stage.typeset import TypesetError, quote, typeset


def test_labels_change_no_layout() -> None:
    plain = typeset("frac(x + 1, 2) = sqrt(y) - x^2")
    labelled = typeset(
        "frac({{ x + 1 : top }}, 2) {{ = : sign }} sqrt({{ y : y }}) - {{ x^2 : sq }}"
    )
    assert len(plain.glyphs) == len(labelled.glyphs)
    for a, b in zip(plain.glyphs, labelled.glyphs, strict=True):
        np.testing.assert_allclose(a.points, b.points, atol=1e-9)


def test_labels_nest_and_hold_commas() -> None:
    formula = Formula("{{ f(x, {{ y : inner }}) : outer }} + y")
    assert formula.labels() == ("outer", "inner")
    assert len(formula.part("inner")) == 1
    assert len(formula.part("outer")) == 6
    with pytest.raises(KeyError, match="nowhere"):
        formula.part("nowhere")


def test_a_label_that_names_a_role_has_its_colour() -> None:
    formula = Formula("{{ x : derivative }} + y")
    assert formula.part("derivative")[0].get_fill_color().to_hex() == Role.DERIVATIVE.colour
    assert formula.submobjects[-1].get_fill_color().to_hex() == Role.TEXT.colour


@pytest.mark.parametrize("size", [30, 48, 200])
def test_bars_are_outlines_of_one_width_at_every_size_and_instance(size: float) -> None:
    for _ in range(2):
        formula = Formula("frac(a, b)", size=size)
        bar = min(formula.submobjects, key=lambda glyph: glyph.height / glyph.width)
        assert bar.get_stroke_width() == 0
        assert bar.height / (size * theme.EM) == pytest.approx(0.048, rel=0.05)


def test_numbers_are_shown_with_their_relation() -> None:
    exact = Formula("m {m_is} {m}", m=Fraction(1, 3))
    rounded = Formula("m {m_is} {m:4}", m=Fraction(12345678901, 98765432109))
    assert exact.text == "m = 1/3"
    assert rounded.text == "m ≈ 0.1250"
    with pytest.raises(KeyError, match="missing"):
        Formula("{missing}")


def test_baselines_align_whatever_the_height() -> None:
    low, high = Formula("x"), Formula("frac(x^2, y) + sum_(k=1)^n k")
    high.shift((0, 1.7, 0)).scale(0.6)
    low.align_baseline(high)
    assert low.baseline == pytest.approx(high.baseline, abs=1e-9)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=80)
def test_no_text_escapes_from_its_quotes(text: str) -> None:
    """What a stranger writes as a title is shown, never run as Typst."""
    cleaned = "".join(c for c in text if c.isprintable())
    typeset(quote(cleaned), "text")


def test_words_wrap_at_their_width() -> None:
    words = Words("one two three four five six seven eight nine ten", width=3.0)
    assert words.width <= 3.0 + 1e-6
    assert words.height > Words("one two").height


def test_bad_typst_is_named() -> None:
    with pytest.raises(TypesetError, match="frac"):
        typeset("frac(1")
    with pytest.raises(TypesetError, match="unclosed"):
        typeset("{{ x : a ")


def test_what_is_labelled_alike_moves() -> None:
    old = Formula("{{ x : a }} + 1")
    new = Formula("1 - {{ x : a }}")
    kinds = [type(animation).__name__ for animation in rewrite(old, new)]
    assert kinds.count("ReplacementTransform") == 2  # the label, and the equal 1
    assert kinds.count("FadeOut") == 1
    assert kinds.count("FadeIn") == 1


def test_a_copy_is_a_picture_without_updaters() -> None:
    formula = Formula("x^2")
    formula.add_updater(lambda m: m)
    twin = formula.copy()
    assert not twin.updaters
    twin.shift((1, 0, 0))
    assert twin.get_x() == pytest.approx(formula.get_x() + 1)


@pytest.mark.parametrize("width", np.linspace(4, 12, 9))
def test_a_short_tuple_stays_on_one_line(width: float) -> None:
    text = "Face in the direction (3/5, −4/5). How steep is it?"
    words = Words(text, size=48, width=width)
    begin = len(text[: text.index("(")].replace(" ", ""))
    heights = [g.points[:, 1].mean() for g in words.setting.glyphs[begin : begin + 10]]
    assert np.ptp(heights) < 0.7  # of an em; lines are farther apart
