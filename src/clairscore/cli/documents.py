"""`card`: the evidence documents of a bundle, HTML and PDF, from the run's records alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from clairscore.cli.options import Bundle, Json, Language
from clairscore.cli.terminal import note, show, show_json
from clairscore.i18n import Lang, t

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", show_default=False)]
Evidence = Annotated[Path | None, typer.Option("--evidence", metavar="FILE", show_default=False)]
Comparison = Annotated[
    Path | None, typer.Option("--comparison", metavar="FILE", show_default=False)
]
Only = Annotated[
    Literal["note", "card", "slides"] | None, typer.Option("--document", show_default=False)
]
OutFolder = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `card`."""
    app.command("card")(card)


def card(
    out: OutFolder,
    bundle: Bundle = None,
    document: Only = None,
    data: Data = None,
    evidence: Evidence = None,
    comparison: Comparison = None,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write the documents as HTML and PDF, each number from the bundle and its records."""
    from clairscore.cli.shelf import bundle_folder, load_bundle
    from clairscore.modelling.documents import Document, Sources, read_records, write_documents
    from clairscore.settings import load_settings

    settings = load_settings()
    folder = bundle_folder(settings, bundle)
    run = folder.with_name(f"{folder.name}.run.json")
    sources = Sources(run if run.exists() else None, data, evidence, comparison)
    records = read_records(load_bundle(settings, folder), sources)
    wanted = (document,) if document else get_args(Document)
    written = write_documents(records, out, wanted, lambda name: note(_writing(name, lang)))
    if json:
        files = [
            {
                "document": each.document,
                "lang": each.lang,
                "html": str(each.html),
                "pdf": str(each.pdf),
            }
            for each in written
        ]
        show_json({"bundle": records.bundle.id, "synthetic": records.synthetic, "documents": files})
    else:
        for each in written:
            show(t("cli.card.written", lang, html=str(each.html), pdf=str(each.pdf)))


def _writing(name: str, lang: Lang) -> str:
    return t("cli.card.writing", lang, name=name)
