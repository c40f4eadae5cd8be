"""`train`: from a folder of labelled tables to a signed bundle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import CatalogueName, Folder, Json, Language, Seed
from clairscore.cli.profile import keep_profile
from clairscore.cli.recording import open_store, record
from clairscore.cli.terminal import complain, note, show, show_json
from clairscore.i18n import Lang, known, number, t

if TYPE_CHECKING:
    from clairscore.decision.policy import Policy
    from clairscore.features.catalogue import Extent
    from clairscore.modelling.fits import Fits
    from clairscore.modelling.run import Trained
    from clairscore.settings import Settings

SEED = 20

Bundles = Annotated[Path | None, typer.Option("--out", "-o", metavar="BUNDLES", show_default=False)]
RecipeName = Annotated[Literal["default", "best"], typer.Option("--recipe")]
KeepFits = Annotated[bool, typer.Option("--keep-fits")]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE.json", show_default=False)
]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `train`."""
    app.command("train")(train)


def train(
    folder: Folder,
    out: Bundles = None,
    recipe: RecipeName = "default",
    catalogue: CatalogueName = "full",
    policy: PolicyFile = None,
    seed: Seed = SEED,
    keep_fits: KeepFits = False,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Learn from a folder's labelled applications and save the model as a bundle."""
    from clairscore.modelling.fits import FOLDER, Fits
    from clairscore.modelling.tracking import of_training
    from clairscore.settings import load_settings

    settings = load_settings()
    bundles = out or settings.bundles
    in_force, fits = policy_in(policy), Fits(bundles / FOLDER)
    store, started = open_store(settings), datetime.now(UTC)
    report = require_sound(folder, unchecked, lang)
    trained = learn(folder, bundles, settings, in_force, recipe, catalogue, seed, lang, fits)
    _tell_found(fits, lang)
    if not keep_fits:
        fits.forget()
    if report is not None:
        keep_profile(report.profile, trained.folder)
    if json:
        show_json(_record(trained))
    else:
        _show(trained, lang)
    if store is not None:
        record(of_training(trained, started, datetime.now(UTC), lang), store, lang)


def learn(
    folder: Path,
    bundles: Path,
    settings: Settings,
    policy: Policy | None = None,
    recipe: Literal["default", "best"] = "default",
    extent: Extent = "full",
    seed: int = SEED,
    lang: Lang = "fr",
    fits: Fits | None = None,
) -> Trained:
    """Train on a folder and save the bundle; each step, and what a reader must hear, on stderr."""
    from clairscore import workbench

    trained = workbench.train(
        folder,
        bundles,
        policy=policy,
        recipe=recipe,
        extent=extent,
        seed=seed,
        fits=fits,
        progress=lambda step: note(step_name(step, lang)),
        settings=settings,
    )
    for warning in trained.warnings:
        complain(warning)
    return trained


def step_name(step: str, lang: Lang) -> str:
    """A step of training in words; its own name where it has none."""
    key = f"cli.train.step.{step.replace(' ', '_')}"
    return t(key, lang) if known(key, lang) else step


def policy_in(file: Path | None) -> Policy:
    """The policy of a JSON file, or the default one; BadSetting for a file that cannot be used."""
    from clairscore.decision.policy import Policy
    from clairscore.errors import BadSetting

    if file is None:
        return Policy()
    try:
        return Policy.from_json(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting(f"--policy {file}: {error.strerror}; give a policy as JSON") from None


def _tell_found(fits: Fits, lang: Lang) -> None:
    if fits.found:
        note(t("cli.train.found", lang, n=number(len(fits.found), lang)))


def _record(trained: Trained) -> dict[str, object]:
    return {
        "bundle": trained.folder.name,
        "folder": str(trained.folder),
        "card": dict(trained.card),
        "seconds": dict(trained.seconds),
        "warnings": list(trained.warnings),
    }


def _show(trained: Trained, lang: Lang) -> None:
    from clairscore.cli.card import card_table

    show(card_table(trained.card, lang))
    show(t("cli.train.saved", lang, folder=str(trained.folder)))
