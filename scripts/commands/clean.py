"""``lecture clean``: bounds what is kept for reuse."""

from __future__ import annotations

from pathlib import Path

import click

from scripts.commands import options


@click.command()
@click.option("--size", type=click.FloatRange(0), default=10.0, show_default=True, help="GB kept.")
@click.option("--days", type=click.FloatRange(0), default=60.0, show_default=True, help="Age kept.")
@options.out
def clean(size: float, days: float, out: Path) -> None:
    """Bound what is kept for reuse.

    Removes drawn beats unused for long, remains of killed builds, and old logs.
    Finished lectures stay, and so do the beats they are made of.
    """
    from scripts.pipeline.sweep import sweep

    swept = sweep(options.open_store(), out.resolve(), int(size * 1e9), days * 86400)
    click.echo(
        f"Removed {swept.beats} beats, {swept.logs} logs and {swept.remains} remains "
        f"({swept.freed / 1e6:.1f} MB); {swept.kept / 1e6:.1f} MB kept for reuse."
    )
