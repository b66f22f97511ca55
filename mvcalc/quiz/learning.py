"""Answers to the check questions of lectures 25 to 36 and O1, computed when asked for."""

from __future__ import annotations

import sympy

from mvcalc.expr import parse
from mvcalc.quiz.answers import Answer, values

XY = ("x", "y")


def newton_raphson() -> Answer:
    from mvcalc.descent import newton_root

    return values(newton_root(parse("x^2 - 2"), 1).points[3][0])


def gradient_descent() -> Answer:
    from mvcalc.descent import quadratic_theory

    below = ("below", "less than", "under", "smaller than", "any rate below")
    return Answer((quadratic_theory((1, 10)).safe_below,), ignored=below)


def convexity_and_newton() -> Answer:
    from mvcalc.descent import convexity
    from mvcalc.multi import eigen_sym, hessian

    f = parse("log(exp(x) + exp(y))", XY)
    pairs = eigen_sym(hessian(f, (0, 0)))
    verdict = convexity(f, ((-1, 1), (-1, 1)))
    words: tuple[tuple[str, ...], ...] = ((verdict.kind, "yes", "is convex"),)
    if verdict.singular:
        words += (("not strictly", "not strictly convex", "not strict"),)
    return Answer(tuple(pair.value for pair in pairs), ordered=False, words=words)


def momentum() -> Answer:
    from mvcalc.descent import quadratic_theory

    return values(quadratic_theory((1, 9)).best_momentum[1])


def sgd_and_adam() -> Answer:
    from mvcalc.descent import Stop, descend

    f = parse("3*x - 4*y", XY)
    path = descend(f, (0, 0), "adam", Stop(max_steps=1), rate="1/10", eps=0)
    return values(*path.steps[0].step)


def lagrange_multipliers() -> Answer:
    from mvcalc.constrained import lagrange

    found = lagrange(parse("x^2 + y^2", XY), parse("3*x + 4*y - 25", XY))
    [nearest] = found.candidates
    return values(*nearest.point, *nearest.multipliers)


def kkt_conditions() -> Answer:
    from mvcalc.constrained import kkt

    found = kkt(parse("(x - 2)^2"), (), [parse("x - 1/2")]).solution
    if found is None:
        raise AssertionError("a convex problem on a half line has a solution")
    return values(*found.multipliers)


def penalty_and_barrier() -> Answer:
    from mvcalc.constrained import penalty_path

    return values(penalty_path(parse("(x - 2)^2"), [parse("x - 1")], [9])[0].point[0])


def least_squares_line() -> Answer:
    from mvcalc.regress import line, preset

    intercept, slope = line(preset("anscombe-1")).params
    return Answer((intercept + slope * sympy.Symbol("x"),), vars=("x",))


def chi_squared() -> Answer:
    from mvcalc.regress import Data, polynomial

    return values(polynomial(Data.of(x=[0, 0], y=[1, 3], sigma=[1, 2]), 0).rss)


def nonlinear_least_squares() -> Answer:
    from mvcalc.regress import Data, gauss_newton

    path = gauss_newton(parse("exp(b*x)", ("b", "x")), Data.of(x=[1], y=[2]), {"b": 0})
    return values(*(step.params[0] for step in path.steps[1:3]))


def regression_in_practice() -> Answer:
    from mvcalc.regress import line, preset

    return values(line(preset("anscombe-1")).rss)


def logistic_regression() -> Answer:
    from mvcalc.regress import logistic, preset

    data = preset("hours")
    hours, passed = data.columns
    fit = logistic([[1, h] for h in hours], passed)
    return values(fit.path[1].params[1])
