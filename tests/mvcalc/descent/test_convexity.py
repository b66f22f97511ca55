"""Convexity: proofs checked by chords, witnesses checked by curvature."""

from __future__ import annotations

import itertools
import random

import pytest
import sympy

from mvcalc.descent import convexity
from mvcalc.errors import NonDifferentiableError, RangeError
from mvcalc.expr import Ball, evaluate, parse

XY = ("x", "y")
SQUARE = ((-2, 2), (-2, 2))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x^2 + x*y + y^2", "strictly convex"),
        ("sqrt(1 + x^2 + y^2)", "strictly convex"),
        ("exp(x) + exp(y)", "strictly convex"),
        ("log(exp(x) + exp(y))", "convex"),
        ("x^4 + y^4", "convex"),
        ("x + y", "convex"),
        ("(x + y)^2", "convex"),
        ("-x^2 - 3*y^2", "strictly concave"),
        ("-(x - y)^2", "concave"),
        ("100*(y - x^2)^2 + (1 - x)^2", "neither"),
        ("x^2 - y^2", "neither"),
        ("x*y", "neither"),
        ("sin(x) + y^2", "neither"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    found = convexity(parse(text, XY), SQUARE)
    assert found.kind == kind, found.proof
    assert found.proof


@pytest.mark.parametrize("text", ["log(exp(x) + exp(y))", "x^2 + x*y + y^2", "x^4 + y^4"])
def test_a_proof_of_convexity_survives_random_chords(text: str) -> None:
    f, chance = parse(text, XY), random.Random(5)
    assert "convex" in convexity(f, SQUARE).kind
    for _ in range(40):
        a, b = ([sympy.Rational(chance.randint(-16, 16), 8) for _ in XY] for _ in range(2))
        middle = [(p + q) / 2 for p, q in zip(a, b, strict=True)]
        chord = (float(evaluate(f, a)) + float(evaluate(f, b))) / 2
        assert float(evaluate(f, middle)) <= chord + 1e-12


@pytest.mark.parametrize("text", ["100*(y - x^2)^2 + (1 - x)^2", "x*y", "sin(x)*y"])
def test_a_witness_really_bends_both_ways(text: str) -> None:
    f = parse(text, XY)
    found = convexity(f, SQUARE)
    down, up = found.witness
    symbols = sympy.symbols("x y")
    hessian = sympy.hessian(f.expr, symbols)
    for bend, sign in ((down, -1), (up, 1)):
        here = hessian.subs(dict(zip(symbols, bend.point, strict=True)))
        direction = sympy.Matrix(bend.direction)
        curvature = (direction.T * here * direction)[0]
        assert sympy.sign(curvature) == sign
        if isinstance(bend.curvature, Ball):
            assert bend.curvature.contains(curvature)
        else:
            assert sympy.simplify(bend.curvature - curvature) == 0


def test_the_box_matters() -> None:
    f = parse("x^3 + y^2", XY)
    assert convexity(f, ((1, 2), (-1, 1))).kind == "strictly convex"
    assert convexity(f, ((-1, 1), (-1, 1))).kind == "neither"


def test_rosenbrock_bends_down_exactly_above_its_parabola() -> None:
    f = parse("100*(y - x^2)^2 + (1 - x)^2", XY)
    assert convexity(f, ((-1, 1), (-2, 0))).kind in ("convex", "strictly convex")
    down, _ = convexity(f, SQUARE).witness
    x, y = down.point
    assert y > x**2 + sympy.Rational(1, 200)


def test_log_sum_exp_is_not_strictly_convex() -> None:
    assert convexity(parse("log(exp(x) + exp(y))", XY), SQUARE).singular


def test_three_variables() -> None:
    xyz = ("x", "y", "z")
    box = ((-1, 1),) * 3
    assert convexity(parse("x^2 + y^2 + z^2 + x*y + y*z", xyz), box).kind == "strictly convex"
    assert convexity(parse("x*y + y*z + z*x", xyz), box).kind == "neither"


def test_kinks_and_bad_boxes_are_refused() -> None:
    with pytest.raises(NonDifferentiableError):
        convexity(parse("abs(x) + y^2", XY), SQUARE)
    with pytest.raises(RangeError):
        convexity(parse("x^2", XY), ((0, 1),))


def test_every_kind_is_one_of_the_documented() -> None:
    texts = ("x^2", "-x^2", "x", "x^3", "x^4 - x^2", "exp(-x^2)")
    kinds = {convexity(parse(t), ((-3, 3),)).kind for t in texts}
    allowed = {"strictly convex", "convex", "concave", "strictly concave", "neither", "unknown"}
    assert kinds <= allowed
    assert len(list(itertools.chain(kinds))) >= 3
