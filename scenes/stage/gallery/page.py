"""The page itself."""

from __future__ import annotations

import inspect
from html import escape
from pathlib import Path
from typing import Final

from scenes.stage import parts, theme
from scenes.stage.gallery import descent, fences, fits, graphs, plane, space, structures
from scenes.stage.gallery.wall import DEMOS, Demo, Wall

CHAPTERS: Final = {
    "Graphs and data": graphs,
    "Walks downhill": descent,
    "Fits": fits,
    "The plane": plane,
    "Walks along fences": fences,
    "Space": space,
    "Numbers and structures": structures,
}
_STYLE: Final = f"""
body {{ background: {theme.BACKGROUND}; color: {theme.COLOURS[theme.Role.TEXT]};
  font: 17px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem }}
a {{ color: {theme.COLOURS[theme.Role.FUNCTION]} }}
section {{ background: {theme.PANEL}; border-radius: 10px; padding: 1rem 1.5rem; margin: 1.5rem 0 }}
.stills {{ display: grid; gap: 0.75rem;
  grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)) }}
img {{ width: 100%; border-radius: 6px }}
pre {{ overflow-x: auto; color: {theme.COLOURS[theme.Role.DATA]}; font-size: 14px }}
"""


def run_gallery(out: Path, height: int = 720) -> Path:
    """Draw every demo and write the page that shows them.

    Args:
        out: folder for the page and its pictures; made if missing.
        height: of the pictures in pixels.

    Returns:
        The page, ``out/index.html``.
    """
    out.mkdir(parents=True, exist_ok=True)
    body = []
    for title, module in CHAPTERS.items():
        body.append(f"<h2>{escape(title)}</h2>")
        for shown in DEMOS:
            if shown.draw.__module__ == module.__name__:
                wall = Wall(out, shown.parts[0], height)
                shown.draw(wall)
                body.append(_section(shown, wall.stills))
    page = out / "index.html"
    names = " · ".join(f'<a href="#{name}">{name}</a>' for name in _names())
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Parts</title>'
        f"<style>{_STYLE}</style><h1>Parts of the stage</h1><p>{names}</p>{''.join(body)}</html>",
        encoding="utf-8",
    )
    return page


def _names() -> list[str]:
    return sorted(name for shown in DEMOS for name in shown.parts)


def _section(shown: Demo, stills: list[Path]) -> str:
    heads = "".join(
        f'<h3 id="{name}">{name}</h3><p>{escape(_summary(name))}</p>' for name in shown.parts
    )
    pictures = "".join(
        f'<img src="{still.name}" alt="{escape(", ".join(shown.parts))}" loading="lazy">'
        for still in stills
    )
    code = escape(inspect.getsource(shown.draw))
    return f'<section>{heads}<div class="stills">{pictures}</div><pre>{code}</pre></section>'


def _summary(name: str) -> str:
    """The first paragraph of a part's docstring."""
    text = inspect.getdoc(getattr(parts, name)) or ""
    return " ".join(text.split("\n\n")[0].split())
