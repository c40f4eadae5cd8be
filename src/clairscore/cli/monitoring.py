"""`monitor`: whether the model still fits those who apply, from files or from the records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.opened import opened
from clairscore.cli.options import Bundle, Folder, Json, Language, Seed
from clairscore.cli.outcomes import DAYS_A_MONTH
from clairscore.cli.terminal import bar, note, say, show, show_json, table
from clairscore.errors import BadInput
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.decision.bundle import Bundle as Model
    from clairscore.modelling.answers import RunAnswers
    from clairscore.monitoring.report import Report
    from clairscore.monitoring.sides import Yardstick
    from clairscore.settings import Settings

ALARM = 4
"""Exit code of a report whose verdict is what `--fail-on` names, or more urgent."""

Level = Literal["watch", "act"]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", show_default=False)]
FailOn = Annotated[Level | None, typer.Option("--fail-on", show_default=False)]
Start = Annotated[str, typer.Argument(metavar="FROM", show_default=False)]
End = Annotated[str, typer.Argument(metavar="TO", show_default=False)]
Reference = Annotated[Path | None, typer.Option("--reference", metavar="DIR", show_default=False)]

app = typer.Typer(no_args_is_help=True)


@app.command("files")
def files(
    folder: Folder,
    bundle: Bundle = None,
    out: Out = None,
    fail_on: FailOn = None,
    seed: Seed = 20,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Compare application_test with application_train."""
    from clairscore.modelling.monitoring.files import sides
    from clairscore.monitoring.evidently_report import drift_report
    from clairscore.monitoring.watch import watch
    from clairscore.settings import load_settings

    settings = load_settings()
    model, answers = _model(settings, bundle)
    require_sound(folder, unchecked, lang)
    yardstick, applicants = sides(folder, model, answers, lambda step: _step(step, lang))
    _step("compare", lang)
    report = watch(
        model, yardstick, applicants, kind="files", unit_value=settings.unit_value, seed=seed
    )
    evidently = None
    before, now = applicants.reference_applications, applicants.applications
    if out is not None and before is not None and now is not None:
        _step("evidently", lang)
        evidently = drift_report(before, now, model.policy.excluded_columns).html
    _give(report, model, settings, out, evidently, json, lang)
    _end(report, fail_on)


@app.command("window")
def window(
    start: Start,
    end: End,
    bundle: Bundle = None,
    reference: Reference = None,
    out: Out = None,
    fail_on: FailOn = None,
    seed: Seed = 20,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Compare the proposals of a period with the bundle's reference."""
    from clairscore.monitoring.evidently_report import features_report
    from clairscore.monitoring.watch import watch
    from clairscore.settings import load_settings
    from clairscore.store.window import Span, window

    settings = load_settings()
    first, last = _day(start), _day(end)
    if first >= last:
        raise BadInput(t("cli.monitor.window.order", lang, start=start, end=end))
    place = _proposing(settings, bundle)
    model, _ = _model(settings, place)
    yardstick = _yardstick(settings, place, reference, lang)
    months = model.policy.watching.mature_months
    span = Span(first, last, last - timedelta(days=months * DAYS_A_MONTH))
    told = bar(t("cli.monitor.step.current", lang))
    with opened() as store, store.database.long_read() as read, told as progress:
        applicants = window(
            read, store.keys, model.id, len(model.features), span, progress=progress
        )
    _step("compare", lang)
    report = watch(
        model,
        yardstick,
        applicants,
        kind="window",
        start=start,
        end=end,
        unit_value=settings.unit_value,
        seed=seed,
    )
    evidently = None
    if out is not None and yardstick.rows is not None and len(applicants.matrix):
        _step("evidently", lang)
        heaviest = [each.name for each in report.features if each.compared]
        evidently = features_report(
            model.features, heaviest, yardstick.rows.matrix, applicants.matrix
        )
    _give(report, model, settings, out, evidently, json, lang)
    _end(report, fail_on)


def _proposing(settings: Settings, given: Path | None) -> Path:
    """The bundle that was named, else the one that serves."""
    from clairscore.cli.reigning import serving_folder

    if given is not None:
        return given
    with opened() as store:
        return serving_folder(settings, store)


def _model(settings: Settings, given: Path | None) -> tuple[Model, RunAnswers | None]:
    """The bundle with its outcomes, and the answers that training left beside it."""
    from clairscore.decision.shelf import bundle_folder, load_bundle
    from clairscore.modelling.monitoring.files import answers_beside, with_outcomes

    place = bundle_folder(settings, given)
    answers = answers_beside(place)
    return with_outcomes(load_bundle(settings, place), answers), answers


def _yardstick(
    settings: Settings, bundle: Path | None, folder: Path | None, lang: Lang
) -> Yardstick:
    """The bundle's own reference, or that of a folder of labelled applications."""
    from clairscore.modelling.monitoring.files import reference
    from clairscore.monitoring.sides import of_bundle

    model, answers = _model(settings, bundle)
    if folder is None:
        return of_bundle(model)
    _step("reference", lang)
    return reference(folder, model, answers)


def _give(
    report: Report,
    model: Model,
    settings: Settings,
    out: Path | None,
    evidently: str | None,
    json: bool,
    lang: Lang,
) -> None:
    from clairscore.modelling.monitoring.written import as_json, write

    values = as_json(report, model, settings.currency)
    if out is not None:
        note(t("cli.monitor.step.write", lang, folder=str(out)))
        write(report, model, values, out, settings.currency, evidently)
    if json:
        show_json(values)
    else:
        _show(report, model, settings.currency, lang)


def _show(report: Report, model: Model, currency: str | None, lang: Lang) -> None:
    from clairscore.monitoring import told

    said = told.describer(model, lang)
    verdict, *sentences = told.conclusion(report, said, lang, currency)
    say(verdict, style="bold")
    for sentence in sentences:
        show(sentence)
    signals = table(
        *(t(f"watching.head.{name}", lang) for name in ("signal", "level", "value", "limit_watch")),
        right=(2, 3),
    )
    for each in report.signals:
        signals.add_row(
            t(f"watching.signal.{each.name}", lang),
            t(f"watching.level.{each.level}", lang),
            told.signal_value(each, each.value, lang),
            told.signal_value(each, each.watch, lang),
        )
    show(signals)
    for action in report.actions:
        say(told.action(action, said, lang), style="bold")


def _end(report: Report, fail_on: Level | None) -> None:
    """Exit 4 where the verdict is at least the one that was named."""
    urgent = {"watch": ("watch", "act"), "act": ("act",)}
    if fail_on is not None and report.light in urgent[fail_on]:
        raise typer.Exit(ALARM)


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise BadInput(f"found {text!r}; expected a day as YYYY-MM-DD") from None


def _step(name: str, lang: Lang) -> None:
    note(t(f"cli.monitor.step.{name}", lang))
