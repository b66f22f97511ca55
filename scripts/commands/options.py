"""Options that several commands share, and how their text becomes a request."""

from __future__ import annotations

import difflib
import math
import os
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scenes.catalogue import Entry
    from scripts.pipeline.plan import Job, Wish
    from scripts.pipeline.store import Store

F = TypeVar("F", bound=Callable[..., Any])


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


def picture(default: str, *, rate: bool = True) -> Callable[[F], F]:
    """``--quality`` and, with ``rate``, ``--fps``."""
    from scripts.pipeline.formats import MAX_FPS, QUALITIES

    quality = click.option(
        "--quality", type=click.Choice(QUALITIES), default=default, show_default=True
    )
    fps = click.option(
        "--fps", type=click.IntRange(1, MAX_FPS), help="Frames per second of the video."
    )

    def add(function: F) -> F:
        return quality(fps(function)) if rate else quality(function)

    return add


def out(function: F) -> F:
    """``--out``."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("renders"),
        metavar="DIR",
        help="Root of the result folders.  [default: renders]",
    )(function)


def cores() -> int:
    """Processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


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


def chosen(choice: Choice) -> list[Entry | Broken]:
    """The lectures meant: as named, or in course order.

    Raises:
        WrongRequest: none, an unknown one, or two ways to name them at once.
    """
    from scenes import catalogue

    if sum((bool(choice.slugs), choice.every, choice.module is not None)) != 1:
        raise WrongRequest(
            "Name one or more lectures, or give --all or --module M; "
            f"for example: lecture render {next(iter(catalogue.slugs()), 'SLUG')}."
        )
    if choice.slugs:
        return [read(slug) for slug in dict.fromkeys(choice.slugs)]
    found = in_order([read(slug) for slug in catalogue.slugs()])
    if choice.module is None:
        return found
    if choice.module not in catalogue.modules():
        known = ", ".join(str(number) for number in sorted(catalogue.modules()))
        raise WrongRequest(f"--module {choice.module}: the modules are {known}.")
    within = [e for e in found if not isinstance(e, Broken) and e.meta.module == choice.module]
    if not within:
        raise WrongRequest(f"--module {choice.module}: it has no lectures yet.")
    return [*within]


def in_order(found: list[Entry | Broken]) -> list[Entry | Broken]:
    """Course order; what cannot be read comes last."""

    def place(entry: Entry | Broken) -> tuple[float, float, str]:
        if isinstance(entry, Broken):
            return (math.inf, 0, entry.slug)
        return (entry.meta.module, entry.meta.order, entry.slug)

    return sorted(found, key=place)


@dataclass(frozen=True, slots=True)
class Broken:
    """A lecture whose file cannot be read: a fault of its author, not of the request."""

    slug: str
    message: str
    traceback: str


def read(slug: str) -> Entry | Broken:
    """A lecture, or why there is none.

    Raises:
        WrongRequest: no lecture has this name.
    """
    from scenes import catalogue

    if slug not in catalogue.slugs():
        close = difflib.get_close_matches(slug, catalogue.slugs(), 1)
        hint = f"did you mean {close[0]}?" if close else "lecture list shows them all."
        raise WrongRequest(f"There is no lecture {slug!r}; {hint}")
    try:
        return catalogue.load(slug)
    except (Exception, SystemExit) as error:
        return _broken(slug, error)


def _broken(slug: str, error: BaseException) -> Broken:
    from mvcalc.errors import MvcalcError

    words = " ".join(str(error).split())
    message = words if isinstance(error, MvcalcError) else f"{type(error).__name__}: {words}"
    return Broken(slug, message, "".join(traceback.format_exception(error)))


def report_broken(broken: Broken, store: Store) -> None:
    """Say on standard error what is wrong with a lecture file; the traceback goes to a log."""
    log = store.log_path(f"{broken.slug}-import")
    log.write_text(broken.traceback, "utf-8")
    click.echo(f"{broken.slug}: cannot be read. {broken.message}\n  log: {log}", err=True)


def jobs_of(
    choice: Choice, wish: Wish, store: Store, unread: Callable[[], None] = lambda: None
) -> tuple[list[Job], list[Broken]]:
    """One job for each lecture meant, and the lectures that cannot be read.

    ``unread`` is called when a wish is new: something will have to be drawn.

    Raises:
        WrongRequest: anything about the request is wrong.
    """
    from mvcalc.errors import MvcalcError
    from scripts.pipeline.plan import plan
    from scripts.pipeline.readings import Readings
    from scripts.pipeline.sources import Sources

    sources = Sources.load(store.root / "sources.json")
    readings = Readings(store.root / "readings.json")
    jobs: list[Job] = []
    broken: list[Broken] = []
    for entry in chosen(choice):
        if isinstance(entry, Broken):
            broken.append(entry)
            continue
        try:
            jobs.append(plan(entry, wish, sources, readings, unread))
        except MvcalcError as error:
            raise WrongRequest(f"{entry.slug}: {error.sentence}") from error
        except SyntaxError as error:  # in a room that is entered only to draw
            broken.append(_broken(entry.slug, error))
    sources.save(store.root / "sources.json")
    readings.save()
    return jobs, broken


def open_store() -> Store:
    """The store of this working folder (``MVCALC_STORE`` names another).

    Raises:
        WrongRequest: it cannot be written.
    """
    from scripts.pipeline.store import Store

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
