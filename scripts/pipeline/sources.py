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
import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from scripts.pipeline.imports import DYNAMIC, WHOLE, Reference, bindings, references
from scripts.pipeline.store import replace_text

PACKAGES = ("mvcalc", "scenes", "scripts")
MOST = 1500
"""Contents whose imports are remembered."""
PROJECT = Path(__file__).resolve().parents[2]

# The catalogue finds lectures by name at run time. A lecture never imports another lecture, so
# following it would tie every lecture to all the others for nothing.
FINDS_LECTURES = "scenes.catalogue"
RUN_TIME_PACKAGES = ("mvcalc", "scenes.stage", "scenes.render")
# Looked up without a search through everything installed.
DISTRIBUTIONS = {
    "flint": "python-flint",
    "skia": "skia-python",
    "PIL": "pillow",
    "cairo": "pycairo",
}
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

    def closure(self, lecture: Sequence[Path], *modules: str) -> dict[str, str]:
        """Digest of every file that the files of a lecture and the given modules can reach."""
        files: set[Path] = set()
        todo = [path.resolve() for path in lecture]
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
        ours = {name_of(path): self.digest(path) for path in files}
        return ours | {f"import {name}": _stamp(name) for name in sorted(self._foreign(files))}

    def _foreign(self, files: set[Path]) -> set[str]:
        """Packages of others that some files import."""
        modules = {m for p in files if p.suffix == ".py" for m, *_ in self._references(p)}
        names = {
            module.split(".")[0] for module in modules if not module.startswith((".", DYNAMIC))
        }
        return names - set(PACKAGES) - sys.stdlib_module_names

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
    return dict(binding for node in tree.body for binding in bindings(node))


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
def _stamp(name: str) -> str:
    """Version of the installed package behind an import, or the content of a single file."""
    distribution = DISTRIBUTIONS.get(name, name)
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        known = importlib.metadata.packages_distributions().get(name, [])
    if known:
        return " ".join(f"{other} {importlib.metadata.version(other)}" for other in sorted(known))
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return "missing"
    if spec is None or spec.origin is None or not Path(spec.origin).is_file():
        return "missing"
    return hashlib.sha256(Path(spec.origin).read_bytes()).hexdigest()


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
