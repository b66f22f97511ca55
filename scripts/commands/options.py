"""Options that several commands share, and how their text becomes a request."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scripts.pipeline.plan import Job
    from scripts.pipeline.sources import Sources
    from scripts.pipeline.store import Store

F = TypeVar("F", bound=Callable[..., Any])
SLUGS = "SLUG"


class WrongRequest(click.ClickException):
    """The request cannot be fulfilled as it stands: exit status 2."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """Which lectures, with which parameters."""

    slugs: tuple[str, ...]
    every: bool
    module: int | None
    sets: tuple[str, ...]
    file: Path | None
    preset: str


def lectures(function: F) -> F:
    """``SLUG…``, ``--all``, ``--module``."""
    for option in (
        click.option("--module", type=int, metavar="M", help="All lectures of module M."),
        click.option("--all", "every", is_flag=True, help="All lectures."),
        click.argument("slugs", nargs=-1, metavar="[SLUG]..."),
    ):
        function = option(function)
    return function


def parameters(function: F) -> F:
    """``--set``, ``--params``, ``--preset``."""
    for option in (
        click.option("--preset", default="default", metavar="NAME", help="Start from a preset."),
        click.option(
            "--params",
            "file",
            type=click.Path(path_type=Path),
            metavar="FILE.toml",
            help="Parameters from a TOML file.",
        ),
        click.option(
            "--set",
            "sets",
            multiple=True,
            metavar="NAME=VALUE",
            help='Set a parameter, for example --set f="x^2". Repeatable.',
        ),
    ):
        function = option(function)
    return function


def picture(default: str) -> Callable[[F], F]:
    """``--quality`` and ``--fps``."""
    from scripts.pipeline.formats import MAX_FPS, QUALITIES

    def add(function: F) -> F:
        for option in (
            click.option(
                "--fps", type=click.IntRange(1, MAX_FPS), help="Frames per second of the video."
            ),
            click.option(
                "--quality", type=click.Choice(QUALITIES), default=default, show_default=True
            ),
        ):
            function = option(function)
        return function

    return add


def values_of(choice: Choice) -> dict[str, Any]:
    """Parameters from the file, overridden by ``--set``.

    Raises:
        WrongRequest: the file cannot be read, or a ``--set`` has no ``=``.
    """
    values = dict(_from_file(choice.file)) if choice.file else {}
    for text in choice.sets:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise WrongRequest(f"--set {text}: write NAME=VALUE, for example --set x0=1/2.")
        values[name.strip()] = value.strip()
    return values


def slugs_of(choice: Choice) -> tuple[str, ...]:
    """The lectures meant, in course order where the course decides.

    Raises:
        WrongRequest: none, or two ways to name them at once.
        MvcalcError: a lecture file is broken.
    """
    from scenes import catalogue

    if sum((bool(choice.slugs), choice.every, choice.module is not None)) != 1:
        raise WrongRequest(
            "Name one or more lectures, or give --all or --module M; "
            f"for example: lecture render {next(iter(catalogue.slugs()), SLUGS)}."
        )
    if choice.slugs:
        return tuple(dict.fromkeys(choice.slugs))
    found = catalogue.entries()
    if choice.module is not None:
        found = tuple(entry for entry in found if entry.meta.module == choice.module)
        if not found:
            known = ", ".join(str(number) for number in sorted(catalogue.modules()))
            raise WrongRequest(
                f"--module {choice.module}: it has no lectures; the modules are {known}."
            )
    return tuple(entry.slug for entry in found)


def jobs_of(
    choice: Choice,
    quality: str,
    fps: int | None,
    beat: str,
    out: Path,
    sources: Sources,
) -> list[Job]:
    """One job for each lecture meant.

    Raises:
        WrongRequest: anything about the request is wrong.
    """
    from mvcalc.errors import MvcalcError
    from scripts.pipeline.formats import Format
    from scripts.pipeline.plan import Wish, plan

    values = values_of(choice)
    wish = Wish(choice.preset, values, Format.named(quality, fps), beat, out)
    jobs = []
    try:
        for slug in slugs_of(choice):
            jobs.append(plan(slug, wish, sources))
    except MvcalcError as error:
        raise WrongRequest(error.sentence) from error
    return jobs


def store_at(out: Path) -> Store:
    """The store of this working folder (``MVCALC_STORE`` names another).

    Raises:
        WrongRequest: it cannot be written.
    """
    from scripts.pipeline.store import Store

    del out
    root = Path(os.environ.get("MVCALC_STORE") or Path("renders") / ".store")
    try:
        return Store(root)
    except OSError as error:
        raise WrongRequest(
            f"The store {root} cannot be written ({error.strerror}); "
            "set MVCALC_STORE to a folder that can."
        ) from error


def _from_file(path: Path) -> Mapping[str, Any]:
    import tomllib
    from decimal import Decimal

    try:
        text = path.read_bytes().decode("utf-8")
        values = tomllib.loads(text, parse_float=Decimal)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise WrongRequest(f"--params {path}: {reason}.") from error
    except tomllib.TOMLDecodeError as error:
        raise WrongRequest(f'--params {path}: {error}; write for example f = "x^2".') from error
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """Decimal numbers as the text that stands in the file, so that 0.1 stays one tenth."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
