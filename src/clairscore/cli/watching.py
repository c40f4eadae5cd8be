"""`monitor run`: the report of the last days, kept, with the alerts that follow from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.opened import actor, opened
from clairscore.cli.options import Json, Language, Seed
from clairscore.cli.outcomes import DAYS_A_MONTH
from clairscore.cli.terminal import note, say, show, show_json, working
from clairscore.errors import BadSetting
from clairscore.i18n import LANGUAGES, Lang, known, number, t

if TYPE_CHECKING:
    from clairscore.cli.webhook import Webhook
    from clairscore.decision.bundle import Bundle
    from clairscore.decision.bundle import Json as Value
    from clairscore.monitoring.report import Report
    from clairscore.settings import Settings
    from clairscore.store.alerts import Alert
    from clairscore.store.deliveries import Reason
    from clairscore.store.opening import Store
    from clairscore.store.reports import KeptReport

app = typer.Typer()

Until = Annotated[
    datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], show_default=False)
]
LEAST_SECRET = 16
DESCRIBED = 20


@app.command("run")
def run(until: Until = None, seed: Seed = 20, json: Json = False, lang: Language = "fr") -> None:
    """Report on the last days, keep it, raise and close alerts, and tell them."""
    from clairscore.settings import load_settings

    settings = load_settings()
    sink = webhook(settings)
    with opened() as store:
        model = _serving(settings, store)
        with working(t("cli.monitor.run.working", lang, bundle=model.id)):
            report, values = _report(settings, store, model, until, seed)
        kept, raised = _kept(store, model, report, values)
        told = tell(store, sink) if sink else (0, 0)
    if json:
        show_json(_record(kept, raised, told))
    else:
        _show(values, raised, told if sink else None, lang)


def webhook(settings: Settings) -> Webhook | None:
    """Where alerts are told, None where nowhere; BadSetting for an address without its secret."""
    from clairscore.cli.webhook import Webhook

    if settings.alert_webhook is None:
        return None
    if settings.alert_secret is None:
        raise BadSetting(
            "CLAIRSCORE_ALERT_SECRET: found nothing, expected the file of the secret that signs"
            " what is sent to CLAIRSCORE_ALERT_WEBHOOK"
        )
    secret = settings.alert_secret.read_bytes().strip()
    if len(secret) < LEAST_SECRET:
        raise BadSetting(
            f"{settings.alert_secret}: found {len(secret)} bytes, expected {LEAST_SECRET} or more"
        )
    return Webhook(settings.alert_webhook, secret)


def tell(store: Store, sink: Webhook) -> tuple[int, int]:
    """How many waiting messages were taken, and how many were not: they wait for the next run."""
    from clairscore.cli.keeping import now
    from clairscore.store.deliveries import tried, undelivered
    from clairscore.store.times import stamp

    taken = refused = 0
    with store.database.read() as read:
        waiting = undelivered(read)
    for each in waiting:
        attempts, failure = sink.send(each.content)
        with store.database.write() as write:
            tried(write, each.id, attempts, failure, stamp(now()))
        taken, refused = taken + (failure is None), refused + (failure is not None)
    return taken, refused


def _serving(settings: Settings, store: Store) -> Bundle:
    """The model that serves, with the outcomes of its training."""
    from clairscore.cli.reigning import serving_folder
    from clairscore.decision.shelf import load_bundle
    from clairscore.modelling.monitoring.files import answers_beside, with_outcomes

    place = serving_folder(settings, store)
    return with_outcomes(load_bundle(settings, place), answers_beside(place))


def _report(
    settings: Settings, store: Store, model: Bundle, until: datetime | None, seed: int
) -> tuple[Report, dict[str, Value]]:
    """The report on the days that the policy looks back, before today or before `until`."""
    from clairscore.cli.keeping import now
    from clairscore.modelling.monitoring.written import as_json
    from clairscore.monitoring.sides import of_bundle
    from clairscore.monitoring.watch import watch
    from clairscore.store.window import Span, window

    day = (until or now()).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    first = day - timedelta(days=model.policy.alerting.window_days)
    mature = day - timedelta(days=model.policy.watching.mature_months * DAYS_A_MONTH)
    with store.database.long_read() as read:
        applicants = window(
            read, store.keys, model.id, len(model.features), Span(first, day, mature)
        )
    report = watch(
        model,
        of_bundle(model),
        applicants,
        kind="window",
        start=first.date().isoformat(),
        end=day.date().isoformat(),
        unit_value=settings.unit_value,
        seed=seed,
    )
    return report, as_json(report, model, settings.currency)


def _kept(
    store: Store, model: Bundle, report: Report, values: dict[str, Value]
) -> tuple[KeptReport, list[tuple[Reason, Alert]]]:
    from clairscore.cli.acting import by_me
    from clairscore.store.alerts import follow_up
    from clairscore.store.reports import KeptSignal, Told, keep_report

    told = Told(
        "window", model.id, report.start, report.end, report.current.applications, report.light
    )
    found = [
        KeptSignal(each.name, each.level, each.value, each.watch, each.act)
        for each in report.signals
    ]
    content = {**values, "described": _described(model, report)}
    with store.database.write() as write:
        kept = keep_report(write, told, content, found, by_me(store))
        raised = follow_up(write, kept, model.policy.alerting, actor(), lambda: by_me(store).id)
    return kept, raised


def _described(model: Bundle, report: Report) -> dict[str, dict[str, str]]:
    """The heaviest features of the report in words, by language."""
    from clairscore.monitoring.told import describer

    names = [each.name for each in report.features[:DESCRIBED]]
    return {lang: {name: describer(model, lang)(name) for name in names} for lang in LANGUAGES}


def _record(
    kept: KeptReport, raised: list[tuple[Reason, Alert]], told: tuple[int, int]
) -> dict[str, object]:
    return {
        "report": kept.id,
        "bundle": kept.told.bundle,
        "begins": kept.told.begins,
        "ends": kept.told.ends,
        "applications": kept.told.applications,
        "light": kept.told.light,
        "alerts": [
            {"event": reason, "alert": each.id, "signal": each.signal, "level": each.level}
            for reason, each in raised
        ],
        "told": told[0],
        "waiting": told[1],
    }


def _show(
    values: dict[str, Value],
    raised: list[tuple[Reason, Alert]],
    told: tuple[int, int] | None,
    lang: Lang,
) -> None:
    said = values["conclusion"]
    assert isinstance(said, dict)
    sentences = said[lang]
    assert isinstance(sentences, list)
    say(str(sentences[0]), style="bold")
    for sentence in sentences[1:]:
        show(str(sentence))
    for reason, each in raised:
        name, level = signal_name(each.signal, lang), t(f"watching.level.{each.level}", lang)
        show(t(f"alert.event.{reason}", lang, signal=name, level=level))
    if not raised:
        note(t("alert.none", lang))
    if told is not None:
        note(t("alert.told", lang, taken=number(told[0], lang), waiting=number(told[1], lang)))


def signal_name(signal: str, lang: Lang) -> str:
    """A signal in words."""
    key = f"watching.signal.{signal}"
    return t(key, lang) if known(key, lang) else signal
