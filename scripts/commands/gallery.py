"""``lecture gallery``: every part's demo on one page."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("renders/gallery"),
    show_default=True,
    help="Folder of the page and its pictures.",
)
def gallery(out: Path) -> None:
    """Draw a demo of every part of the stage, to find the noun you need."""
    from scenes.stage.gallery import run_gallery

    click.echo(str(run_gallery(out)))
