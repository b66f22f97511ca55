"""Finds the lectures. Answers without importing manim, sympy or numpy.

A lecture is a folder in a module folder of ``scenes/lectures`` (or of the folders named in the
environment variable ``MVCALC_LECTURES``); its slug is its name with hyphens. Its rooms are

- ``__init__.py``: ``META``, ``Params`` and ``PRESETS``, what it is about and what can be changed;
- ``facts.py``: ``compute``, the mathematics;
- ``words.py``: ``SCRIPT``, what is said;
- ``scene.py``: the one ``LectureScene``, what is drawn, and perhaps further rooms for it.

A small lecture may be a single file that holds all of it. A room is entered when it is needed.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from mvcalc.errors import RangeError
from scenes.stage.lecture import CHECK, MODULES, OPENING, LectureScene, Meta
from scenes.stage.params import LectureParams
from scenes.stage.script import Script

ROOT: Final = Path(__file__).parent / "lectures"
FACTS: Final = "facts"
WORDS: Final = "words"
SCENE: Final = "scene"


@dataclass(frozen=True, slots=True)
class BeatInfo:
    """A beat's name in the code and its title in the chapters."""

    name: str
    title: str


@dataclass(frozen=True)
class Entry:
    """A lecture as the command sees it."""

    slug: str
    path: Path
    meta: Meta
    params: type[LectureParams]
    presets: Mapping[str, Mapping[str, Any]]
    script: Script
    module: ModuleType = field(repr=False, compare=False)

    @cached_property
    def compute(self) -> Callable[[Any], Any]:
        """The function from parameters to facts.

        Raises:
            RangeError: the lecture has none.
        """
        found: Callable[[Any], Any] = _part(self.slug, self.module, "compute", FACTS)
        return found

    @cached_property
    def lecture(self) -> type[LectureScene[Any, Any]]:
        """The class that draws it.

        Raises:
            RangeError: there is not exactly one, or its beats are not those of the script.
        """
        return _scene(self.slug, self.module, self.script)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of its code."""
        if not self.path.is_dir():
            return (self.path,)
        return tuple(sorted(self.path.rglob("*.py")))

    @property
    def beats(self) -> tuple[BeatInfo, ...]:
        """Every beat in order, the opening and the check question included."""
        names = [BeatInfo(OPENING, "The question")]
        names += [BeatInfo(name, self.script.beats[name].title) for name in self.script.beats]
        if self.script.check is not None:
            names.append(BeatInfo(CHECK, self.script.check.title))
        return tuple(names)

    def played(self, params: LectureParams) -> tuple[BeatInfo, ...]:
        """The beats these parameters ask for."""
        wanted = {OPENING, CHECK} if params.show_check else {OPENING}
        wanted |= {name for name, words in self.script.beats.items() if words.when(params)}
        return tuple(beat for beat in self.beats if beat.name in wanted)


def modules() -> Mapping[int, str]:
    """Module numbers and titles."""
    return MODULES


def slugs() -> tuple[str, ...]:
    """All lectures, sorted by folder and name; see ``entries`` for course order."""
    return tuple(_files())


@cache
def load(slug: str) -> Entry:
    """One lecture.

    Raises:
        RangeError: no lecture has this slug, or its file breaks the anatomy of a lecture.
    """
    files = _files()
    if slug not in files:
        close = difflib.get_close_matches(slug, list(files), 1)
        hint = f"did you mean {close[0]}?" if close else "see the list command for all lectures"
        raise RangeError(f"there is no lecture {slug!r}", hint=hint)
    return _entry(slug, files[slug])


def entries() -> tuple[Entry, ...]:
    """All lectures in course order."""
    return tuple(sorted(map(load, slugs()), key=lambda e: (e.meta.module, e.meta.order, e.slug)))


@cache
def _files() -> dict[str, Path]:
    extra = os.environ.get("MVCALC_LECTURES", "")
    roots = [ROOT, *(Path(root) for root in extra.split(os.pathsep) if root)]
    found: dict[str, Path] = {}
    for root in roots:
        for path in sorted([*root.glob("*/*"), *(root.glob("*") if root != ROOT else ())]):
            if _is_lecture(path):
                found[path.stem.replace("_", "-")] = path
    return found


def _is_lecture(path: Path) -> bool:
    if path.name.startswith("_"):
        return False
    return (path / f"{WORDS}.py").is_file() or path.suffix == ".py"


def _module(path: Path) -> ModuleType:
    if ROOT in path.parents:
        return importlib.import_module(f"scenes.lectures.{path.parent.name}.{path.stem}")
    name = f"lecture_{path.stem}"
    rooms = [str(path)] if path.is_dir() else None
    start = path / "__init__.py" if path.is_dir() else path
    spec = importlib.util.spec_from_file_location(name, start, submodule_search_locations=rooms)
    if spec is None or spec.loader is None:
        raise RangeError(f"{path} cannot be read as a lecture")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _entry(slug: str, path: Path) -> Entry:
    module = _module(path)
    meta, params = (_part(slug, module, name, "") for name in ("META", "Params"))
    presets = {"default": {}, **getattr(module, "PRESETS", {})}
    script: Script = _part(slug, module, "SCRIPT", WORDS)
    return Entry(slug, path, meta, params, presets, script, module)


def _room(module: ModuleType, name: str) -> ModuleType:
    """The room of a lecture's folder; of a single file, the file."""
    if name and hasattr(module, "__path__"):
        return importlib.import_module(f"{module.__name__}.{name}")
    return module


def _part(slug: str, module: ModuleType, name: str, room: str) -> Any:
    try:
        return getattr(_room(module, room), name)
    except AttributeError:
        raise RangeError(f"the lecture {slug} has no {name}", hint="see CONTRIBUTING") from None


def _scene(slug: str, module: ModuleType, script: Script) -> type[LectureScene[Any, Any]]:
    room = _room(module, SCENE)
    scenes = [
        value
        for value in vars(room).values()
        if isinstance(value, type)
        and issubclass(value, LectureScene)
        and value.__module__ == room.__name__
    ]
    if len(scenes) != 1:
        raise RangeError(f"the lecture {slug} needs exactly one LectureScene, not {len(scenes)}")
    if scenes[0].beats != tuple(script.beats):
        raise RangeError(
            f"the lecture {slug} has beats {', '.join(scenes[0].beats)} but its script has "
            f"{', '.join(script.beats)}"
        )
    return scenes[0]
