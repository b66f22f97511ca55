"""``lecture render``: from lectures and parameters to finished result folders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.commands import options

if TYPE_CHECKING:
    from scripts.pipeline.result import Result
    from scripts.pipeline.task import Executor

# Workers that load while new parameters are read; more are started when there is work for them.
EARLY = 2


@click.command()
@options.lectures
@options.parameters
@options.picture("1080p")
@click.option("--beat", default="", metavar="NAME", help="Only this beat.")
@options.out
@click.option("--force", is_flag=True, help="Draw again what is already there.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Worker processes.  [default: cores]")
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Draw on a Dask cluster: tcp://HOST:PORT, or local to start one here.",
)
@click.option("--timeout", type=click.FloatRange(1), default=3600.0, help="Seconds for one beat.")
@click.option("--memory", type=click.IntRange(256), help="Megabytes for one worker.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a job; events to stderr.")
@click.pass_context
def render(
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
    force: bool,
    jobs: int | None,
    cluster: str,
    timeout: float,
    memory: int | None,
    as_json: bool,
) -> None:
    """Render lectures to videos.

    Results go to renders/SLUG/PRESET/QUALITY/. What was rendered before is not rendered
    again. Exit status: 0 all done, 1 some lecture failed, 2 the request was wrong.
    """
    from scripts.pipeline.build import Build
    from scripts.pipeline.display import display
    from scripts.pipeline.formats import Format
    from scripts.pipeline.plan import Wish
    from scripts.pipeline.pool import Limits, Pool
    from scripts.pipeline.task import ExecutorError
    from scripts.pipeline.timings import Timings

    choice = options.Choice(slugs, every, module, sets, file, preset)
    form = Format.named(quality, fps)
    wish = Wish(preset, options.values_of(choice), form, beat, out.resolve())
    store = options.open_store()
    timings = Timings(store.root / "timings.json")
    size = jobs or options.cores()
    asked = (memory or 0) * 1024**2
    # A cluster's hosts have memory of their own, which is not ours to divide.
    limits = Limits(timeout, asked) if cluster else Limits.for_jobs(size, timeout, asked)

    def executor() -> Executor:
        if not cluster:
            return pool
        from scripts.pipeline.cluster import Cluster

        return Cluster(cluster, size, store, limits, tuple(job.slug for job in plan))

    with Pool(size, store, limits) as pool:
        warm_up = partial(pool.warm_up, 0 if cluster else EARLY)
        plan, broken = options.jobs_of(choice, wish, store, warm_up)
        for lecture in broken:
            options.report_broken(lecture, store)
        try:
            with display(as_json, timings) as reporter:
                results = Build(store, executor, reporter, timings, force=force).run(plan)
        except ExecutorError as error:
            raise click.ClickException(str(error)) from error
    context.exit(1 if broken else status_of(results))


def status_of(results: Sequence[Result]) -> int:
    """0 all done, 1 something failed, 2 nothing failed but a lecture refused its parameters."""
    if all(result.ok for result in results):
        return 0
    return 2 if all(result.ok or result.refused for result in results) else 1
