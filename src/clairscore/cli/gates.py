"""`gates`: whether a challenger may take the place of the model that serves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.opened import opened
from clairscore.cli.options import Folder, Json, Language, Seed
from clairscore.cli.terminal import note, show, show_json, working
from clairscore.i18n import LANGUAGES, Lang, t

if TYPE_CHECKING:
    from clairscore.monitoring.gates import GateVerdict
    from clairscore.settings import Settings

Challenger = Annotated[Path, typer.Argument(metavar="BUNDLE", show_default=False)]
Against = Annotated[Path | None, typer.Option("--against", metavar="BUNDLE", show_default=False)]
Keep = Annotated[bool, typer.Option("--keep")]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `gates`."""
    app.command("gates")(gates)


def gates(
    challenger: Challenger,
    folder: Folder,
    against: Against = None,
    keep: Keep = False,
    seed: Seed = 20,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Compare a challenger with the model in service on labelled applications."""
    from clairscore.decision.shelf import bundle_folder, load_bundle
    from clairscore.modelling.comparing import compared_on
    from clairscore.monitoring.gates import judge
    from clairscore.settings import load_settings

    settings = load_settings()
    place = bundle_folder(settings, challenger)
    other = against or in_service(settings, place)
    new, old = load_bundle(settings, place), load_bundle(settings, other)
    require_sound(folder, unchecked, lang)
    with working(t("cli.gates.working", lang, challenger=new.id, champion=old.id)):
        # loading is the exam: a bundle that fails it does not come this far
        verdict = judge(compared_on(folder, old, new, exam=True, seed=seed), old.policy.gates)
    kept = _kept(verdict) if keep else None
    if json:
        show_json({**verdict.as_json(), "kept": kept})
    else:
        _show(verdict, lang)
    if kept is not None:
        note(t("cli.gates.kept", lang, name=kept))


def in_service(settings: Settings, challenger: Path) -> Path:
    """The champion's folder; BadInput where the records name none, or the challenger itself."""
    from clairscore.cli.reigning import champion_in_records
    from clairscore.decision.shelf import bundle_folder
    from clairscore.errors import BadInput

    champion = champion_in_records(settings)
    if champion is None:
        raise BadInput(
            "gates: found no champion in the records, so there is nothing to compare with; name a"
            " bundle with --against, or register the new one first (POST /v1/models, or the"
            " dashboard's models), which makes the one that serves champion"
        )
    if champion == challenger.name:
        raise BadInput(f"gates: {champion} is the champion itself; expected another bundle")
    return bundle_folder(settings, Path(champion))


def _kept(verdict: GateVerdict) -> str:
    """The name under which the records keep the verdict."""
    from clairscore.cli.acting import by_me
    from clairscore.monitoring.gates_told import told
    from clairscore.store.comparisons import keep_comparison

    found, text = verdict.compared, {each: list(told(verdict, each)) for each in LANGUAGES}
    with opened() as store, store.database.write() as write:
        return keep_comparison(
            write,
            found.champion,
            found.challenger,
            verdict.passed,
            {**verdict.as_json(), "text": text},
            by_me(store),
        ).id


def _show(verdict: GateVerdict, lang: Lang) -> None:
    from clairscore.monitoring.gates_told import told

    for sentence in told(verdict, lang):
        show(sentence)
