"""`score`: the whole book of a folder, as a table, and as Kaggle's submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import Bundle, Folder, Json, Language, Out, Population
from clairscore.cli.terminal import note, show, show_json, table, working
from clairscore.errors import BadSetting
from clairscore.i18n import Lang, known, number, percent, t

if TYPE_CHECKING:
    import polars as pl

    from clairscore.decision.decide_book import CauseShare

Submission = Annotated[
    Path | None, typer.Option("--submission", metavar="FILE.csv", show_default=False)
]

Contributions = Annotated[
    Path | None, typer.Option("--contributions", metavar="FILE.parquet", show_default=False)
]

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
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write a proposal for every application of a folder."""
    from clairscore.cli.frames import require_format, require_parquet, write_frame, write_frames
    from clairscore.data.tables import read_folder
    from clairscore.decision.decide_book import (
        cause_shares,
        decide_book,
        explain_book,
        features_of_book,
    )
    from clairscore.decision.shelf import load_bundle
    from clairscore.settings import load_settings

    settings = load_settings()
    require_format(out)
    require_parquet(contributions, "--contributions")
    require_submittable(submission, population)
    model = load_bundle(settings, bundle)
    require_sound(folder, unchecked, lang)
    with working(t("cli.score.working", lang, bundle=model.id)):
        tables = read_folder(folder, population=population)
        computed = features_of_book(model, tables)
        proposals = decide_book(model, tables, as_of=settings.as_of, computed=computed)
    write_frame(proposals, out)
    note(t("cli.written", lang, file=str(out)))
    if contributions is not None:
        with working(t("cli.score.explaining", lang)):
            write_frames(explain_book(model, computed), contributions)
        note(t("cli.written", lang, file=str(contributions)))
    if submission is not None:
        write_frame(submitted(proposals), submission)
        note(t("cli.written", lang, file=str(submission)))
    outcomes = dict(proposals["outcome"].value_counts().iter_rows())
    shares = cause_shares(proposals, model.policy)
    if json:
        show_json(_record(model.id, outcomes, shares))
    else:
        _show(outcomes, shares, lang)


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


def submitted(proposals: pl.DataFrame) -> pl.DataFrame:
    """Kaggle's submission: SK_ID_CURR and TARGET, the probability."""
    return proposals.select("SK_ID_CURR", TARGET="probability")


def _record(
    bundle: str, outcomes: Mapping[str, int], shares: Sequence[CauseShare]
) -> dict[str, object]:
    return {
        "bundle": bundle,
        "applications": sum(outcomes.values()),
        "outcomes": {name: outcomes.get(name, 0) for name in OUTCOMES},
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
