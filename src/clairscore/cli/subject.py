"""Whose file is meant: a JSON file, the standard input, or a client of a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.errors import BadInput

if TYPE_CHECKING:
    from clairscore.contract import CreditFile

File = Annotated[Path | None, typer.Argument(metavar="[FILE.json]", show_default=False)]
Client = Annotated[int | None, typer.Option("--client", "-c", min=0, show_default=False)]
Data = Annotated[Path | None, typer.Option("--data", "-d", metavar="DIR", show_default=False)]
STDIN = Path("-")


def credit_file(file: Path | None, client: int | None, data: Path | None) -> CreditFile:
    """The one credit file that the options name; BadInput where they name none, or two."""
    if (file is None) == (client is None):
        raise BadInput(
            "whose file? give one of: a credit file (FILE.json, or - for the standard input), or"
            " --client NUMBER --data DIR"
        )
    return _of_file(file) if file is not None else _of_folder(client or 0, data)


def _of_file(file: Path) -> CreditFile:
    from clairscore import workbench
    from clairscore.data.credit_file import parse

    if file == STDIN:
        return parse(sys.stdin.buffer.read())
    return workbench.credit_file(file)


def _of_folder(client: int, data: Path | None) -> CreditFile:
    from clairscore import workbench

    if data is None:
        raise BadInput(f"--client {client}: in which folder? add --data DIR")
    return workbench.credit_file(data, client)
