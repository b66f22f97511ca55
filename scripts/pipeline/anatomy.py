"""Which lines of a lecture can shape which beat, read without running it.

A beat is shaped by its own method, by the methods before it (they leave the screen and ``self``
as they are), and by everything in its rooms those can reach. The parameters, ``compute`` and the
words are left out: their effect is in values that the worker compares (see ``tracing``).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from scenes.stage.lecture import LectureScene
from scripts.pipeline.spoken import Definition, keeps_lines

# Read through the values they produce, unless drawing code names them.
BY_VALUE = frozenset({"META", "PRESETS", "SCRIPT", "Params", "compute"})
# With these at hand, code can reach anything without naming it.
UNBOUNDED = frozenset({"globals", "locals", "vars", "eval", "exec", "__import__"})
# Words shape the timing of their own beat only, unless drawing code looks at them.
SPOKEN = frozenset({"script", "said", "captions", "_lines"})
# With these, a picture may depend on how long it took to say what came before.
CLOCK = frozenset({"now", "renderer", "scene"})


@dataclass(frozen=True, slots=True)
class Code:
    """What is written for one beat.

    Attributes:
        digest: of all of it.
        words_matter: it may look at what was said in earlier beats.
        words_shown: it may look at what is said in this one, and not only wait for it.
    """

    digest: str
    words_matter: bool
    words_shown: bool = True


def code_of_beats(source: str, beats: Sequence[str], order: Sequence[str]) -> dict[str, Code]:
    """The code of every beat in ``order``.

    Args:
        source: text of the lecture: its file, or all of its rooms one after another.
        beats: names of the beat methods.
        order: names of all beats as they are played, those without a method included.
    """
    tree = ast.parse(source)
    defined = _definitions(tree.body)
    loose = [node for node in tree.body if not _names(node) and not _is_text(node)]
    scene = next(
        (n for n in tree.body if isinstance(n, ast.ClassDef) and set(beats) <= _methods(n).keys()),
        None,
    )
    if scene is None or _unbounded(tree):
        whole = Code(_digest([source]), words_matter=True)
        return dict.fromkeys(order, whole)
    methods = _methods(scene)
    reach = partial(_reach, defined=defined, methods=methods, scene=scene, beats=beats)
    always = [*loose, *_classes(tree.body, scene), *_frame_of(scene, beats)]
    found: dict[str, Code] = {}
    played: list[Definition] = []
    for name in order:
        own = [methods[name]] if name in methods else []
        before, alone = reach([*always, *played]), reach([*always, *own])
        played += own
        reached = reach([*always, *played])
        parts = [ast.unparse(node) for node in played] + sorted(map(ast.unparse, reached))
        matter = _look_at(before, SPOKEN) or keeps_lines(before, methods)
        shown = _look_at(reached, SPOKEN | CLOCK) or keeps_lines(alone, methods)
        found[name] = Code(_digest(parts), matter, shown)
    return found


def _reach(
    start: Iterable[Definition],
    defined: dict[str, list[Definition]],
    methods: dict[str, Definition],
    scene: ast.ClassDef,
    beats: Sequence[str],
) -> list[Definition]:
    """Everything the code of ``start`` can lead to."""
    reached: list[Definition] = []
    todo = list(start)
    while todo:
        node = todo.pop()
        if any(node is known for known in reached):
            continue
        reached.append(node)
        for name in _mentioned(node):
            todo += [other for other in defined.get(name, ()) if other is not scene]
            if name in methods and name not in beats:
                todo.append(methods[name])
        todo += [methods[name] for name in _of_self(node) if name in methods]
    return reached


def _definitions(body: Sequence[ast.stmt]) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = {}
    for node in body:
        for name in _names(node):
            found.setdefault(name, []).append(node)
    return found


def _names(node: ast.stmt) -> list[str]:
    """Names that a statement at the top of the file defines; none for imports and the like."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [
            n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)
        ]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _methods(scene: ast.ClassDef) -> dict[str, Definition]:
    return {node.name: node for node in scene.body if isinstance(node, ast.FunctionDef)}


def _classes(body: Sequence[ast.stmt], scene: ast.ClassDef) -> list[Definition]:
    """Classes of values that drawing code may meet: their methods run while drawing."""
    return [
        node
        for node in body
        if isinstance(node, ast.ClassDef) and node is not scene and node.name not in BY_VALUE
    ]


def _frame_of(scene: ast.ClassDef, beats: Sequence[str]) -> list[Definition]:
    """What of the scene class is always at work: attributes, and what the stage calls."""
    bases = [base.value if isinstance(base, ast.Subscript) else base for base in scene.bases]
    header = [ast.Expr(value=node) for node in [*bases, *scene.decorator_list]]
    rest = [
        node
        for node in scene.body
        if not isinstance(node, ast.FunctionDef)
        or (node.name not in beats and hasattr(LectureScene, node.name))
    ]
    return [*header, *rest]


@lru_cache(maxsize=4096)
def _mentioned(top: ast.AST) -> frozenset[str]:
    """Every name and attribute that code mentions, and those it imports under another name."""
    names = {node.id for node in ast.walk(top) if isinstance(node, ast.Name)}
    names |= {n.attr for n in ast.walk(top) if isinstance(n, ast.Attribute)}
    return frozenset(
        names | {n.name for n in ast.walk(top) if isinstance(n, ast.alias) and n.asname}
    )


def _unbounded(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Global) or (isinstance(node, ast.Name) and node.id in UNBOUNDED):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names = [arg.id for arg in node.args[:1] if isinstance(arg, ast.Name)]
            if node.func.id in {"getattr", "setattr"} and names == ["self"]:
                return True
    return False


@lru_cache(maxsize=4096)
def _of_self(top: ast.AST) -> frozenset[str]:
    """Attributes of ``self``: how one beat would call another."""
    return frozenset(
        node.attr
        for node in ast.walk(top)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _look_at(code: Iterable[Definition], names: frozenset[str]) -> bool:
    """Whether code looks at an attribute of one of these names."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in names
        for top in code
        for node in ast.walk(top)
    )


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n\0".join(parts).encode("utf-8")).hexdigest()
