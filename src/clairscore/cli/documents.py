"""`card`: the evidence documents of a bundle, HTML and PDF, from the run's records alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from clairscore.cli.options import Bundle, Json, Language
from clairscore.cli.terminal import note, show, show_json
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.modelling.documents import Records

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", show_default=False)]
Evidence = Annotated[Path | None, typer.Option("--evidence", metavar="FILE", show_default=False)]
Comparison = Annotated[
    Path | None, typer.Option("--comparison", metavar="FILE", show_default=False)
]
Exclusions = Annotated[
    Path | None, typer.Option("--exclusions", metavar="FILE", show_default=False)
]
Ladder = Annotated[Path | None, typer.Option("--ladder", metavar="FILE", show_default=False)]
Only = Annotated[
    Literal["note", "card", "slides"] | None, typer.Option("--document", show_default=False)
]
DRIFT = "drift.html"
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
    exclusions: Exclusions = None,
    ladder: Ladder = None,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write the documents as HTML and PDF, each number from the bundle and its records."""
    from clairscore.decision.shelf import bundle_folder, load_bundle
    from clairscore.modelling.documents import Document, Sources, read_records, write_documents
    from clairscore.settings import load_settings

    settings = load_settings()
    folder = bundle_folder(settings, bundle)
    run = folder.with_name(f"{folder.name}.run.json")
    sources = Sources(run if run.exists() else None, data, evidence, comparison, exclusions, ladder)
    records = read_records(load_bundle(settings, folder), sources)
    if data is not None and document != "card":
        records = _with_drift(records, data, out, lang)
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


def _with_drift(records: Records, data: Path, out: Path, lang: Lang) -> Records:
    """The records with Evidently's conclusion; its report is written into `out`."""
    from dataclasses import replace

    from clairscore.data.files import write_atomically
    from clairscore.modelling.documents import report_of

    note(_writing(DRIFT, lang))
    report = report_of(data, records.bundle.policy.excluded_columns)
    if report is None:
        return records
    out.mkdir(parents=True, exist_ok=True)
    with write_atomically(out / DRIFT) as draft:
        draft.write_text(report.html, encoding="utf-8")
    return replace(records, drift=report.drift)


def _writing(name: str, lang: Lang) -> str:
    return t("cli.card.writing", lang, name=name)
