"""The gradient: the numbers, the refusals, the sentences."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mvcalc
from scenes.lectures.m2_multivariate_calculus.gradient_and_contours import PRESETS, Params
from scenes.lectures.m2_multivariate_calculus.gradient_and_contours.facts import Facts, compute
from scenes.lectures.m2_multivariate_calculus.gradient_and_contours.words import SCRIPT
from scenes.stage.params import read_params


def facts(**values: Any) -> Facts:
    return compute(read_params(Params, values))


def read(found: Facts) -> str:
    return " ".join(line.read for words in SCRIPT.beats.values() for line in words.lines(found))


def test_numbers_of_the_default() -> None:
    found = facts()
    assert found.slopes == (2, 1)
    assert found.length == mvcalc.number("sqrt(5)")
    assert found.ahead == 2
    assert found.check_slope == 2
    assert found.steepest_name == "A"
    assert found.walk == (mvcalc.number("4/5"), mvcalc.number("-3/5"))
    assert found.walk_slope == 1


@settings(deadline=None, max_examples=15)
@given(st.integers(-8, 8), st.integers(-8, 8), st.integers(-6, 6))
def test_no_direction_is_steeper_than_the_gradient(x: int, y: int, twelfths: int) -> None:
    if x == y == 0:
        return
    found = facts(point=[f"{x}/3", f"{y}/3"], direction=f"{twelfths}*pi/12")
    assert abs(float(found.ahead)) <= float(found.length) * (1 + 1e-12)
    # The walk climbs, but never straight uphill; its slope is the gradient's shadow.
    assert 0 < float(found.walk_slope) < 0.96 * float(found.length)
    pairs = zip(found.slopes, found.walk, strict=True)
    assert mvcalc.is_zero(found.walk_slope - sum(a * b for a, b in pairs))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"point": ["0", "0"]},
            "point = (0, 0): the gradient is zero here, so no direction is steepest; for example "
            "point = (0, 1), or see the lecture hessian-and-curvature.",
        ),
        ({"f": "abs(x) + y", "point": ["0", "1"]}, "left slope −1, right slope 1"),
        ({"f": "sqrt(x)", "point": ["-1", "0"]}, "x must not be negative"),
        ({"f": "sqrt(x)", "point": ["-1", "0"]}, "for example point = (2, 0)."),
        ({"f": "sqrt(2*x) + y"}, "reach = 2: "),
        ({"f": "sqrt(2*x) + y"}, "; for example reach = 1."),
    ],
)
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(mvcalc.MvcalcError) as caught:
        facts(**values)
    assert sentence in caught.value.sentence


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets_compute(name: str) -> None:
    found = facts(**PRESETS[name])
    assert float(found.lengths[found.steepest]) == max(map(float, found.lengths))
    assert read(found)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "This way the ground is uphill, with a slope of 2."),
        ({"direction": "pi"}, "downhill, with a slope of −2."),
        ({"f": "x", "direction": "pi/2"}, "level, with a slope of 0."),
        ({"f": "x"}, "is A, together with B, together with C, together with D, with a slope of 1."),
        (PRESETS["fractions"], "the slope is 0.2402. Walk in the direction of y only"),
    ],
)
def test_sentences_follow_the_landscape(values: dict[str, Any], words: str) -> None:
    assert words in read(facts(**values))


def test_long_slopes_are_marked_as_rounded() -> None:
    assert facts().jacobian.relation == "="
    assert facts(**PRESETS["fractions"]).jacobian.relation == "≈"


def test_the_field_is_written_out_if_it_is_short() -> None:
    assert [slope.text for slope in facts().arrow] == ["2x + y", "x + 2y"]
    long = facts(f="exp(2*x)*sin(3*y) + x^3*y^4", point=["1", "1"]).arrow
    assert [slope.typst for slope in long] == [
        "frac(partial f, partial x)", "frac(partial f, partial y)",
    ]  # fmt: skip
