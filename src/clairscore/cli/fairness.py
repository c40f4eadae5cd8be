"""`fairness`: how decisions fall on groups, in a labelled folder or in the records."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.evidence import require_json, write_json
from clairscore.cli.gates import Keep
from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.opened import opened
from clairscore.cli.options import Bundle, Json, Language, Seed
from clairscore.cli.terminal import note, show, show_json, table, working
from clairscore.errors import BadInput
from clairscore.i18n import Lang, fixed, number, percent, signed, t

if TYPE_CHECKING:
    from clairscore.metrics import Interval
    from clairscore.monitoring.fairness import Fairness, Judged, Treated, Worth
    from clairscore.settings import Settings

COLUMNS = (
    "group",
    "people",
    "granted",
    "impact",
    "difficulties_refused",
    "repaid_refused",
    "calibration",
)
CROSSED_SHOWN = 10

Where = Annotated[Path | None, typer.Argument(metavar="[DIR]", show_default=False)]
Exclusions = Annotated[Path | None, typer.Option("--exclusions", metavar="FILE.json")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE.json", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `fairness`."""
    app.command("fairness")(fairness)


def fairness(
    folder: Where = None,
    bundle: Bundle = None,
    exclusions: Exclusions = None,
    out: Out = None,
    keep: Keep = False,
    seed: Seed = 20,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Audit the decisions of a labelled folder, or those of the records."""
    from clairscore.decision.shelf import bundle_folder
    from clairscore.modelling.fairness import worths_in
    from clairscore.settings import load_settings

    if out is not None:
        require_json(out)
    settings = load_settings()
    worths = worths_in(exclusions) if exclusions else ()
    if folder is None:
        found = _of_decisions(settings, bundle, worths, seed, lang)
    else:
        place = bundle_folder(settings, bundle)
        require_sound(folder, unchecked, lang)
        found = _of_folder(settings, folder, place, worths, seed, lang)
    if out is not None:
        write_json(found.as_json(), out)
        note(t("cli.written", lang, file=str(out)))
    if keep:
        _keep(found)
    if json:
        show_json(found.as_json())
    else:
        _show(found, lang)


def _of_folder(
    settings: Settings,
    folder: Path,
    place: Path,
    worths: tuple[Worth, ...],
    seed: int,
    lang: Lang,
) -> Fairness:
    from clairscore.decision.shelf import load_bundle
    from clairscore.modelling import answers
    from clairscore.modelling.fairness import judged_in, learnt_from
    from clairscore.monitoring.fairness import audit

    model = load_bundle(settings, place)
    answered = None
    if learnt_from(folder, model):
        answered = answers.read(answers.beside(place))
        note(t("cli.fairness.trained", lang))
    judged = judged_in(folder, model, answered)
    with working(_working(judged, lang)):
        return audit(judged, model.id, "folder", seed=seed, exclusions=worths)


def _of_decisions(
    settings: Settings,
    bundle: Path | None,
    worths: tuple[Worth, ...],
    seed: int,
    lang: Lang,
) -> Fairness:
    from clairscore.cli.keeping import now
    from clairscore.cli.reigning import serving_folder
    from clairscore.decision.shelf import load_bundle
    from clairscore.monitoring.fairness import audit
    from clairscore.store.decided import Span
    from clairscore.store.judged import judged_decisions

    with opened() as store:
        model = load_bundle(settings, bundle or serving_folder(settings, store))
        months = model.policy.watching.mature_months
        with store.database.long_read() as read:
            judged = judged_decisions(read, store.keys, Span(), now(), months, bundle=model.id)
    if not len(judged):
        raise BadInput(
            f"fairness: found no decision on what {model.id} proposed; name the model that did with"
            " --bundle"
        )
    with working(_working(judged, lang)):
        return audit(judged, model.id, "decisions", seed=seed, exclusions=worths)


def _keep(found: Fairness) -> None:
    """Keep the audit in the records, where the service shows it."""
    from clairscore.cli.acting import by_me
    from clairscore.i18n import LANGUAGES
    from clairscore.monitoring.fairness.conclusion import conclusion
    from clairscore.store.reports import Told, keep_report

    told = Told("fairness", found.bundle, None, None, found.people, "unjudged")
    words = {lang: list(conclusion(found, lang)) for lang in LANGUAGES}
    with opened() as store, store.database.write() as write:
        content = {**found.as_json(), "conclusion": words}
        keep_report(write, told, content, (), by_me(store))


def _working(judged: Judged, lang: Lang) -> str:
    return t("cli.fairness.working", lang, people=number(len(judged), lang))


def _show(found: Fairness, lang: Lang) -> None:
    from clairscore.monitoring.fairness.conclusion import conclusion
    from clairscore.monitoring.fairness.naming import criterion_name

    for criterion, groups in found.criteria.items():
        title = t("fairness.title.criterion", lang, criterion=criterion_name(criterion, lang))
        _show_groups(title, ((criterion, each) for each in groups), lang)
    crossed = [(name, each) for name, groups in found.intersections.items() for each in groups]
    crossed = [each for each in crossed if each[1].figures and each[1].figures.impact]
    crossed.sort(key=lambda each: _impact(each[1]))
    if crossed:
        _show_groups(t("fairness.title.intersections", lang), crossed[:CROSSED_SHOWN], lang)
    for sentence in conclusion(found, lang):
        show(sentence)


def _show_groups(title: str, groups: Iterable[tuple[str, Treated]], lang: Lang) -> None:
    from clairscore.monitoring.fairness.naming import group_name

    told = table(
        *(t(f"fairness.column.{name}", lang) for name in COLUMNS),
        title=title,
        right=range(1, len(COLUMNS)),
    )
    for criterion, each in groups:
        told.add_row(group_name(criterion, each.group, lang), *_cells(each, lang))
    show(told)


def _cells(each: Treated, lang: Lang) -> list[str]:
    figures = each.figures
    if figures is None or each.people is None:
        return [t("fairness.cell.masked", lang), *("-" for _ in COLUMNS[2:])]
    impact = figures.impact
    return [
        number(each.people, lang),
        _share(figures.granted, lang),
        t("fairness.cell.compared", lang) if impact is None else _ranged(impact, lang, 2),
        _share(figures.difficulties_refused, lang),
        _share(figures.repaid_refused, lang),
        "-" if figures.calibration is None else signed(100 * figures.calibration.value, lang, 1),
    ]


def _impact(each: Treated) -> float:
    assert each.figures is not None
    assert each.figures.impact is not None
    return each.figures.impact.value


def _share(interval: Interval | None, lang: Lang) -> str:
    return "-" if interval is None else percent(interval.value, lang)


def _ranged(interval: Interval, lang: Lang, digits: int) -> str:
    value, low, high = (
        fixed(each, lang, digits) for each in (interval.value, interval.low, interval.high)
    )
    return f"{value} ({low} – {high})"
