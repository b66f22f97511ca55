"""The ``lecture`` command; ``python scripts/build.py`` is the same."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

if __package__ in (None, ""):  # run as a file: the project is not installed, or not here
    sys.path[0] = str(Path(__file__).resolve().parents[1])

try:
    import click
except ModuleNotFoundError as missing:
    sys.exit(
        f"lecture: {missing.name} is not installed; type `make setup` and use .venv/bin/lecture."
    )

from scripts.commands.catalogue import list_lectures, show
from scripts.commands.checks import accept, bench, check, review
from scripts.commands.clean import clean
from scripts.commands.doctor import doctor
from scripts.commands.gallery import gallery
from scripts.commands.new import new
from scripts.commands.preview import preview
from scripts.commands.render import render

INTERRUPTED = 130


class InOrder(click.Group):
    """Commands in the order of use, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As they were added."""
        del ctx
        return list(self.commands)


@click.group(
    cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
def cli() -> None:
    """Animated lectures on multivariate calculus, with exact numbers and your parameters."""


COMMANDS = (
    list_lectures,
    show,
    new,
    preview,
    render,
    check,
    review,
    accept,
    gallery,
    bench,
    doctor,
    clean,
)
for command in COMMANDS:
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command; ends the process with 0, 1 (a job failed) or 2 (wrong request)."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        status = cli.main(arguments, prog_name="lecture", standalone_mode=False)
    except click.exceptions.Abort:
        status = _stopped()
    except KeyboardInterrupt:
        status = _stopped()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except BrokenPipeError:  # the reader of our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except Exception as error:
        status = _broken(error)
    sys.exit(status if isinstance(status, int) else 0)


def _stop(number: int, frame: object) -> None:
    del number, frame
    raise KeyboardInterrupt


def _stopped() -> int:
    click.echo("Stopped. What was finished is kept; the same command goes on from there.", err=True)
    return INTERRUPTED


def _broken(error: Exception) -> int:
    """One sentence for an error nobody foresaw; its traceback goes to a file."""
    handle, name = tempfile.mkstemp(prefix="lecture-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        traceback.print_exception(error, file=log)
    words = " ".join(str(error).split())[:300]
    click.echo(f"Error: {type(error).__name__}: {words}\n  log: {name}", err=True)
    return 1


if __name__ == "__main__":
    main()
