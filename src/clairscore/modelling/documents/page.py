"""The pages: which template, in which language, from which values."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from markupsafe import Markup

from clairscore.charts import Figure
from clairscore.charts.figure import Kind
from clairscore.charts.theme import FAMILY, font_folder
from clairscore.data.schema import TABLES
from clairscore.decision.wording import label
from clairscore.i18n import Lang
from clairscore.modelling.documents.derived import decisions, simple
from clairscore.modelling.documents.pictures import example, pictures, theme_rows
from clairscore.modelling.documents.prose import rendered
from clairscore.modelling.documents.records import Records
from clairscore.modelling.figures import LEAK_AUC

Document = Literal["card"]
LANGUAGES: Mapping[Document, tuple[Lang, ...]] = {"card": ("fr", "en")}
"""Each document with the languages that it is written in."""
FACES = {"Regular": "400", "SemiBold": "600"}


def page(document: Document, records: Records, lang: Lang) -> str:
    """The document as one self-contained HTML page."""
    drawn = pictures(records, lang)
    return rendered(f"{document}.{lang}.html.j2", lang, values(records, drawn, lang))


def values(records: Records, drawn: Mapping[Kind, Figure], lang: Lang) -> dict[str, object]:
    """The names that templates know."""
    card, policy = records.card, records.bundle.policy
    return {
        "r": records,
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
        "style": style(),
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


@lru_cache(maxsize=1)
def style() -> Markup:
    """The look of every page, its fonts inside."""
    css = files("clairscore").joinpath("modelling", "documents", "templates", "document.css")
    return Markup("\n".join([*map(_face, FACES), css.read_text("utf-8")]))


def _face(name: str) -> str:
    font = base64.b64encode((font_folder() / f"{FAMILY}-{name}.otf").read_bytes()).decode()
    return (
        f"@font-face {{ font-family: {FAMILY}; font-weight: {FACES[name]};"
        f" src: url(data:font/otf;base64,{font}); }}"
    )
