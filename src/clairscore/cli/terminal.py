"""Where words go: results to stdout, progress and notes to stderr."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 100
"""Columns of a result that goes to a file or a pipe."""


def show(what: Table | str) -> None:
    """Print a result for a person; text is folded between words, else taken as it stands."""
    console = _console(stderr=False)
    if isinstance(what, str):
        say(what, style="")
    else:
        console.print(what)


def say(text: str, style: str, indent: int = 0) -> None:
    """Print a line of a result in a style, folded, every line of it that far from the edge."""
    console = _console(stderr=False)
    folded = fold(text, console.width, indent)
    console.print(folded, style=style, markup=False, highlight=False, soft_wrap=True)


def fold(text: str, width: int, indent: int = 0, hanging: int = 0) -> str:
    """The text in lines of that width, broken at plain spaces only: « » and : keep their word.

    Lines after a break stand `hanging` further in than the first.
    """
    first, later = " " * indent, " " * (indent + hanging)
    lines = text.split("\n")
    folded = (
        textwrap.fill(line, width, initial_indent=first, subsequent_indent=later) for line in lines
    )
    return "\n".join(folded)


def show_json(record: Mapping[str, object]) -> None:
    """Print a result for a program: one JSON object, UTF-8, no NaN."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def table(*columns: str, title: str = "", right: Collection[int] = ()) -> Table:
    """An empty table in the house's style; the columns `right` (from 0) hold numbers."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(title=title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for number, column in enumerate(columns):
        made.add_column(column, justify="right" if number in right else "left")
    return made


def rule(title: str) -> None:
    """Print a line across with a title."""
    from rich.text import Text

    _console(stderr=False).rule(Text(title, style="bold"), align="left")


def note(text: str) -> None:
    """Say something that is not the result."""
    console = _console(stderr=True)
    console.print(text, markup=False, highlight=False, style="dim", soft_wrap=True)


def complain(text: str) -> None:
    """Say what is wrong, one line a fault, unwrapped so that it can be searched and copied."""
    _console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def working(text: str) -> Iterator[Callable[[str], None]]:
    """Show that something is under way: a spinner on a terminal, fed with words, else one line."""
    console = _console(stderr=True)
    if not console.is_terminal:
        note(text)
        yield lambda _: None
        return
    with console.status(text) as status:
        yield lambda words: status.update(f"{text} {words}")


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else WIDTH)


@contextmanager
def bar(text: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, fed with what is done and all there is; one line elsewhere."""
    from rich.progress import Progress

    console = _console(stderr=True)
    if not console.is_terminal:
        note(text)
        yield lambda _done, _all: None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(text, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
