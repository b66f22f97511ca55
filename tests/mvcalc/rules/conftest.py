"""Random formulas of the grammar, for property tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import strategies as st

Formulas = Callable[..., st.SearchStrategy[str]]

ATOMS = ["x", "x", "x", "1", "2", "3", "1/2", "0.1", "pi", "e", "-1", "7"]
FUNCTIONS = [
    *("sin", "cos", "tan", "sec", "csc", "cot", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
    *("exp", "log", "sqrt", "abs", "sigmoid", "erf"),
]
EXPONENTS = ["2", "3", "-1", "1/2", "1/3", "-2/3", "x", "2/3", "-1/2", "0", "5"]


def formulas(depth: int = 4, atoms: list[str] = ATOMS) -> st.SearchStrategy[str]:
    """Formulas as text, at most ``depth`` operations deep; many have no value anywhere."""
    grown = st.sampled_from(atoms)
    for _ in range(depth):
        grown = st.one_of(
            st.sampled_from(atoms),
            st.builds("({}{}{})".format, grown, st.sampled_from("+-*/"), grown),
            st.builds("({})^({})".format, grown, st.sampled_from(EXPONENTS)),
            st.builds("{}({})".format, st.sampled_from(FUNCTIONS), grown),
        )
    return grown


@pytest.fixture(scope="session", name="formulas")
def fixture_formulas() -> Formulas:
    return formulas
