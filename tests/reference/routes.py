"""Every address of the service: who may call it, what it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from clairscore.i18n import Lang
from tests.client.source import description
from tests.reference.markdown import code, table

TITLE = {"en": "Addresses of the service", "fr": "Adresses du service"}
FIRST = {
    "en": (
        "The service describes itself at `/openapi.json`, with bodies, answers and examples, "
        "and lets itself be tried at `/docs`. From Python: `clairscore.client.Client`, one "
        "method an address."
    ),
    "fr": (
        "Le service se décrit lui-même à `/openapi.json` (corps, réponses, exemples, en "
        "anglais) et se laisse essayer à `/docs`. En Python : `clairscore.client.Client`, une"
        " méthode par adresse."
    ),
}
HEADS = {
    "en": ("address", "does", "roles", "in Python"),
    "fr": ("adresse", "fait (en anglais)", "rôles", "en Python"),
}
METHODS = ("get", "post", "put", "patch", "delete")


def page(lang: Lang) -> Iterator[str]:
    """The page's lines, one table a tag."""
    yield from (f"# {TITLE[lang]}", "", FIRST[lang], "")
    by_tag: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for path, methods in description()["paths"].items():
        for method in METHODS:
            if method in methods:
                found = methods[method]
                roles = ", ".join(found.get("x-roles", ())) or "-"
                by_tag[found["tags"][0]].append(
                    (
                        code(f"{method.upper()} {path}"),
                        found["summary"],
                        roles,
                        code(found["operationId"]),
                    )
                )
    for tag in sorted(by_tag):
        yield from (f"## {tag}", "")
        yield from table(HEADS[lang], by_tag[tag])
