"""``lecture check``, ``review``, ``accept``, ``bench``: thin fronts of the code that knows how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from scripts.commands import options

F = TypeVar("F", bound=Callable[..., Any])


def _jobs(function: F) -> F:
    return click.option(
        "--jobs", type=click.IntRange(1, 1024), help="Worker processes.  [default: cores]"
    )(function)


@click.command()
@options.lectures
@options.parameters
@click.option("--presets", is_flag=True, help="Every preset of each lecture.")
@click.option("--fuzz", type=click.IntRange(0), default=0, help="Random parameter sets to try.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the random sets.")
@_jobs
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
@click.pass_context
def check(
    context: click.Context,
    slugs: tuple[str, ...],
    every: bool,
    module: int | None,
    sets: tuple[str, ...],
    file: Path | None,
    preset: str,
    presets: bool,
    fuzz: int,
    seed: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Look for faults in frames, words and numbers.

    All lectures are examined if none is named. Exit status: 0 nothing found, 1 something found,
    2 the request was wrong.
    """
    from scripts.pipeline.audit import run_check

    everything = every or not (slugs or module)
    choice = options.Choice(slugs, everything, module, sets, file, preset)
    with _refusals():
        status = run_check(
            _readable(choice),
            options.values_of(choice),
            fuzz,
            as_json,
            presets=presets,
            preset=preset,
            seed=seed,
            jobs=jobs,
        )
    context.exit(status)


@click.command()
@options.lectures
@click.option("--presets/--no-presets", default=True, help="Every preset, or only the default.")
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("renders/review.html"),
    show_default=True,
    help="The page to write.",
)
@_jobs
def review(
    slugs: tuple[str, ...],
    every: bool,
    module: int | None,
    presets: bool,
    page: Path,
    jobs: int | None,
) -> None:
    """Write a page to compare frames on.

    For every beat: the new frame, the accepted one, their difference, words and findings.
    """
    from scripts.pipeline.display import shown_path
    from scripts.pipeline.review import run_review

    everything = every or not (slugs or module)
    choice = options.Choice(slugs, everything, module, (), None, "default")
    with _refusals():
        click.echo(shown_path(run_review(_readable(choice), page, presets=presets, jobs=jobs)))


@click.command()
@click.argument("slug")
@click.argument("beat", required=False)
@click.option("--preset", default="default", show_default=True, metavar="NAME")
def accept(slug: str, beat: str | None, preset: str) -> None:
    """Accept the frames of the last review.

    Tests compare with them from then on. Only what is named is accepted.
    """
    from scripts.pipeline.review import run_accept

    with _refusals():
        for name in run_accept(slug, beat, preset):
            click.echo(f"{slug}/{name}")


@click.command()
@click.argument("targets", nargs=-1, metavar="[SLUG]... | FILE.py [SCENE]...")
@options.picture("1080p", rate=False)
@click.option("--beat", "beats", multiple=True, metavar="NAME", help="Only this beat; repeatable.")
@click.option("--ablation", is_flag=True, help="Also without each technique in turn.")
@click.option("--workers", is_flag=True, help="What a second worker process brings, instead.")
@click.option("--runs", type=click.IntRange(1), default=3, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@click.pass_context
def bench(
    context: click.Context,
    targets: tuple[str, ...],
    quality: str,
    beats: tuple[str, ...],
    ablation: bool,
    workers: bool,
    runs: int,
    as_json: bool,
) -> None:
    """Measure our renderer against stock Manim.

    On lectures, or on the scenes of any Manim file.
    """
    from scripts.bench import run_bench
    from scripts.bench.workers import run_workers

    if workers:
        if beats or ablation:
            raise options.WrongRequest("--workers measures whole lectures; leave out the rest.")
        choice = options.Choice(targets, not targets, None, (), None, "default")
        context.exit(run_workers(_readable(choice), quality, as_json, runs))
    with _refusals():
        status = run_bench(list(targets), quality, as_json, runs, beats, ablation)
    context.exit(status)


def _readable(choice: options.Choice) -> list[str]:
    """Slugs of the lectures meant.

    Raises:
        ClickException: one of them cannot be read.
    """
    found = []
    for entry in options.chosen(choice):
        if isinstance(entry, options.Broken):
            raise click.ClickException(f"{entry.slug}: cannot be read. {entry.message}")
        found.append(entry.slug)
    return found


@contextmanager
def _refusals() -> Iterator[None]:
    """Errors made on purpose are wrong requests."""
    from mvcalc.errors import MvcalcError

    try:
        yield
    except MvcalcError as error:
        raise options.WrongRequest(error.sentence) from error
