"""`recalibrate`: a new slope and a new intercept for a model that still ranks well."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.opened import opened
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import note, show, show_json
from clairscore.errors import BadSetting
from clairscore.i18n import Lang, number, signed, t

if TYPE_CHECKING:
    from clairscore.decision.bundle import Bundle
    from clairscore.modelling.recalibrate import Observed, Recalibrated

Parent = Annotated[Path, typer.Argument(metavar="BUNDLE", show_default=False)]
Where = Annotated[Path | None, typer.Argument(metavar="[DIR]", show_default=False)]
FromStore = Annotated[bool, typer.Option("--from-store")]
Bundles = Annotated[Path | None, typer.Option("--out", "-o", metavar="BUNDLES", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `recalibrate`."""
    app.command("recalibrate")(recalibrate)


def recalibrate(
    bundle: Parent,
    folder: Where = None,
    from_store: FromStore = False,
    out: Bundles = None,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Recalibrate a bundle on a labelled folder, or on the outcomes of the records."""
    from clairscore.decision.bundle import signing_key
    from clairscore.decision.shelf import bundle_folder, load_bundle, signing_key_path
    from clairscore.modelling.recalibrate import recalibrate as made_from
    from clairscore.modelling.run import versions
    from clairscore.settings import load_settings
    from clairscore.workbench import now

    if from_store is (folder is not None):
        raise BadSetting("recalibrate: expected a folder, or --from-store, and not both")
    settings = load_settings()
    place = bundle_folder(settings, bundle)
    parent = load_bundle(settings, place)
    if folder is not None:
        require_sound(folder, unchecked, lang)
    observed = _observed(parent, folder)
    bundles = out or place.parent
    made = made_from(
        parent,
        place,
        observed,
        bundles,
        signing_key(signing_key_path(settings, bundles)),
        created=now().isoformat(timespec="seconds"),
        versions=versions(),
    )
    if json:
        show_json(_record(made))
    else:
        _show(made, observed, lang)


def _observed(parent: Bundle, folder: Path | None) -> Observed:
    from clairscore.modelling.recalibrate import observed_in

    return _in_records(parent) if folder is None else observed_in(folder, parent)


def _in_records(parent: Bundle) -> Observed:
    """Granted loans that this bundle scored and whose outcome counts."""
    import numpy as np
    import polars as pl

    from clairscore.cli.keeping import now
    from clairscore.modelling.recalibrate import Observed
    from clairscore.store.decided import Span, decided, mature_before

    months = parent.policy.watching.mature_months
    with opened() as store, store.database.long_read() as read:
        rows = decided(read, Span(), mature_before(now(), months), bundle=parent.id)
    known = rows.filter(pl.col("difficulties").is_not_null())
    return Observed(
        log_odds=known["log_odds"].to_numpy(),
        y=known["difficulties"].to_numpy().astype(np.bool_),
        data={},
        granted_only=True,
    )


def _record(made: Recalibrated) -> dict[str, object]:
    return {
        "bundle": made.folder.name,
        "folder": str(made.folder),
        "parent": made.parent,
        "clients": made.clients,
        "difficulties": made.difficulties,
        "slope": asdict(made.fit.slope),
        "intercept": asdict(made.fit.intercept),
    }


def _show(made: Recalibrated, observed: Observed, lang: Lang) -> None:
    fit = made.fit
    show(t("cli.recalibrate.done", lang, folder=str(made.folder), parent=made.parent))
    show(
        t(
            "cli.recalibrate.fitted",
            lang,
            clients=number(made.clients, lang),
            difficulties=number(made.difficulties, lang),
            slope=number(fit.slope.value, lang, 3),
            intercept=signed(fit.intercept.value, lang, 3),
        )
    )
    if observed.granted_only:
        note(t("cli.recalibrate.granted_only", lang))
    note(t("cli.recalibrate.advice", lang, bundle=made.folder.name))
