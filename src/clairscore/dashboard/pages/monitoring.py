"""Watching the model: alerts, what changed and what it does, what it is worth, groups."""

from __future__ import annotations

import streamlit as st

from clairscore.charts import Part, groups
from clairscore.charts.watching import Mover, Slice, Worth, estimates, feature_shift, score_shift
from clairscore.client.records import FullReport, Range, ShownAlert, ShownEffect
from clairscore.dashboard.pages.models import names_of
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.listing import onward
from clairscore.dashboard.parts.said import said
from clairscore.dashboard.parts.sending import sent
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import Lang, aligned, fixed, number, signed, t
from clairscore.metrics import Interval

PAGE, DRAWN = 20, 12
FIGURES = ("approvals", "expected", "expected_granted", "cost")


def show(visit: Visit) -> None:
    """Show the newest window with its alerts, then the audit of groups."""
    report = _newest(visit)
    light = report.light if report else "none"
    heading(t(f"watching_screen.title.{light}", visit.lang))
    _alerts(visit)
    if report is None:
        empty(t("watching_screen.nothing", visit.lang))
    else:
        _conclusion(report, visit.lang)
        _effects(report, visit.lang)
        _signals(report, visit.lang)
        _figures(report, visit.lang)
    _fairness(visit)
    _reports(visit)


def _newest(visit: Visit) -> FullReport | None:
    try:
        return visit.client.show_newest_report()
    except Refused as error:
        if error.status == 404:
            return None
        raise


def _alerts(visit: Visit) -> None:
    """Alerts that stand, the open ones with what somebody may say."""
    lang = visit.lang
    st.header(t("watching_screen.alerts", lang), anchor=False)
    found = [each for each in visit.client.list_alerts(limit=100).items if each.state != "closed"]
    if not found:
        empty(t("watching_screen.no_alert", lang))
        return
    names = names_of(visit)
    for alert in found:
        words = t(
            "watching_screen.alert",
            lang,
            signal=alert.name,
            level=alert.level_name,
            state=alert.state_name,
            day=on(alert.opened, lang),
        )
        st.subheader(words, anchor=False)
        if alert.acknowledged is not None:
            who = names.get(alert.acknowledged_by or "", t("models.somebody", lang))
            st.write(t("watching_screen.noted", lang, who=who, day=on(alert.acknowledged, lang)))
            said(alert.note or "")
        elif visit.may("analyst", "admin"):
            _note(alert, visit)


def _note(alert: ShownAlert, visit: Visit) -> None:
    with st.form(f"alert-{alert.id}", border=False):
        label = t("watching_screen.note", visit.lang, signal=alert.name)
        words = st.text_area(label, key=f"note-{alert.id}", max_chars=2_000)
        pressed = st.form_submit_button(t("watching_screen.acknowledge", visit.lang))
    if pressed:
        sent(lambda: visit.client.acknowledge_alert(alert.id, note=words.strip() or "-"), visit)


def _conclusion(report: FullReport, lang: Lang) -> None:
    st.header(t("watching_screen.conclusion", lang), anchor=False)
    days = {"begins": report.begins or "-", "ends": report.ends or "-"}
    counted = number(report.applications, lang)
    st.write(t("watching_screen.window", lang, applications=counted, **days))
    for sentence in report.conclusion:
        st.write(sentence)
    if report.actions:
        st.subheader(t("watching_screen.actions", lang), anchor=False)
        st.write("\n".join(f"- {each}" for each in report.actions))


def _effects(report: FullReport, lang: Lang) -> None:
    heads = [
        Head(t(f"watching_screen.effect.{name}", lang), "text" if name == "figure" else "number")
        for name in ("figure", "reference", "current", "difference")
    ]
    rows = [
        [
            each.name,
            _told(each, each.reference, lang),
            _told(each, each.current, lang),
            _difference(each, lang),
        ]
        for each in report.effects
    ]
    table(t("watching_screen.effect.caption", lang), heads, rows)


def _told(effect: ShownEffect, value: float, lang: Lang) -> str:
    return fixed(value, lang, 1) if effect.figure == "cost" else aligned(value, lang)


def _difference(effect: ShownEffect, lang: Lang) -> str:
    """In points for shares, with its interval."""
    scale = 1 if effect.figure == "cost" else 100
    found = effect.difference
    value, low, high = (
        signed(scale * end, lang, 1) for end in (found.value, found.low, found.high)
    )
    return t("gate.range", lang, value=value, low=low, high=high)


def _signals(report: FullReport, lang: Lang) -> None:
    heads = [Head(t(f"watching.head.{name}", lang)) for name in ("signal", "level")]
    rows = [[each.name, each.level_name] for each in report.signals]
    if rows:
        table(t("watching_screen.signals", lang), heads, rows)


def _figures(report: FullReport, lang: Lang) -> None:
    score = report.score
    slices = [Slice(each.low, each.high, each.reference, each.current) for each in score.slices]
    moved = score.level != "calm"
    drawn = score_shift(slices, report.cut_off, (score.psi, score.usual), lang, moved=moved)
    figure(drawn, "watching-score")
    movers = [
        Mover(each.name, each.psi, each.usual, each.importance) for each in report.features[:DRAWN]
    ]
    if movers:
        counts = report.moved, report.compared
        figure(feature_shift(movers, counts, lang), "watching-features")
    worths = [
        Worth(each.name, _interval(each.auc), each.method == "reference")
        for each in report.estimates
        if each.usable
    ]
    if any(each.reference for each in worths):
        figure(estimates(worths, lang), "watching-estimates")


def _fairness(visit: Visit) -> None:
    lang, found = visit.lang, visit.client.show_fairness()
    if found.report is None:
        st.header(t("watching_screen.groups", lang), anchor=False)
        empty(t("watching_screen.no_audit", lang))
        return
    parts, people, granted = [], 0, 0.0
    for each in found.groups:
        if each.people is None or each.granted is None:
            continue
        parts.append(Part(each.criterion_name, each.name, each.people, _interval(each.granted)))
        if each.criterion == "sex":
            people, granted = people + each.people, granted + each.people * each.granted.value
    whole = granted / max(people, 1)
    figure(groups(parts, Interval(whole, whole, whole, "all"), lang), "watching-groups")
    for sentence in found.conclusion:
        st.write(sentence)


def _reports(visit: Visit) -> None:
    lang = visit.lang
    st.header(t("watching_screen.reports", lang), anchor=False)
    page = visit.client.list_reports(cursor=visit.asked.get("cursor"), limit=PAGE)
    heads = [
        Head(t(f"watching_screen.report.{name}", lang))
        for name in ("created", "kind", "bundle", "light", "applications")
    ]
    rows = [
        [
            on(each.created, lang),
            t(f"watching_screen.kind.{each.kind}", lang),
            each.bundle,
            t(f"watching_screen.light.{each.light}", lang),
            number(each.applications, lang),
        ]
        for each in page.items
    ]
    if rows:
        table(t("watching_screen.report.caption", lang), heads, rows)
    else:
        empty(t("watching_screen.nothing", lang))
    onward("monitoring", dict(visit.asked), page.next, lang)


def _interval(found: Range) -> Interval:
    return Interval(found.value, found.low, found.high, "")
