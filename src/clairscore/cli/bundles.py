"""`model list|show|verify`: which bundles there are, what they say, whether they hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clairscore.cli.card import card_table, importance_table
from clairscore.cli.figures import interval_row
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import complain, show, show_json, table, working
from clairscore.decision.shelf import Shelved, bundle_folder, load_bundle, shelved, trusted
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    from clairscore.decision.bundle import Description

app = typer.Typer(no_args_is_help=True)

Which = Annotated[Path | None, typer.Argument(metavar="[BUNDLE]", show_default=False)]
Where = Annotated[Path | None, typer.Argument(metavar="[BUNDLES]", show_default=False)]


@app.command("list")
def list_(bundles: Where = None, json: Json = False, lang: Language = "fr") -> None:
    """Print the bundles of a folder, newest first."""
    from clairscore.settings import load_settings

    settings = load_settings()
    found = shelved(settings, bundles or settings.bundles)
    if json:
        show_json({"bundles": [_listed(each) for each in found]})
    elif not found:
        show(t("cli.model.none", lang, folder=str(bundles or settings.bundles)))
    else:
        _show_list(found, lang)


@app.command("show")
def show_(bundle: Which = None, json: Json = False, lang: Language = "fr") -> None:
    """Print what a bundle says of itself: its card."""
    from clairscore.decision.bundle import describe
    from clairscore.settings import load_settings

    settings = load_settings()
    folder = bundle_folder(settings, bundle)
    description = describe(folder, trusted(settings, folder.parent))
    if json:
        show_json(_described(description, folder))
    else:
        _show_card(description, lang)


@app.command("verify")
def verify(bundle: Which = None, json: Json = False, lang: Language = "fr") -> None:
    """Check the signature and every byte of a bundle, then let it sit its exam."""
    from clairscore.settings import load_settings

    settings = load_settings()
    folder = bundle_folder(settings, bundle)
    with working(t("cli.model.verifying", lang)):
        loaded = load_bundle(settings, folder)
    answers = len(loaded.exam.probabilities)
    if json:
        show_json({"bundle": loaded.id, "folder": str(folder), "valid": True, "exam": answers})
    else:
        show(t("cli.model.valid", lang, bundle=loaded.id, answers=str(answers)))


def _listed(each: Shelved) -> dict[str, object]:
    if each.description is None:
        return {"folder": str(each.folder), "fault": each.fault}
    return _described(each.description, each.folder)


def _described(description: Description, folder: Path) -> dict[str, object]:
    return {
        "bundle": description.id,
        "folder": str(folder),
        "created": description.created,
        "card": dict(description.card),
        "data": dict(description.data),
        "versions": dict(description.versions),
    }


def _show_list(found: list[Shelved], lang: Lang) -> None:
    columns = ("bundle", "created", "clients", "features", "test_auc")
    listed = table(*(t(f"cli.model.column.{name}", lang) for name in columns), right=(2, 3))
    for each in found:
        listed.add_row(*_row(each, lang))
    show(listed)
    for each in found:
        if each.description is None:
            complain(t("cli.model.column.fault", lang, fault=each.fault))


def _row(each: Shelved, lang: Lang) -> tuple[str, ...]:
    if each.description is None:
        return (each.folder.name, "-", "-", "-", "-")
    card: Mapping[str, Any] = each.description.card
    return (
        each.folder.name,
        each.description.created,
        number(card["clients"]["training"], lang),
        number(card["features"]["served"], lang),
        " ".join(interval_row("auc", card["test"]["auc"], lang)[1:]),
    )


def _show_card(description: Description, lang: Lang) -> None:
    show(t("cli.model.made", lang, bundle=description.id, created=description.created))
    show(card_table(description.card, lang))
    show(importance_table(description.card, lang))
