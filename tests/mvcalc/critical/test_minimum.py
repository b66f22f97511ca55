"""Certified minima: the sandpit's landscapes and the classical test surfaces."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.critical import Certificate, global_min
from mvcalc.errors import DomainError, RangeError, UncertifiedError
from mvcalc.expr import Box, enclose_number, evaluate, parse

PIT = [(0, 6), (0, 6)]
X, Y = "(x-3)", "(y-3)"
U, V = "((3*(x-2)+4*(y-4))/5)", "((-4*(x-2)+3*(y-4))/5)"
A, B = "(2*(x-3)/3)", "(2*(y-1)/3)"

LEVELS = {  # course.md, table 5.3: recomputed there with independent software
    1: ("((x-21/5)^2+(y-9/5)^2)/3-4", ("4.2", "1.8"), "-4"),
    2: (f"{U}^2/10+{V}^2-4", ("2", "4"), "-4"),
    4: (f"({X}^2-2)^2/2+{X}/2+{Y}^2", ("1.5270023989", "3"), "-0.7220960333"),
    5: (
        f"(({X}-1)^2+({Y}+1)^2)/8-cos(2*{X})-cos(2*{Y})",
        ("3.0589519910", "2.9410480090"),
        "-1.7647219087",
    ),
    6: (f"((1-{A})^2+20*({B}-{A}^2)^2)/10", ("4.5", "2.5"), "0"),
    7: (
        f"{U}^2/10+{V}^2-4+(cos(9*x)+cos(8*y))/12",
        ("1.7411385792", "3.5621979445"),
        "-4.1358899091",
    ),
    8: (
        f"({X}^2+{Y}^2)/12-3*exp(-25*((x-7/5)^2+(y-23/5)^2)/2)",
        ("1.4035487865", "4.5964512135"),
        "-2.5742795277",
    ),
    9: ("-4*exp(-((x-2)^2+(y-2)^2)/2)", ("2", "2"), "-4"),
}


def agrees(low: Fraction, high: Fraction, decimal: str) -> bool:
    """Whether a narrow interval matches a decimal that was rounded to its last digit."""
    places = len(decimal.partition(".")[2])
    return abs((low + high) / 2 - Fraction(decimal)) <= Fraction(6, 10 ** (places + 1))


def middle(box: Box, k: int) -> Fraction:
    lo, hi = (Fraction(int(e.p), int(e.q)) for e in box.sides[k])
    return (lo + hi) / 2


def holds(found: Certificate, place: tuple[str, ...]) -> bool:
    return all(
        agrees(middle(found.point_box, k), middle(found.point_box, k), p)
        for k, p in enumerate(place)
    )


@pytest.mark.parametrize("level", LEVELS)
def test_every_sandpit_level_has_a_certified_lowest_point(level: int) -> None:
    f, place, value = LEVELS[level]
    found = global_min(parse(f, ("x", "y")), PIT)
    assert found.unique
    assert not found.rivals
    assert found.upper - found.lower <= Fraction(1, 10**9)
    assert agrees(found.lower, found.upper, value)
    assert holds(found, place)
    assert found.boxes_used < 300


SURFACES = [  # published optima (A. R. Hedar's collection; Jamil and Yang 2013)
    (
        "sin(x+y)+(x-y)^2-3/2*x+5/2*y+1",
        [("-3/2", 4), (-3, 4)],
        "-1.91322",
        ("-0.54720", "-1.54720"),
    ),
    ("(x+2*y-7)^2+(2*x+y-5)^2", [(-10, 10)] * 2, "0", ("1", "3")),
    ("20+x^2-10*cos(2*pi*x)+y^2-10*cos(2*pi*y)", [(-5, "11/2")] * 2, "0", ("0", "0")),
    ("-cos(x)*cos(y)*exp(-(x-pi)^2-(y-pi)^2)", [(-10, 10)] * 2, "-1", ("3.14159", "3.14159")),
    ("100*(y-x^2)^2+(1-x)^2", [(-2, 2)] * 2, "0", ("1", "1")),
]


@pytest.mark.parametrize(("f", "box", "value", "place"), SURFACES)
def test_classical_surfaces(f: str, box: object, value: str, place: tuple[str, str]) -> None:
    found = global_min(parse(f, ("x", "y")), box)
    assert found.unique
    assert agrees(found.lower, found.upper, value)
    assert holds(found, place)


def test_branin_has_three_lowest_points() -> None:
    f = "(y-51/10*x^2/(4*pi^2)+5*x/pi-6)^2+10*(1-1/(8*pi))*cos(x)+10"
    found = global_min(parse(f, ("x", "y")), [(-5, 10), (0, 15)])
    assert not found.unique
    assert agrees(found.lower, found.upper, "0.397887")
    places = sorted(middle(b, 0) for b in (found.point_box, *found.rivals))
    assert [round(float(p), 5) for p in places] == [-3.14159, 3.14159, 9.42478]


def test_a_steep_polynomial_falls_back_on_all_critical_points() -> None:
    f = (
        "(1 + (x+y+1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))"
        "*(30 + (2*x-3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))"
    )
    found = global_min(parse(f, ("x", "y")), [(-2, 2), (-2, 2)], budget=100)
    assert found.unique
    assert middle(found.point_box, 0) == 0
    assert middle(found.point_box, 1) == -1
    assert found.lower <= 3 <= found.upper


def test_minima_on_edges_and_in_corners() -> None:
    corner = global_min(parse("x + y", ("x", "y")), [(-2, 2), (-2, 2)])
    assert corner.unique
    assert corner.lower == corner.upper == -4
    edge = global_min(parse("x^2 + y", ("x", "y")), [(-1, 2), (1, 2)])
    assert edge.unique
    assert middle(edge.point_box, 0) == 0
    assert middle(edge.point_box, 1) == 1
    assert global_min(parse("sqrt(x)"), [(0, 1)]).unique


def test_ties_are_never_called_unique() -> None:
    twins = global_min(parse("(x^2-1)^2 + y^2", ("x", "y")), [(-2, 2), (-2, 2)])
    assert not twins.unique
    assert len(twins.rivals) == 1
    ends = global_min(parse("cos(x)"), [("-pi", "pi")])
    assert not ends.unique
    valley = global_min(parse("x^2", ("x", "y")), [(-2, 2), (-2, 2)])
    assert not valley.unique
    assert valley.lower <= 0 <= valley.upper
    assert not global_min(parse("3", ("x",)), [(0, 1)]).unique


def test_kinks_do_not_matter() -> None:
    found = global_min(parse("abs(x-1) + abs(y) + x/10", ("x", "y")), [(-2, 2), (-2, 2)])
    assert found.lower <= Fraction(1, 10) <= found.upper
    assert holds(found, ("1", "0"))


@pytest.mark.parametrize("f", ["1/x", "log(x)", "-1/x^2", "x*log(x)"])
def test_holes_in_the_domain_are_refused(f: str) -> None:
    with pytest.raises(DomainError):
        global_min(parse(f), [(-1, 1)])


def test_what_cannot_be_certified_says_so() -> None:
    f = parse("sin(40*x)*sin(37*y)*sin(31*x*y) + sin(x*y*17)", ("x", "y"))
    with pytest.raises(UncertifiedError) as bad:
        global_min(f, [(0, 9), (0, 9)], budget=200)
    assert isinstance(bad.value.best_known, tuple)
    with pytest.raises(RangeError):
        global_min(parse("x"), [(0, 1)], tol=0)


@given(
    c=st.lists(st.integers(-3, 3), min_size=6, max_size=6),
    at=st.tuples(st.fractions(-1, 1, max_denominator=9), st.fractions(-1, 1, max_denominator=9)),
)
@settings(max_examples=20, deadline=None)
def test_no_point_of_the_box_lies_below_the_certificate(
    c: list[int], at: tuple[Fraction, Fraction]
) -> None:
    a, b, d, e, g, h = c
    f = parse(
        f"({a})*x^3+({b})*x*y+({d})*sin(2*y)+({e})*x^2*y+({g})*exp(x-y)+({h})*y^2", ("x", "y")
    )
    found = global_min(f, [(-1, 1), (-1, 1)])
    assert enclose_number(evaluate(f, at), 160).upper >= found.lower
    inside = tuple(middle(found.point_box, k) for k in range(2))
    assert enclose_number(evaluate(f, inside), 160).upper >= found.lower
