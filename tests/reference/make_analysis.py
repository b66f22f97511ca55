"""Records Taylor coefficients and integrals computed by mpmath, as a referee for mvcalc.

Run ``python tests/reference/make_analysis.py`` to write ``analysis.json`` again. mpmath (BSD-3)
differentiates numerically at raised precision and integrates with tanh-sinh quadrature; nothing of
mvcalc is imported here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import mpmath
from mpmath import mp

DIGITS = 40
Rule = Callable[[mpmath.mpf], mpmath.mpf]


def sigmoid(x: mpmath.mpf) -> mpmath.mpf:
    return 1 / (1 + mp.exp(-x))


TAYLOR: list[tuple[str, str, Rule, int]] = [
    ("tan(x)", "0", mp.tan, 9),
    ("tan(x)", "1", mp.tan, 6),
    ("exp(-x)*sin(x^2 + x)", "1/3", lambda x: mp.exp(-x) * mp.sin(x * x + x), 8),
    ("sqrt(2 + cos(3*x))", "1/2", lambda x: mp.sqrt(2 + mp.cos(3 * x)), 7),
    ("log(1 + exp(x))", "2", lambda x: mp.log(1 + mp.exp(x)), 7),
    ("atan(2*x)/(1 + x^2)", "-1/5", lambda x: mp.atan(2 * x) / (1 + x * x), 7),
    ("asin(x/2)*cosh(x)", "1", lambda x: mp.asin(x / 2) * mp.cosh(x), 6),
    ("acos(x)^2", "1/4", lambda x: mp.acos(x) ** 2, 6),
    ("erf(x)*tanh(x)", "3/4", lambda x: mp.erf(x) * mp.tanh(x), 6),
    ("sigmoid(3*x - 1)", "1/7", lambda x: sigmoid(3 * x - 1), 7),
    ("x^x", "3/2", lambda x: x**x, 6),
    ("sinh(x)/(x + 2)^3", "-1", lambda x: mp.sinh(x) / (x + 2) ** 3, 6),
    ("abs(x - 3)^3*x", "1", lambda x: abs(x - 3) ** 3 * x, 5),
    ("(x^2 - 9)^(1/3)", "1", lambda x: -mp.cbrt(9 - x * x), 6),
]

INTEGRALS: list[tuple[str, str, str, Rule]] = [
    ("exp(-x^2)", "-1", "2", lambda x: mp.exp(-x * x)),
    ("sin(x)/x", "1", "10", lambda x: mp.sin(x) / x),
    ("exp(-x)*sin(x^2 + x)", "0", "3", lambda x: mp.exp(-x) * mp.sin(x * x + x)),
    ("1/(2 + sin(x))", "0", "10", lambda x: 1 / (2 + mp.sin(x))),
    ("cos(x^2)", "0", "sqrt(pi)", lambda x: mp.cos(x * x)),
    ("x^x", "1", "2", lambda x: x**x),
    ("sqrt(1 + x^4)", "0", "2", lambda x: mp.sqrt(1 + x**4)),
    ("log(1 + cos(x)^2)", "-1", "3", lambda x: mp.log(1 + mp.cos(x) ** 2)),
    ("tanh(x)*exp(sin(x))", "0", "4", lambda x: mp.tanh(x) * mp.exp(mp.sin(x))),
    ("erf(x)^2", "0", "1", lambda x: mp.erf(x) ** 2),
    ("x^2*exp(-x)*log(x)", "1", "5", lambda x: x * x * mp.exp(-x) * mp.log(x)),
    ("atan(x)/(1 + x)", "0", "1", lambda x: mp.atan(x) / (1 + x)),
    ("sigmoid(5*x)*x^3", "-1", "1", lambda x: sigmoid(5 * x) * x**3),
    ("sqrt(x)*cos(x)", "0", "2", lambda x: mp.sqrt(x) * mp.cos(x)),
]

ENDS = {"sqrt(pi)": lambda: mp.sqrt(mp.pi)}


def number(text: str) -> mpmath.mpf:
    if text in ENDS:
        return ENDS[text]()
    top, _, bottom = text.partition("/")
    return mp.mpf(top) / mp.mpf(bottom or 1)


def main() -> None:
    mp.dps = 80
    taylor = [
        {
            "f": text,
            "p": p,
            "coefficients": [mp.nstr(c, DIGITS) for c in mp.taylor(rule, number(p), n)],
        }
        for text, p, rule, n in TAYLOR
    ]
    mp.dps = 60
    integrals = []
    for text, a, b, rule in INTEGRALS:
        points = mp.linspace(number(a), number(b), 9)
        integrals.append(
            {"f": text, "a": a, "b": b, "value": mp.nstr(mp.quad(rule, points), DIGITS)}
        )
    record = {
        "source": "mpmath.taylor at 80 digits and mpmath.quad at 60 digits",
        "licence": "numbers; mpmath itself is BSD-3",
        "made_by": "tests/reference/make_analysis.py",
        "mpmath": mpmath.__version__,
        "taylor": taylor,
        "integrals": integrals,
    }
    Path(__file__).with_name("analysis.json").write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
