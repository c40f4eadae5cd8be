"""The pages: which template, in which language, from which values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from markupsafe import Markup

from clairscore.charts import Figure
from clairscore.charts.figure import Kind
from clairscore.data.schema import TABLES
from clairscore.data.synthetic import KAGGLE_CLIENTS
from clairscore.decision.wording import label
from clairscore.i18n import Lang
from clairscore.letter.fonts import faces
from clairscore.modelling.documents.derived import decisions, simple
from clairscore.modelling.documents.judged import miscalibrated, rivals
from clairscore.modelling.documents.pictures import example, pictures
from clairscore.modelling.documents.prose import rendered
from clairscore.modelling.documents.records import Records
from clairscore.modelling.documents.reproduce import commands
from clairscore.modelling.documents.rows import drift_told, group_rows, telling, theme_rows
from clairscore.modelling.figures import LEAK_AUC, NEAR_CUT_OFF

Document = Literal["note", "card", "slides"]
LANGUAGES: Mapping[Document, tuple[Lang, ...]] = {
    "note": ("fr",),
    "card": ("fr", "en"),
    "slides": ("fr", "en"),
}
"""Each document with the languages that it is written in."""
EXPECTED = (0.800, 0.803)
"""AUC that published single models of this kind reach on Kaggle's full data: an expectation."""
COMMANDED = {
    "evidence": "clairscore evidence",
    "compare": "clairscore compare",
    "exclusions": "clairscore exclusions",
    "ladder": "python -m bench ladder",
}
"""The command that measures what a record holds."""
SHEETS: Mapping[Document, tuple[str, ...]] = {
    "note": ("document.css",),
    "card": ("document.css",),
    "slides": ("document.css", "slides.css"),
}


def page(document: Document, records: Records, lang: Lang) -> str:
    """The document as one self-contained HTML page."""
    drawn = pictures(records, lang)
    return rendered(f"{document}.{lang}.html.j2", lang, values(document, records, drawn, lang))


def values(
    document: Document, records: Records, drawn: Mapping[Kind, Figure], lang: Lang
) -> dict[str, object]:
    """The names that templates know."""
    card, policy, evidence = records.card, records.bundle.policy, records.evidence
    groups = group_rows(evidence.out_of_fold, lang) if evidence else []
    return {
        "r": records,
        "e": evidence,
        "groups": groups,
        "miscalibrated": miscalibrated(groups),
        "rivals": rivals(records.comparison, lang),
        "telling": telling(records, lang),
        "drifted": drift_told(records, lang),
        "expected": EXPECTED,
        "kaggle": KAGGLE_CLIENTS,
        "near": NEAR_CUT_OFF,
        "commands": commands(records),
        "card": card,
        "policy": policy,
        "oof": card.out_of_fold,
        "test": card.test,
        "decided": decisions(card.out_of_fold, policy.cost_ratio),
        "alone": simple(card.out_of_fold, policy.cost_ratio),
        "themes": theme_rows(records, lang),
        "excluded": excluded(records, lang),
        "example": example(records.bundle),
        "figures": drawn,
        "leak_auc": LEAK_AUC,
        "commanded": COMMANDED,
        "style": style(document),
    }


def excluded(records: Records, lang: Lang) -> list[tuple[str, list[str]]]:
    """The tables with facts that the model may not read, and those facts in words."""
    barred = records.bundle.policy.excluded_columns
    found = []
    for table in TABLES.values():
        names = [
            label(table.name, c.name, lang) for c in table.columns if (table.name, c.name) in barred
        ]
        if names:
            found.append((table.name, names))
    return found


@lru_cache(maxsize=len(LANGUAGES))
def style(document: Document) -> Markup:
    """The look of every page, its fonts inside."""
    folder = files("clairscore").joinpath("modelling", "documents", "templates")
    sheets = [folder.joinpath(name).read_text("utf-8") for name in SHEETS[document]]
    return Markup("\n".join([faces(), *sheets]))
