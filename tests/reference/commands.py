"""Every command, its options and their texts."""

from __future__ import annotations

from collections.abc import Iterator

from typer.core import TyperCommand, TyperGroup

from clairscore.cli.app import program
from clairscore.cli.wording import option_key, options, walk
from clairscore.i18n import Lang, t
from tests.reference.markdown import code, table

TITLE = {"en": "Commands", "fr": "Commandes"}
FIRST = {
    "en": (
        "`clairscore COMMAND --help` says the same. Exit codes: 0 fine, 1 fault, 2 what was "
        "given cannot be used, 3 a model that must not be served. `--json` prints for "
        "programs ([keys](cli-json.md))."
    ),
    "fr": (
        "`clairscore COMMANDE --help` dit la même chose. Codes de sortie : 0 tout va bien, 1 "
        "panne, 2 ce qui a été donné est inutilisable, 3 modèle à ne pas servir. `--json` "
        "écrit pour un programme."
    ),
}
HEADS = {"en": ("option", "for"), "fr": ("option", "rôle")}
COMMON = frozenset({"help_option", "json", "lang"})


def page(lang: Lang) -> Iterator[str]:
    """The page's lines."""
    yield from (f"# {TITLE[lang]}", "", FIRST[lang], "")
    for path, command in sorted(walk(program(lang)), key=lambda each: each[0]):
        if path:
            yield from told(path, command, lang)


def told(path: tuple[str, ...], command: TyperCommand | TyperGroup, lang: Lang) -> Iterator[str]:
    """One command."""
    yield from (
        f"## clairscore {' '.join(path)}",
        "",
        t(".".join(("cli", *path, "help")), lang),
        "",
    )
    rows = [
        (code(", ".join(option.opts) or name), t(option_key(path, name, lang), lang))  # type: ignore[attr-defined]
        for name, option in options(command).items()
        if name not in COMMON
    ]
    if rows:
        yield from table(HEADS[lang], rows)
