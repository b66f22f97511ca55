"""``lecture doctor``: what is installed, what is missing, what to type."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from scripts.commands.options import cores

SETUP = "sh scripts/setup.sh"
LIBRARIES = "apt-get install libcairo2 libpango-1.0-0 libgl1 libegl1 libfontconfig1"
OPTIONAL = {
    "distributed": ("rendering on several machines", ".venv/bin/pip install -e '.[cluster]'"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``advice`` is what to type if it is not fine."""

    what: str
    fine: bool
    needed: bool
    detail: str
    advice: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Say what is missing and what to type.

    Exit status 1 if something that is needed is missing.
    """
    found = list(_findings())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=1))
    else:
        for finding in found:
            mark = "ok     " if finding.fine else "MISSING" if finding.needed else "without"
            click.echo(f"{mark}  {finding.what}: {finding.detail}")
            if not finding.fine:
                click.echo(f"         type: {finding.advice}")
    context.exit(1 if any(finding.needed and not finding.fine for finding in found) else 0)


def _findings() -> Iterator[Finding]:
    version = platform.python_version()
    yield Finding("Python", sys.version_info >= (3, 11), True, version, "install Python 3.11")
    yield from _packages()
    for what, check in (
        ("drawing", _drawing),
        ("formulas", _formulas),
        ("video", _video),
    ):
        yield _try(what, check)
    yield from _optional()
    yield _space()
    yield Finding("processors", True, False, str(cores()))


def _packages() -> Iterator[Finding]:
    """Installed packages against the pinned versions."""
    pins = Path(__file__).resolve().parents[2] / "constraints.txt"
    if not pins.is_file():
        yield Finding("pinned versions", False, False, "constraints.txt is not here", SETUP)
        return
    wrong = []
    for line in pins.read_text("utf-8").splitlines():
        name, _, wanted = line.partition("==")
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if name.lower() in _required():
                wrong.append(f"{name} is missing")
            continue
        if found != wanted:
            wrong.append(f"{name} is {found}, tested with {wanted}")
    yield Finding("packages", not wrong, True, "; ".join(wrong) or "as tested", SETUP)


def _required() -> set[str]:
    """Names of the packages that the project itself asks for."""
    try:
        lines = importlib.metadata.requires("mvcalc") or []
    except importlib.metadata.PackageNotFoundError:
        return set()
    names = (line.split(";")[0] for line in lines if "extra ==" not in line)
    return {"".join(c if c.isalnum() or c in "-_." else " " for c in n).split()[0] for n in names}


def _try(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, True, check())
    except Exception as error:
        advice = f"{LIBRARIES}; then {SETUP}"
        return Finding(what, False, True, " ".join(str(error).split())[:200], advice)


def _drawing() -> str:
    for name in ("cairo", "manimpango", "skia", "manim"):
        importlib.import_module(name)
    return f"manim {importlib.metadata.version('manim')}, cairo, pango and skia load"


def _formulas() -> str:
    import typst

    size = len(typst.compile(b"$ x^2 $", format="svg"))
    return f"typst {importlib.metadata.version('typst')} sets a formula ({size} bytes)"


def _video() -> str:
    import av

    av.Codec("libx264", "w")
    av.Codec("mov_text", "w")
    return f"PyAV {av.__version__} encodes H.264 and captions"


def _optional() -> Iterator[Finding]:
    for name, (purpose, advice) in OPTIONAL.items():
        there = importlib.util.find_spec(name) is not None
        yield Finding(name, there, False, purpose, advice)


def _space() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    return Finding("disk", free > 1, True, f"{free:.0f} GB free", "lecture clean --size 1")
