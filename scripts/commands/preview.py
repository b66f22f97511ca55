"""``lecture preview``: the last frame of every beat, in seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.commands import options

if TYPE_CHECKING:
    from scenes.stage.record import Drawn
    from scripts.pipeline.plan import Job
    from scripts.pipeline.store import Store

FOLDER = "preview"
SOON = 500  # milliseconds


@click.command()
@options.lectures
@options.parameters
@options.picture("480p")
@click.option("--beat", default="", metavar="NAME", help="Only this beat.")
@options.out
@click.option("--watch", is_flag=True, help="Again after every change, until Ctrl-C.")
@click.pass_context
def preview(
    context: click.Context,
    slugs: tuple[str, ...],
    every: bool,
    module: int | None,
    sets: tuple[str, ...],
    file: Path | None,
    preset: str,
    quality: str,
    fps: int | None,
    beat: str,
    out: Path,
    watch: bool,
) -> None:
    """Draw every beat's last frame, in seconds.

    The pictures go to renders/SLUG/PRESET/preview/.
    """
    from scripts.pipeline.formats import Format
    from scripts.pipeline.plan import Wish

    if watch:
        context.exit(_watch(file))
    choice = options.Choice(slugs, every, module, sets, file, preset)
    form = Format.named(quality, fps)
    wish = Wish(preset, options.values_of(choice), form, "", out.resolve())
    store = options.open_store()
    jobs, broken = options.jobs_of(choice, wish, store)
    for lecture in broken:
        options.report_broken(lecture, store)
    context.exit(max(1 if broken else 0, _draw(jobs, beat, store)))


def _draw(jobs: list[Job], beat: str, store: Store) -> int:
    """Draw all jobs; returns the exit status."""
    from dataclasses import replace

    from mvcalc.errors import MvcalcError
    from scripts.pipeline.build import request
    from scripts.pipeline.plan import pick
    from scripts.pipeline.pool import Pool
    from scripts.pipeline.task import Failed, Finished, Task

    tasks, owners, failed = [], {}, []
    with ExitStack() as stack:
        for job in jobs:
            names = [b.name for b in job.beats]
            try:
                wanted = (pick("beat", beat, names),) if beat else ()
            except MvcalcError as error:
                raise options.WrongRequest(f"{job.slug}: {error.sentence}") from error
            folder = stack.enter_context(store.work_folder())
            tasks.append(
                Task(f"{job.slug}-{FOLDER}", replace(request(job, wanted, folder), encode="off"))
            )
            owners[folder] = job
        pool = stack.enter_context(Pool(min(options.cores(), max(1, len(tasks))), store))
        for event in pool.run(tasks):
            job = owners[event.task.request.folder]
            if isinstance(event, Finished):
                _keep(job, event.drawn)
            elif isinstance(event, Failed):
                failed.append(event)
                log = "" if event.refused else f"\n  log: {event.log}"
                click.echo(f"{job.name}: {event.message}{log}", err=True)
    if not failed:
        return 0
    return 2 if all(event.refused for event in failed) else 1


def _keep(job: Job, drawn: Drawn) -> None:
    """Put the stills where people look for them, each replaced as a whole."""
    from scripts.pipeline.display import shown_path

    folder = job.folder.parent / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for record in drawn.beats:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{record.name}")
        os.close(handle)
        shutil.copyfile(record.still, name)
        Path(name).replace(folder / f"{record.name}.png")
        click.echo(shown_path(folder / f"{record.name}.png"))


def _watch(file: Path | None) -> int:
    """Run this command again, without ``--watch``, at every change of what it could depend on.

    A new process each time: whatever was changed, nothing old stays loaded.
    """
    from watchfiles import watch

    from scripts.pipeline.sources import PROJECT

    roots = [PROJECT / "mvcalc", PROJECT / "scenes"]
    roots += [Path(p) for p in os.environ.get("MVCALC_LECTURES", "").split(os.pathsep) if p]
    roots += [file.parent.resolve()] if file else []
    command = [sys.executable, "-m", "scripts.build", *[a for a in sys.argv[1:] if a != "--watch"]]
    paths = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
    changes = watch(*roots, raise_interrupt=False, yield_on_timeout=True, rust_timeout=SOON)
    next(changes)  # from here on no change is missed, also while drawing
    while True:
        status = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": paths})
        click.echo(f"Watching for changes (status {status.returncode}); Ctrl-C ends.", err=True)
        while not (changed := next(changes, None)):
            if changed is None:
                return 0
