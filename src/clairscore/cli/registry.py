"""`model register|promote|rollback|registered`: which bundle is champion, and who decided it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.bundles import Which
from clairscore.cli.options import Json, Language
from clairscore.cli.recording import open_store
from clairscore.cli.terminal import show, show_json, table, working
from clairscore.decision.shelf import bundle_folder, load_bundle, signing_key_path, trusted
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.modelling.tracking import Reasoned, Registry, Version
    from clairscore.settings import Settings

app = typer.Typer()

Why = Annotated[str, typer.Option("--why", metavar="TEXT", show_default=False)]
By = Annotated[str, typer.Option("--by", metavar="NAME", show_default=False)]


@app.command("register")
def register(
    why: Why, bundle: Which = None, by: By = "", json: Json = False, lang: Language = "fr"
) -> None:
    """Register a bundle as challenger, after its signature and its exam."""
    from clairscore.decision.bundle import describe, public_path
    from clairscore.settings import load_settings

    settings = load_settings()
    folder = bundle_folder(settings, bundle)
    with working(t("cli.model.verifying", lang)):
        load_bundle(settings, folder)
    described = describe(folder, trusted(settings, folder.parent))
    key = public_path(signing_key_path(settings, folder.parent))
    registry = _registry(settings)
    _tell(registry.register(folder, described, key, _reasoned(why, by)), registry, json, lang)


@app.command("promote")
def promote(why: Why, by: By = "", json: Json = False, lang: Language = "fr") -> None:
    """Make the challenger champion, where no records decide who serves."""
    from clairscore.cli.reigning import served_from_records
    from clairscore.errors import BadSetting
    from clairscore.settings import load_settings

    settings = load_settings()
    if served_from_records(settings):
        raise BadSetting(
            "model promote: the records say who serves, in two people's names; ask the service"
            " (POST /v1/models/changes), then run `clairscore model follow`"
        )
    registry = _registry(settings)
    _tell(registry.promote(_reasoned(why, by)), registry, json, lang)


@app.command("rollback")
def rollback(why: Why, by: By = "", json: Json = False, lang: Language = "fr") -> None:
    """Make the champion before champion again: in the records where they decide who serves."""
    from clairscore.cli.reigning import roll_back_records, served_from_records
    from clairscore.settings import load_settings

    settings = load_settings()
    if served_from_records(settings):
        roll_back_records(settings, why, by, json, lang)
        return
    registry = _registry(settings)
    _tell(registry.roll_back(_reasoned(why, by)), registry, json, lang)


@app.command("follow")
def follow(by: By = "", json: Json = False, lang: Language = "fr") -> None:
    """Give the registry's aliases to the models that the records name, and to no other."""
    from clairscore.cli.reigning import ROLES, roles_in_records
    from clairscore.decision.bundle import describe, public_path
    from clairscore.settings import load_settings

    settings = load_settings()
    registry = _registry(settings)
    roles = roles_in_records(settings)
    for alias, bundle in roles.items():
        folder = bundle_folder(settings, Path(bundle))
        described = describe(folder, trusted(settings, folder.parent))
        key = public_path(signing_key_path(settings, folder.parent))
        reasoned = _reasoned(t("cli.model.follow.why", lang), by)
        registry.follow(alias, folder, described, key, reasoned)
    for alias in ROLES if roles else ():
        if alias not in roles:
            registry.vacate(alias)
    if json:
        show_json({"store": registry.store.uri, "aliases": dict(roles)})
        return
    if not roles:
        show(t("cli.model.follow.none", lang))
    for alias, bundle in roles.items():
        show(
            t(
                "cli.model.follow.done",
                lang,
                bundle=bundle,
                alias=t(f"cli.model.alias.{alias}", lang),
            )
        )


@app.command("registered")
def registered(json: Json = False, lang: Language = "fr") -> None:
    """Print the registered bundles, and who did what, when and why."""
    from clairscore.settings import load_settings

    registry = _registry(load_settings())
    if json:
        versions = [asdict(each) for each in registry.versions()]
        acts = [asdict(act) for act in registry.acts()]
        show_json({"store": registry.store.uri, "versions": versions, "acts": acts})
    else:
        _show(registry, lang)


def _registry(settings: Settings) -> Registry:
    from clairscore.errors import BadSetting
    from clairscore.modelling.tracking import Registry

    store = open_store(settings)
    if store is None:
        raise BadSetting(
            "CLAIRSCORE_TRACKING: found off; the registry needs a store: local, sqlite:///FILE.db"
            " or an MLflow server"
        )
    return Registry(store)


def _reasoned(why: str, by: str) -> Reasoned:
    """Who acts, why, and when: now, or on the day of a reproducible build."""
    from clairscore.errors import BadSetting
    from clairscore.modelling.tracking import Reasoned, whoever
    from clairscore.workbench import now

    if not why.strip():
        raise BadSetting("--why: found nothing; say in a few words why, for whoever asks later")
    return Reasoned(by or whoever(), why, now().isoformat(timespec="seconds"))


def _tell(version: Version, registry: Registry, json: bool, lang: Lang) -> None:
    if json:
        show_json(asdict(version) | {"store": registry.store.uri})
        return
    aliases = ", ".join(t(f"cli.model.alias.{alias}", lang) for alias in version.aliases)
    show(t("cli.model.is", lang, bundle=version.bundle, version=version.version, aliases=aliases))


def _show(registry: Registry, lang: Lang) -> None:
    found = table(*_columns(("version", "bundle", "aliases"), lang))
    for each in registry.versions():
        aliases = ", ".join(t(f"cli.model.alias.{alias}", lang) for alias in each.aliases)
        found.add_row(each.version, each.bundle, aliases or "-")
    show(found)
    done = table(*_columns(("at", "who", "kind", "version", "why"), lang))
    for act in registry.acts():
        kind = t(f"cli.model.act.{act.kind}", lang)
        done.add_row(act.at, act.who, kind, act.version, act.why)
    show(done)


def _columns(names: Iterable[str], lang: Lang) -> list[str]:
    return [t(f"cli.model.registered.{name}", lang) for name in names]
