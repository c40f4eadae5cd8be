"""`score`: the whole book of a folder, as a table or by parts, and as Kaggle's submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import (
    Bundle,
    Engine,
    Folder,
    Json,
    Language,
    Master,
    Out,
    Parts,
    Population,
)
from clairscore.cli.terminal import note, show, show_json, table, working
from clairscore.errors import BadSetting
from clairscore.i18n import Lang, known, number, percent, t

if TYPE_CHECKING:
    import polars as pl

    from clairscore.batch.asked import Asked, Outputs
    from clairscore.decision.decide_book import CauseShare, Tally
    from clairscore.decision.policy import Policy
    from clairscore.settings import Settings

Submission = Annotated[
    Path | None, typer.Option("--submission", metavar="FILE.csv", show_default=False)
]

Contributions = Annotated[
    Path | None, typer.Option("--contributions", metavar="FILE.parquet", show_default=False)
]

Scored: TypeAlias = "tuple[str, Policy, Tally]"
"""The bundle's name, its policy, and what was counted."""
OUTCOMES = ("granted", "refused", "referred")


def add_to(app: typer.Typer) -> None:
    """Give the program its command `score`."""
    app.command("score")(score)


def score(
    folder: Folder,
    out: Out,
    bundle: Bundle = None,
    submission: Submission = None,
    contributions: Contributions = None,
    population: Population = "test",
    engine: Engine = "polars",
    master: Master = None,
    parts: Parts = None,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write a proposal for every application of a folder."""
    from clairscore.batch.asked import Asked, Outputs
    from clairscore.cli.by_parts import is_by_parts, scored_by_parts
    from clairscore.decision.decide_book import cause_shares
    from clairscore.settings import load_settings

    settings = load_settings()
    require_submittable(submission, population)
    asked = Asked(folder, population, engine, master, parts, unchecked, settings.threads)
    outputs = Outputs(out, contributions)
    scored = scored_by_parts if is_by_parts(asked) else scored_at_once
    bundle_id, policy, counted = scored(asked, outputs, bundle, settings, lang)
    for written in (out, contributions):
        if written is not None:
            note(t("cli.written", lang, file=str(written)))
    if submission is not None:
        write_submission(out, submission)
        note(t("cli.written", lang, file=str(submission)))
    shares = cause_shares(counted, policy)
    if json:
        show_json(_record(bundle_id, counted, shares))
    else:
        _show(counted.outcomes, shares, lang)


def scored_at_once(
    asked: Asked, outputs: Outputs, bundle: Path | None, settings: Settings, lang: Lang
) -> Scored:
    """All applications in memory together, into files."""
    from clairscore.cli.frames import require_format, require_parquet, write_frame, write_frames
    from clairscore.data.tables import read_folder
    from clairscore.decision.decide_book import (
        decide_book,
        explain_book,
        features_of_book,
        tally,
    )
    from clairscore.decision.shelf import load_bundle

    asked.require_sensible()
    require_format(outputs.main)
    require_parquet(outputs.contributions, "--contributions")
    model = load_bundle(settings, bundle)
    require_sound(asked.folder, asked.vouched, lang)
    with working(t("cli.score.working", lang, bundle=model.id)):
        tables = read_folder(asked.folder, population=asked.population)
        computed = features_of_book(model, tables)
        proposals = decide_book(model, tables, as_of=settings.as_of, computed=computed)
    write_frame(proposals, outputs.main)
    if outputs.contributions is not None:
        with working(t("cli.score.explaining", lang)):
            write_frames(explain_book(model, computed), outputs.contributions)
    return model.id, model.policy, tally(proposals)


def require_submittable(submission: Path | None, population: str) -> None:
    """BadSetting for a submission that is not a CSV of the test applications."""
    if submission is None:
        return
    if submission.suffix.lower() != ".csv":
        raise BadSetting(f"--submission {submission}: expected a file name that ends in .csv")
    if population != "test":
        raise BadSetting(
            f"--submission: found --population {population}; Kaggle asks for the applications of"
            " application_test, leave --population out"
        )


def write_submission(out: Path, submission: Path) -> None:
    """Write Kaggle's file from what was decided: one file, or a folder of parts."""
    import polars as pl

    from clairscore.cli.frames import write_frame

    columns = ["SK_ID_CURR", "probability"]
    if out.suffix.lower() == ".csv":
        proposals = pl.read_csv(out, columns=columns)
    else:
        proposals = pl.read_parquet(out, columns=columns)
    write_frame(submitted(proposals.sort("SK_ID_CURR")), submission)


def submitted(proposals: pl.DataFrame) -> pl.DataFrame:
    """Kaggle's submission: SK_ID_CURR and TARGET, the probability."""
    return proposals.select("SK_ID_CURR", TARGET="probability")


def _record(bundle: str, counted: Tally, shares: Sequence[CauseShare]) -> dict[str, object]:
    return {
        "bundle": bundle,
        "applications": counted.applications,
        "outcomes": {name: counted.outcomes.get(name, 0) for name in OUTCOMES},
        "causes": [asdict(each) for each in shares],
    }


def cause_name(code: str, lang: Lang) -> str:
    """A rule's or a referral cause's short name."""
    rule = f"rule.{code}.name"
    return t(rule, lang) if known(rule, lang) else t(f"cli.cause.{code}", lang)


def _show(outcomes: Mapping[str, int], shares: Sequence[CauseShare], lang: Lang) -> None:
    total = sum(outcomes.values())
    found = table(
        *(t(f"cli.score.column.{name}", lang) for name in ("outcome", "count", "share")),
        right=(1, 2),
    )
    for name in OUTCOMES:
        count = outcomes.get(name, 0)
        found.add_row(
            t(f"cli.outcome.{name}", lang),
            number(count, lang),
            percent(count / max(total, 1), lang),
        )
    show(found)
    for each in shares:
        if each.alert:
            share = percent(each.share, lang)
            note(t("cli.score.alert", lang, cause=cause_name(each.code, lang), share=share))
