"""The `chitieu` command: what it is called with, and how it ends. Each command is a module of `kg.commands`.

Data goes to standard output, everything else to standard error; progress only to a terminal. Exit codes: 0 fine,
1 findings at or above `--fail-on`, 2 wrong usage, unreadable input or anything else that stops us, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Final

import typer

from kg.commands.build import build
from kg.commands.diff import diff
from kg.commands.extract import extract
from kg.commands.mcp import mcp
from kg.commands.query import query
from kg.commands.questions import questions
from kg.commands.review import review
from kg.commands.search import search
from kg.commands.serve import serve
from kg.commands.validate import validate
from kg.errors import ChitieuError
from kg.version import VERSION

app = typer.Typer(
    name="chitieu",
    help="Chỉ tiêu trong kế hoạch của cơ quan nhà nước, dưới dạng đồ thị tri thức.\n\n"
    "The indicators that Vietnamese government plans assign to agencies, as a knowledge graph.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (build, extract, validate, query, questions, search, diff, serve, mcp):
    app.command()(command)
app.add_typer(review, name="review")

_PIPE_CLOSED: Final = 141
_INTERRUPTED: Final = 130


@app.callback(invoke_without_command=True)
def _chitieu(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        typer.echo(f"chitieu {VERSION}")
        raise typer.Exit


def main() -> None:
    """Run the command; a `ChitieuError` becomes one message on standard error and its exit code."""
    try:
        app()
    except ChitieuError as error:
        typer.echo(f"chitieu: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`chitieu query … | head`); nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_PIPE_CLOSED)
