"""What a viewer of the code calls the things on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from manim import Mobject

from scenes.audit.items import Item, Kind
from scenes.audit.view import label
from scenes.stage.lecture import LectureScene


def names_of(lecture: LectureScene[Any, Any]) -> dict[int, str]:
    """Attribute paths of everything the lecture and its parts hold."""
    names: dict[int, str] = {}

    def walk(holder: object, name: str, depth: int) -> None:
        if isinstance(holder, Mobject):
            names.setdefault(id(holder), name)
        if depth == 0:
            return
        if isinstance(holder, list | tuple):
            for index, item in enumerate(holder):
                walk(item, f"{name}[{index}]", depth - 1)
        elif isinstance(holder, dict):
            for key, item in holder.items():
                walk(item, f"{name}[{key!r}]", depth - 1)
        elif isinstance(holder, Mobject):
            for key, item in vars(holder).items():
                if key != "submobjects" and not key.startswith("_"):
                    walk(item, f"{name}.{key}", depth - 1)

    for key, value in vars(lecture).items():
        walk(value, key, 3)
    return names


def name_of(item: Item, names: Mapping[int, str]) -> str:
    """The nearest named drawing, and what it is."""
    for above in reversed(item.path):
        if id(above) in names:
            text = f" {label(item)}" if item.kind is Kind.TEXT else ""
            return f"{names[id(above)]} ({type(above).__name__}){text}"
    return f"{type(item.path[0]).__name__} {label(item)}"
