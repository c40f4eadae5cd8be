"""`features`: the feature matrix of a folder's clients, on one machine or on Spark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clairscore.cli.options import Bundle, CatalogueName, Folder, Language, Out, Population
from clairscore.cli.terminal import note, working
from clairscore.i18n import number, t

if TYPE_CHECKING:
    import polars as pl

    from clairscore.features.catalogue import Catalogue, Extent
    from clairscore.features.engines import Fitted

Engine = Annotated[Literal["polars", "spark"], typer.Option("--engine")]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `features`."""
    app.command("features")(features)


def features(
    folder: Folder,
    out: Out,
    engine: Engine = "polars",
    catalogue: CatalogueName = "plain",
    bundle: Bundle = None,
    population: Population = "train",
    lang: Language = "fr",
) -> None:
    """Write one row a client and one column a feature, Parquet or CSV by the file's name."""
    from clairscore.cli.frames import require_format, write_frame

    require_format(out)
    wanted, fitted = _wanted(catalogue, bundle)
    with working(t("cli.features.working", lang, features=number(len(wanted), lang))):
        frame = (
            _on_spark(folder, wanted, fitted, population)
            if engine == "spark"
            else _on_polars(folder, wanted, fitted, population)
        )
        write_frame(frame, out)
    note(t("cli.features.written", lang, clients=number(len(frame), lang), file=str(out)))


def _wanted(extent: Extent, folder: Path | None) -> tuple[Catalogue, Fitted]:
    """The features of a bundle with its row models; without one, those that need none."""
    from clairscore.decision.shelf import load_bundle
    from clairscore.features.catalogue import catalogue
    from clairscore.features.engines import NOTHING_FITTED
    from clairscore.settings import load_settings

    if folder is None:
        return catalogue(extent).given, NOTHING_FITTED
    bundle = load_bundle(load_settings(), folder)
    return bundle.catalogue, bundle.fitted


def _on_polars(
    folder: Path, wanted: Catalogue, fitted: Fitted, population: Population
) -> pl.DataFrame:
    from clairscore.data.tables import read_folder
    from clairscore.features.compute import book

    return book(read_folder(folder, population=population, columns=wanted.reads), wanted, fitted)


def _on_spark(
    folder: Path, wanted: Catalogue, fitted: Fitted, population: Population
) -> pl.DataFrame:
    import narwhals.stable.v2 as nw
    import polars as pl

    from clairscore.data.on_spark import local_session, read_folder_on_spark
    from clairscore.features.compute import compute
    from clairscore.settings import load_settings

    session = local_session(load_settings().threads)
    try:
        tables = read_folder_on_spark(session, folder, population=population, columns=wanted.reads)
        native = nw.to_native(compute(tables, wanted, fitted))
        return pl.DataFrame(pl.from_arrow(native.toArrow())).sort("SK_ID_CURR")
    finally:
        session.stop()
