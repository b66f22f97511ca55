"""What a line of the script may be used for, if words are to change nothing but time."""

from __future__ import annotations

import ast
import textwrap

import pytest

from scripts.pipeline.spoken import keeps_lines

HELPERS = """
def roll(self, picture, seconds):
    self.drive(picture.x, 1, max(5.0, seconds), steady=True)

def again(self, seconds):
    self.roll(1, seconds / 2)
    self.again(seconds)

def remember(self, seconds):
    self.seconds = seconds

def hold(self, seconds):
    self.label = seconds
"""
METHODS = {node.name: node for node in ast.parse(HELPERS).body if isinstance(node, ast.FunctionDef)}
STAGE = {name: node for name, node in METHODS.items() if name != "hold"}


def keeps(body: str, methods: dict[str, ast.FunctionDef] = STAGE) -> bool:
    lines = textwrap.indent(textwrap.dedent(body), "        ")
    return keeps_lines(
        ast.parse(f"def beat(self):\n    with self.line() as line:\n{lines}\n").body, methods
    )


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "self.hold(0.5 * line.seconds(self.params.pace) - 1)",
        "self.drive(t, 1, max(3.0, -line.seconds() / len(values)), steady=True)",
        "self.appear(a, *b, seconds=line.seconds())",
        "long = line.seconds()\nshort = min(long, 2)\nself.play(a, seconds=short)",
        "self.roll(t, line.seconds())",
        "self.roll(seconds=line.seconds(), picture=t)",
        "self.again(line.seconds())",
        "for side in sides:\n    self.hold(0.3 * line.seconds())\n    self.emphasise(side)",
    ],
)
def test_durations(body: str) -> None:
    assert not keeps(body)


@pytest.mark.parametrize(
    "body",
    [
        "self.add(line.read)",
        "self.appear(text(line))",
        "self.drive(t, line.seconds(), 1.0)",
        "self.drive(*both, line.seconds())",
        "self.appear(line.seconds())",
        "self.kept = line.seconds()",
        "one = two = line.seconds()",
        "x[0] = line.seconds()",
        "long = line.seconds()\nself.add(dot(long))",
        "long = line.seconds()\nother = long\nself.add(dot(other))",
        "for _ in range(int(line.seconds())): pass",
        "if line.seconds() > 3: self.add(a)",
        "self.hold((kept := line.seconds()))",
        "self.hold(keep(line.seconds()))",
        "self.remember(line.seconds())",
        "self.roll(line.seconds(), 1)",
        "other.hold(line.seconds())",
        "measure = line.seconds",
        "lines.append(line)",
        "return line.seconds()",
        "long = 0\nlong += line.seconds()",
        "show = lambda: line.seconds()",
    ],
)
def test_anything_else(body: str) -> None:
    assert keeps(body)


def test_a_method_of_the_lecture_stands_before_that_of_the_stage() -> None:
    assert keeps("self.hold(line.seconds())", METHODS)


def test_lines_by_other_ways() -> None:
    code = "def beat(self):\n    with {} as {}:\n        pass\n"
    assert not keeps_lines(ast.parse(code.format("self.line()", "line")).body, {})
    assert keeps_lines(ast.parse(code.format("self.slowly()", "line")).body, {})
    assert keeps_lines(ast.parse(code.format("self.line()", "self.x")).body, {})
