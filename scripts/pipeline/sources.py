"""Which project files can shape a lecture: the closure of its imports, read without running it.

The closure may be too large (a picture is drawn again for nothing) but never too small. Packages
that expose names lazily through a stub (``__init__.pyi``) are followed name by name, also where
the package is imported and its names are its attributes (``mvcalc.derive``). A package handed on
as an object, a star import or an import computed at run time brings in the whole package.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from scripts.pipeline.imports import DYNAMIC, WHOLE, Reference, references
from scripts.pipeline.modules import PACKAGES, Modules, absolute
from scripts.pipeline.store import replace_text

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
        self._modules = Modules(PROJECT)
        self._steps: dict[Path, frozenset[Path]] = {}
        self._strangers: dict[str, frozenset[str]] = {}

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
        package = self._modules.package_of(todo[0])
        for depth in range(1, len(package) + 1):
            todo += self._modules.code(".".join(package[:depth]))
        for module in modules:
            todo += self._modules.files(module, "", "")
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
        return {name for path in files if path.suffix == ".py" for name in self._packages(path)}

    def _packages(self, path: Path) -> frozenset[str]:
        """Packages of others that a file imports."""
        key = self.digest(path)
        if key not in self._strangers:
            modules = {module for module, *_ in self._references(path)}
            names = {m.split(".")[0] for m in modules if not m.startswith((".", DYNAMIC))}
            self._strangers[key] = frozenset(names - set(PACKAGES) - sys.stdlib_module_names)
        return self._strangers[key]

    def _next(self, path: Path) -> frozenset[Path]:
        """Files that a file leads to at once."""
        if path not in self._steps:
            code = path.suffix == ".py"
            self._steps[path] = frozenset(
                [*_data_in(path.parent), *self._imported_by(path)] if code else ()
            )
        return self._steps[path]

    def _imported_by(self, path: Path) -> Iterator[Path]:
        package = self._modules.package_of(path)
        for module, name, used in self._references(path):
            if module != DYNAMIC:
                yield from self._modules.files(absolute(module, package), name, used)
            elif ".".join((*package, path.stem)) != FINDS_LECTURES:
                for whole in RUN_TIME_PACKAGES:
                    yield from self._modules.files(whole, "", WHOLE)

    def _references(self, path: Path) -> list[Reference]:
        key = self.digest(path)
        self._used.add(key)
        if key not in self._memory:
            self._memory[key] = sorted(set(references(path.read_text("utf-8"), str(path))))
            self._learnt = True
        return self._memory[key]


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


@cache
def name_of(path: Path) -> str:
    """A file as it is called in a closure: from the project's root if it is inside."""
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else str(path)
