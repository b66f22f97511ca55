"""Which names a source text imports and what it uses of them, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

WHOLE = "*"
DYNAMIC = "?"
Reference = tuple[str, str, str]
"""Module as written (dots first when relative), the name taken from it ("" for the module itself),
and what is used of that: attributes joined by dots, ``WHOLE``, or "" for nothing."""


def references(code: str, name: str = "<text>") -> Iterator[Reference]:
    """Every import in a source text, wherever it stands, except those for type checkers only.

    An imported name that is used by itself counts as used whole: it may be handed on.

    Raises:
        SyntaxError: the text, called ``name`` in the message, is no code.
    """
    bound: dict[str, set[tuple[str, str]]] = {}
    uses: list[tuple[str, str]] = []
    todo: list[ast.AST] = [ast.parse(code, name)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and _for_types_only(node.test):
            todo += node.orelse
        elif isinstance(node, ast.Attribute):
            base, chain = _chain(node)
            if isinstance(base, ast.Name):
                uses.append((base.id, chain))
            else:
                todo.append(base)
        else:
            todo += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", "") for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            uses.append((node.id, WHOLE))
        elif isinstance(node, ast.Call) and _imports_by_name(node):
            yield _constant_import(node)
        for alias, origin in bindings(node):
            bound.setdefault(alias, set()).add(origin)
            yield (*origin, "")
    for alias, used in uses:
        yield from ((*origin, used) for origin in bound.get(alias, ()))


def bindings(node: ast.AST) -> Iterator[tuple[str, tuple[str, str]]]:
    """Names that an import statement binds, with the module and name behind them."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            root = alias.name.split(".")[0]
            yield (alias.asname, (alias.name, "")) if alias.asname else (root, (root, ""))
    elif isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            yield alias.asname or alias.name, (module, alias.name)


def _chain(node: ast.Attribute) -> tuple[ast.expr, str]:
    """``a.b.c`` as its base ``a`` and the attributes ``b.c``."""
    names: list[str] = []
    base: ast.expr = node
    while isinstance(base, ast.Attribute):
        names.append(base.attr)
        base = base.value
    return base, ".".join(reversed(names))


def _for_types_only(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _imports_by_name(call: ast.Call) -> bool:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"import_module", "__import__", "spec_from_file_location", "run_path", "exec"}


def _constant_import(call: ast.Call) -> Reference:
    if len(call.args) == 1 and isinstance(call.args[0], ast.Constant):
        text = call.args[0].value
        if isinstance(text, str) and all(word.isidentifier() for word in text.split(".")):
            return (text, "", WHOLE)
    return (DYNAMIC, "", "")
