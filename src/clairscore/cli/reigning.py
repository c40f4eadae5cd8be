"""`model on`, and the way back: which model serves, as the records say."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clairscore.cli.opened import opened
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import note, show, show_json
from clairscore.i18n import Lang, day, number, t

if TYPE_CHECKING:
    from clairscore.settings import Settings
    from clairscore.store.opening import Store
    from clairscore.store.reigns import Reign

app = typer.Typer()

Day = Annotated[datetime, typer.Argument(metavar="DAY", formats=["%Y-%m-%d"], show_default=False)]
Role = Literal["champion", "challenger"]
ROLES: tuple[Role, ...] = ("champion", "challenger")


@app.command("on")
def on(when: Day, json: Json = False, lang: Language = "fr") -> None:
    """Say which models proposed on a day, who asked for each of them and who approved."""
    from clairscore.store.reigns import champion_on, reigns_on

    told = when.date().isoformat()
    begins, ends = f"{told}T", f"{told}U"
    with opened() as store, store.database.read() as read:
        found, champion = reigns_on(read, begins, ends), champion_on(read, ends)
    if json:
        models = [_record(each) for each in found]
        show_json(
            {"day": told, "models": models, "champion": champion.bundle if champion else None}
        )
        return
    if not found:
        show(t("cli.model.on.none", lang, day=day(when.date(), lang)))
    for each in found:
        show(_told(each, lang))
    if champion is not None:
        show(t("cli.model.on.champion", lang, bundle=champion.bundle))


def served_from_records(settings: Settings) -> bool:
    """Whether there are records here that name a champion."""
    return champion_in_records(settings) is not None


def champion_in_records(settings: Settings) -> str | None:
    """The champion's bundle; None where the records name none, or where there are no records."""
    from clairscore.store.engine import file_of

    file = file_of(settings.database)
    if file is not None and not file.exists():
        return None
    return roles_in_records(settings).get("champion")


def serving_folder(settings: Settings, store: Store) -> Path:
    """The champion's folder; before the first promotion that of the newest bundle."""
    from clairscore.decision.shelf import bundle_folder
    from clairscore.store.models import in_role

    with store.database.read() as read:
        champion = in_role(read, "champion")
    return bundle_folder(settings, Path(champion.bundle) if champion else None)


def roles_in_records(settings: Settings) -> dict[Role, str]:  # noqa: ARG001 - as `opened` reads them
    """The champion's and the challenger's bundle, as far as there is one."""
    from clairscore.store.models import in_role

    found: dict[Role, str] = {}
    with opened() as store, store.database.read() as read:
        for role in ROLES:
            model = in_role(read, role)
            if model is not None:
                found[role] = model.bundle
    return found


def roll_back_records(settings: Settings, why: str, by: str, json: bool, lang: Lang) -> None:
    """Let the model before serve again, after its exam, in one person's name."""
    from clairscore.cli.acting import by_me
    from clairscore.decision.shelf import bundle_folder, load_bundle
    from clairscore.errors import BadInput, Unfit
    from clairscore.store.engine import masked
    from clairscore.store.reigns import champion_before, roll_back

    with opened() as store:
        with store.database.read() as read:
            before = champion_before(read)
        if before is not None:
            load_bundle(settings, bundle_folder(settings, Path(before)))
        try:
            with store.database.write() as write:
                done = roll_back(write, why, by_me(store, by))
        except Unfit as unfit:
            raise BadInput(t(f"lifecycle.unfit.{unfit.code}", lang, **unfit.figures)) from None
    if json:
        place = masked(settings.database)
        show_json({"version": None, "bundle": done.bundle, "aliases": ["champion"], "store": place})
        return
    show(t("cli.model.rolled_back", lang, bundle=done.bundle, replaced=str(done.replaced)))
    note(t("cli.model.rolled_back_advice", lang))


def _record(each: Reign) -> dict[str, object]:
    return {
        "bundle": each.bundle,
        "proposals": each.proposals,
        "asked": asdict(each.asked) if each.asked else None,
        "approved": asdict(each.approved) if each.approved else None,
    }


def _told(each: Reign, lang: Lang) -> str:
    made = t("cli.model.on.made", lang, bundle=each.bundle, proposals=number(each.proposals, lang))
    approved, asked = each.approved, each.asked
    if approved is None:
        return f"{made} {t('cli.model.on.since_the_start', lang)}"
    since = approved.created[:16].replace("T", " ")
    if asked is None:
        return f"{made} {t('cli.model.on.rolled_back', lang, since=since, who=approved.actor)}"
    names = {"asked": asked.actor, "approved": approved.actor, "why": asked.reason}
    return f"{made} {t('cli.model.on.approved', lang, since=since, **names)}"
