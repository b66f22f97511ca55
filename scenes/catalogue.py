"""Finds the lectures. Answers without importing manim or sympy.

A lecture is any ``.py`` file in a module folder of ``scenes/lectures`` (or of the folders named in
the environment variable ``MVCALC_LECTURES``); its slug is its file name with hyphens.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from mvcalc.errors import RangeError
from scenes.stage.lecture import CHECK, MODULES, OPENING, LectureScene, Meta
from scenes.stage.params import LectureParams
from scenes.stage.script import Script

ROOT: Final = Path(__file__).parent / "lectures"


@dataclass(frozen=True, slots=True)
class BeatInfo:
    """A beat's name in the code and its title in the chapters."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A lecture as the command sees it."""

    slug: str
    path: Path
    meta: Meta
    params: type[LectureParams]
    presets: Mapping[str, Mapping[str, Any]]
    script: Script
    compute: Callable[[Any], Any]
    lecture: type[LectureScene[Any, Any]]

    @property
    def beats(self) -> tuple[BeatInfo, ...]:
        """Every beat in order, the opening and the check question included."""
        names = [BeatInfo(OPENING, "The question")]
        names += [BeatInfo(name, self.script.beats[name].title) for name in self.lecture.beats]
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
        for path in sorted([*root.glob("*/*.py"), *(root.glob("*.py") if root != ROOT else ())]):
            if not path.name.startswith("_"):
                found[path.stem.replace("_", "-")] = path
    return found


def _module(path: Path) -> ModuleType:
    if ROOT in path.parents:
        return importlib.import_module(f"scenes.lectures.{path.parent.name}.{path.stem}")
    name = f"lecture_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RangeError(f"{path} cannot be read as a lecture")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _entry(slug: str, path: Path) -> Entry:
    module = _module(path)
    for name in ("META", "Params", "SCRIPT", "compute"):
        if not hasattr(module, name):
            raise RangeError(f"the lecture {slug} has no {name}", hint="see CONTRIBUTING")
    scenes = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, LectureScene)
        and value.__module__ == module.__name__
    ]
    if len(scenes) != 1:
        raise RangeError(f"the lecture {slug} needs exactly one LectureScene, not {len(scenes)}")
    script: Script = module.SCRIPT
    if scenes[0].beats != tuple(script.beats):
        raise RangeError(
            f"the lecture {slug} has beats {', '.join(scenes[0].beats)} but its script has "
            f"{', '.join(script.beats)}"
        )
    presets = {"default": {}, **getattr(module, "PRESETS", {})}
    return Entry(slug, path, module.META, module.Params, presets, script, module.compute, scenes[0])
