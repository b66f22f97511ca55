"""mvcalc beside what a user would write in plain SymPy, NumPy and SciPy, in one run.

    python benchmarks/mvcalc_bench.py [name …]

Each pair answers the same question and the answers are compared before anything is timed.  The
plain side is allowed its own idioms (lambdify, nonlinsolve, curve_fit); where it answers in
machine numbers and mvcalc in exact or proved ones, the table says so.  Times are the best of
several runs; a ratio above 1 means mvcalc is faster.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import sympy
from scipy.optimize import curve_fit, minimize

from mvcalc.autodiff import Graph
from mvcalc.autodiff.arithmetic import MACHINE
from mvcalc.constrained import lagrange
from mvcalc.expr import parse
from mvcalc.multi import hessian
from mvcalc.nets import MLP, train, two_moons
from mvcalc.regress import Data, levenberg_marquardt, polyfit, search
from mvcalc.regress.model import Model
from mvcalc.regress.search import Searcher
from mvcalc.rules import derive

X, Y = sympy.symbols("x y")
NIST = Path(__file__).parents[1] / "tests/reference/nist_nonlinear"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ways to one answer, and a check that they agree."""

    name: str
    ours: Callable[[], Any]
    plain: Callable[[], Any]
    agree: Callable[[Any, Any], bool]
    note: str


def best(call: Callable[[], Any], budget: float = 2.0) -> float:
    """Fastest of as many runs as fit the budget (at least two), in seconds, without caches that
    survive between runs of SymPy."""
    times: list[float] = []
    start = time.perf_counter()
    while len(times) < 2 or (len(times) < 20 and time.perf_counter() - start < budget):
        sympy.core.cache.clear_cache()
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return min(times)


BEAST = "sin(2*x^5 + 3*x)*exp(-7*x)"


def derivation() -> Pair:
    plain = sympy.sin(2 * X**5 + 3 * X) * sympy.exp(-7 * X)
    return Pair(
        "derivative, simplified",
        lambda: derive(parse(BEAST, vars=("x",)), "x").simplified,
        lambda: sympy.simplify(sympy.diff(plain, X)),
        lambda a, b: sympy.simplify(a - b) == 0,
        "ours is a whole tree of one-rule steps",
    )


def hessian_grid() -> Pair:
    text = "(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2"
    side = np.linspace(-4, 4, 300)
    gx, gy = np.meshgrid(side, side)

    def ours() -> Any:
        graph = Graph(("x", "y"))
        node = graph.read(parse(text, vars=("x", "y")).expr)
        x, y = graph.variables
        first = [graph.derivative(node, v) for v in (x, y)]
        entries = [graph.derivative(first[0], x), graph.derivative(first[0], y)]
        entries.append(graph.derivative(first[1], y))
        return graph.program(entries).run(MACHINE, [gx, gy])

    def plain() -> Any:
        R = sympy.Rational
        f = sum((R(c, 8) - X + X * Y**k) ** 2 for k, c in ((1, 12), (2, 18), (3, 21)))
        H = sympy.hessian(f, (X, Y))
        return sympy.lambdify((X, Y), [H[0, 0], H[0, 1], H[1, 1]], cse=True)(gx, gy)

    return Pair(
        "Hessian on a 300×300 grid",
        ours,
        plain,
        lambda a, b: all(
            np.allclose(u, v, rtol=1e-9, atol=1e-9) for u, v in zip(a, b, strict=True)
        ),
        "both build the formulas and evaluate them",
    )


def exact_hessian() -> Pair:
    text = "exp(-x^2)*cos(x*y) + log(1 + x^2*y^4)"
    f = sympy.exp(-(X**2)) * sympy.cos(X * Y) + sympy.log(1 + X**2 * Y**4)
    return Pair(
        "Hessian, symbolic",
        lambda: hessian(parse(text, vars=("x", "y"))),
        lambda: sympy.hessian(f, (X, Y)).applyfunc(sympy.simplify),
        lambda a, b: (
            abs(complex((sympy.Matrix(a) - b).subs({X: 0.3, Y: 0.7}).norm().evalf())) < 1e-9
        ),
        "both simplified",
    )


def constrained() -> Pair:
    f, g = X**2 * Y, X**2 + Y**2 - 3
    L = sympy.Symbol("L")

    def plain() -> Any:
        lagrangian = f - L * g
        return sympy.nonlinsolve([sympy.diff(lagrangian, v) for v in (X, Y, L)], [X, Y, L])

    return Pair(
        "Lagrange, all candidates",
        lambda: lagrange(
            parse("x^2*y", vars=("x", "y")), [parse("x^2 + y^2 - 3", vars=("x", "y"))]
        ),
        plain,
        lambda a, b: len(a.candidates) == 6 == len(b),
        "ours also classifies them and proves that there are no others",
    )


def line_500() -> Pair:
    source = random.Random(1)
    x = [round(source.uniform(0, 10), 3) for _ in range(500)]
    y = [round(2 + 3 * v + source.gauss(0, 1), 3) for v in x]

    def plain() -> Any:
        A = sympy.Matrix([[1, sympy.Rational(str(v))] for v in x])
        b = sympy.Matrix([sympy.Rational(str(v)) for v in y])
        gram = A.T * A
        params = gram.LUsolve(A.T * b)
        residual = b - A * params
        return params, (residual.T * residual)[0] / 498 * gram.inv()

    return Pair(
        "least squares, 500 points, exact",
        lambda: polyfit(x, y, 1),
        plain,
        lambda a, b: tuple(b[0]) == a.params and b[1][1, 1] == a.covariance[1][1],
        "both in fractions, with the covariance",
    )


def nist(name: str, *, same_digits: bool = False) -> Pair:
    """Fit against curve_fit: the search alone, or both sides continued to 70 digits."""
    case = json.loads((NIST / f"{name}.json").read_text())
    model = parse(case["model"], vars=("x", *case["parameters"]))
    data = Data.of(**case["columns"])
    xs, ys = (np.array([float(v) for v in case["columns"][c]]) for c in "xy")
    start = [float(v) for v in case["start2"]]
    symbols = sympy.symbols(["x", *case["parameters"]])
    call = sympy.lambdify(symbols, model.expr)

    def machine() -> Any:
        with np.errstate(all="ignore"):
            found, _ = curve_fit(call, xs, ys, start, maxfev=20000, ftol=1e-13, xtol=1e-13)
        return found

    def many_digits() -> Any:
        """The gradient of the sum of squares, written out and solved by mpmath's findroot."""
        x, *b = symbols
        f = [model.expr.subs(x, sympy.Rational(v)) for v in case["columns"]["x"]]
        y = [sympy.Rational(v) for v in case["columns"]["y"]]
        total = sum((u - v) ** 2 for u, v in zip(y, f, strict=True))
        zero = [sympy.lambdify([b], sympy.diff(total, p), "mpmath") for p in b]
        with mpmath.workdps(75):
            return list(
                mpmath.findroot(lambda *p: [g(p) for g in zero], machine().tolist(), tol=1e-60)
            )

    def search_only() -> Any:
        tied = Model.of(model, data)
        searcher, steps = Searcher(tied), []
        state = searcher.at(np.array(start))
        assert state is not None
        search.levenberg_marquardt(searcher, state, 500, lambda s, *_: steps.append(s.params))
        return steps[-1]

    def agree(ours: Any, theirs: Any) -> bool:
        wanted = np.array([float(v) for v in case["certified"]])
        found = [float(v.mid) for v in ours.fit.params] if same_digits else ours
        plain = np.array([float(v) for v in theirs])
        return np.allclose(found, wanted, rtol=1e-6) and np.allclose(plain, wanted, rtol=1e-4)

    if same_digits:
        return Pair(
            f"NIST {name}, 70 digits",
            lambda: levenberg_marquardt(model, data, case["start2"]),
            many_digits,
            agree,
            "plain: curve_fit, then mpmath.findroot on the gradient; only ours is proved",
        )
    return Pair(
        f"NIST {name}, machine numbers",
        search_only,
        machine,
        agree,
        "our search without the proof against curve_fit (MINPACK)",
    )


def training() -> Pair:
    data = two_moons(90)
    net = MLP.seeded([2, 6, 1], 1, ["tanh", "logistic"])
    a, t = data.inputs, data.targets[:, 0]

    def cost(w: Any) -> float:
        W1, b1, W2, b2 = w[:12].reshape(6, 2), w[12:18], w[18:24], w[24]
        z = np.tanh(a @ W1.T + b1) @ W2 + b2
        return float(np.logaddexp(0, np.where(t > 0, -z, z)).mean())

    def plain() -> Any:
        """400 gradient steps with SciPy's difference quotients, as in a first attempt."""
        from scipy.optimize import approx_fprime

        from mvcalc.nets.machine import packed

        w = packed(net)
        for _ in range(400):
            w = w - 1.0 * approx_fprime(w, cost)
        return cost(w)

    return Pair(
        "training 2–6–1, 400 epochs",
        lambda: train(net, data, "gd", 400, rate=1),
        plain,
        lambda ours, theirs: abs(ours.epochs[-1].loss - theirs) < 1e-3,
        "plain: difference quotients of the same loss; ours also records every epoch",
    )


def logistic_fit() -> Pair:
    from mvcalc.regress import logistic, preset

    hours = preset("hours")
    x = [float(v) for v in hours.column("x")]
    y = np.array([float(v) for v in hours.column("y")])
    rows = np.column_stack([np.ones(len(x)), x])

    def cost(w: Any) -> float:
        z = rows @ w
        return float(np.logaddexp(0, np.where(y > 0, -z, z)).sum())

    exact_rows = [[1, v] for v in hours.column("x")]
    return Pair(
        "logistic regression, 20 rows",
        lambda: logistic(exact_rows, hours.column("y")),
        lambda: minimize(cost, np.zeros(2), method="BFGS"),
        lambda ours, theirs: np.allclose([float(v.mid) for v in ours.params], theirs.x, rtol=1e-4),
        "BFGS answers in machine numbers; ours is a proved optimum",
    )


PAIRS: list[Callable[[], Pair]] = [
    derivation,
    exact_hessian,
    hessian_grid,
    constrained,
    line_500,
    lambda: nist("Misra1a"),
    lambda: nist("Thurber"),
    lambda: nist("Gauss1"),
    lambda: nist("Misra1a", same_digits=True),
    lambda: nist("DanWood", same_digits=True),
    training,
    logistic_fit,
]


def main(wanted: list[str]) -> int:
    """Print the table; exit code 1 when a pair disagrees."""
    wrong = 0
    print(f"{'question':34} {'mvcalc':>10} {'plain':>10} {'ratio':>8}  note")
    for make in PAIRS:
        pair = make()
        if wanted and not any(word.lower() in pair.name.lower() for word in wanted):
            continue
        if not pair.agree(pair.ours(), pair.plain()):
            wrong += 1
            print(f"{pair.name:34} the two answers differ")
            continue
        ours, plain = best(pair.ours), best(pair.plain)
        print(
            f"{pair.name:34} {ours * 1e3:8.1f}ms {plain * 1e3:8.1f}ms {plain / ours:8.2f}"
            f"  {pair.note}"
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
