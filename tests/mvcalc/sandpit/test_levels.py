"""The pits: certificates, the rivals table of the course plan, seeded and own levels."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy

from mvcalc.descent import approximate
from mvcalc.errors import (
    DegenerateError,
    DomainError,
    FreeSymbolError,
    RangeError,
    UncertifiedError,
)
from mvcalc.expr import parse
from mvcalc.outcome import Outcome
from mvcalc.sample import sample
from mvcalc.sandpit import RIVALS, Rival, basin_map, custom_level, level, rival, rivals

XY = ("x", "y")

LOWEST = {  # place and value, from the course plan (computed there by other means)
    1: ((4.2, 1.8), -4),
    2: ((2, 4), -4),
    3: ((2, 4), -4),
    4: ((1.5270023989, 3), -0.7220960333),
    5: ((3.0589519910, 2.9410480090), -1.7647219087),
    6: ((4.5, 2.5), 0),
    7: ((1.7411385792, 3.5621979445), -4.1358899091),
    8: ((1.4035487865, 4.5964512135), -2.5742795277),
    9: ((2, 2), -4),
}


@pytest.mark.parametrize("id", LOWEST)
def test_lowest_points_are_certified(id: int) -> None:
    certificate = level(id).certificate
    place, value = LOWEST[id]
    assert certificate.unique
    assert float(certificate.lower) == pytest.approx(value, abs=2e-9)
    assert certificate.upper - certificate.lower <= Fraction(1, 10**9)
    for (low, high), wanted in zip(certificate.point_box.sides, place, strict=True):
        assert float(low) == pytest.approx(wanted, abs=2e-9)
        assert float(high - low) < 1e-6


@pytest.mark.parametrize("id", LOWEST)
def test_a_dense_grid_finds_nothing_lower(id: int) -> None:
    ticks = np.linspace(0, 6, 601)
    values = sample(level(id).function, ticks[:, None], ticks[None, :])
    assert values.min() >= float(level(id).certificate.lower) - 1e-9


OUT, TRAPPED, MAXIMUM, CRAWLING = "out", "trapped", "maximum", "crawling"
TABLE: dict[int, tuple[object, ...]] = {  # from (5, 1): gd 1/5, gd 1/2, newton, hybrid
    1: (16, 6, 2, 2),
    2: (35, 15, 2, 3),
    4: (TRAPPED, OUT, TRAPPED, 4),
    5: (OUT, OUT, MAXIMUM, OUT),
    6: (CRAWLING, OUT, 4, OUT),
    7: (9, 5, OUT, TRAPPED),
    8: (TRAPPED, TRAPPED, TRAPPED, TRAPPED),
    9: (30, 31, OUT, 14),
}
ENDS = {
    Outcome.LEFT_DOMAIN: OUT,
    Outcome.LOCAL_MINIMUM: TRAPPED,
    Outcome.SADDLE: TRAPPED,
    Outcome.MAXIMUM: MAXIMUM,
    Outcome.SLOW: CRAWLING,
}


def result(run: Rival) -> object:
    return run.dips if run.found else ENDS[run.path.outcome]


@pytest.mark.parametrize("id", TABLE)
def test_rivals_table(id: int) -> None:
    pit = level(id)
    names = ("gd 1/5", "gd 1/2", "newton", "hybrid")
    assert tuple(result(rival(pit, name, (5, 1))) for name in names) == TABLE[id]


def test_where_level_4_traps() -> None:
    end = rival(level(4), "gd 1/5", (5, 1)).path.end
    assert [approximate(v) for v in end] == pytest.approx([4.347, 3], abs=5e-4)


def test_level_6_still_crawls_after_400_dips() -> None:
    assert rival(level(6), "gd 1/5", (5, 1)).dips == 400


def test_six_heights_fix_a_quadratic() -> None:
    field = rivals(level(3), (5, 1))
    assert {r.name for r in field} == {"six heights", "compass"}
    [six] = [r for r in field if r.name == "six heights"]
    assert six.found
    assert six.dips == 7
    assert six.path.end == (2, 4)


@pytest.mark.parametrize("first", [(0, 0), (6, 6), ("1/4", "23/4")])
def test_height_rivals_start_anywhere(first: tuple[object, object]) -> None:
    for run in rivals(level(3), first):
        assert run.dips <= 400
        for step in run.path.steps:
            assert all(0 <= approximate(v) <= 6 for v in step.point)


def test_restarts_are_seeded() -> None:
    one, two = (rival(level(5, seed), "restarts", (5, 1)) for seed in (1, 1))
    other = rival(level(5, 2), "restarts", (5, 1))
    assert one.path.points == two.path.points
    assert one.path.points != other.path.points


@pytest.mark.parametrize("seed", [0])
def test_level_10_is_reproducible_and_certified(seed: int) -> None:
    one, again = level(10, seed), level(10, seed)
    assert one.function == again.function
    assert one.certificate.unique
    for low, high in one.certificate.point_box.sides:
        assert low >= Fraction(3, 10)
        assert high <= 6 - Fraction(3, 10)
    ticks = np.linspace(0, 6, 301)
    values = sample(one.function, ticks[:, None], ticks[None, :])
    assert values.min() >= float(one.certificate.lower) - 1e-9
    assert level(10, seed + 1).function != one.function


def test_a_pit_of_ones_own() -> None:
    own = custom_level(parse("(x - 1)^2 + (y - 2)^2", XY), radius="1/2", budget=10)
    assert own.goal == pytest.approx((1, 2), abs=1e-6)
    assert (own.id, own.radius, own.budget) == (0, Fraction(1, 2), 10)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("3", DegenerateError),
        ("cos(2*x) + cos(2*y)", UncertifiedError),
        ("(x - 3)^2", UncertifiedError),
        ("1/((x - 3)^2 + (y - 3)^2)", DomainError),
        ("log(x - 1) + y", DomainError),
    ],
)
def test_refused_pits(text: str, error: type[Exception]) -> None:
    with pytest.raises((error, UncertifiedError)):
        custom_level(parse(text, XY))


def test_refused_parameters() -> None:
    f = parse("x^2 + y^2", XY)
    for bad in ({"radius": 0}, {"radius": 2}, {"budget": 4}, {"budget": 61}, {"noise": -1}):
        with pytest.raises(RangeError):
            custom_level(f, **bad)  # type: ignore[arg-type]
    with pytest.raises(FreeSymbolError):
        custom_level(parse("x^2"))
    with pytest.raises(RangeError):
        level(11)
    with pytest.raises(RangeError):
        level(10, -1)
    with pytest.raises(RangeError):
        rival(level(1), "luck", (1, 1))
    with pytest.raises(RangeError):
        rival(level(1), RIVALS[0], (7, 1))


def test_basins_of_levels_5_and_8_fill_the_share_in_the_plan() -> None:
    """The best basin of level 5 fills 31 % of the pit, the well of level 8 fills 10 %."""
    for id, share in ((5, 0.31), (8, 0.10)):
        found = basin_map(level(id), 60)
        goal = [float(sympy.N(v)) for v in level(id).goal]
        best = [i for i, end in enumerate(found.ends) if np.hypot(*np.subtract(end, goal)) < 0.2]
        count = sum(label in best for row in found.labels for label in row)
        assert count / 3600 == pytest.approx(share, abs=0.02)
