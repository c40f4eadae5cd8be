"""What every command asks of a folder before it works on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.terminal import note, working
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    from clairscore.data.checks import Report

Unchecked = Annotated[bool, typer.Option("--unchecked")]


def require_sound(folder: Path, unchecked: bool, lang: Lang) -> Report | None:
    """The folder's report, BadData with every fault; None where the user vouches for the files."""
    from clairscore.data.checks import require

    if unchecked:
        return None
    with working(t("cli.checking", lang, folder=str(folder))):
        report = require(folder)
    if report.warnings:
        count = number(len(report.warnings), lang)
        note(t("cli.remarks", lang, count=count, folder=str(folder)))
    return report
