"""A game: exact dips, prices, verdicts, the score card, replay, and hostile files."""

from __future__ import annotations

import json

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import BudgetError, DegenerateError, MvcalcError, ParseError, RangeError
from mvcalc.expr import parse
from mvcalc.sandpit import HINTS, Session, custom_level, debrief, level
from mvcalc.sandpit.dig import Finding

Q = sympy.Rational


def test_dips_are_exact() -> None:
    game = Session(1)
    first, second = game.dip(0, 0), game.dip(6, 0)
    assert first.gradient == (Q(-14, 5), Q(-6, 5))
    assert second.gradient == (Q(6, 5), Q(-6, 5))
    assert first.depth == Q(74, 25)
    assert (first.k, second.k) == (1, 2)


def test_level_3_shows_depth_only() -> None:
    assert Session(3).dip(1, 1).gradient is None


def test_a_transcendental_depth_is_exact_too() -> None:
    assert Session(9).dip(5, 1).depth == -4 * sympy.exp(-5)


def test_digging_is_a_decision() -> None:
    game = Session(4)
    game.dip(5, 1)
    local, flat, slope = (game.dig(*spot) for spot in (("4.347", 3), ("3.1", 3), (2, 2)))
    assert local.finding is Finding.LOW
    assert "but not the lowest" in local.reason
    assert flat.finding is Finding.FLAT
    assert slope.finding is Finding.NOTHING
    assert game.cost == 1 + 3 * 3
    win = game.dig("1.6", "3.05")
    assert win.won
    assert win.cost == 0
    assert game.found


def test_the_radius_is_the_limit() -> None:
    for distance, won in (("0.1499", True), ("0.1501", False)):
        game = Session(2)
        game.dip(1, 1)
        assert game.dig(2 + Q(distance), 4).won is won


def test_score_card() -> None:
    game = Session(1)
    game.dip(0, 0)
    game.dip(6, 0)
    game.hint("curvature")
    game.dig(3, 3)
    game.dig("21/5", "9/5")
    score = game.score()
    assert (score.dips, score.hints, score.wrong, score.cost) == (2, 1, 1, 6)
    assert score.par == 2  # Newton needs two dips from (0, 0)
    assert score.points == round(1000 * 3 / 7)
    assert score.stars == 1


@pytest.mark.parametrize(("extra", "points", "stars"), [(0, 1100, 3), (2, 700, 2), (4, 529, 1)])
def test_points_and_stars(extra: int, points: int, stars: int) -> None:
    """Cost 2 + extra against par 2; 100 points for no wrong dig."""
    game = Session(1)
    for i in range(2 + extra):
        game.dip(i, 0)
    game.dig("21/5", "9/5")
    assert (game.score().points, game.score().stars) == (points, stars)


def test_nothing_found_scores_nothing() -> None:
    game = Session(2)
    game.dip(1, 1)
    assert (game.score().points, game.score().stars) == (0, 0)


def test_par_is_12_when_no_rival_finds_it() -> None:
    game = Session(8)
    game.dip(5, 1)
    assert not any(r.found for r in game.rivals())
    assert game.score().par == 12


@pytest.mark.parametrize("kind", HINTS)
def test_hints_cost_dips(kind: str) -> None:
    game = Session(2)
    game.dip(1, 1)
    hint = game.hint(kind)
    assert game.cost == 1 + HINTS[kind]
    assert hint.text


def test_what_hints_tell() -> None:
    game = Session(2)
    game.dip(1, 1)
    assert game.hint("curvature").data["kind"] == "bowl"
    assert game.hint("ellipse").data["values"] == (Q(1, 5), 2)
    assert game.hint("newton").data["step"] == (1, 3)
    box = game.hint("glimpse").data["box"]
    assert box == ((Q(1, 2), Q(3, 2)), (Q(1, 2), Q(3, 2)))
    saddle = Session(4)
    saddle.dip(3, 3)
    assert saddle.hint("curvature").data["kind"] == "saddle"


def test_the_ellipse_has_perpendicular_axes_along_eigenvectors() -> None:
    game = Session(5)
    game.dip(2, 1)
    data = game.hint("ellipse").data
    H = sympy.hessian(game.level.function.expr, sympy.symbols("x y")).subs({"x": 2, "y": 1})
    H = sympy.Matrix(2, 2, [float(v) for v in H])
    for value, direction in zip(data["values"], data["directions"], strict=True):
        v = sympy.Matrix([float(getattr(c, "mid", c)) for c in direction])
        assert (H * v - float(getattr(value, "mid", value)) * v).norm() < 1e-12


def test_the_budget_ends() -> None:
    game = Session(1)
    for _ in range(25):
        game.dip(1, 1)
    with pytest.raises(BudgetError):
        game.dip(1, 1)
    with pytest.raises(BudgetError):
        game.hint("curvature")
    assert game.dig("21/5", "9/5").won
    with pytest.raises(DegenerateError):
        game.dip(1, 1)


def test_wrong_digs_run_out() -> None:
    game = Session(1)
    game.dip(1, 1)
    for _ in range(9):  # 1 dip and 8 wrong digs make 25; one more dig is still allowed
        game.dig(0, 0)
    with pytest.raises(BudgetError):
        game.dig(0, 0)


def test_order_and_place_are_checked() -> None:
    game = Session(1)
    for early in (lambda: game.dig(1, 1), lambda: game.hint("newton"), game.score, game.rivals):
        with pytest.raises(DegenerateError):
            early()
    with pytest.raises(RangeError) as caught:
        game.dip("6.01", 1)
    assert caught.value.param == "x"
    game.dip(1, 1)
    with pytest.raises(RangeError):
        game.hint("luck")
    with pytest.raises(RangeError):
        Session(1, hints=False).hint("newton")


def test_noise_is_seeded_and_leaves_the_depth_alone() -> None:
    f = parse("x^2 + y^2", ("x", "y"))
    dips = [Session(custom_level(f, noise="1/10", seed=s)).dip(1, 1) for s in (1, 1, 2)]
    assert dips[0] == dips[1]
    assert dips[0].gradient != dips[2].gradient
    assert dips[0].gradient != (2, 2)
    assert {d.depth for d in dips} == {2}


def test_replay() -> None:
    game = Session(5, seed=9)
    game.dip("1/3", "sqrt(2)")
    game.hint("newton")
    game.dig(3, 3)
    again = Session.from_json(game.to_json())
    assert again.events == game.events
    assert again.dips == game.dips
    assert again.verdicts == game.verdicts
    assert again.score() == game.score()


def test_a_game_belongs_to_its_level_and_seed() -> None:
    text = Session(1, seed=4).to_json()
    with pytest.raises(RangeError):
        Session.from_json(text, level(2, 4))
    with pytest.raises(RangeError):
        Session.from_json(text, level(1, 5))
    own = custom_level(parse("x^2 + y^2", ("x", "y")))
    saved = Session(own).to_json()
    assert Session.from_json(saved, own).level == own
    with pytest.raises(RangeError):
        Session.from_json(saved)


def spoiled(**changes: object) -> str:
    record = json.loads(Session(1).to_json())
    record.update(changes)
    return json.dumps(record)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 5000,
        spoiled(version=99),
        spoiled(level="1"),
        spoiled(level=True),
        spoiled(level=77),
        spoiled(seed=-1),
        spoiled(events={"dip": 1}),
        spoiled(events=[{"dip": ["1", "2"], "dig": ["1", "2"]}]),
        spoiled(events=[{"dip": [1, 2]}]),
        spoiled(events=[{"dip": ["__import__('os')", "1"]}]),
        spoiled(events=[{"dip": ["9", "1"]}]),
        spoiled(events=[{"hint": "luck"}]),
        spoiled(events=[{"dip": ["1", "1"]}] * 400),
        "x" * 200_000,
    ],
)
def test_hostile_files(text: str) -> None:
    with pytest.raises(MvcalcError):
        Session.from_json(text)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=50)
def test_random_files(text: str) -> None:
    with pytest.raises((ParseError, MvcalcError)):
        Session.from_json(text)


def test_debrief_tells_the_style() -> None:
    game = Session(1)
    game.dip(5, 1)
    game.dip("4.6", "1.4")
    game.dip("4.2", "1.8")
    game.dig("4.2", "1.8")
    told = debrief(game)
    assert told.gradient_cosine == pytest.approx(1)
    assert told.newton_cosine == pytest.approx(1)
    assert told.style == "2 of 2 moves were gradient-like; on dip 1 Newton would have arrived"
    assert told.table[0].name == "player"
    assert {row.name for row in told.table[1:]} == {r.name for r in told.rivals}


def test_debrief_of_one_dip() -> None:
    game = Session(4)
    game.dip(3, 3)
    told = debrief(game)
    assert told.gradient_cosine is None
    assert told.style
