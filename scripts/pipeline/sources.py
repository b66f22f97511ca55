"""Which project files can shape a lecture: the closure of its imports, read without running it.

The closure may be too large (a picture is drawn again for nothing) but never too small. Packages
that expose names lazily through a stub (``__init__.pyi``) are followed name by name, also where
the package is imported and its names are its attributes (``mvcalc.derive``). A package handed on
as an object, a star import or an import computed at run time brings in the whole package.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from scripts.pipeline.store import replace_text

PACKAGES = ("mvcalc", "scenes", "scripts")
MOST = 1500
"""Contents whose imports are remembered."""
PROJECT = Path(__file__).resolve().parents[2]

WHOLE = "*"
DYNAMIC = "?"
Reference = tuple[str, str, str]
"""Module as written (dots first when relative), the name taken from it ("" for the module itself),
and what is used of that: attributes joined by dots, ``WHOLE``, or "" for nothing."""

# The catalogue finds lectures by name at run time. A lecture never imports another lecture, so
# following it would tie every lecture to all the others for nothing.
FINDS_LECTURES = "scenes.catalogue"
RUN_TIME_PACKAGES = ("mvcalc", "scenes.stage", "scenes.render")
_CODE = {".py", ".pyi", ".pyc"}


class Sources:
    """Reads project files once, and remembers between runs what each content imports."""

    def __init__(self, memory: Mapping[str, list[Reference]] | None = None) -> None:
        self._memory: dict[str, list[Reference]] = dict(memory or {})
        self._learnt = False
        self._used: set[str] = set()
        self._digests: dict[Path, str] = {}
        self._direct: dict[str, frozenset[Path]] = {}
        self._steps: dict[Path, frozenset[Path]] = {}

    @classmethod
    def load(cls, path: Path) -> Sources:
        """Restore what ``save`` wrote; an unreadable file only costs time."""
        try:
            found = json.loads(path.read_text("utf-8"))
            return cls({key: [(a, b, c) for a, b, c in refs] for key, refs in found.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls()

    def save(self, path: Path) -> None:
        """Remember what was met, and some of what was known; nothing if nothing is new."""
        if not self._learnt:
            return
        with contextlib.suppress(OSError):
            others = [key for key in self._memory if key not in self._used]
            kept = [*sorted(self._used), *others[: max(0, MOST - len(self._used))]]
            replace_text(path, json.dumps({key: self._memory[key] for key in kept}))

    def digest(self, path: Path) -> str:
        """SHA-256 of a file's content."""
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._digests[path]

    def closure(self, lecture: Path, *modules: str) -> dict[str, str]:
        """Digest of every file that a lecture file and the given modules can reach."""
        files: set[Path] = set()
        todo = [lecture.resolve()]
        package = _package_of(todo[0])
        for depth in range(1, len(package) + 1):
            todo += _init_or_file(list(package[:depth]))
        for module in modules:
            todo += self._files_of(module, "", "")
        while todo:
            path = todo.pop()
            if path in files:
                continue
            files.add(path)
            todo += self._next(path)
        return {name_of(path): self.digest(path) for path in files}

    def _next(self, path: Path) -> frozenset[Path]:
        """Files that a file leads to at once."""
        if path not in self._steps:
            code = path.suffix == ".py"
            self._steps[path] = frozenset(
                [*_data_in(path.parent), *self._imported_by(path)] if code else ()
            )
        return self._steps[path]

    def _imported_by(self, path: Path) -> Iterator[Path]:
        package = _package_of(path)
        for module, name, used in self._references(path):
            if module != DYNAMIC:
                yield from self._files_of(_absolute(module, package), name, used)
            elif ".".join((*package, path.stem)) != FINDS_LECTURES:
                for whole in RUN_TIME_PACKAGES:
                    yield from self._files_of(whole, "", WHOLE)

    def _references(self, path: Path) -> list[Reference]:
        key = self.digest(path)
        self._used.add(key)
        if key not in self._memory:
            self._memory[key] = sorted(set(references(path.read_text("utf-8"))))
            self._learnt = True
        return self._memory[key]

    def _files_of(self, module: str, name: str, used: str) -> frozenset[Path]:
        """Files that a reference runs, before their own imports."""
        key = f"{module}:{name}:{used}"
        if key not in self._direct:
            self._direct[key] = frozenset(_resolve(module, name, used))
        return self._direct[key]


def _resolve(module: str, name: str, used: str) -> Iterator[Path]:
    parts = module.split(".")
    if parts[0] not in PACKAGES:
        return
    for depth in range(1, len(parts) + 1):
        yield from _init_or_file(parts[:depth])
    folder = PROJECT.joinpath(*parts)
    first, _, rest = (name or used).partition(".")
    if first == WHOLE:
        yield from folder.rglob("*.py")
    elif first and _is_module([*parts, first]):
        yield from _resolve(".".join([*parts, first]), "", used if name else rest)
    elif first and (folder / "__init__.pyi").is_file():
        yield from _exposed(module, folder / "__init__.pyi", first, used if name else rest)


def _exposed(module: str, stub: Path, name: str, used: str) -> Iterator[Path]:
    """The submodule from which a stub exposes a name; all of them if the stub is silent."""
    origin = _stub(stub).get(name)
    if origin is None:
        yield from _resolve(module, WHOLE, "")
    else:
        source = _absolute(origin[0], tuple(module.split(".")))
        yield from _resolve(source, origin[1], used)


@cache
def _stub(path: Path) -> dict[str, tuple[str, str]]:
    """Names that a stub exposes, with the module and name behind them."""
    tree = ast.parse(path.read_text("utf-8"))
    return dict(binding for node in tree.body for binding in _bindings(node))


def references(code: str) -> Iterator[Reference]:
    """Every import in a source text, wherever it stands, except those for type checkers only.

    An imported name that is used by itself counts as used whole: it may be handed on.
    """
    bound: dict[str, set[tuple[str, str]]] = {}
    uses: list[tuple[str, str]] = []
    todo: list[ast.AST] = [ast.parse(code)]
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
        for alias, origin in _bindings(node):
            bound.setdefault(alias, set()).add(origin)
            yield (*origin, "")
    for alias, used in uses:
        yield from ((*origin, used) for origin in bound.get(alias, ()))


def _bindings(node: ast.AST) -> Iterator[tuple[str, tuple[str, str]]]:
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


def _is_module(parts: list[str]) -> bool:
    base = PROJECT.joinpath(*parts)
    return base.is_dir() or base.with_suffix(".py").is_file()


def _init_or_file(parts: list[str]) -> Iterator[Path]:
    base = PROJECT.joinpath(*parts)
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            yield path


def _package_of(path: Path) -> tuple[str, ...]:
    """Dotted parts of the package that holds a file; empty outside the project."""
    if not path.is_relative_to(PROJECT):
        return ()
    return path.relative_to(PROJECT).parent.parts


def _absolute(module: str, package: tuple[str, ...]) -> str:
    level = len(module) - len(module.lstrip("."))
    if level == 0:
        return module
    base = package[: len(package) - level + 1]
    return ".".join((*base, module[level:])).rstrip(".")


@cache
def _data_in(folder: Path) -> tuple[Path, ...]:
    """Files in a module's folder that are not code: the module may read any of them."""
    found: list[Path] = []
    for path in folder.iterdir():
        if path.is_file():
            if path.suffix not in _CODE and path.name != "py.typed":
                found.append(path)
        elif path.name != "__pycache__" and not any(path.rglob("*.py")):
            found += (data for data in path.rglob("*") if data.is_file())
    return tuple(found)


def name_of(path: Path) -> str:
    """A file as it is called in a closure: from the project's root if it is inside."""
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else str(path)
