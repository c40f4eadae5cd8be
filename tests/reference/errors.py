"""Every error that Clairscore raises, and every problem that the service answers."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.api.problems import STATUS
from clairscore.errors import ClairscoreError
from clairscore.i18n import Lang, catalogue
from tests.reference.markdown import code, table

TITLE = {"en": "Errors and problems", "fr": "Erreurs et problèmes"}
RAISED = {
    "en": "## Raised in Python, told by the command line",
    "fr": "## Levées en Python, dites par la ligne de commande",
}
ANSWERED = {
    "en": "## Answered by the service (`application/problem+json`)",
    "fr": "## Répondus par le service (`application/problem+json`)",
}
ERRORS = {"en": ("error", "exit code", "is"), "fr": ("erreur", "code de sortie", "est")}
PROBLEM = {"en": ("problem", "status", "says"), "fr": ("problème", "état", "dit")}


def page(lang: Lang) -> Iterator[str]:
    """The page's lines; what a class is, is said in English, as in the code."""
    yield from (f"# {TITLE[lang]}", "", RAISED[lang], "")
    rows = (
        (code(each.__name__), str(each.exit_code), (each.__doc__ or "").split("\n")[0])
        for each in below(ClairscoreError)
    )
    yield from table(ERRORS[lang], rows)
    yield from (ANSWERED[lang], "")
    yield from table(
        PROBLEM[lang],
        (
            (code(name), str(status), catalogue(lang)[f"problem.{name}.detail"])
            for name, status in STATUS.items()
        ),
    )


def below(kind: type[ClairscoreError]) -> Iterator[type[ClairscoreError]]:
    """The class and all that are made from it, in the order of the tree."""
    yield kind
    for child in kind.__subclasses__():
        yield from below(child)
