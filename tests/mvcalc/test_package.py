"""The public names: all there, light to import, not hidden by modules of the same name."""

from __future__ import annotations

import subprocess
import sys

import mvcalc


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_every_public_name_can_be_had() -> None:
    for name in mvcalc.__all__:
        assert getattr(mvcalc, name) is not None


def test_importing_costs_nothing() -> None:
    assert run("import mvcalc, sys; print('sympy' in sys.modules, 'numpy' in sys.modules)") == (
        "False False"
    )


def test_functions_are_not_hidden_by_their_modules() -> None:
    code = (
        "from mvcalc.show import show; from mvcalc.typst import typst; import mvcalc;"
        "print(mvcalc.show(1).text, mvcalc.show is show, mvcalc.typst is typst)"
    )
    assert run(code) == "1 True True"
