"""``lecture new``: a lecture that renders and passes its tests as generated."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.commands.options import WrongRequest

if TYPE_CHECKING:
    from scenes.catalogue import Entry

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
NO_QUOTES = str.maketrans({'"': "”", "\\": "/", "\n": " ", "<": "‹", ">": "›"})
ROOMS = ("__init__", "facts", "words", "scene")
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@click.command()
@click.argument("slug")
@click.option("--title", default="", help="Title of the lecture.  [default: from the slug]")
@click.option("--module", type=int, default=1, show_default=True, help="Module it belongs to.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=PROJECT,
    metavar="DIR",
    help="Project it is added to.  [default: this one]",
)
def new(slug: str, title: str, module: int, root: Path) -> None:
    """Add a lecture to change into your own.

    It is a folder of four rooms (parameters, facts, words, scene) with two beats, a question and
    tests, and renders as it is.
    """
    from scenes import catalogue

    name = slug.replace("-", "_")
    if not SLUG.fullmatch(slug) or keyword.iskeyword(name):
        raise WrongRequest(
            f"{slug!r} cannot be a lecture's name; use small letters, digits and hyphens, "
            "for example mean-value-theorem."
        )
    if slug in catalogue.slugs():
        raise WrongRequest(f"There is already a lecture {slug}; choose another name.")
    titles = catalogue.modules()
    if module not in titles:
        known = ", ".join(map(str, sorted(titles)))
        raise WrongRequest(f"--module {module}: the modules are {known}.")
    folder = _module_folder(root / "scenes" / "lectures", module, titles[module])
    order = 1 + max((e.meta.order for e in _entries() if e.meta.module == module), default=0)
    values = {
        "slug": slug,
        "title": (title or slug.replace("-", " ").capitalize()).translate(NO_QUOTES),
        "module": module,
        "order": order,
        "class_name": "".join(word.capitalize() for word in slug.split("-")),
    }
    lecture = folder / name
    test = root / "tests" / "scenes" / "lectures" / f"test_{name}.py"
    for path in (lecture, test):
        if path.exists():
            raise WrongRequest(f"{path} exists already; choose another name or remove it.")
    rooms = {lecture / f"{room}.py": f"lecture/{room}.py.j2" for room in ROOMS}
    for path, template in {**rooms, test: "test.py.j2"}.items():
        _write(path, template, values)
        click.echo(path)
    click.echo(f"Look at it:  lecture preview {slug}\nTest it:     pytest {test}", err=True)


def _entries() -> list[Entry]:
    from scenes import catalogue
    from scripts.commands.options import Broken, read

    found = [read(slug) for slug in catalogue.slugs()]
    return [entry for entry in found if not isinstance(entry, Broken)]


def _module_folder(lectures: Path, module: int, title: str) -> Path:
    """The folder of a module, made if it is the module's first lecture."""
    found = sorted(lectures.glob(f"m{module}_*"))
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    folder = found[0] if found else lectures / f"m{module}_{name}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").touch()
    return folder


def _write(path: Path, template: str, values: dict[str, object]) -> None:
    from jinja2 import Environment, StrictUndefined

    # Double braces belong to formulas here.
    environment = Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    text = environment.from_string((TEMPLATES / template).read_text("utf-8")).render(values)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
