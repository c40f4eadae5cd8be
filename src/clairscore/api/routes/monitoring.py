"""Whether the model still fits: reports, signals, alerts, the audit of groups; aggregates only."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from clairscore.api.models import Answered, Asked, Id, Words
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, text_at
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.monitoring import (
    Content,
    FairnessSummary,
    FullReport,
    ShownAlert,
    ShownReport,
    ShownSignal,
    alert_shown,
    fairness_shown,
    full_report,
    report_shown,
    signal_shown,
)
from clairscore.errors import Absent
from clairscore.store import alerts, reports
from clairscore.store.alerts import Alert, State
from clairscore.store.by import By
from clairscore.store.contents import content_of
from clairscore.store.database import Read, Write
from clairscore.store.ids import new_id
from clairscore.store.reports import KeptReport, KeptSignal, Kind
from clairscore.store.times import stamp

router = routes_of("monitoring")

SEES = allow("analyst", "auditor", "admin")
NOTES = allow("analyst", "admin")
Found = tuple[KeptReport, Content, list[KeptSignal]]


class Signals(Answered):
    """The signals of the newest window; `report` null: nothing was looked at yet."""

    report: ShownReport | None
    items: list[ShownSignal]


class Noting(Asked):
    """What somebody says who takes note of an alert."""

    note: Annotated[
        Words, Field(examples=["La source des revenus a changé, nous la faisons corriger."])
    ]


@router.get("/v1/monitoring/reports", summary="List reports", openapi_extra=stated())
async def list_reports(
    call: Annotated[Call, SEES],
    kind: Annotated[Kind | None, Query(description="One kind of report.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ShownReport]:
    """Every report that `clairscore monitor run` or `fairness --keep` kept, newest first."""
    before = text_at(cursor)
    found = await call.service.read(reports.list_reports, kind, before=before, limit=limit + 1)
    shown, more = cut(found, limit, lambda each: each.id)
    return Page[ShownReport](items=[report_shown(each) for each in shown], next=more)


@router.get(
    "/v1/monitoring/reports/newest",
    summary="The newest report",
    openapi_extra=stated(problems=["not_found"]),
)
async def show_newest_report(call: Annotated[Call, SEES]) -> FullReport:
    """The newest window: its conclusion, its effect on decisions and money, its features."""
    return full_report(*await call.service.read(_window, None), call.lang)


@router.get(
    "/v1/monitoring/reports/{report}",
    summary="A report",
    openapi_extra=stated(problems=["not_found"]),
)
async def show_report(call: Annotated[Call, SEES], report: Id) -> FullReport:
    """A window with its conclusion, its effect on decisions and money, and its features."""
    return full_report(*await call.service.read(_window, report), call.lang)


@router.get("/v1/monitoring/signals", summary="The newest signals", openapi_extra=stated())
async def list_signals(call: Annotated[Call, SEES]) -> Signals:
    """What the newest window judged: each signal, its level and its limits."""
    kept, found = await call.service.read(_signals)
    return Signals(
        report=report_shown(kept) if kept else None,
        items=[signal_shown(each, call.lang) for each in found],
    )


@router.get("/v1/monitoring/alerts", summary="List alerts", openapi_extra=stated())
async def list_alerts(
    call: Annotated[Call, SEES],
    state: Annotated[State | None, Query(description="One state of alerts.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ShownAlert]:
    """Alerts, newest first: one for each signal until it is gone."""
    before, states = text_at(cursor), (state,) if state else ()
    found = await call.service.read(alerts.list_alerts, states, before=before, limit=limit + 1)
    shown, more = cut(found, limit, lambda each: each.id)
    return Page[ShownAlert](items=[alert_shown(each, call.lang) for each in shown], next=more)


@router.post(
    "/v1/monitoring/alerts/{alert}/acknowledgement",
    summary="Take note of an alert",
    openapi_extra=stated(problems=["not_found", "not_now", "bad_choice"]),
)
async def acknowledge_alert(call: Annotated[Call, NOTES], alert: Id, asked: Noting) -> ShownAlert:
    """Say that you know of it and what you do; nobody is called again unless it worsens."""
    return alert_shown(await call.service.write(_noted, call, alert, asked.note), call.lang)


@router.get("/v1/monitoring/fairness", summary="The newest audit of groups", openapi_extra=stated())
async def show_fairness(call: Annotated[Call, SEES]) -> FairnessSummary:
    """Shares granted, adverse impact ratio and calibration by group; small groups are masked."""
    kept, content = await call.service.read(_fairness)
    return fairness_shown(kept, content, call.lang)


def _window(read: Read, name: str | None) -> Found:
    try:
        kept = reports.report(read, name) if name else reports.newest_report(read, "window")
    except Absent:
        raise Problem("not_found") from None
    if kept is None or kept.told.kind != "window":
        raise Problem("not_found")
    return kept, content_of(read, "report", kept.id), reports.signals_of(read, kept.id)


def _signals(read: Read) -> tuple[KeptReport | None, list[KeptSignal]]:
    kept = reports.newest_report(read, "window")
    return kept, reports.signals_of(read, kept.id) if kept else []


def _fairness(read: Read) -> tuple[KeptReport | None, Content]:
    kept = reports.newest_report(read, "fairness")
    return kept, content_of(read, "report", kept.id) if kept else {}


def _noted(write: Write, call: Call, name: str, note: str) -> Alert:
    try:
        found = alerts.alert(write, name)
    except Absent:
        raise Problem("not_found") from None
    at = call.service.now()
    by = By(call.caller.user, stamp(at), new_id(at, call.service.random))
    return alerts.acknowledge(write, found, note, by)
