"""The public names: all there, light to import, not hidden by modules of the same name."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

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


PACKAGES = (mvcalc, mvcalc.autodiff, mvcalc.nets, mvcalc.quiz, mvcalc.regress, mvcalc.sandpit)
PUBLIC = {
    f"{package.__name__}.{name}": getattr(package, name)
    for package in PACKAGES
    for name in package.__all__
}
DOCUMENTED = {n: v for n, v in PUBLIC.items() if inspect.isfunction(v) or inspect.isclass(v)}


def test_every_public_name_is_documented() -> None:
    for name, thing in DOCUMENTED.items():
        text = inspect.getdoc(thing) or ""
        assert text, name
        assert not text.startswith(f"{thing.__name__}("), f"{name} has only the generated text"


def test_functions_that_refuse_say_what_they_refuse() -> None:
    for name, thing in DOCUMENTED.items():
        if inspect.isfunction(thing):
            body = inspect.getsource(inspect.unwrap(thing))
            if re.search(r"^\s+raise \w+Error\(", body, re.MULTILINE):
                assert re.search(r"Raises|raises", inspect.getdoc(thing) or ""), name


def test_every_subject_has_a_worked_example() -> None:
    page = (Path(__file__).parents[2] / "docs/examples.md").read_text("utf-8")
    subjects = [
        *("expr", "rules", "secants", "multi", "autodiff", "nets", "series", "integrate"),
        *("descent", "constrained", "regress", "sandpit", "quiz", "errors", "critical", "bounds"),
        "numdiff",
    ]
    for subject in subjects:
        assert re.search(rf"from mvcalc\.{subject} import", page), subject
