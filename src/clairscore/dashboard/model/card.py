"""The model card: which bundle, under which policy, from which data, with which warnings."""

from __future__ import annotations

import streamlit as st

from clairscore.client.records import Model, Performance
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.table import Head, table
from clairscore.i18n import Lang, number, percent, t


def card(model: Model, found: Performance, lang: Lang) -> None:
    """What stands of the model beside its figures."""
    yes = {True: t("model.yes", lang), False: t("model.no", lang)}
    values = {
        "bundle": model.bundle,
        "created": on(model.created, lang),
        "features": number(model.features, lang),
        "features_version": model.features_version,
        "policy": model.policy,
        "cut_off": percent(model.cut_off, lang),
        "cost_ratio": number(model.cost_ratio, lang),
        "automatic_grant": yes[model.automatic_grant],
        "automatic_refusal": yes[model.automatic_refusal],
        "proposal_days": number(model.proposal_days, lang),
        "file_days": number(model.file_days, lang),
    }
    heads = [Head(t(f"model.column.{name}", lang)) for name in ("what", "value")]
    rows = [[t(f"model.card.{name}", lang), value] for name, value in values.items()]
    table(t("model.card_caption", lang), heads, rows)
    for warning in found.warnings:
        st.warning(warning)
    if not found.warnings:
        st.write(t("model.no_warning", lang))
    heads = [Head(t("model.column.data", lang)), Head("SHA-256")]
    table(t("model.data", lang), heads, [[name, digest] for name, digest in model.data.items()])
    heads = [Head(t("model.column.library", lang)), Head(t("model.column.version", lang))]
    table(t("model.versions", lang), heads, [list(pair) for pair in model.versions.items()])
