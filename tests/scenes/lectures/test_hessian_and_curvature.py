"""Bowl, dome or saddle: the numbers, the refusals, the sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mvcalc
from scenes.lectures.m2_multivariate_calculus.hessian_and_curvature import PRESETS, Params
from scenes.lectures.m2_multivariate_calculus.hessian_and_curvature.facts import Facts, compute
from scenes.lectures.m2_multivariate_calculus.hessian_and_curvature.words import SCRIPT
from scenes.stage.params import read_params
from scenes.stage.parts import Bend


def facts(**values: Any) -> Facts:
    return compute(read_params(Params, values))


def read(found: Facts) -> str:
    return " ".join(line.read for words in SCRIPT.beats.values() for line in words.lines(found))


@pytest.fixture(scope="module")
def default() -> Facts:
    return facts()


def test_numbers_of_the_default(default: Facts) -> None:
    assert [p.point for p in default.found.points] == [(0, 0), (1, 1)]
    assert default.found.complete
    assert default.main.point == (1, 1)
    assert default.main.hessian == ((6, -3), (-3, 6))
    assert default.main.value == -1
    assert [(e.value, e.vector) for e in default.main.eigen] == [(3, (1, 1)), (9, (1, -1))]
    assert default.other_values == (-3, 3)
    assert default.other_shape == "saddle"


def test_the_check_question(default: Facts) -> None:
    assert default.check_values == (-2, 6)
    assert default.check_kind == "saddle"


@pytest.mark.parametrize("name", ["", *sorted(PRESETS)])
def test_the_bend_is_extreme_along_the_eigenvectors(name: str) -> None:
    point = facts(**PRESETS.get(name, {})).main
    bend = Bend.of(point.hessian)
    around = bend.at(np.linspace(0, 360, 721))
    values = [float(mvcalc.approximate(e.value)) for e in point.eigen]
    assert [around.min(), around.max()] == pytest.approx(values, abs=1e-3)
    assert [bend.at(bend.toward(k)) for k in (0, 1)] == pytest.approx(values, abs=1e-9)
    assert list(bend.extremes) == pytest.approx(values, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"f": "x + y"}, "there is no critical point in the box"),
        ({"f": "x^2*y^2", "centre": ["0", "0"]}, "no isolated level place was found here"),
        ({"f": "1"}, "the function is constant"),
        ({"reach": "0"}, "reach"),
    ],
)
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(mvcalc.MvcalcError) as caught:
        facts(**values)
    assert sentence in caught.value.sentence


def test_an_incomplete_search_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    search = mvcalc.critical_points

    def unsure(*args: Any) -> mvcalc.CriticalSet:
        return dataclasses.replace(search(*args), complete=False, note="budget spent")

    monkeypatch.setattr(mvcalc, "critical_points", unsure)
    with pytest.raises(mvcalc.UncertifiedError) as caught:
        facts()
    assert caught.value.sentence == (
        "reach = 3/2: it is not proved that all level places of this square were found; "
        "a smaller square, for example reach = 1."
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "happens at 2 places. There is no other in this square: that is proved."),
        ({}, "Its trough and its crest are at 3 and 9. Both are positive"),
        ({}, "So this is a saddle."),
        (PRESETS["ring"], "happens at 1 place. Besides, along a whole curve every place is level."),
        (PRESETS["ring"], "the curvature is the same: −4. It is negative: it bends downwards"),
        (PRESETS["ring"], "look like such circles"),
        (PRESETS["ring"], "The eigenvalues are 0 and 8. So this is a valley floor."),
        (PRESETS["ring"], "Across the curve the ground bends. Along it the ground stays level"),
        (PRESETS["flat"], "It is zero. Then the test is silent"),
        (PRESETS["flat"], "So this is a flat place."),
    ],
)
def test_sentences_follow_the_landscape(values: dict[str, Any], words: str) -> None:
    assert words in read(facts(**values))


def test_what_is_not_known_is_not_said() -> None:
    assert "dashed curve" not in read(facts(**PRESETS["flat"]))


def test_a_place_on_a_curve_of_level_places() -> None:
    ring = facts(**PRESETS["ring"])
    assert (ring.other.point, ring.other.hessian) == ((1, 0), ((8, 0), (0, 0)))
    upside_down = facts(f="-(x^2 + y^2 - 1)^2", centre=["0", "0"])
    assert upside_down.other_shape == "ridge"
    assert facts().curve is None


def test_the_table_of_second_derivatives() -> None:
    assert [formula.text for formula in facts().table] == ["6x", "−3", "6y"]
    assert facts(**PRESETS["ring"]).table[0].typst == "f_(x x)"


def test_a_square_is_widened_if_a_place_is_at_its_border() -> None:
    assert facts().reach == mvcalc.number("3/2")
    wider = facts(reach="1/2")  # (0, 0) and (1, 1) would be its corners
    assert wider.reach == mvcalc.number("25/32")
    assert [p.point for p in wider.found.points] == [(0, 0), (1, 1)]
    assert wider.box[0] == (mvcalc.number("-9/32"), mvcalc.number("41/32"))


def test_a_square_with_many_places_is_taken_as_it_is() -> None:
    lattice = facts(f="sin(3*x)*cos(3*y)", centre=["0", "0"], reach="8/5")
    assert lattice.count > 5
    assert lattice.reach == mvcalc.number("8/5")


@pytest.mark.parametrize(
    ("f", "words"),
    [
        ("x^2 + y^2", "A small one sits too deep, a large one cannot get in."),
        ("x*y", "Along this path even the largest coin is too small: a straight line fits best."),
    ],
)
def test_coins_are_laid_against_what_bends(f: str, words: str) -> None:
    assert words in read(facts(f=f, centre=["0", "0"]))


def test_most_patterns_of_signs_are_saddles(default: Facts) -> None:
    assert default.tosses[:3] == ((1, 2), (2, 4), (10, 1024))
    assert "In 10, one in 1024." in read(default)


def test_the_two_silent_functions_have_the_same_hessian_at_the_origin(default: Facts) -> None:
    origin = {"x": 0, "y": 0}
    for entries in default.quartic_tables:
        assert [e.expr.subs(origin) for e in entries] == [0, 0, 0]
    assert [e.expr for e in default.quartic_tables[0]] != [
        e.expr for e in default.quartic_tables[1]
    ]
