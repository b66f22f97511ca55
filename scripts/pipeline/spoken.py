"""Whether words can reach a picture, read from the code of a lecture without running it.

``with self.line() as line`` lets a beat ask how long a line takes. A beat that hands
``line.seconds(…)`` on as a duration and nothing else depends on its words in time only: what is on
the screen at the end of a motion is the same however long it took.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Definition = ast.stmt

# What the stage takes durations for: the place of the argument, where it has one. All of them
# also take it as ``seconds=``.
DURATIONS = {
    "hold": 0,
    "clear": 0,
    "emphasise": 1,
    "drive": 2,
    "rewrite": 2,
    "dim": 2,
    "play": None,
    "appear": None,
    "vanish": None,
}
ARITHMETIC = frozenset({"max", "min", "round", "float"})


def keeps_lines(code: Iterable[Definition], methods: Mapping[str, Definition]) -> bool:
    """Whether code may use a line for anything but durations.

    Args:
        code: of functions, or anything that holds some.
        methods: those of the lecture.
    """
    functions = [
        node for top in code for node in ast.walk(top) if isinstance(node, ast.FunctionDef)
    ]
    return any(_Use(methods).of_lines(function) for function in functions)


@dataclass(slots=True)
class _Use:
    """Follows lines, and the durations made of them, through a function."""

    methods: Mapping[str, Definition]
    seen: set[tuple[str, str]] = field(default_factory=set)

    def of_lines(self, function: ast.FunctionDef) -> bool:
        """Whether a line leaves the function, or anything of it but a duration."""
        lines: set[str] = set()
        for node in ast.walk(function):
            if isinstance(node, ast.withitem) and node.optional_vars is not None:
                if not isinstance(node.optional_vars, ast.Name) or not _is_line(node.context_expr):
                    return True
                lines.add(node.optional_vars.id)
        return bool(lines) and self._escapes(function, lines, set())

    def _escapes(self, function: ast.FunctionDef, lines: set[str], durations: set[str]) -> bool:
        parents = {
            child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)
        }
        known = -1
        while known < len(durations):  # a duration may become another one
            known = len(durations)
            for node in ast.walk(function):
                if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Store):
                    continue
                if node.id in lines:
                    measured = _measured(node, parents)
                    if measured is None or self._leaks(measured, parents, durations):
                        return True
                elif node.id in durations and self._leaks(node, parents, durations):
                    return True
        return False

    def _leaks(
        self, node: ast.AST, parents: Mapping[ast.AST, ast.AST], durations: set[str]
    ) -> bool:
        """Whether a duration is used otherwise than to be computed with, named or waited for."""
        above = parents[node]
        while isinstance(above, ast.BinOp | ast.UnaryOp) or _is_arithmetic(above):
            node, above = above, parents[above]
        if isinstance(above, ast.Assign):
            (target, *more) = above.targets
            if more or not isinstance(target, ast.Name):
                return True
            durations.add(target.id)
            return False
        argument: str | int | None = None
        if isinstance(above, ast.keyword):
            argument, above = above.arg, parents[above]
        elif isinstance(above, ast.Call) and node in above.args:
            argument = above.args.index(node)
            if any(isinstance(other, ast.Starred) for other in above.args[:argument]):
                return True
        return argument is None or not self._waits(above, argument)

    def _waits(self, call: ast.AST, argument: str | int) -> bool:
        """Whether a call takes this argument as a duration."""
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            return False
        name = call.func.attr
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "self"):
            return False
        own = self.methods.get(name)
        if own is None:
            return name in DURATIONS and argument in ("seconds", DURATIONS[name])
        if not isinstance(own, ast.FunctionDef) or own.args.vararg:
            return False
        names = [arg.arg for arg in [*own.args.posonlyargs, *own.args.args]][1:]
        if isinstance(argument, int):
            if argument >= len(names):
                return False
            argument = names[argument]
        if (name, argument) in self.seen:
            return True
        self.seen.add((name, argument))
        return not self._escapes(own, set(), {argument})


def _is_line(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "line"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "self"
    )


def _measured(line: ast.Name, parents: Mapping[ast.AST, ast.AST]) -> ast.Call | None:
    """The call ``line.seconds(…)`` that a line is used in, or None."""
    asked = parents[line]
    if not (isinstance(asked, ast.Attribute) and asked.attr == "seconds"):
        return None
    call = parents[asked]
    return call if isinstance(call, ast.Call) and call.func is asked else None


def _is_arithmetic(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ARITHMETIC
    )
