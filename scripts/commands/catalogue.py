"""``lecture list`` and ``lecture show``: what there is, without loading manim or sympy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from scripts.commands.options import Broken, WrongRequest, in_order, read

if TYPE_CHECKING:
    from scenes.catalogue import Entry


@click.command(name="list")
@click.option("--module", type=int, metavar="M", help="Only module M.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def list_lectures(module: int | None, as_json: bool) -> None:
    """List the lectures."""
    from scenes import catalogue

    titles = catalogue.modules()
    if module is not None and module not in titles:
        known = ", ".join(map(str, sorted(titles)))
        raise WrongRequest(f"--module {module}: the modules are {known}.")
    readable = []
    for entry in in_order([read(slug) for slug in catalogue.slugs()]):
        if isinstance(entry, Broken):
            click.echo(f"{entry.slug}: cannot be read. {entry.message}", err=True)
        else:
            readable.append(entry)
    found = [entry for entry in readable if module in (None, entry.meta.module)]
    if as_json:
        click.echo(json.dumps([_summary(entry) for entry in found], ensure_ascii=False, indent=1))
        return
    width = max((len(entry.slug) for entry in found), default=0)
    for number in sorted({entry.meta.module for entry in found}):
        click.echo(f"{number}. {titles.get(number, '')}")
        for entry in found:
            if entry.meta.module == number:
                click.echo(f"   {entry.slug:<{width}}  {entry.meta.title}")


@click.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def show(slug: str, as_json: bool) -> None:
    """Show a lecture: goal, parameters, presets, beats."""
    entry = read(slug)
    if isinstance(entry, Broken):
        raise click.ClickException(f"{slug}: cannot be read. {entry.message}")
    if as_json:
        click.echo(json.dumps(_whole(entry), ensure_ascii=False, indent=1))
    else:
        _print(entry)


def _summary(entry: Entry) -> dict[str, Any]:
    meta = entry.meta
    return {
        "slug": entry.slug,
        "title": meta.title,
        "goal": meta.goal,
        "module": meta.module,
        "order": meta.order,
        "prerequisites": list(meta.prerequisites),
        "presets": list(entry.presets),
        "beats": [beat.name for beat in entry.beats],
    }


def _whole(entry: Entry) -> dict[str, Any]:
    from scenes.stage.params import describe

    return {
        **_summary(entry),
        "sources": list(entry.meta.sources),
        "params": [
            {
                "name": row.name,
                "type": row.type,
                "default": row.default,
                "range": row.range,
                "unit": row.unit,
                "help": row.help,
            }
            for row in describe(entry.params)
        ],
        "presets": {name: dict(values) for name, values in entry.presets.items()},
        "beats": [{"name": beat.name, "title": beat.title} for beat in entry.beats],
        "schema": entry.params.model_json_schema(),
    }


def _print(entry: Entry) -> None:
    from scenes.stage.params import describe

    meta = entry.meta
    click.echo(f"{entry.slug}: {meta.title}\n{meta.goal}\n")
    if meta.prerequisites:
        click.echo(f"Needs: {', '.join(meta.prerequisites)}\n")
    click.echo("Parameters")
    for row in describe(entry.params):
        default = json.dumps(row.default, ensure_ascii=False, default=str)
        limits = f", {row.range}" if row.range else ""
        unit = f" {row.unit}" if row.unit else ""
        click.echo(f"  {row.name} = {default}{unit}  ({row.type}{limits})")
        click.echo(f"      {row.help}")
    click.echo("\nPresets")
    for name, values in entry.presets.items():
        sets = ", ".join(f"{key}={value}" for key, value in values.items())
        click.echo(f"  {name}{': ' + sets if sets else ''}")
    click.echo("\nBeats")
    for beat in entry.beats:
        click.echo(f"  {beat.name}: {beat.title}")
    click.echo(f"\nRender it:  lecture render {entry.slug}")
