"""``lecture gallery``: every part's demo on one page."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("renders/gallery.html"),
    show_default=True,
    help="The page to write.",
)
def gallery(page: Path) -> None:
    """Draw a demo of every part of the stage, to find the noun you need."""
    from scenes.stage.gallery import run_gallery

    click.echo(str(run_gallery(page)))
