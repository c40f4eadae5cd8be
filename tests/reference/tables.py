"""Every column of the seven tables: what it holds, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.data.schema import TABLES, Column
from clairscore.decision.wording import definition, label
from clairscore.i18n import Lang, known
from tests.reference.markdown import code, table

TITLE = {"en": "Tables and columns", "fr": "Tables et colonnes"}
FIRST = {
    "en": (
        "The names are those of the files. A column marked *excluded* is read by the fairness"
        " audit alone."
    ),
    "fr": (
        "Les noms sont ceux des fichiers. Une colonne marquée *exclue* n'est lue que par "
        "l'audit d'équité."
    ),
}
HEADS = {"en": ("column", "name", "holds", ""), "fr": ("colonne", "nom", "contient", "")}
EXCLUDED = {"en": "*excluded*", "fr": "*exclue*"}


def page(lang: Lang) -> Iterator[str]:
    """The page's lines."""
    yield from (f"# {TITLE[lang]}", "", FIRST[lang], "")
    for name, each in TABLES.items():
        yield from (f"## {name}", "")
        columns = (column for column in each.columns if known(key(name, column), lang))
        yield from table(HEADS[lang], (told(name, column, lang) for column in columns))


def told(name: str, column: Column, lang: Lang) -> tuple[str, ...]:
    """One column."""
    mark = EXCLUDED[lang] if column.protected else ""
    named, holds = label(name, column.name, lang), definition(name, column.name, lang)
    return code(column.name), named, holds, mark


def key(name: str, column: Column) -> str:
    return f"column.{name}.{column.name}.definition"
