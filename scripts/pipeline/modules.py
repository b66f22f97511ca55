"""Which files of the project stand behind a module's name, found without importing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scripts.pipeline.imports import WHOLE, bindings

PACKAGES = ("mvcalc", "scenes", "scripts")


class Modules:
    """The modules of a project. Remembers what it found: make a new one when files come or go.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._code: dict[str, tuple[Path, ...]] = {}
        self._found: dict[tuple[str, str, str], frozenset[Path]] = {}

    def files(self, module: str, name: str, used: str) -> frozenset[Path]:
        """Files that a reference runs, before their own imports (see ``imports.Reference``).

        Args:
            module: absolute, its parts joined by dots.
        """
        key = (module, name, used)
        if key not in self._found:
            self._found[key] = frozenset(self._resolve(*key))
        return self._found[key]

    def code(self, module: str) -> tuple[Path, ...]:
        """The file of a module or package, without its parents."""
        if module not in self._code:
            folder = self._folder(module)
            both = (folder / "__init__.py", folder.with_suffix(".py"))
            self._code[module] = tuple(path for path in both if path.is_file())
        return self._code[module]

    def package_of(self, path: Path) -> tuple[str, ...]:
        """Dotted parts of the package that holds a file; empty outside the project."""
        if not path.is_relative_to(self.root):
            return ()
        return path.relative_to(self.root).parent.parts

    def _resolve(self, module: str, name: str, used: str) -> Iterator[Path]:
        parts = module.split(".")
        if parts[0] not in PACKAGES:
            return
        for depth in range(1, len(parts) + 1):
            yield from self.code(".".join(parts[:depth]))
        folder = self._folder(module)
        first, _, rest = (name or used).partition(".")
        inner = f"{module}.{first}"
        after = used if name else rest
        if first == WHOLE:
            yield from folder.rglob("*.py")
        elif first and (self.code(inner) or self._folder(inner).is_dir()):
            yield from self.files(inner, "", after)
        elif first and (stub := folder / "__init__.pyi").is_file():
            yield from self._exposed(module, stub, first, after)

    def _exposed(self, module: str, stub: Path, name: str, used: str) -> Iterator[Path]:
        """The submodule from which a stub exposes a name; all of them if the stub is silent."""
        origin = _stub(stub, stub.stat().st_mtime_ns).get(name)
        if origin is None:
            yield from self.files(module, WHOLE, "")
        else:
            source = absolute(origin[0], tuple(module.split(".")))
            yield from self.files(source, origin[1], used)

    def _folder(self, module: str) -> Path:
        return self.root / module.replace(".", "/")


def absolute(module: str, package: tuple[str, ...]) -> str:
    """The name of a module that code in a package calls by a name that may be relative."""
    level = len(module) - len(module.lstrip("."))
    if level == 0:
        return module
    base = package[: len(package) - level + 1]
    return ".".join((*base, module[level:])).rstrip(".")


@cache
def _stub(path: Path, changed: int) -> dict[str, tuple[str, str]]:
    """Names that a stub exposes, with the module and name behind them."""
    del changed
    tree = ast.parse(path.read_text("utf-8"))
    return dict(binding for node in tree.body for binding in bindings(node))
