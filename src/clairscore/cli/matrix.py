"""`features`: the feature matrix of a folder's clients, on one machine or on Spark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from clairscore.cli.options import (
    Bundle,
    CatalogueName,
    Engine,
    Folder,
    Language,
    Master,
    Out,
    Parts,
    Population,
)
from clairscore.cli.terminal import note, working
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    from clairscore.batch.asked import Asked
    from clairscore.features.catalogue import Catalogue, Extent
    from clairscore.features.engines import Fitted
    from clairscore.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Give the program its command `features`."""
    app.command("features")(features)


def features(
    folder: Folder,
    out: Out,
    engine: Engine = "polars",
    master: Master = None,
    parts: Parts = None,
    catalogue: CatalogueName = "plain",
    bundle: Bundle = None,
    population: Population = "train",
    lang: Language = "fr",
) -> None:
    """Write one row a client and one column a feature: Parquet or CSV, by parts a folder."""
    from clairscore.batch.asked import Asked, Outputs
    from clairscore.cli.by_parts import computed_by_parts, is_by_parts
    from clairscore.settings import load_settings

    settings = load_settings()
    asked = Asked(folder, population, engine, master, parts, True, settings.threads)
    if is_by_parts(asked):
        clients = computed_by_parts(asked, Outputs(out), bundle, catalogue, settings, lang)
    else:
        clients = _at_once(asked, out, bundle, catalogue, settings, lang)
    note(t("cli.features.written", lang, clients=number(clients, lang), file=str(out)))


def _at_once(
    asked: Asked, out: Path, bundle: Path | None, extent: Extent, settings: Settings, lang: Lang
) -> int:
    """All clients in memory together, into a file."""
    from clairscore.cli.frames import require_format, write_frame
    from clairscore.data.tables import read_folder
    from clairscore.features.compute import book

    asked.require_sensible()
    require_format(out)
    wanted, fitted = _wanted(extent, bundle, settings)
    with working(t("cli.features.working", lang, features=number(len(wanted), lang))):
        tables = read_folder(asked.folder, population=asked.population, columns=wanted.reads)
        frame = book(tables, wanted, fitted)
        write_frame(frame, out)
    return frame.height


def _wanted(extent: Extent, folder: Path | None, settings: Settings) -> tuple[Catalogue, Fitted]:
    """The features of a bundle with its row models; without one, those that need none."""
    from clairscore.decision.shelf import load_bundle
    from clairscore.features.catalogue import catalogue
    from clairscore.features.engines import NOTHING_FITTED

    if folder is None:
        return catalogue(extent).given, NOTHING_FITTED
    bundle = load_bundle(settings, folder)
    return bundle.catalogue, bundle.fitted
